using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Evidence;
using AccessReview.Core.Tests.Journeys;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>The next review is measured by the campaign with its closed addenda: what they certified was reviewed.</summary>
public sealed class AfterAnAddendumTests
{
    private static readonly DateTime Later = new(2026, 11, 27, 18, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task What_a_closed_addendum_certified_is_neither_new_nor_changed_in_the_next_review()
    {
        await using var quarter = await Quarter.StartAsync();
        var main = await quarter.LaunchAsync("Heap, Q4 2026", new DateOnly(2026, 12, 4));
        await quarter.ReadAsync("2027Q1", Later);
        var number = (await AddendumTests.DraftAsync(quarter, main)).Require();
        await AddendumTests.LaunchAsync(quarter, number);
        await AddendumTests.CloseAsync(quarter, main);
        await quarter.Database.Get<FollowUps>().RunAsync(default);
        await using var db = quarter.Database.Look();
        var added = await db.ReviewItems.Where(i => i.GroupId == null && db.Campaigns.Any(c => c.Id == i.CampaignId && c.Number == number)).Select(i => i.AccountId).ToListAsync();
        Assert.NotEmpty(added);
        Assert.DoesNotContain(Finding.None, await SinceAsync(db, added));

        // Nothing was read anew: that the addendum closed is what makes the assessment old.
        await AddendumTests.CloseAsync(quarter, number);
        await quarter.Database.Get<FollowUps>().RunAsync(default);
        Assert.All(await SinceAsync(db, added), since => Assert.Equal(Finding.None, since));

        var next = await quarter.LaunchAsync("Heap, Q1 2027", new DateOnly(2026, 12, 18));
        using var book = await CampaignWorkbook.OfAsync(quarter.Database, next);
        var addresses = await db.AccountRecords.Where(r => added.Contains(r.AccountId)).Select(r => r.Email).Distinct().ToListAsync();
        var rows = book["Decisions"].Rows().Where(r => r["Account"] is { } account && addresses.Contains(account)).ToList();
        Assert.True(rows.Count >= added.Count);
        Assert.All(rows, r => Assert.StartsWith("Certified, ", r["Previous decision"], StringComparison.Ordinal));
    }

    [SqliteFact]
    public async Task What_a_closed_addendum_revoked_and_is_still_there_is_decided_by_itself_in_the_next_review()
    {
        await using var quarter = await Quarter.StartAsync();
        var main = await quarter.LaunchAsync("Heap, Q4 2026", new DateOnly(2026, 12, 4));
        await quarter.ReadAsync("2027Q1", Later);
        var number = (await AddendumTests.DraftAsync(quarter, main)).Require();
        await AddendumTests.LaunchAsync(quarter, number);
        await AddendumTests.CloseAsync(quarter, main);
        await AddendumTests.CloseAsync(quarter, number);
        await quarter.Database.Get<FollowUps>().RunAsync(default);
        await using var db = await Unguarded.OpenAsync(quarter.Database);
        var addendum = db.Campaigns.Where(c => c.Number == number).Select(c => c.Id);
        var added = await db.ReviewItems.Where(i => i.GroupId == null && addendum.Contains(i.CampaignId)).Select(i => i.AccountId).ToListAsync();
        await db.ItemOutcomes.Where(o => addendum.Contains(o.CampaignId)).ExecuteUpdateAsync(s => s.SetProperty(o => o.Kind, OutcomeKind.Revoked));

        var next = await quarter.LaunchAsync("Heap, Q1 2027", new DateOnly(2026, 12, 18));
        var id = await db.Campaigns.Where(c => c.Number == next).Select(c => c.Id).SingleAsync();
        var revoked = await RevokedLast.OfAsync(db, id, db.ReviewTurns.Where(t => t.CampaignId == id), default);
        var turns = await db.ReviewTurns.Where(t => t.CampaignId == id && db.ReviewItems.Any(i => i.Id == t.ItemId && i.GroupId == null && added.Contains(i.AccountId))).Select(t => t.Id).ToListAsync();
        Assert.NotEmpty(turns);
        Assert.Superset(turns.ToHashSet(), revoked.ToHashSet());
        var rows = await QueueRow.From(db, db.ReviewTurns.Where(t => t.CampaignId == id)).Where(r => r.RevokedLast).Select(r => r.TurnId).ToListAsync();
        Assert.Equal(revoked.Order(), rows.Order());
    }

    private static Task<List<Finding>> SinceAsync(ReviewDb db, List<long> accounts) =>
        db.AssessedAccounts.Where(a => accounts.Contains(a.AccountId) && db.Applications.Any(p => p.CurrentAssessmentId == a.AssessmentId))
            .Select(a => a.Findings & (Finding.NewSinceLastReview | Finding.ChangedSinceLastReview)).ToListAsync();
}
