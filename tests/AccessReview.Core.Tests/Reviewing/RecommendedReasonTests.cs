using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Findings;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Evidence;
using AccessReview.Core.Tests.Histories;
using AccessReview.Core.Tests.Journeys;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Reviewing;

/// <summary>Whoever follows the recommendation types nothing: the reason is the recommendation's, and is told wherever a reason is.</summary>
public sealed class RecommendedReasonTests
{
    private static readonly DateOnly Read = new(2026, 11, 20);

    [Fact]
    public async Task A_revoke_that_follows_the_recommendation_tells_its_reason_on_the_sheets_on_the_persons_page_and_in_the_next_story()
    {
        await using var database = await TestDatabase.CreateAsync();
        var company = new SmallCompany(database);
        var days = DateOnly.FromDateTime(database.Time.Now()).DayNumber - new DateOnly(2026, 10, 14).DayNumber;
        await company.FoundAsync();
        await company.LaunchAsync("First");
        var turn = await OfHalAsync(1);
        (await database.Get<DecideItem>().RunAsync(Guid.NewGuid(), Actor.Demo(turn.ReviewerId), new ItemChoice(turn.Id, turn.EventSeq, DecisionKind.Revoke), default)).Require();
        var why = $"because whoever has left needs no access. Left 14 Oct, {days} days before the reading";

        using (var book = await CampaignWorkbook.OfAsync(database, 1))
        {
            var rows = book["Decisions"].Rows().Where(r => r["Person"] == "Hal").ToList();
            Assert.Equal([("account", $"as recommended, {why}", why), ("assignment", $"as recommended, {why}", why)], rows.Select(r => (r["Item is"], r["Reason"], r["Recommendation reason"])));
            Assert.All(book["Decisions"].Rows().Where(r => r["Recommendation"] == "None"), r => Assert.Equal("does not apply", r["Recommendation reason"]));
            Assert.Equal([$"as recommended, {why}", $"as recommended, {why}"], book["Decision history"].Column("Reason"));
        }

        var page = (await database.Get<PersonPage>().RunAsync(Actor.Demo(company["Olga"]), company["Hal"], default)).Require();
        Assert.Equal([$"as recommended, {why}", $"as recommended, {why}"], page.Decisions.Newest.Select(d => d.Reason));

        var reviewers = new Reviewers(database.Services, 1);
        await reviewers.DecideAllAsync(new HashSet<string>());
        await reviewers.SignAllAsync();
        await company.CloseAsync(1);
        await company.LaunchAsync("Second");
        turn = await OfHalAsync(2);
        var past = Assert.Single((await database.Get<ItemStory>().RunAsync(Actor.Demo(turn.ReviewerId), turn.Id, default)).Require().Past);
        Assert.Equal((null, $"as recommended, {why}"), (past.Reason, past.InsteadOfReason));

        async Task<ReviewTurn> OfHalAsync(int number)
        {
            await using var db = database.Look();
            return await db.ReviewTurns.SingleAsync(t => db.Campaigns.Any(c => c.Id == t.CampaignId && c.Number == number)
                && db.ReviewItems.Any(i => i.Id == t.ItemId && i.GroupId == null && db.AccountRecords.Any(r => r.Id == i.AccountRecordId && r.Name == "Hal")));
        }
    }

    [Fact]
    public void A_recommendation_names_the_finding_that_it_is_made_for_and_of_purged_facts_nothing()
    {
        var facts = new FindingFacts { AsOf = Read, Role = "Admin", LastUsedOn = Read.AddDays(-100) }.ToJson();
        const Finding Both = Finding.Privileged | Finding.Dormant;
        Assert.Equal("because it is not used; ask whether it is needed. Last used 12 Aug, 100 days before the reading", FindingHelp.Reason(Recommendation.LookCloser, Both, facts));
        Assert.Equal("because whoever has left needs no access", FindingHelp.Reason(Recommendation.Revoke, Finding.Left, "{}"));
        Assert.Null(FindingHelp.Reason(Recommendation.None, Finding.Privileged, facts));
    }
}
