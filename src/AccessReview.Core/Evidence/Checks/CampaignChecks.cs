using System.Globalization;
using AccessReview.Core.Applications;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Scoping;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Checks;

/// <summary>What is checked over the campaign as a whole: C5, C11 and C12.</summary>
internal static class CampaignChecks
{
    internal const string Removals = "Removals";

    internal static async Task<Check> ReviewersAsync(ReviewDb db, long campaignId, CancellationToken cancel)
    {
        var items = db.ReviewItems.Where(i => i.CampaignId == campaignId);
        return LaunchChecks.Reviewers(
            await items.LongCountAsync(cancel), await items.LongCountAsync(i => !db.ReviewTurns.Any(t => t.ItemId == i.Id && t.Stage == 1), cancel));
    }

    internal static async Task<Check> RegisteredAsync(ReviewDb db, Campaign campaign, DateTime at, int staleAfterDays, CancellationToken cancel)
    {
        var (limit, ended) = ((campaign.LaunchedAt ?? at).AddDays(-staleAfterDays), campaign.EndedAt);
        var registered = await RegisteredByThenAsync(db, ended, cancel);
        var all = registered.FindAll(a => !a.IsOut);
        var fresh = await db.Extracts.Where(e => e.ApplicationId != null && e.Completeness == Completeness.Complete && e.AsOf >= limit && (ended == null || e.ReadAt <= ended))
            .Select(e => e.ApplicationId!.Value).Distinct().ToListAsync(cancel);
        var without = all.Where(a => !fresh.Contains(a.Id)).Select(a => a.Name).ToList();
        var outside = all.Where(a => !campaign.Applications.Exists(p => p.Active && p.ApplicationId == a.Id)).Select(a => a.Name).ToList();
        return Check.Equal("C5", null, "Applications registered", all.Count, "Applications with a fresh, complete reading", all.Count - without.Count,
            Short(
                without.Count > 0 ? "without one: " + string.Join(", ", without) : "",
                outside.Count > 0 ? "not in this campaign: " + string.Join(", ", outside) : "",
                registered.Count > all.Count ? "out of scope: " + string.Join(", ", registered.Except(all).Select(a => a.Name)) : ""));
    }

    // What came after the campaign has ended is none of its evidence: only what has happened since is read for that.
    private static async Task<List<Registered>> RegisteredByThenAsync(ReviewDb db, DateTime? ended, CancellationToken cancel)
    {
        var now = await db.Applications.AsNoTracking().OrderBy(a => a.NameKey).Select(a => new Registered(a.Id, a.Name, a.OutOfScopeSeq != null)).ToListAsync(cancel);
        if (ended is not { } end)
        {
            return now;
        }

        var last = await SeqAt.LastAsync(db, end, cancel);
        var scopes = await ScopeHistory.SinceAsync(db, last, cancel);
        var since = (await db.AuditEvents.AsNoTracking().Where(e => e.CampaignId == null && e.Seq > last && e.Type == nameof(ApplicationRegistered)).ToListAsync(cancel))
            .Select(e => EventJson.Read<ApplicationRegistered>(e).ApplicationId).ToHashSet();
        return [.. now.Where(a => !since.Contains(a.Id)).Select(a => a with { IsOut = scopes.WasOut(a.Id, a.IsOut, end) })];
    }

    internal static async Task<List<Check>> OutcomesAsync(ReviewDb db, Campaign campaign, CancellationToken cancel)
    {
        var ends = await ItemEnds.ReadAsync(db, campaign.Id, cancel);
        var items = await db.ReviewItems.LongCountAsync(i => i.CampaignId == campaign.Id, cancel);
        var turns = await db.ReviewTurns.Where(t => t.CampaignId == campaign.Id && t.Stage == 1)
            .GroupBy(t => t.State).Select(g => new { g.Key, Count = g.LongCount() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var kept = await db.CampaignProgress.Where(p => p.CampaignId == campaign.Id && p.Stage == 1)
            .GroupBy(p => p.State).Select(g => new { g.Key, Count = g.Sum(p => (long)p.Count) }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var counts = Enum.GetValues<TurnState>().Select(s => (State: s, Turns: turns.GetValueOrDefault(s), Kept: kept.GetValueOrDefault(s))).ToList();
        var lines = new List<Check>
        {
            CloseChecks.Outcomes(items, ends.Sum(e => (long)e.Count), string.Join(", ", counts.Select(c => string.Create(CultureInfo.InvariantCulture, $"{ends.Where(e => e.State == c.State).Sum(e => e.Count)} {c.State.ToString().ToLowerInvariant()}")))),
            Check.Equal("C12", null, CloseChecks.Items, items, "Items whose state the progress counts alike", items - counts.Sum(c => Math.Abs(c.Turns - c.Kept)) / 2),
        };
        if (campaign.State == CampaignState.Closed)
        {
            lines.Add(await CloseChecks.PutToWorkAsync(db, campaign.Id, cancel));
            lines.Add(await RemovalsAsync(db, campaign, cancel));
        }

        return lines;
    }

    private static async Task<Check> RemovalsAsync(ReviewDb db, Campaign campaign, CancellationToken cancel)
    {
        var revoked = db.ItemOutcomes.Where(o => o.CampaignId == campaign.Id && (o.Kind == OutcomeKind.Revoked || o.Kind == OutcomeKind.Changed));
        var standing = db.Removals.Where(r => r.CampaignId == campaign.Id && r.State != RemovalState.Cancelled);
        var all = await revoked.LongCountAsync(cancel);

        // A team may have been revoked and signed, and its removal be under way, before its account was revoked.
        var withAccount = await revoked.LongCountAsync(
            o => !standing.Any(r => r.ItemId == o.ItemId) && db.ReviewItems.Any(i => i.Id == o.ItemId && i.ParentItemId != null
                && db.ItemOutcomes.Any(p => p.ItemId == i.ParentItemId && p.Kind == OutcomeKind.Revoked)), cancel);
        var removals = await standing.LongCountAsync(cancel);
        return Check.Equal("C12", null, "Items revoked or changed, but those that go with their account", all - withAccount, Removals, removals,
            withAccount == 0 ? "" : $"{withAccount} assignments go with their account");
    }

    private static string Short(params string[] parts) => Shortened.To(900, string.Join("; ", parts.Where(p => p.Length > 0)));

    // An application, and whether it was out of scope.
    private sealed record Registered(long Id, string Name, bool IsOut);
}
