using AccessReview.Connectors.Files;

namespace AccessReview.Core.Extracts;

/// <summary>Lines that read well alone and contradict another file of the same import.</summary>
internal static class ImportCrossChecks
{
    /// <summary>The file with such lines among its problems.</summary>
    public static ImportFileReading Add(ImportFileReading file, IReadOnlyList<ImportFileReading> all)
    {
        List<LineProblem> problems = [.. file.Problems, .. TooLong.Of(file, groups: !all.Any(f => f.State.Kind == ExtractFileKind.Assignments))];
        var users = all.FirstOrDefault(f => f.State.Kind == ExtractFileKind.Users)?.Reading;
        if (file.State.Kind != ExtractFileKind.Assignments || file.Reading is null || users is null)
        {
            return file with { Problems = problems };
        }

        var holders = new Holders(users);
        var raw = new Lazy<Dictionary<int, string>>(() => file.Table.Lines.ToDictionary(l => l.Number, l => l.Raw));
        var groups = new GroupKeys();
        var pairs = new Repeats(file.Reading.Assignments.Count);
        foreach (var (line, (group, account, _)) in file.Reading.Assignments)
        {
            if (holders.Find(account) is { } holder)
            {
                pairs.Add(Pair(holder, groups.NumberOf(group)));
            }
            else if (holders.Sharing(account) is [_, ..] sharing)
            {
                problems.Add(new LineProblem(
                    line, raw.Value[line], LineProblemKind.SharedAddress,
                    $"“{account}” is the address of the accounts {string.Join(" and ", sharing)}, so nothing says which of them holds “{group}”. Name it by its id, or set the line aside.", Value: account));
            }
            else if (!holders.HaveAddresses && account.Contains('@', StringComparison.Ordinal))
            {
                problems.Add(new LineProblem(
                    line, raw.Value[line], LineProblemKind.NoAddressesRead, $"“{account}” holds “{group}”, and no address was read from the users file. Choose its column of e-mail addresses.", Value: account));
            }
            else
            {
                problems.Add(new LineProblem(line, raw.Value[line], LineProblemKind.MissingValue, $"“{account}” holds “{group}” but is no account of the users file.", Value: account));
            }
        }

        return file with { Problems = [.. problems, .. Twice(file.Reading, holders, groups, pairs.Found(), raw)] };
    }

    /// <summary>Lines that say what an earlier one says, in other words.</summary>
    private static IEnumerable<LineProblem> Twice(FileReading assignments, Holders holders, GroupKeys groups, HashSet<ulong> repeated, Lazy<Dictionary<int, string>> raw)
    {
        var first = new Dictionary<ulong, int>();
        foreach (var (line, (group, account, _)) in repeated.Count == 0 ? [] : assignments.Assignments)
        {
            if (holders.Find(account) is { } holder && Pair(holder, groups.NumberOf(group)) is var pair && repeated.Contains(pair) && !first.TryAdd(pair, line))
            {
                yield return new LineProblem(line, raw.Value[line], LineProblemKind.DuplicateKey, $"“{account}” holds “{group}” on line {first[pair]} already, written differently.");
            }
        }
    }

    private static ulong Pair(int holder, int group) => ((ulong)holder << 32) | (uint)group;
}
