using AccessReview.Connectors.Files;

namespace AccessReview.Core.Extracts;

/// <summary>Who holds which group by the column of a users file that names them. A file of assignments says it line by line; beside one the column
/// is not used.</summary>
internal static class GroupColumn
{
    /// <summary>Each account's place in the users file, its line, and each of its groups once, however its name is spelled.</summary>
    public static IEnumerable<(int Place, int Line, string Group)> Of(FileReading users, FileReading? assignments, GroupKeys keys) =>
        assignments is null && users.NamesGroups
            ? users.Accounts.SelectMany((l, place) => l.Account.Groups.DistinctBy(group => keys.Of(group), StringComparer.Ordinal).Select(group => (place, l.Line, group)))
            : [];
}
