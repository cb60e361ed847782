using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Scoping;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Leavers;

/// <summary>Reads the accounts of people who have left.</summary>
internal static class LeaverRows
{
    /// <summary>All of them: open ones first, each part with the longest first and what is not known last.</summary>
    /// <param name="db">The database.</param>
    /// <param name="zone">Where a last day ends.</param>
    /// <param name="applicationId">Of one application; null: of all.</param>
    /// <param name="cancel">Stops.</param>
    internal static Task<IReadOnlyList<LeaverRow>> ReadAsync(ReviewDb db, TimeZoneInfo zone, long? applicationId, CancellationToken cancel) => ReadAsync(db, zone, applicationId, LeaverSpans.ReadAsync, cancel);

    /// <summary>The open ones of all applications, in the same order, from no more readings than that needs: only since when they were found is not told.</summary>
    internal static async Task<IReadOnlyList<LeaverRow>> OpenAsync(ReviewDb db, TimeZoneInfo zone, CancellationToken cancel) =>
        [.. (await ReadAsync(db, zone, null, LeaverSpans.OpenAsync, cancel)).Where(r => r.Open)];

    private static async Task<IReadOnlyList<LeaverRow>> ReadAsync(
        ReviewDb db, TimeZoneInfo zone, long? applicationId, Func<ReviewDb, long, long, CancellationToken, Task<IReadOnlyList<LeaverSpan>>> spansOf, CancellationToken cancel)
    {
        var rows = new List<LeaverRow>();
        foreach (var application in await db.Applications.AsNoTracking().InScope().Where(a => a.CurrentAssessmentId != null && (applicationId == null || a.Id == applicationId))
            .OrderBy(a => a.NameKey).Select(a => new { a.Id, a.Name, Newest = a.CurrentAssessmentId!.Value }).ToListAsync(cancel))
        {
            var spans = await spansOf(db, application.Id, application.Newest, cancel);
            foreach (var some in spans.Chunk(LeaverSpans.Batch))
            {
                rows.AddRange(await OfAsync(db, zone, new LeaverRowsOf(application.Id, application.Name), some, cancel));
            }
        }

        return [.. rows.OrderBy(r => r.Open ? 0 : 1).ThenByDescending(r => r.Hours ?? -1).ThenBy(r => r.Person, StringComparer.Ordinal).ThenBy(r => r.AccountId)];
    }

    private static async Task<IEnumerable<LeaverRow>> OfAsync(ReviewDb db, TimeZoneInfo zone, LeaverRowsOf application, IReadOnlyList<LeaverSpan> spans, CancellationToken cancel)
    {
        List<long> assessed = [.. spans.Select(s => s.AssessedId)];
        List<long> accounts = [.. spans.Select(s => s.AccountId)];
        var read = await (
            from account in db.AssessedAccounts.AsNoTracking()
            where assessed.Contains(account.Id)
            join record in db.AccountRecords.AsNoTracking() on account.AccountRecordId equals record.Id
            join person in db.PersonRecords.AsNoTracking() on account.PersonRecordId equals (long?)person.Id
            select new
            {
                account.Id, record.Name, record.Email, record.Role, record.LastUsedAt, record.LastUsedState, person.PersonId, Person = person.Name, person.EndDate,
                IsTest = db.Declarations.Any(d => d.Id == account.DeclarationId && d.Kind == DeclaredKind.Test),
            }).ToDictionaryAsync(a => a.Id, cancel);
        var removals = (await db.Removals.AsNoTracking().Where(r => accounts.Contains(r.AccountId) && r.GroupId == null && r.ChangeTo == null && !RemovalRules.DroppedStates.Contains(r.State) && !KeptSince.Of(db).Any(k => k.RemovalId == r.Id))
            .Select(r => new { r.AccountId, r.Number, r.State, r.VerifiedAt }).ToListAsync(cancel)).GroupBy(r => r.AccountId).ToDictionary(g => g.Key, g => g.MaxBy(r => r.Number)!);
        var asked = await AskedAsync(db, accounts, cancel);
        return spans.Where(s => read.ContainsKey(s.AssessedId)).Select(span =>
        {
            var account = read[span.AssessedId];
            var over = LeaverHours.Over(account.EndDate, span.Last.AsOf, zone);

            // A removal that was verified long before belongs to access they have had since.
            var removal = removals.GetValueOrDefault(span.AccountId) is { } found && (found.State != RemovalState.Verified || found.VerifiedAt > span.Last.AsOf) ? found : null;
            var ended = removal is { State: RemovalState.Verified, VerifiedAt: { } gone } ? gone : span.After?.AsOf;
            var until = ended ?? span.Last.AsOf;
            return new LeaverRow
            {
                AccountId = span.AccountId, Account = account.Name, Email = account.Email, ApplicationId = application.Id, Application = application.Name, Role = account.Role,
                PersonId = account.PersonId, Person = account.Person, LastDay = over is null ? null : account.EndDate, Found = span.Found.MadeAt, Ended = ended, Until = until,
                Hours = LeaverHours.Of(over, until), Used = LeaverHours.Used(over, account.LastUsedState, account.LastUsedAt, zone),
                Removal = removal is null ? null : (removal.Number, removal.State), Asked = asked.TryGetValue(span.AccountId, out var campaign) ? campaign : null, IsTest = account.IsTest,
            };
        });
    }

    // The open campaign that holds it, though it may have been frozen before they left; else the last one that had it as a leaver's.
    private static async Task<Dictionary<long, (int Number, CampaignState State, OutcomeKind? Outcome)>> AskedAsync(ReviewDb db, List<long> accounts, CancellationToken cancel)
    {
        var asked = await (
            from item in db.ReviewItems.AsNoTracking()
            where accounts.Contains(item.AccountId) && item.ParentItemId == null
            join campaign in db.Campaigns.AsNoTracking() on item.CampaignId equals campaign.Id
            where campaign.State == CampaignState.Active || (campaign.State == CampaignState.Closed && (item.Findings & Finding.Left) != Finding.None)
            from outcome in db.ItemOutcomes.Where(o => o.ItemId == item.Id).DefaultIfEmpty()
            select new { item.AccountId, campaign.Number, campaign.State, Outcome = outcome == null ? (OutcomeKind?)null : outcome.Kind }).ToListAsync(cancel);
        return asked.GroupBy(a => a.AccountId).ToDictionary(g => g.Key, g => g.OrderBy(a => a.State == CampaignState.Active).ThenBy(a => a.Number).LastOrDefault() is { } last ? (last.Number, last.State, last.Outcome) : default);
    }

    private sealed record LeaverRowsOf(long Id, string Name);
}
