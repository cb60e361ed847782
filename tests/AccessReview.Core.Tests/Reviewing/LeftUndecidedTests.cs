using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Addenda;
using AccessReview.Core.Findings;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Evidence;
using AccessReview.Core.Tests.Histories;
using AccessReview.Core.Tests.Journeys;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Reviewing;

/// <summary>What a closed campaign had and nobody decided is not reviewed, whatever became of the campaign.</summary>
public sealed class LeftUndecidedTests : IAsyncLifetime
{
    private const string Change = "Change since last review";
    private TestDatabase database = null!;
    private SmallCompany company = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        company = new SmallCompany(database);
        await company.FoundAsync();
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Theory]
    [InlineData(DeadlineRule.NotReviewed)]
    [InlineData(DeadlineRule.Revoke)]
    public async Task Access_nobody_decided_about_is_not_reviewed_before_in_the_next_campaign(DeadlineRule deadline)
    {
        await CloseAsync(await company.LaunchAsync("First", deadline: deadline), decide: false);
        await company.LaunchAsync("Second");
        var accounts = (await SliceAsync(2)).Rows.Where(r => r.IsAccount).ToList();
        Assert.Contains(accounts, r => r.IsPlain);
        Assert.All(accounts, r => Assert.Equal(ReviewChange.NotReviewedBefore, r.Change));
    }

    [Fact]
    public async Task Access_decided_once_and_then_left_is_not_shown_as_unchanged_since_the_campaign_that_left_it()
    {
        await CloseAsync(await company.LaunchAsync("First"), decide: true);
        await CloseAsync(await company.LaunchAsync("Second"), decide: false);
        await company.LaunchAsync("Third");
        Assert.All((await SliceAsync(2)).Rows, r => Assert.Equal(ReviewChange.None, r.Change));
        Assert.All((await SliceAsync(3)).Rows, r => Assert.Equal(ReviewChange.NotReviewedLast, r.Change));
    }

    [Theory]
    [InlineData(DeadlineRule.NotReviewed)]
    [InlineData(DeadlineRule.Revoke)]
    public async Task The_evidence_says_of_what_the_last_campaign_left_undecided_that_it_was_not_reviewed_then(DeadlineRule deadline)
    {
        await CloseAsync(await company.LaunchAsync("First"), decide: true);
        await CloseAsync(await company.LaunchAsync("Second", deadline: deadline), decide: false);
        await company.LaunchAsync("Third");
        using var second = await CampaignWorkbook.OfAsync(database, 2);
        using var third = await CampaignWorkbook.OfAsync(database, 3);
        Assert.DoesNotContain("not reviewed last time", second["Decisions"].Rows().Select(r => r[Change]));
        Assert.All(third["Decisions"].Rows(), r => Assert.EndsWith("not reviewed last time", r[Change], StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_assignment_is_not_reviewed_before_by_its_own_past_and_not_by_its_accounts()
    {
        var first = await company.LaunchAsync("First");
        foreach (var account in (await SliceAsync(first)).Rows.Where(r => r.IsAccount))
        {
            (await database.Get<DecideItem>().RunAsync(Guid.NewGuid(), Mia, new ItemChoice(account.TurnId, account.EventSeq, DecisionKind.Certify, "She runs it.", false), default)).Require();
        }

        await CloseAsync(first, decide: false);
        var second = await company.LaunchAsync("Second");
        Assert.All((await SliceAsync(second)).Rows.Where(r => r.IsAccount), r => Assert.Equal(ReviewChange.None, r.Change));
        await AssignmentsAsync(second, ReviewChange.NotReviewedBefore, r => r is { DecidedLast: false, DecidedEver: false });
        await CloseAsync(second, decide: true);
        var third = await company.LaunchAsync("Third");
        await AssignmentsAsync(third, ReviewChange.None, r => r is { DecidedLast: true, DecidedEver: true });
        await CloseAsync(third, decide: false);
        await AssignmentsAsync(await company.LaunchAsync("Fourth"), ReviewChange.NotReviewedLast, r => r is { DecidedLast: false, DecidedEver: true });

        // Their teams are before Olga, who owns them.
        async Task AssignmentsAsync(int number, ReviewChange change, Func<QueueRow, bool> own)
        {
            var held = (await SliceAsync(number, Olga)).Rows.Where(r => !r.IsAccount).ToList();
            Assert.NotEmpty(held);
            Assert.All(held, r => Assert.Equal(change, r.Change));
            Assert.All(await database.Get<ReviewQueue>().RowsAsync(Olga, [.. held.Select(r => r.TurnId)], default), r => Assert.True(own(r)));
        }
    }

    [Fact]
    public async Task What_an_addendum_decides_once_the_next_campaign_runs_changes_nothing_in_that_ones_lists()
    {
        const int Ben = 1 << 3;
        await ReadAsync(Ben);
        var main = await company.LaunchAsync("First");
        await ReadAsync(0);
        var addendum = (await database.Get<DraftAddendum>().RunAsync(Guid.NewGuid(), Olga, main, default)).Require();
        (await database.Get<PreviewCampaign>().RunAsync(Olga, addendum, default)).Require();
        (await database.Get<LaunchCampaign>().RunAsync(Guid.NewGuid(), Olga, addendum, default)).Require();
        await CloseAsync(main, decide: true);
        var next = await company.LaunchAsync("Next");
        await NewAsync();
        await CloseAsync(addendum, decide: true);
        await NewAsync();

        // What was read after it is measured by it.
        await CloseAsync(next, decide: false);
        Assert.All(await HeldAsync(await company.LaunchAsync("Last")), r => Assert.Equal((ReviewChange.NotReviewedLast, false, true), r));

        async Task ReadAsync(int without)
        {
            database.Time.Advance(TimeSpan.FromHours(1));
            await company.ReadAccessAsync(without);
            await database.Get<FollowUps>().RunAsync(default);
        }

        async Task NewAsync() => Assert.Equal(Enumerable.Repeat((ReviewChange.New, false, false), 2), await HeldAsync(next));

        async Task<List<(ReviewChange Change, bool Last, bool Ever)>> HeldAsync(int number)
        {
            var held = (await SliceAsync(number)).Rows.Where(r => !r.IsAccount && r.PersonId == company["Ben"]).ToDictionary(r => r.TurnId, r => r.Change);
            return [.. (await database.Get<ReviewQueue>().RowsAsync(Mia, [.. held.Keys], default)).Select(r => (held[r.TurnId], r.DecidedLast, r.DecidedEver))];
        }
    }

    [SqliteFact]
    public async Task Access_that_the_last_campaign_left_out_is_not_shown_as_unchanged_since_it()
    {
        await CloseAsync(await company.LaunchAsync("First"), decide: true);
        await CloseAsync(await company.LaunchAsync("Second"), decide: true);
        var number = await company.LaunchAsync("Third");
        await using (var earlier = await Unguarded.OpenAsync(database))
        {
            var leftOut = new FindingFacts { Previous = 2, LeftOut = true }.ToJson();
            await earlier.AssessedAccounts.Where(a => a.Findings == Finding.None).ExecuteUpdateAsync(a => a.SetProperty(p => p.Facts, leftOut));
        }

        var slice = await SliceAsync(number);
        var plain = slice.Rows.Where(r => r.IsPlain).ToList();
        Assert.NotEmpty(plain);
        Assert.All(plain, r => Assert.Equal(ReviewChange.NotReviewedLast, r.Change));
        Assert.Equal(plain.Count, slice.Count(new QueueFilter(), null).Changes.Single(c => c.Value == ReviewChange.NotReviewedLast).Count);
        var line = slice.Index(new QueueFilter(), null, new HashSet<string>()).Lines.Select(l => l.Routine).OfType<RoutineLine>().First();
        Assert.Equal(line.Rows.Count, line.NotReviewedLast);
    }

    [SqliteFact]
    public async Task A_decision_cites_the_rules_its_campaign_was_launched_on()
    {
        const int Older = Assessment.RulesVersion - 1;
        var number = await company.LaunchAsync("First", deadline: DeadlineRule.Revoke);
        await using (var earlier = await Unguarded.OpenAsync(database))
        {
            await earlier.Assessments.ExecuteUpdateAsync(a => a.SetProperty(p => p.Rules, Older));
        }

        var turn = (await SliceAsync(number)).Rows.First(r => r is { IsAccount: true, IsPlain: true });
        (await database.Get<DecideItem>().RunAsync(Guid.NewGuid(), Mia, new ItemChoice(turn.TurnId, turn.EventSeq, DecisionKind.Certify, null, false), default)).Require();
        await CloseAsync(number, decide: false);
        await using var db = database.Look();
        Assert.Equal([DecisionMode.Single, DecisionMode.Deadline], (await db.Decisions.Select(d => d.Mode).Distinct().ToListAsync()).Order());
        Assert.All(await db.Decisions.ToListAsync(), d => Assert.Equal(Older, d.RecommendationRules));
    }

    private Actor Mia => Actor.Demo(company["Mia"]);

    private Actor Olga => Actor.Demo(company["Olga"]);

    private async Task CloseAsync(int number, bool decide)
    {
        if (decide)
        {
            await new Reviewers(database.Services, number).DecideAllAsync(new HashSet<string>(StringComparer.Ordinal));
            await new Reviewers(database.Services, number).SignAllAsync();
        }

        await company.CloseAsync(number);
    }

    private async Task<ReviewSlice> SliceAsync(int number, Actor? reviewer = null)
    {
        await using var db = database.Look();
        var id = await db.Campaigns.Where(c => c.Number == number).Select(c => c.Id).SingleAsync();
        return await database.Get<ReviewQueue>().SliceAsync(reviewer ?? Mia, id, default);
    }
}
