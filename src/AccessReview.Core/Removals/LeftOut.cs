using AccessReview.Connectors.Scim;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>What a reading does not show although its source may have it: what filters kept out of its files, whom its connection
/// cannot see, and lines that somebody set aside. That such access is missing proves nothing, to whomever asks; what is there counts all the same.</summary>
internal sealed class LeftOut
{
    // A blank line or a heading is no account's, and the line that a duplicate equals is kept.
    private static readonly SetAsideReason[] MayBeAccounts = [SetAsideReason.TotalRow, SetAsideReason.TestAccount, SetAsideReason.Other];

    private readonly Dictionary<ExtractFileKind, string> filters;
    private readonly HashSet<(ExtractFileKind, string)> setAside;
    private readonly HashSet<string> domains;
    private readonly bool connected;

    private LeftOut(Dictionary<ExtractFileKind, string> filters, HashSet<(ExtractFileKind, string)> setAside, HashSet<string> domains, bool connected) =>
        (this.filters, this.setAside, this.domains, this.connected) = (filters, setAside, domains, connected);

    /// <summary>Whether the reading leaves nothing out at all.</summary>
    public bool IsNothing => filters.Count == 0 && setAside.Count == 0;

    /// <summary>What a reading leaves out.</summary>
    public static async Task<LeftOut> OfAsync(ReviewDb db, long extractId, CancellationToken cancel)
    {
        var stated = await db.ExtractFiles.Where(f => f.ExtractId == extractId).Select(f => new { f.Kind, f.Filters }).ToListAsync(cancel);
        var narrowed = stated.Where(f => !ExtractFile.IsUnfiltered(f.Filters)).ToDictionary(f => f.Kind, f => f.Filters);
        var shown = narrowed.ContainsValue(ScimProfiles.OfClaimedDomains) ? await db.AccountRecords.Where(a => a.ExtractId == extractId).Select(a => a.EmailKey).ToListAsync(cancel) : [];
        return new LeftOut(
            narrowed, await SetAsideCells.ReadAsync(db, extractId, MayBeAccounts, cancel), shown.Select(DomainOf).OfType<string>().ToHashSet(StringComparer.Ordinal),
            await db.Extracts.AnyAsync(e => e.Id == extractId && e.ConnectionId != null, cancel));
    }

    /// <summary>Why it proves nothing that the reading does not have what a removal takes away, as the end of a sentence; null: it proves it.</summary>
    /// <param name="removal">The removal.</param>
    /// <param name="emailKey">The key of the account's address as it was reviewed.</param>
    /// <param name="sourceId">The source's id of it.</param>
    public string? Why(Removal removal, string emailKey, string sourceId)
    {
        var account = WhyAccount(emailKey, sourceId);
        return removal.GroupId is null ? account : account ?? Filter(ExtractFileKind.Assignments, emailKey) ?? Line(ExtractFileKind.Assignments, emailKey, sourceId);
    }

    /// <summary>The same of an account.</summary>
    /// <param name="emailKey">The key of its address.</param>
    /// <param name="sourceId">The source's id of it.</param>
    public string? WhyAccount(string emailKey, string sourceId) => Filter(ExtractFileKind.Users, emailKey) ?? Line(ExtractFileKind.Users, emailKey, sourceId);

    /// <summary>The filter of a kind of file that may keep an account out, as the end of a sentence; null: none does.</summary>
    /// <param name="kind">The kind of file.</param>
    /// <param name="emailKey">The key of the account's address.</param>
    public string? Filter(ExtractFileKind kind, string emailKey) => !filters.TryGetValue(kind, out var stated) || LetsThrough(stated, emailKey) ? null
        : connected ? $"the connection shows {stated}" : $"its file was exported with the filter “{stated}”";

    private string? Line(ExtractFileKind kind, string emailKey, string sourceId) =>
        setAside.Contains((kind, emailKey.Length > 0 ? emailKey : TextKey.Of(sourceId))) ? "a line of its file that names this account was set aside" : null;

    // A domain of which somebody is shown is claimed, and then all of it is shown.
    private bool LetsThrough(string filter, string emailKey) => filter == ScimProfiles.OfClaimedDomains && DomainOf(emailKey) is { } domain && domains.Contains(domain);

    private static string? DomainOf(string emailKey) => emailKey.LastIndexOf('@') is >= 0 and var at ? emailKey[(at + 1)..] : null;
}
