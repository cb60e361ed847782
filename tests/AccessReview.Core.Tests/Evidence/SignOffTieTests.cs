using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests.Campaigns;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>What a sign-off says to cover can be counted on the sheet Decisions by its id, whoever else has a say about the items.</summary>
public sealed class SignOffTieTests
{
    [Fact]
    public async Task What_the_first_reviewer_signed_carries_their_sign_off_while_the_second_has_not_signed()
    {
        await using var world = await TwoStages.LaunchedAsync();
        await world.CertifyAllAsync("Mia");
        await world.SignOffAsync("Mia");
        await world.FollowAsync();
        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
        Assert.Empty(book.UntiedSignOffs());
        Assert.All(book["Decisions"].Rows(), r => Assert.Equal(("no", "not signed", "does not apply"), (r["Signed"], r["Second sign-off id"], r["Account's sign-off id"])));
        Assert.DoesNotContain("not signed", book["Decisions"].Column("First sign-off id"));
        var summary = book["Summary"].Rows().Single(r => r["What"] == "Not signed");
        Assert.Equal(("5", "equal"), (summary["Value"], summary["Counted on the sheets: equal?"]));
        Assert.Equal("0", book.Said("Items they cover in full"));
    }

    [Fact]
    public async Task A_team_signed_for_before_its_account_was_revoked_carries_both_sign_offs()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.GiveAsync("Noa", 4, 5);
        await world.ReviewAsync(DecisionKind.Certify, "Noa", 4, 5);
        await world.SignStatementAsync("Noa");
        await world.ReviewAsync(DecisionKind.Certify, "Mia", 1, 2);
        await world.ReviewAsync(DecisionKind.Revoke, "Mia", 3);
        await AssertAsync("not signed", "no");
        await world.SignStatementAsync("Mia");
        await using var db = world.Database.Look();
        var last = db.SignOffs.Max(s => s.Id);
        await AssertAsync($"{last}", "yes");

        async Task AssertAsync(string account, string signed)
        {
            using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
            Assert.Empty(book.UntiedSignOffs());
            var teams = book["Decisions"].Rows().Where(r => r["Item is"] == "assignment").ToList();
            Assert.Equal(2, teams.Count);
            Assert.All(teams, r => Assert.Equal((account, signed), (r["Account's sign-off id"], r["Signed"])));
            Assert.All(teams, r => Assert.NotEqual("not signed", r["First sign-off id"]));
        }
    }

    [Fact]
    public async Task A_team_that_the_deadline_took_carries_the_sign_off_of_who_had_kept_it()
    {
        await using var world = await ClosingWorld.LaunchedAsync(DeadlineRule.Revoke);
        await world.GiveAsync("Noa", 4, 5);
        await world.ReviewAsync(DecisionKind.Certify, "Noa", 4, 5);
        await world.SignStatementAsync("Noa");
        (await world.CloseAsync()).Require();
        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
        Assert.Empty(book.UntiedSignOffs());
        Assert.Equal(["not signed", "not signed"], book["Decisions"].Rows().Where(r => r["First sign-off id"] != "not signed").Select(r => r["Account's sign-off id"]));
    }

    [Fact]
    public async Task A_sign_off_that_was_withdrawn_is_carried_by_no_item()
    {
        await using var world = await TwoStages.LaunchedAsync();
        await world.CertifyAllAsync("Mia");
        var signed = await world.SignOffAsync("Mia");
        await world.FollowAsync();
        await world.DecideAsync("Noa", "Viktor", DecisionKind.Revoke, "Needs nothing", stage: 2);
        await world.WithdrawAsync("Mia", signed);
        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
        Assert.All(book["Decisions"].Rows(), r => Assert.Equal("not signed", r["First sign-off id"]));
    }

    [Fact]
    public async Task What_an_applications_owner_signed_is_in_force_until_the_campaigns_owner_decides_something_else_there()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.DecideAsync(DecisionKind.Certify, "Owen", 1);
        await SignForHeapAsync(world);
        await AssertForHeapAsync(world, 1, "yes");
        await world.DecideAsync(DecisionKind.Certify, "Owen", 2);
        await AssertForHeapAsync(world, 0, "no: other decisions since");
        await SignForHeapAsync(world);
        await AssertForHeapAsync(world, 1, "no: other decisions since", "yes");
    }

    [Fact]
    public async Task What_an_applications_owner_signed_stays_in_force_when_the_deadline_takes_it_along_and_whoever_leaves_afterwards()
    {
        await using var world = await ClosingWorld.LaunchedAsync(DeadlineRule.Revoke);
        await world.DecideAsync(DecisionKind.Certify, "Owen", 4);
        await SignForHeapAsync(world);
        (await world.CloseAsync()).Require();
        await AssertForHeapAsync(world, 1, "yes");
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        await world.World.LeaveAsync("Owen");
        await AssertForHeapAsync(world, 1, "yes");
    }

    [Fact]
    public async Task What_an_applications_owner_signed_stays_in_force_when_another_campaign_owner_gives_the_campaign_up()
    {
        await using var world = await ClosingWorld.LaunchedAsync(DeadlineRule.NotReviewed);
        await world.DecideAsync(DecisionKind.Certify, "Owen", 4);
        await SignForHeapAsync(world);
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        (await world.Database.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), world.World.As("Noa"), world.Number, "Held too early", default)).Require();
        await AssertForHeapAsync(world, 1, "yes");
    }

    [Fact]
    public async Task Whoever_had_left_before_somebody_else_closed_the_campaign_does_not_make_a_signature_lapse()
    {
        await using var world = await ClosingWorld.LaunchedAsync(DeadlineRule.NotReviewed);
        await world.World.GrantAsync("Mia", Role.CampaignOwner);
        await world.DecideAsync(DecisionKind.Certify, "Owen", 4);
        await world.World.GrantAsync("Ada", Role.CampaignOwner);
        await world.World.LeaveAsync("Owen");
        await world.World.LeaveAsync("Mia");
        await SignForHeapAsync(world);
        (await world.CloseAsync(by: "Ada")).Require();
        await AssertForHeapAsync(world, 1, "yes");
    }

    private static async Task SignForHeapAsync(CampaignWorld world)
    {
        await world.SeedAsync(async scope => (await scope.Db.Applications.SingleAsync()).OwnerId = world.World["Noa"]);
        var (noa, heap) = (world.World.As("Noa"), world.World.ApplicationId);
        var text = (await world.Database.Get<SecondSignaturePreview>().RunAsync(noa, world.Number, heap, default)).Require().Statement;
        (await world.Database.Get<SignAsApplicationOwner>().RunAsync(Guid.NewGuid(), noa, world.Number, heap, text, default)).Require();
    }

    private static async Task AssertForHeapAsync(CampaignWorld world, int applications, params string[] inForce)
    {
        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
        Assert.Equal(inForce.Select(f => ("Heap", f)), book["Sign-offs"].Rows().Where(r => r["Level"] == "Application owner").Select(r => (r["Application"]!, r["In force"]!)));
        Assert.Equal($"{applications}", book.Said("Application owners who signed, too"));
        Assert.Equal("equal", book["Summary"].Rows().Single(r => r["What"] == "In force")["Counted on the sheets: equal?"]);
    }
}
