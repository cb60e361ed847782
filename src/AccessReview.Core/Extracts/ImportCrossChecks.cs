using AccessReview.Connectors.Files;

namespace AccessReview.Core.Extracts;

/// <summary>Lines that read well alone and contradict another file of the same import.</summary>
internal static class ImportCrossChecks
{
    /// <summary>The file with such lines among its problems.</summary>
    public static ImportFileReading Add(ImportFileReading file, IReadOnlyList<ImportFileReading> all)
    {
        file = file with { Problems = [.. file.Problems, .. TooLong.Of(file)] };
        var users = all.FirstOrDefault(f => f.State.Kind == ExtractFileKind.Users)?.Reading;
        if (file.State.Kind != ExtractFileKind.Assignments || file.Reading is null || users is null)
        {
            return file;
        }

        var known = KnownAccounts(users);
        var raw = new Lazy<Dictionary<int, string>>(() => file.Table.Lines.ToDictionary(l => l.Number, l => l.Raw));
        var unknown = file.Reading.Assignments.Where(a => !known.ContainsKey(a.Assignment.Account) && !known.ContainsKey(TextKey.Of(a.Assignment.Account)))
            .Select(a => new LineProblem(
                a.Line, raw.Value[a.Line], LineProblemKind.MissingValue, $"“{a.Assignment.Account}” holds “{a.Assignment.Group}” but is no account of the users file.", Value: a.Assignment.Account));
        var twice = file.Reading.Assignments.Where(a => known.ContainsKey(a.Assignment.Account) || known.ContainsKey(TextKey.Of(a.Assignment.Account)))
            .GroupBy(a => (Find(known, a.Assignment.Account), TextKey.Of(a.Assignment.Group))).SelectMany(g => g.Skip(1).Select(a => new LineProblem(
                a.Line, raw.Value[a.Line], LineProblemKind.DuplicateKey, $"“{a.Assignment.Account}” holds “{a.Assignment.Group}” on line {g.First().Line} already, written differently.")));
        return file with { Problems = [.. file.Problems, .. unknown, .. twice] };
    }

    /// <summary>Line of each account by id, and by address key.</summary>
    public static Dictionary<string, int> KnownAccounts(FileReading users)
    {
        var known = new Dictionary<string, int>(users.Accounts.Count * 2, StringComparer.Ordinal);
        foreach (var line in users.Accounts)
        {
            if (line.Account.Id is { } id)
            {
                known.TryAdd(id, line.Line);
            }

            if (line.Account.Email is { } email)
            {
                known.TryAdd(TextKey.Of(email), line.Line);
            }
        }

        return known;
    }

    /// <summary>The users file's line of an account named by id or address.</summary>
    public static int Find(Dictionary<string, int> known, string account) =>
        known.TryGetValue(account, out var line) ? line : known[TextKey.Of(account)];
}
