using AccessReview.Connectors.Files;

namespace AccessReview.Core.Extracts;

/// <summary>Lines that read well alone and contradict another file of the same import.</summary>
internal static class ImportCrossChecks
{
    /// <summary>The file with such lines among its problems.</summary>
    public static ImportFileReading Add(ImportFileReading file, IReadOnlyList<ImportFileReading> all)
    {
        List<LineProblem> problems = [.. file.Problems, .. TooLong.Of(file)];
        var users = all.FirstOrDefault(f => f.State.Kind == ExtractFileKind.Users)?.Reading;
        if (file.State.Kind != ExtractFileKind.Assignments || file.Reading is null || users is null)
        {
            return file with { Problems = problems };
        }

        var known = KnownAccounts(users);
        var raw = new Lazy<Dictionary<int, string>>(() => file.Table.Lines.ToDictionary(l => l.Number, l => l.Raw));
        var groups = new GroupKeys();
        var held = new Dictionary<(int Account, string Group), int>(file.Reading.Assignments.Count);
        var twice = new List<LineProblem>();
        foreach (var (line, (group, account, _)) in file.Reading.Assignments)
        {
            if (Find(known, account) is not { } holder)
            {
                problems.Add(new LineProblem(line, raw.Value[line], LineProblemKind.MissingValue, $"“{account}” holds “{group}” but is no account of the users file.", Value: account));
            }
            else if (!held.TryAdd((holder, groups.Of(group)), line))
            {
                var first = held[(holder, groups.Of(group))];
                twice.Add(new LineProblem(line, raw.Value[line], LineProblemKind.DuplicateKey, $"“{account}” holds “{group}” on line {first} already, written differently."));
            }
        }

        return file with { Problems = [.. problems, .. twice] };
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

    /// <summary>The users file's line of an account named by id or address; null when it has none.</summary>
    public static int? Find(Dictionary<string, int> known, string account) =>
        known.TryGetValue(account, out var line) || known.TryGetValue(TextKey.Of(account), out line) ? line : null;
}
