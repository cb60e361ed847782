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
        var pairs = new Repeats(file.Reading.Assignments.Count);
        foreach (var (line, (group, account, _)) in file.Reading.Assignments)
        {
            if (Find(known, account) is not { } holder)
            {
                problems.Add(new LineProblem(line, raw.Value[line], LineProblemKind.MissingValue, $"“{account}” holds “{group}” but is no account of the users file.", Value: account));
            }
            else
            {
                pairs.Add(Pair(holder, groups.NumberOf(group)));
            }
        }

        return file with { Problems = [.. problems, .. Twice(file.Reading, known, groups, pairs.Found(), raw)] };
    }

    /// <summary>Lines that say what an earlier one says, in other words.</summary>
    private static IEnumerable<LineProblem> Twice(FileReading assignments, Dictionary<string, int> known, GroupKeys groups, HashSet<ulong> repeated, Lazy<Dictionary<int, string>> raw)
    {
        var first = new Dictionary<ulong, int>();
        foreach (var (line, (group, account, _)) in repeated.Count == 0 ? [] : assignments.Assignments)
        {
            if (Find(known, account) is { } holder && Pair(holder, groups.NumberOf(group)) is var pair && repeated.Contains(pair) && !first.TryAdd(pair, line))
            {
                yield return new LineProblem(line, raw.Value[line], LineProblemKind.DuplicateKey, $"“{account}” holds “{group}” on line {first[pair]} already, written differently.");
            }
        }
    }

    private static ulong Pair(int holder, int group) => ((ulong)holder << 32) | (uint)group;

    /// <summary>Where each account stands in the file's list, by id and by address key.</summary>
    public static Dictionary<string, int> KnownAccounts(FileReading users)
    {
        var known = new Dictionary<string, int>(users.Accounts.Count * 2, StringComparer.Ordinal);
        for (var place = 0; place < users.Accounts.Count; place++)
        {
            var account = users.Accounts[place].Account;
            if (account.Id is { } id)
            {
                known.TryAdd(id, place);
            }

            if (account.Email is { } email)
            {
                known.TryAdd(TextKey.Of(email), place);
            }
        }

        return known;
    }

    /// <summary>Where the account named by id or address stands; null when the users file has none.</summary>
    public static int? Find(Dictionary<string, int> known, string account) =>
        known.TryGetValue(account, out var place) || known.TryGetValue(TextKey.Of(account), out place) ? place : null;
}
