using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Addenda;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Campaigns.Schedules;
using AccessReview.Core.Findings;
using AccessReview.Core.Notifications;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>The closing-day checklist says what is left to do, by name.</summary>
public sealed class CloseChecklistTests
{
    [Fact]
    public async Task It_names_whoever_has_not_decided_and_whoever_has_not_signed()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        Assert.Equal("5 items are not decided, before Mia.", (await LineAsync(world, ChecklistItem.Decided)).Words);
        Assert.True((await LineAsync(world, ChecklistItem.Signed)).Done);

        await world.DecideAsync(DecisionKind.Certify, "Mia", 1, 2, 3, 4, 5);
        Assert.Equal(new ChecklistLine(ChecklistItem.Decided, true, "Every item is decided."), await LineAsync(world, ChecklistItem.Decided));
        Assert.Equal("5 decisions are not signed for by Mia.", (await LineAsync(world, ChecklistItem.Signed)).Words);

        await world.SignAsync("Mia");
        Assert.True((await LineAsync(world, ChecklistItem.Signed)).Done);
    }

    [Fact]
    public async Task What_went_with_an_account_is_signed_for_by_whoever_revoked_that_on_every_page_alike()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.GiveAsync("Noa", 2, 4, 5);
        await world.ReviewAsync(DecisionKind.Certify, "Mia", 1);
        await world.ReviewAsync(DecisionKind.Revoke, "Mia", 3);
        await world.ReviewAsync(DecisionKind.Certify, "Noa", 2);
        await world.SignStatementAsync("Noa");

        Assert.Equal("4 decisions are not signed for by Mia.", (await LineAsync(world, ChecklistItem.Signed)).Words);
        Assert.Equal([("Mia", false), ("Noa", true)], await SignedAsync(world));
        Assert.False(Assert.Single(await MineAsync("Mia")).Signed);
        Assert.True(Assert.Single(await MineAsync("Noa")).Signed);
        await using var db = world.Database.Look();
        Assert.Equal([world.World["Mia"]], (await OpenWork.ReadAsync(db, default)).Select(w => w.ReviewerId));

        await world.SignStatementAsync("Mia");
        Assert.True((await LineAsync(world, ChecklistItem.Signed)).Done);
        Assert.Equal([("Mia", true), ("Noa", true)], await SignedAsync(world));
        Assert.Empty(await OpenWork.ReadAsync(db, default));

        Task<IReadOnlyList<MyReview>> MineAsync(string reviewer) => world.Database.Get<MyReviews>().RunAsync(world.World.As(reviewer), default);
    }

    [Fact]
    public async Task Whoever_has_signed_what_they_decided_is_not_asked_to_sign_because_something_is_left()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.GiveAsync("Noa", 2);
        await world.ReviewAsync(DecisionKind.Certify, "Noa", 2);
        await world.SignStatementAsync("Noa");
        await world.GiveAsync("Noa", 1);
        await world.ReviewAsync(DecisionKind.Revoke, "Mia", 3);

        Assert.Equal("1 item is not decided, before Noa.", (await LineAsync(world, ChecklistItem.Decided)).Words);
        Assert.Equal("3 decisions are not signed for by Mia.", (await LineAsync(world, ChecklistItem.Signed)).Words);
    }

    [Fact]
    public async Task It_asks_for_the_application_s_owner_where_the_campaign_s_owner_decided()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        Assert.True((await LineAsync(world, ChecklistItem.SecondSignature)).Done);
        await world.DecideAsync(DecisionKind.Certify, "Owen", 1);
        Assert.Equal(new ChecklistLine(ChecklistItem.SecondSignature, false, "The owner of Heap has not signed what was decided there by who owns or may close the campaign."), await LineAsync(world, ChecklistItem.SecondSignature));
    }

    [Fact]
    public async Task It_names_whoever_became_privileged_since_the_launch_and_so_does_the_statement()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        Assert.Equal(new ChecklistLine(ChecklistItem.Promoted, true, "No account is known to have become privileged since the launch."), await LineAsync(world, ChecklistItem.Promoted));
        Assert.DoesNotContain("privileged", (await world.ViewAsync()).Statement, StringComparison.Ordinal);

        await new RevokedWorld(world.Database, world.World).ReadAsync(
            new(2026, 11, 22, 9, 0, 0, DateTimeKind.Utc), [new TestAccount("Priya", "Admin"), new TestAccount("Tomas", "Admin"), new TestAccount("Viktor")]);
        const string Said = "1 account became privileged since the launch and was under review with a lower role.";
        Assert.Equal(new ChecklistLine(ChecklistItem.Promoted, false, Said), await LineAsync(world, ChecklistItem.Promoted));
        Assert.True((await LineAsync(world, ChecklistItem.Appeared)).Done);
        Assert.Contains($" {Said} ", (await world.ViewAsync()).Statement, StringComparison.Ordinal);
        (await world.CloseAsync()).Require();
    }

    [Fact]
    public async Task It_tells_of_removals_that_nobody_would_carry_out_and_of_a_next_time_that_nobody_planned()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        Assert.Equal((true, false), ((await LineAsync(world, ChecklistItem.Remover)).Done, (await LineAsync(world, ChecklistItem.Next)).Done));

        await world.UpdateAsync((db, seq) => db.Applications.ExecuteUpdateAsync(s => s.SetProperty(a => a.OwnerId, (long?)null).SetProperty(a => a.EventSeq, seq)));
        var terms = new ScheduleTerms("Heap", Cadence.Quarterly, new(2027, 1, 4), new(2027, 1, 1), new(2027, 3, 31), 14, 10, LaunchesItself: false, "Europe/Berlin");
        (await world.Database.Get<SetSchedule>().RunAsync(Guid.NewGuid(), world.Owen, 1, terms, null, default)).Require();
        Assert.Equal("Nobody who works here is named to carry out removals of Heap.", (await LineAsync(world, ChecklistItem.Remover)).Words);
        Assert.Equal(new ChecklistLine(ChecklistItem.Next, true, "It is held again every quarter; the next launch is planned for 4 Jan 2027."), await LineAsync(world, ChecklistItem.Next));
    }

    [Fact]
    public async Task It_names_a_next_one_that_was_drafted_by_hand_for_a_later_period_over_the_same_applications()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        (await world.Database.Get<DraftCampaign>().RunAsync(Guid.NewGuid(), world.Owen, CampaignWorld.Plan with { Name = "Without Heap", PeriodStart = new(2027, 1, 1), PeriodEnd = new(2027, 3, 31), DueDate = new(2027, 1, 20) }, default)).Require();
        Assert.Equal(new ChecklistLine(ChecklistItem.Next, false, "Nothing is planned after it."), await LineAsync(world, ChecklistItem.Next));

        var next = (await world.Database.Get<RepeatCampaign>().RunAsync(Guid.NewGuid(), world.Owen, 1, default)).Require();
        Assert.Equal(new ChecklistLine(ChecklistItem.Next, true, "The next one, Heap, Q1 2027, is drafted.", next), await LineAsync(world, ChecklistItem.Next));

        (await world.Database.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), world.Owen, next, "Not this quarter", default)).Require();
        Assert.False((await LineAsync(world, ChecklistItem.Next)).Done);
    }

    [Fact]
    public async Task A_next_one_that_is_late_or_missed_is_not_ticked()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        var terms = new ScheduleTerms("Heap", Cadence.Quarterly, new(2027, 1, 4), new(2027, 1, 1), new(2027, 3, 31), 14, 10, LaunchesItself: false, "Europe/Berlin");
        (await world.Database.Get<SetSchedule>().RunAsync(Guid.NewGuid(), world.Owen, 1, terms, null, default)).Require();

        await DayAsync(world, new(2027, 1, 4));
        Assert.True((await LineAsync(world, ChecklistItem.Next)).Done);
        await DayAsync(world, new(2027, 1, 9));
        Assert.Equal(new ChecklistLine(ChecklistItem.Next, false, "It is held again every quarter; Heap, Q1 2027 was to be launched on 4 Jan 2027 and is not yet.", 2), await LineAsync(world, ChecklistItem.Next));
        await DayAsync(world, new(2027, 1, 19));
        Assert.Equal(new ChecklistLine(ChecklistItem.Next, false, "It is held again every quarter; Heap, Q1 2027 was missed: it was not launched by 18 Jan 2027.", 2), await LineAsync(world, ChecklistItem.Next));
    }

    [Fact]
    public async Task A_next_one_that_launches_itself_for_somebody_who_owns_no_campaigns_any_more_is_not_ticked()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.World.GrantAsync("Noa", Core.Roles.Role.CampaignOwner);
        var terms = new ScheduleTerms("Heap", Cadence.Quarterly, new(2027, 1, 4), new(2027, 1, 1), new(2027, 3, 31), 14, 10, LaunchesItself: true, "Europe/Berlin");
        (await world.Database.Get<SetSchedule>().RunAsync(Guid.NewGuid(), world.World.As("Noa"), 1, terms, null, default)).Require();
        Assert.True((await LineAsync(world, ChecklistItem.Next)).Done);
        await world.World.LeaveAsync("Noa");
        Assert.Equal(
            new ChecklistLine(ChecklistItem.Next, false, "It is held again every quarter; the next launch is planned for 4 Jan 2027, and nobody launches it: Noa is no campaign owner."),
            await LineAsync(world, ChecklistItem.Next));
    }

    [Fact]
    public async Task A_draft_for_the_next_period_whose_due_day_has_passed_is_not_ticked()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        var next = (await world.Database.Get<RepeatCampaign>().RunAsync(Guid.NewGuid(), world.Owen, 1, default)).Require();
        await DayAsync(world, new(2027, 9, 1));
        Assert.Equal(new ChecklistLine(ChecklistItem.Next, false, "The next one, Heap, Q1 2027, is drafted, and the day it was due has passed.", next), await LineAsync(world, ChecklistItem.Next));

        // One that can still be held counts before it.
        var due = CampaignWorld.Plan with { Name = "Heap, late", PeriodStart = new(2027, 4, 1), PeriodEnd = new(2027, 9, 30), DueDate = new(2027, 9, 20) };
        var late = (await world.Database.Get<DraftCampaign>().RunAsync(Guid.NewGuid(), world.Owen, due, default)).Require();
        (await world.Database.Get<AddCampaignApplication>().RunAsync(Guid.NewGuid(), world.Owen, late, world.World.ApplicationId, CampaignWorld.Scope, default)).Require();
        Assert.Equal(new ChecklistLine(ChecklistItem.Next, true, "The next one, Heap, late, is drafted.", late), await LineAsync(world, ChecklistItem.Next));
    }

    [Fact]
    public async Task An_addendum_that_is_only_drafted_is_named_before_the_close()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        Assert.DoesNotContain((await world.ViewAsync()).Checklist, l => l.Item == ChecklistItem.Addendum);
        var later = await new RevokedWorld(world.Database, world.World).ReadAsync(
            new(2026, 11, 22, 9, 0, 0, DateTimeKind.Utc), [new TestAccount("Priya", "Admin"), new TestAccount("Tomas", "Admin"), new TestAccount("Viktor")]);
        await world.UpdateAsync((db, seq) => db.Applications.ExecuteUpdateAsync(s => s.SetProperty(a => a.CurrentExtractId, later).SetProperty(a => a.EventSeq, seq)));
        var addendum = (await world.Database.Get<DraftAddendum>().RunAsync(Guid.NewGuid(), world.Owen, 1, default)).Require();
        Assert.Equal(
            new ChecklistLine(ChecklistItem.Addendum, false, "The addendum C2 is not launched, and cannot be once this campaign is closed: what it would review waits for the next one.", addendum),
            await LineAsync(world, ChecklistItem.Addendum));

        await world.UpdateAsync((db, seq) => db.Campaigns.Where(c => c.Number == addendum).ExecuteUpdateAsync(s => s.SetProperty(c => c.State, CampaignState.Active).SetProperty(c => c.EventSeq, seq)));
        Assert.Equal((true, addendum), await LineAsync(world, ChecklistItem.Addendum) is var open ? (open.Done, open.Campaign!.Value) : default);
        (await world.Database.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), world.Owen, addendum, "Not needed", default)).Require();
        Assert.DoesNotContain((await world.ViewAsync()).Checklist, l => l.Item == ChecklistItem.Addendum);
    }

    [Fact]
    public async Task Whoever_has_left_carries_out_no_removals_and_the_owner_does_where_the_remover_left()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        var (noa, ada) = (world.World["Noa"], world.World["Ada"]);
        await world.UpdateAsync((db, seq) => db.Applications.ExecuteUpdateAsync(s => s.SetProperty(a => a.RemoverId, noa).SetProperty(a => a.OwnerId, ada).SetProperty(a => a.EventSeq, seq)));
        await world.World.LeaveAsync("Noa");
        Assert.Equal(new ChecklistLine(ChecklistItem.Remover, true, "Removals have somebody who carries them out."), await LineAsync(world, ChecklistItem.Remover));
        await world.World.LeaveAsync("Ada");
        Assert.Equal(new ChecklistLine(ChecklistItem.Remover, false, "Nobody who works here is named to carry out removals of Heap."), await LineAsync(world, ChecklistItem.Remover));
    }

    [Fact]
    public async Task It_counts_each_item_and_each_reviewer_once_however_many_signs_of_haste_there_are()
    {
        string[] dormant = ["D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8"];
        await using var world = await CampaignWorld.CreateAsync(
            ["P1", .. dormant], [], null, null, [new TestAccount("P1", "Admin", Finding.Privileged), .. dormant.Select(name => new TestAccount(name, Findings: Finding.Dormant))]);
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        Assert.Equal(new ChecklistLine(ChecklistItem.Quality, true, "No sign of haste."), await LineAsync(world, ChecklistItem.Quality));
        await world.DecideAsync(DecisionKind.Certify, "Mia", 1, 2, 3, 4, 5, 6, 7, 8, 9);
        await world.UpdateAsync((db, seq) => db.Decisions.ExecuteUpdateAsync(s => s.SetProperty(d => d.Seconds, 1).SetProperty(d => d.EventSeq, seq)));

        // The privileged one is among the fast exceptions too.
        Assert.Equal("Signs of haste: 9 items of 1 reviewer deserve a second look.", (await LineAsync(world, ChecklistItem.Quality)).Words);

        // Now each of two reviewers shows one sign, and not the same.
        var (holder, noa) = (world.World["P1"], world.World["Noa"]);
        await world.UpdateAsync((db, seq) => db.ReviewTurns.Where(t => db.ReviewItems.Any(i => i.Id == t.ItemId && i.HolderId == holder))
            .ExecuteUpdateAsync(s => s.SetProperty(t => t.ReviewerId, noa).SetProperty(t => t.EventSeq, seq)));
        Assert.Equal("Signs of haste: 9 items of 2 reviewers deserve a second look.", (await LineAsync(world, ChecklistItem.Quality)).Words);
    }

    private static async Task<IEnumerable<(string Name, bool Signed)>> SignedAsync(CampaignWorld world) =>
        (await world.Database.Get<CampaignPage>().RunAsync(world.Owen, world.Number, default)).Require().Reviewers.OrderBy(r => r.Name, StringComparer.Ordinal).Select(r => (r.Name, r.Signed));

    /// <summary>Noon of a day, and what the product does by itself until then.</summary>
    private static async Task DayAsync(CampaignWorld world, DateOnly day)
    {
        world.Database.Time.SetUtcNow(new(day, new(12, 0), TimeSpan.Zero));
        await world.Database.Get<FollowUps>().RunAsync(default);
    }

    private static async Task<ChecklistLine> LineAsync(CampaignWorld world, ChecklistItem item) => Assert.Single((await world.ViewAsync()).Checklist, l => l.Item == item);
}
