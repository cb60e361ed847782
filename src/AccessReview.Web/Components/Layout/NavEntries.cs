using AccessReview.Core.Roles;
using AccessReview.Web.Components.Shared;

namespace AccessReview.Web.Components.Layout;

/// <summary>One page of the navigation.</summary>
/// <param name="Title">Its name.</param>
/// <param name="Href">Its address.</param>
/// <param name="Glyph">Its drawing.</param>
/// <param name="Count">What waits there; 0 shows nothing.</param>
public sealed record NavEntry(string Title, string Href, Glyph Glyph, int Count = 0);

/// <summary>Pages under one heading; the first group has none.</summary>
public sealed record NavGroup(string? Title, IReadOnlyList<NavEntry> Entries);

/// <summary>Which pages a person's roles lead to. It hides what would be refused; the refusing is done in Core.</summary>
public static class NavEntries
{
    /// <summary>The groups with at least one page.</summary>
    public static IReadOnlyList<NavGroup> For(DescribeActor.Facts facts)
    {
        bool Is(Role any) => (facts.Roles & any) != Role.None;
        NavEntry?[] work =
        [
            new("Overview", Links.Overview(), Glyph.Overview),
            new("My reviews", Links.MyReviews(), Glyph.Reviews, facts.ToDecide + facts.ToSign),
            facts.Asked ? new("Questions to me", Links.Questions(), Glyph.People, facts.Questions) : null,
            facts.FollowUps is { } followUps ? new("Follow-ups", Links.FollowUps(), Glyph.Campaigns, followUps) : null,
            facts.Absences > 0 || Is(Sight.Running) ? new("Absences", Links.Absences(), Glyph.People, facts.Absences) : null,
            facts.Roles == Role.None || facts.Reviews || facts.Signed ? new("Receipts", Links.Receipts(), Glyph.Receipts) : null,
            Is(Sight.Campaigns) ? new("Campaigns", Links.Campaigns(), Glyph.Campaigns) : null,
            facts.OpenRemovals is { } removals ? new("Removals", Links.Removals(), Glyph.Removals, removals) : null,
        ];
        NavEntry?[] outThere =
        [
            Is(Sight.Sources) ? new("Applications", Links.Applications(), Glyph.Applications) : null,
            Is(Sight.People) ? new("People", Links.People(), Glyph.People) : null,
            Is(Sight.People) ? new("Leavers", Links.Leavers(), Glyph.Warning) : null,
            Is(Sight.Sources) ? new("Directories", Links.Directories(), Glyph.Directories) : null,
        ];
        NavEntry?[] proof =
        [
            Is(Role.Auditor) ? new("For the auditor", Links.Auditor(), Glyph.Search) : null,
            Is(Sight.Evidence) ? new("Evidence", Links.Evidence(), Glyph.Evidence) : null,
            Is(Sight.Audit) ? new("Audit log", Links.Audit(), Glyph.Audit) : null,
        ];
        NavEntry?[] product =
        [
            Is(Sight.Retention) ? new("Retention", Links.Retention(), Glyph.Receipts) : null,
            Is(Sight.Settings) ? new("Settings", Links.Settings(), Glyph.Settings) : null,
        ];
        return [.. new[] { Group(null, work), Group("What is out there", outThere), Group("Proof", proof), Group("This installation", product) }.Where(g => g.Entries.Count > 0)];
    }

    /// <summary>The roles as a person reads them.</summary>
    public static string Words(Role roles)
    {
        string[] held =
        [
            .. (roles & Role.Administrator) != Role.None ? ["Administrator"] : Array.Empty<string>(),
            .. (roles & Role.CampaignOwner) != Role.None ? ["Campaign owner"] : Array.Empty<string>(),
            .. (roles & Role.Auditor) != Role.None ? ["Auditor"] : Array.Empty<string>(),
        ];
        return held.Length == 0 ? "Reviewer" : string.Join(", ", held.Take(1).Concat(held.Skip(1).Select(word => word.ToLowerInvariant())));
    }

    private static NavGroup Group(string? title, NavEntry?[] entries) => new(title, [.. entries.OfType<NavEntry>()]);
}
