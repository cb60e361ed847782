using System.Globalization;
using AccessReview.Core.Absences;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Trends;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Campaigns;
using AccessReview.Core.Tests.Reviewing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>The fear: a reviewer stands there with decisions that somebody else made, or nobody.</summary>
public sealed class ReviewersSheetTests
{
    private static readonly string[] Decided = ["Certified", "Carried forward", "Revoked", "Went with an account", "Revoked by the deadline", "Changed", "Not reviewed"];
    private static readonly string[] Printed = ["Items", .. Decided, "Late", "Given away", "Signed"];

    [Fact]
    public async Task What_only_the_deadline_revoked_is_no_revoke_of_the_silent_reviewer_on_the_sheet_the_page_and_the_trend()
    {
        await using var world = await ClosingWorld.LaunchedAsync(DeadlineRule.Revoke);
        world.Database.Time.Advance(TimeSpan.FromDays(13));
        (await world.CloseAsync()).Require();

        Assert.Equal("Items 5, Revoked by the deadline 5", await SaidAsync(world, "Mia"));
        var line = Assert.Single((await world.Database.Get<CampaignPage>().RunAsync(world.Owen, world.Number, default)).Require().Reviewers);
        Assert.Equal((5, 5, 0), (line.Revoked, line.ByDeadline, line.Left));
        var trend = Assert.Single((await world.Database.Get<CampaignTrends>().RunAsync(world.Owen, default)).Require().Campaigns);
        Assert.Equal((5, 5, 0), (trend.Revoked, trend.ByDeadline, trend.NotReviewed));
        Assert.Equal((5, 5, 0), await ListedAsync(world));
        Assert.Equal((5, 0), await DecidedAsync(world, "Mia"));
    }

    [Fact]
    public async Task A_decision_that_the_deadline_overrules_with_its_account_is_neither_a_revoke_of_its_reviewer_nor_silence()
    {
        await using var world = await ClosingWorld.LaunchedAsync(DeadlineRule.Revoke);
        await world.ReviewAsync(DecisionKind.Certify, "Mia", 1, 4);
        await world.ReviewAsync(DecisionKind.Revoke, "Mia", 2);
        world.Database.Time.Advance(TimeSpan.FromDays(13));
        (await world.CloseAsync()).Require();

        Assert.Equal("Items 5, Certified 1, Revoked 1, Went with an account 1, Revoked by the deadline 2", await SaidAsync(world, "Mia"));
        var line = Assert.Single((await world.Database.Get<CampaignPage>().RunAsync(world.Owen, world.Number, default)).Require().Reviewers);
        Assert.Equal((4, 3), (line.Revoked, line.ByDeadline));
        Assert.Equal((4, 3, 0), await ListedAsync(world));
        Assert.Equal((3, 2), await DecidedAsync(world, "Mia"));
        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
        Assert.Equal(("2", "2"), (book.Said("Reviewed"), book["Review quality"].Rows().Single(r => r["What"] == "Items decided")["Measured"]));
    }

    [Fact]
    public async Task What_went_with_the_account_of_another_is_no_late_revoke_of_whoever_had_it()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.GiveAsync("Noa", 4, 5);
        world.Database.Time.Advance(TimeSpan.FromDays(13));
        await world.ReviewAsync(DecisionKind.Revoke, "Mia", 3);

