using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Reviewing;

public sealed class SigningTests
{
    [Fact]
    public async Task Signing_needs_every_item_decided()
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await world.DecideAsync("Mia", "Sami", DecisionKind.Certify)).Require();
        Assert.Equal("sign-off.undecided", (await world.SignAsync("Mia")).Problem?.Code);
    }

    [Fact]
    public async Task A_sign_off_holds_the_exact_text_the_counts_and_the_hash_of_the_decisions_in_order()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await world.DecideRestAsync("Mia");
        var signed = (await world.SignAsync("Mia")).Require();
        Assert.Equal(new SignOffCounts(10, 6, 4, 0), signed.Counts);

        await using var db = world.Database.Look();
        var signOff = await db.SignOffs.SingleAsync();
        var text = await db.PrivateTexts.SingleAsync(t => t.Id == signOff.TextId);
        Assert.Equal(
            "I, Mia, have reviewed the 10 items put before me in Heap, Q4 2026: 6 certified, 4 revoked. I decided each on the facts shown to me. None of these accounts is mine or used by me.", text.Text);
        using var hash = new RowsHash();
        foreach (var row in await (from turn in db.ReviewTurns join d in db.Decisions on turn.DecisionId equals d.Id orderby turn.Number select d.RowHash).ToListAsync())
        {
            hash.Add(row);
        }

        Assert.Equal(hash.ToCovered().Sha256.Bytes, signOff.ItemsHash);
        Assert.Equal(10, await db.SignOffItems.CountAsync());
        Assert.Equal("item.signed", (await world.DecideAsync("Mia", "Sami", DecisionKind.Certify)).Problem?.Code);
    }

    [Fact]
    public async Task What_went_with_an_account_is_signed_by_whoever_revoked_the_account()
    {
        await using var world = await ReviewWorld.CreateAsync(teams: "Noa");
        (await world.DecideAsync("Mia", "Vera", DecisionKind.Revoke)).Require();
        await world.DecideRestAsync("Noa");
        Assert.Equal(2, (await world.SignAsync("Noa")).Require().Counts.Items);
        await world.DecideRestAsync("Mia");
        Assert.Equal(new SignOffCounts(8, 4, 4, 0, Followed: 3), (await world.SignAsync("Mia")).Require().Counts);
    }

    [Fact]
    public async Task What_goes_with_an_account_after_it_was_signed_is_told_to_both_who_signed()
    {
        await using var world = await ReviewWorld.CreateAsync(teams: "Noa");
        await world.DecideRestAsync("Noa");
        (await world.SignAsync("Noa")).Require();
        (await world.DecideAsync("Mia", "Sami", DecisionKind.Revoke, "Works elsewhere now")).Require();
        await world.DecideRestAsync("Mia");
        var receipt = Assert.Single(await world.Database.Get<MyReceipts>().RunAsync(world.World.As("Noa"), null, CancellationToken.None));
        Assert.Equal((5, 2, 3, 1), (receipt.Items, receipt.Certified, receipt.Revoked, receipt.WentSince));

        // Vera's teams were revoked and signed by Noa, and stay so; Sami's one was not before Mia.
        var text = (await world.Database.Get<SignOffPreview>().RunAsync(world.World.As("Mia"), world.CampaignId, CancellationToken.None)).Require().Text;
        Assert.StartsWith("I, Mia, have reviewed the 5 items put before me in Heap, Q4 2026, and 1 group that goes with them: 3 certified, 3 revoked. ", text, StringComparison.Ordinal);
        (await world.SignAsync("Mia")).Require();
        Assert.Equal(0, Assert.Single(await world.Database.Get<MyReceipts>().RunAsync(world.World.As("Mia"), null, CancellationToken.None)).WentSince);
    }

    [Theory]
    [InlineData(3, 2, "the 1 item put before me in Heap, and 2 groups that go with it: ")]
    [InlineData(1, 1, "1 group that goes with what I revoked in Heap: ")]
    public void A_signature_tells_what_was_before_the_signer_from_what_goes_with_it(int items, int followed, string words) =>
        Assert.StartsWith("I, Mia, have reviewed " + words, SignOffText.Of("Mia", "Heap", new SignOffCounts(items, 0, items, 0, Followed: followed), further: false, []), StringComparison.Ordinal);

    [Fact]
    public void A_signature_says_of_what_was_carried_forward_that_it_was_decided_and_not_reviewed() => Assert.Equal(
        "I, Mona, have decided the 120 items put before me in Heap, and 1 group that goes with them: reviewed 80, carried forward 40 as certified in the review before and not reviewed anew; "
            + "with these 100 certified, 20 revoked, 1 changed; 3 of them as delegate of Mia. I decided each that I reviewed on the facts shown to me. None of these accounts is mine or used by me.",
        SignOffText.Of("Mona", "Heap", new SignOffCounts(121, 100, 20, 1, CarriedForward: 40, Followed: 1), further: false, [("Mia", 3)]));

    [Fact]
    public async Task Signing_makes_a_removal_and_withdrawing_cancels_it_and_it_can_be_signed_again()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await world.DecideRestAsync("Mia");
        var first = (await world.SignAsync("Mia")).Require();
        await using var db = world.Database.Look();
        Assert.Equal([RemovalState.WaitingForPerson], await db.Removals.Select(r => r.State).ToListAsync());

        var withdraw = world.Database.Get<WithdrawSignOff>();
        Assert.Equal("reason.required", (await withdraw.RunAsync(Guid.NewGuid(), world.World.As("Mia"), first.SignOffId, "", CancellationToken.None)).Problem?.Code);
        Assert.Equal(Problem.DeniedCode, (await withdraw.RunAsync(Guid.NewGuid(), world.World.As("Owen"), first.SignOffId, "Wrong", CancellationToken.None)).Problem?.Code);
        (await withdraw.RunAsync(Guid.NewGuid(), world.World.As("Mia"), first.SignOffId, "Vera is back", CancellationToken.None)).Require();
        (await world.DecideAsync("Mia", "Vera", DecisionKind.Certify, "Came back on Monday")).Require();
        foreach (var team in new[] { "Growth", "Finance", "Core" })
        {
            (await world.DecideAsync("Mia", "Vera", DecisionKind.Certify, "Came back on Monday", team: team)).Require();
        }

        Assert.Equal(new SignOffCounts(10, 10, 0, 0), (await world.SignAsync("Mia")).Require().Counts);
        Assert.Equal([RemovalState.Cancelled], await db.Removals.AsNoTracking().Select(r => r.State).ToListAsync());
    }

    [Fact]
    public async Task A_team_whose_removal_its_account_s_stood_for_is_removed_by_itself_when_that_one_is_taken_back()
    {
        await using var world = await ReviewWorld.CreateAsync(teams: "Noa");
        (await world.DecideAsync("Noa", "Sami", DecisionKind.Revoke, "Left the team", team: "Growth")).Require();
        await world.DecideRestAsync("Noa");
        var team = (await world.SignAsync("Noa")).Require();
        (await world.DecideAsync("Mia", "Sami", DecisionKind.Revoke, "Left the project")).Require();
        await world.DecideRestAsync("Mia");
        var account = (await world.SignAsync("Mia")).Require();
        var withdraw = world.Database.Get<WithdrawSignOff>();
        (await withdraw.RunAsync(Guid.NewGuid(), world.World.As("Noa"), team.SignOffId, "Looked again", default)).Require();
        (await world.SignAsync("Noa")).Require();

        (await withdraw.RunAsync(Guid.NewGuid(), world.World.As("Mia"), account.SignOffId, "Looked again", default)).Require();
        (await world.UndoAsync("Mia", "Sami")).Require();

        var line = await world.TurnAsync("Sami", "Growth");
        Assert.True(line is { State: TurnState.Revoked, SignOffId: not null });
        await using var db = world.Database.Look();
        Assert.Equal(line.DecisionId, (await db.Removals.SingleAsync(r => r.ItemId == line.ItemId && r.State != RemovalState.Cancelled)).DecisionId);
    }

    [Fact]
    public async Task Items_that_arrive_after_the_sign_off_get_a_further_short_one()
    {
        await using var world = await ReviewWorld.CreateAsync(teams: "Noa");
        await world.DecideRestAsync("Noa");
        (await world.SignAsync("Noa")).Require();
        var sami = await world.TurnAsync("Sami");
        (await world.Database.Get<HandOverItem>().RunAsync(Guid.NewGuid(), world.World.As("Mia"), sami.Id, world.World["Noa"], "Knows the team", withGroups: false, CancellationToken.None)).Require();
        Assert.Equal("sign-off.undecided", (await world.SignAsync("Noa")).Problem?.Code);
        (await world.DecideAsync("Noa", "Sami", DecisionKind.Certify)).Require();
        Assert.Equal(1, (await world.SignAsync("Noa")).Require().Counts.Items);
        await using var db = world.Database.Look();
        Assert.Contains("the further 1 item put before me", (await db.PrivateTexts.OrderByDescending(t => t.Id).FirstAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_changed_since_it_was_read_is_not_signed()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await world.DecideRestAsync("Mia");
        var read = (await world.Database.Get<SignOffPreview>().RunAsync(world.World.As("Mia"), world.CampaignId, CancellationToken.None)).Require().Text;
        (await world.DecideAsync("Mia", "Sami", DecisionKind.Revoke, "Not needed")).Require();
        Assert.Equal("conflict", (await world.Database.Get<SignOffReview>().RunAsync(Guid.NewGuid(), world.World.As("Mia"), world.CampaignId, read, CancellationToken.None)).Problem?.Code);
    }
}
