using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Evidence.Report;
using AccessReview.Core.Tests.Evidence;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>The statement that the owner signs at close says of undecided, unsigned and late things only what the sheets show of them.</summary>
public sealed class CloseStatementTests
{
    // Mia certifies all five items and signs; Noa, asked a second time, certifies three of them and stays silent on Viktor's teams.
    [Theory]
    [InlineData(DeadlineRule.NotReviewed, "What not everybody decided is counted as not reviewed. 3 decisions are without a signature that they need, ")]
    [InlineData(DeadlineRule.Revoke, "What not everybody decided is revoked by the deadline, as was chosen at launch, and counted apart. 5 decisions are without a signature that they need (2 of them by the deadline), ")]
    public async Task What_the_first_reviewer_certified_and_the_second_left_is_not_said_to_be_decided_by_nobody(DeadlineRule deadline, string then)
    {
        await using var world = await TwoStages.LaunchedAsync(deadline: deadline);
        await world.CertifyAllAsync("Mia");
        await world.SignOffAsync("Mia");
        await world.FollowAsync();
        await world.ReviewAsync(DecisionKind.Certify, "Noa", 1, 2, 3);

        var view = await world.ViewAsync();
        Assert.Equal("2 items are not decided, before Noa. Of these, one of two reviewers has decided 2, and the other not.", view.Checklist.Single(l => l.Item == ChecklistItem.Decided).Words);
        Assert.Contains("Of 5 items, 3 were certified, 0 revoked and 2 not decided by everybody whom they need (of these 2 by one of two reviewers). " + then, view.Statement, StringComparison.Ordinal);
        (await world.CloseAsync()).Require();
        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
        var left = book["Decisions"].Rows().Where(r => r["Decision"] == "not reviewed" || r["Mode"] == "Deadline").ToList();
        Assert.Equal(["Certified", "Certified"], left.Select(r => r["First decision"]));
    }

    [Fact]
    public async Task An_account_that_one_of_two_reviewers_kept_is_not_said_to_be_decided_by_nobody_when_the_deadline_takes_its_teams()
    {
        await using var world = await TwoStages.LaunchedAsync(deadline: DeadlineRule.Revoke);
        await world.CertifyAllAsync("Mia");
        await world.FollowAsync();
        await world.ReviewAsync(DecisionKind.Certify, "Noa", 1, 2, 4, 5);
        var statement = (await world.ViewAsync()).Statement;
        Assert.Contains("2 assignments that somebody kept go with accounts that the deadline revokes: of all items, 2 end certified and 3 revoked.", statement, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody decided", statement, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Late_decisions_and_late_signatures_are_counted_apart_as_the_sheets_have_them()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.ReviewAsync(DecisionKind.Certify, "Mia", 1, 2);
        world.Database.Time.Advance(TimeSpan.FromDays(30));
        await world.ReviewAsync(DecisionKind.Certify, "Mia", 3, 4, 5);
        await world.SignStatementAsync("Mia");
        var view = await world.ViewAsync();
        Assert.Contains(" 3 decisions and 1 signature came late, ", view.Statement, StringComparison.Ordinal);
        Assert.Equal(4, view.Facts.Exceptions[ExceptionKind.Late]);
        var now = Clock.Said(world.Database.Time.Now());
        Assert.Equal([.. new[] { 3, 4, 5 }.Select(n => $"{ReviewItem.Name(world.Number, n)}: decided by Mia on {now}"), $"Signed by Mia on {now}"], view.Rows[ExceptionKind.Late]);

        (await world.CloseAsync(e => e.Select(x => x with { FollowUp = view.Today.AddDays(1) }))).Require();
        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
        Assert.Equal(3, book["Decisions"].Rows().Count(r => r["Late"] == "yes"));
        Assert.Equal(1, book["Sign-offs"].Rows().Count(r => r["Level"] == "Reviewer" && r["Late"] == "yes"));
        Assert.Equal("4", book["Exceptions"].Rows().Single(r => r["Exception"] == "Late")["Count"]);
    }

    [Fact]
    public async Task What_the_deadline_decides_after_the_due_day_is_late_on_no_sheet_and_what_it_takes_along_is_counted_late_nowhere()
    {
        await using var world = await ClosingWorld.LaunchedAsync(DeadlineRule.Revoke);
        world.Database.Time.Advance(TimeSpan.FromDays(13));
        await world.ReviewAsync(DecisionKind.Certify, "Mia", 1, 4);
        var view = await world.ViewAsync();
        Assert.Contains(" 1 decision and 0 signatures came late, ", view.Statement, StringComparison.Ordinal);
        Assert.StartsWith(ReviewItem.Name(world.Number, 1), Assert.Single(view.Rows[ExceptionKind.Late]), StringComparison.Ordinal);

        (await world.CloseAsync()).Require();
        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
        Assert.Equal(["yes", "does not apply", "does not apply", "does not apply", "does not apply"], book["Decisions"].Rows().Select(r => r["Late"]));
        Assert.Equal("1", book["Exceptions"].Rows().Single(r => r["Exception"] == "Late")["Count"]);
    }

    [Fact]
    public async Task A_late_decision_of_either_of_two_reviewers_is_counted_and_printed()
    {
        await using var world = await TwoStages.LaunchedAsync();
        await world.CertifyAllAsync("Mia");
        await world.FollowAsync();
        await world.DecideAsync("Noa", "Tomas", DecisionKind.Certify, stage: 2);
        world.Database.Time.Advance(TimeSpan.FromDays(30));
        await world.DecideAsync("Mia", "Tomas", DecisionKind.Certify, "Looked at it again");
        var view = await world.ViewAsync();
        Assert.Contains(" 1 decision and 0 signatures came late, ", view.Statement, StringComparison.Ordinal);
        Assert.EndsWith($": decided by Mia on {Clock.Said(world.Database.Time.Now())}", Assert.Single(view.Rows[ExceptionKind.Late]), StringComparison.Ordinal);
        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
        Assert.Equal(["Tomas"], book["Decisions"].Rows().Where(r => r["Late"] == "yes").Select(r => r["Person"]));
    }

    [Fact]
    public async Task The_data_dictionary_says_of_each_exception_what_its_count_holds()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
        var meaning = book["Data dictionary"].Rows().Single(r => r["Sheet"] == "Exceptions" && r["Column"] == "Count")["Meaning"];
        Assert.All(Enum.GetValues<ExceptionKind>(), k => Assert.Contains(Words.Of(k) + ": ", meaning, StringComparison.OrdinalIgnoreCase));
    }
}