        Assert.Equal("Items 2, Went with an account 2", await SaidAsync(world, "Noa"));
        Assert.Equal("Items 3, Revoked 1, Not reviewed 2, Late 1, Given away 2", await SaidAsync(world, "Mia"));
    }

    [Fact]
    public async Task What_was_carried_forward_is_not_counted_among_what_was_looked_at()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.ReviewAsync(DecisionKind.Certify, "Mia", 1, 2);
        await world.UpdateAsync((db, seq) => db.Decisions.Where(d => db.ReviewItems.Any(i => i.Id == d.ItemId && i.Number == 2))
            .ExecuteUpdateAsync(s => s.SetProperty(d => d.Mode, DecisionMode.CarriedForward).SetProperty(d => d.EventSeq, seq)));

        Assert.Equal("Items 5, Certified 1, Carried forward 1, Not reviewed 3", await SaidAsync(world, "Mia"));
    }

    [Fact]
    public async Task Who_gave_everything_away_is_named_with_what_they_gave_as_the_history_of_decisions_has_it()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.GiveAsync("Noa", 1, 2, 3, 4, 5);

        Assert.Equal("Items 0, Given away 5", await SaidAsync(world, "Mia"));
        Assert.Equal("Items 5, Not reviewed 5", await SaidAsync(world, "Noa"));
        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
        Assert.Equal("Gave all away", Assert.Single(book["Reviewers"].Rows(), r => r["Reviewer"] == "Mia")["Basis"]);
        Assert.Equal(book["Decision history"].Rows().Count(r => r["What"]!.StartsWith("reviewer changed", StringComparison.Ordinal)), book["Reviewers"].Rows().Sum(r => int.Parse(r["Given away"]!, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Who_stood_in_and_decided_nothing_gave_back_and_gave_nothing_away()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await using var db = world.Database.Look();
        var items = await db.ReviewTurns.CountAsync();
        var today = DateOnly.FromDateTime(world.Database.Time.Now());
        (await world.Database.Get<StateAbsence>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), new AbsencePlan(world.World["Mia"], world.World["Noa"], today, today.AddDays(7), "Holiday"), default)).Require();
        await world.Database.Get<FollowUps>().RunAsync(default);
        world.Database.Time.Advance(TimeSpan.FromHours(1));
        (await world.Database.Get<EndAbsence>().RunAsync(Guid.NewGuid(), world.World.As("Mia"), await db.Absences.Select(a => a.Id).SingleAsync(), default)).Require();
        await world.Database.Get<FollowUps>().RunAsync(default);

        using var book = await CampaignWorkbook.OfAsync(world.Database, 1);
        var rows = book["Reviewers"].Rows().ToDictionary(r => r["Reviewer"]!);
        Assert.Equal(("0", "Stood in; all went back", "0", $"{items}"), (rows["Noa"]["Items"], rows["Noa"]["Basis"], rows["Noa"]["Given away"], rows["Noa"]["Given back"]));
        Assert.Equal(($"{items}", "0"), (rows["Mia"]["Given away"], rows["Mia"]["Given back"]));
    }

    [Fact]
    public async Task What_was_taken_from_a_reviewer_as_their_own_access_was_not_given_away()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await world.ReadAsOfAsync("Sami", "Mia");
        await world.Database.Services.GetServices<IFollowUp>().OfType<RerouteOwnAccess>().Single().RunAsync(default);

        using var book = await CampaignWorkbook.OfAsync(world.Database, 1);
        var mia = book["Reviewers"].Rows().Single(r => r["Reviewer"] == "Mia");
        Assert.NotEqual("0", mia["Own items rerouted"]);
        Assert.Equal(("0", "0"), (mia["Given away"], mia["Given back"]));
    }

    [Fact]
    public async Task A_reviewer_is_shown_with_the_sign_off_and_whether_they_administer_the_application()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.GiveAsync("Priya", 2);
        await world.ReviewAsync(DecisionKind.Certify, "Priya", 2);
        await world.SignStatementAsync("Priya");

        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
        var rows = book["Reviewers"].Rows().ToDictionary(r => r["Reviewer"]!);
        Assert.Equal(("yes", "no"), (rows["Priya"]["Administers the application"], rows["Mia"]["Administers the application"]));
        Assert.Equal((Assert.Single(book["Sign-offs"].Rows())["Sign-off id"], "not signed"), (rows["Priya"]["Sign-off id"], rows["Mia"]["Sign-off id"]));
    }

    /// <summary>Revoked, of that by the deadline, and left, in the list of campaigns.</summary>
    private static async Task<(int Revoked, int ByDeadline, int Left)> ListedAsync(CampaignWorld world)
    {
        var line = Assert.Single((await world.Database.Get<CampaignList>().RunAsync(world.Owen, default)).Require());
        return (line.Revoked, line.ByDeadline, line.Left);
    }

    /// <summary>Revoked by the deadline, and decided by somebody, in the head of the reviewer's own list.</summary>
    private static async Task<(int ByDeadline, int Decided)> DecidedAsync(CampaignWorld world, string reviewer)
    {
        var head = (await world.Database.Get<ReadReviewHead>().RunAsync(world.World.As(reviewer), world.Number, default)).Require();
        return (head.ByDeadline, head.Decided);
    }

    /// <summary>The counts of a reviewer's row that are not 0; those by decision add up to the items.</summary>
    private static async Task<string> SaidAsync(CampaignWorld world, string reviewer)
    {
        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
        var row = Assert.Single(book["Reviewers"].Rows(), r => r["Reviewer"] == reviewer);
        Assert.Equal(row["Items"], $"{Decided.Sum(d => int.Parse(row[d]!, CultureInfo.InvariantCulture))}");
        return string.Join(", ", Printed.Where(c => c == "Items" || row[c] != "0").Select(c => $"{c} {row[c]}"));
    }
}
