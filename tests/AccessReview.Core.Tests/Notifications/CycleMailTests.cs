using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Schedules;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests.Campaigns;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using SmtpServer.Protocol;

namespace AccessReview.Core.Tests.Notifications;

/// <summary>The owner of a series is told when its next campaign is drafted, when it was not launched on its day, and when it was missed.</summary>
public sealed class CycleMailTests
{
    // Launched on 23 November 2026; the next one on Monday, 4 January 2027, prepared ten days before, due two weeks after.
    private static readonly ScheduleTerms Terms = new(
        "Heap", new Cadence(CadenceUnit.Quarters, 1), new(2027, 1, 4), new(2027, 1, 1), new(2027, 3, 31), OpenDays: 14, PrepareDays: 10, LaunchesItself: false, "Europe/Berlin");

    [Fact]
    public async Task Each_is_told_once_on_its_day_with_what_stands_in_the_way()
    {
        await using var world = await ScheduledAsync(Terms);
        Assert.Empty(await CyclesAsync(world, new(2026, 12, 24, 9, 0, 0)));
        var prepared = Assert.Single(await CyclesAsync(world, new(2026, 12, 25, 9, 0, 0)));
        Assert.Equal(("Access review: the next campaign is prepared", "owen@example.test"), (prepared.Subject, prepared.To.Mailboxes.Single().Address));
        Assert.Contains("Heap, Q1 2027", prepared.Words(), StringComparison.Ordinal);
        Assert.Contains("It is to be launched on Monday, 4 January 2027, and due on Monday, 18 January 2027 (Europe/Berlin).", prepared.Words(), StringComparison.Ordinal);
        Assert.Contains("to settle before it can be launched", prepared.Words(), StringComparison.Ordinal); // Its reading is a month old.
        Assert.Contains("https://review.example/campaigns/2", prepared.Words(), StringComparison.Ordinal);
        Assert.Empty(await CyclesAsync(world, new(2027, 1, 4, 9, 0, 0)));

        Assert.Equal(["Access review: a campaign was not launched"], (await CyclesAsync(world, new(2027, 1, 5, 9, 0, 0))).Select(l => l.Subject));
        Assert.Empty(await CyclesAsync(world, new(2027, 1, 18, 9, 0, 0)));

        var missed = Assert.Single(await CyclesAsync(world, new(2027, 1, 19, 9, 0, 0)));
        Assert.Equal("Access review: a campaign was missed", missed.Subject);
        Assert.Contains("It was to be launched on Monday, 4 January 2027 and to be done by Monday, 18 January 2027.", missed.Words(), StringComparison.Ordinal);
        Assert.Empty(await CyclesAsync(world, new(2027, 1, 20, 9, 0, 0)));
    }

    [Fact]
    public async Task The_day_that_its_owner_gave_the_draft_is_the_one_that_is_told()
    {
        await using var world = await ScheduledAsync(Terms);
        Assert.Single(await CyclesAsync(world, new(2026, 12, 25, 9, 0, 0)));
        await using (var db = world.Database.Look())
        {
            var plan = CampaignPlan.Of(await db.Campaigns.SingleAsync(c => c.Number == 2)) with { DueDate = new(2027, 1, 29) };
            (await world.Database.Get<ChangeCampaign>().RunAsync(Guid.NewGuid(), world.Campaign.Owen, 2, plan, null, default)).Require();
        }

        var late = Assert.Single(await CyclesAsync(world, new(2027, 1, 5, 9, 0, 0)));
        Assert.Contains("It was to be launched on Monday, 4 January 2027, and due on Friday, 29 January 2027 (Europe/Berlin).", late.Words(), StringComparison.Ordinal);
        Assert.Empty(await CyclesAsync(world, new(2027, 1, 19, 9, 0, 0)));
        var missed = Assert.Single(await CyclesAsync(world, new(2027, 1, 30, 9, 0, 0)));
        Assert.Contains("It was to be launched on Monday, 4 January 2027 and to be done by Friday, 29 January 2027.", missed.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_half_a_year_of_standing_still_one_mail_names_what_was_missed_and_what_is_prepared()
    {
        await using var world = await ScheduledAsync(Terms);
        var letter = Assert.Single(await CyclesAsync(world, new(2027, 7, 2, 9, 0, 0)));
        Assert.Equal("Access review: a campaign was missed", letter.Subject);
        Assert.All(["Heap, Q1 2027", "Heap, Q2 2027", "Heap, Q3 2027"], name => Assert.Contains(name, letter.Words(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobody_is_told_of_a_draft_that_was_launched_or_given_up_before_the_mail_went()
    {
        await using var world = await ScheduledAsync(Terms);
        world.Database.Time.SetUtcNow(new DateTimeOffset(2026, 12, 26, 9, 0, 0, TimeSpan.Zero));
        await world.Database.Get<FollowUps>().RunAsync(default);
        (await world.Database.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), world.Campaign.Owen, 2, "Not this quarter", default)).Require();
        Assert.Empty(await CyclesAsync(world, new(2026, 12, 26, 10, 0, 0)));
        Assert.Empty(await CyclesAsync(world, new(2027, 1, 5, 9, 0, 0)));
    }

    [Fact]
    public async Task Once_the_owner_has_left_whoever_owns_campaigns_is_told()
    {
        await using var world = await ScheduledAsync(Terms);
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        await world.World.LeaveAsync("Owen");
        var letter = Assert.Single(await CyclesAsync(world, new(2027, 7, 2, 9, 0, 0)));
        Assert.Equal("noa@example.test", letter.To.Mailboxes.Single().Address);
        Assert.All(["Heap, Q1 2027", "Heap, Q2 2027", "Heap, Q3 2027"], name => Assert.Contains(name, letter.Words(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_series_whose_owner_runs_campaigns_no_more_is_not_said_to_launch_itself()
    {
        await using var world = await ScheduledAsync(Terms with { LaunchesItself = true });
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        var first = Assert.Single(await CyclesAsync(world, new(2026, 12, 25, 9, 0, 0))).Words();
        Assert.Contains("It is to be launched by itself on Monday, 4 January 2027", first, StringComparison.Ordinal);
        Assert.DoesNotContain("no campaign owner any more", first, StringComparison.Ordinal);

        await world.World.LeaveAsync("Owen");
        var late = Assert.Single(await CyclesAsync(world, new(2027, 1, 5, 9, 0, 0))).Words();
        Assert.Contains("It was to be launched on Monday, 4 January 2027", late, StringComparison.Ordinal);
        Assert.Contains("Whoever set its series is no campaign owner any more, so it is not launched by itself.", late, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-12-25")]
    [InlineData("2027-01-05")]
    [InlineData("2027-01-19")]
    public async Task What_waits_on_the_mail_server_is_not_told_to_somebody_who_owns_campaigns_no_more(string day)
    {
        await using var world = await ScheduledAsync(Terms);
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        var at = DateTime.Parse(day, System.Globalization.CultureInfo.InvariantCulture).AddHours(9);
        world.Post.Recipients = _ => new SmtpResponse((SmtpReplyCode)451, "later");
        Assert.Empty(await CyclesAsync(world, at));
        (await world.Database.Get<EndRole>().RunAsync(Guid.NewGuid(), world.World.As("Ada"), world.World["Owen"], Role.CampaignOwner, default)).Require();
        world.Post.Recipients = _ => null;
        Assert.Equal(["noa"], (await CyclesAsync(world, at.AddHours(1))).To());
    }

    [Fact]
    public async Task What_the_mail_server_did_not_take_for_days_is_told_when_it_does()
    {
        await using var world = await ScheduledAsync(Terms);
        await CyclesAsync(world, new(2026, 12, 25, 9, 0, 0));
        world.Post.Recipients = _ => new SmtpResponse((SmtpReplyCode)451, "later");
        Assert.Empty(await CyclesAsync(world, new(2027, 1, 19, 9, 0, 0)));
        await world.Database.TryThriceAsync();
        Assert.Empty(await CyclesAsync(world, new(2027, 1, 22, 10, 0, 0)));
        world.Post.Recipients = _ => null;
        var missed = Assert.Single(await CyclesAsync(world, new(2027, 1, 22, 11, 0, 0)));
        Assert.Equal("Access review: a campaign was missed", missed.Subject);
        Assert.Contains("It was to be launched on Monday, 4 January 2027 and to be done by Monday, 18 January 2027.", missed.Words(), StringComparison.Ordinal);
        Assert.Empty(await CyclesAsync(world, new(2027, 1, 23, 9, 0, 0)));
    }

    [Fact]
    public async Task Every_cycle_that_a_lost_mail_was_to_say_is_missed_is_said_when_it_is_told_again()
    {
        await using var world = await ScheduledAsync(Terms);
        world.Post.Recipients = _ => new SmtpResponse((SmtpReplyCode)451, "later");
        Assert.Empty(await CyclesAsync(world, new(2027, 7, 2, 9, 0, 0)));
        await world.Database.TryThriceAsync();
        Assert.Empty(await CyclesAsync(world, new(2027, 7, 5, 10, 0, 0)));
        world.Post.Recipients = _ => null;
        var letter = Assert.Single(await CyclesAsync(world, new(2027, 7, 5, 11, 0, 0)));
        Assert.Equal("Access review: a campaign was missed", letter.Subject);
        Assert.All(["Heap, Q1 2027", "Heap, Q2 2027"], name => Assert.Single(letter.Words().Split('\n'), line => line == name));
        Assert.Empty(await CyclesAsync(world, new(2027, 7, 6, 9, 0, 0)));
    }

    [Fact]
    public async Task The_owner_of_an_application_of_which_it_leaves_something_out_is_asked_once_to_approve_that()
    {
        await using var world = await ScheduledAsync(Terms, new TestAccount("Priya", Groups: ["Pricing"]), new TestAccount("Tomas"));
        var noa = world.World["Noa"];
        await world.Campaign.UpdateAsync(async (db, seq) =>
        {
            await db.Applications.ExecuteUpdateAsync(set => set.SetProperty(a => a.OwnerId, noa).SetProperty(a => a.EventSeq, seq));
            await db.CampaignApplications.ExecuteUpdateAsync(set => set.SetProperty(a => a.IncludeAssignments, false).SetProperty(a => a.EventSeq, seq));
        });
        await CyclesAsync(world, new(2026, 12, 25, 9, 0, 0));
        await CyclesAsync(world, new(2026, 12, 26, 9, 0, 0));
        var letter = Assert.Single(world.Post.Letters, l => l.Subject == "Access review: your approval is asked for");
        Assert.Equal("noa@example.test", letter.To.Mailboxes.Single().Address);
        Assert.Contains("What it leaves out of 1 application waits for your approval.", letter.Words(), StringComparison.Ordinal);
        Assert.Contains("Open what waits for you:\nhttps://review.example/\n", letter.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_owner_of_an_application_is_asked_again_once_another_list_would_be_left_out_than_the_one_they_approved()
    {
        const string Asked = "Access review: your approval is asked for";
        await using var world = await ScheduledAsync(Terms, new TestAccount("Priya", Groups: ["Pricing"]), new TestAccount("Tomas"));
        var noa = world.World["Noa"];
        await world.Campaign.UpdateAsync(async (db, seq) =>
        {
            await db.Applications.ExecuteUpdateAsync(set => set.SetProperty(a => a.OwnerId, noa).SetProperty(a => a.EventSeq, seq));
            await db.CampaignApplications.ExecuteUpdateAsync(set => set.SetProperty(a => a.IncludeAssignments, false).SetProperty(a => a.EventSeq, seq));
        });
        await CyclesAsync(world, new(2026, 12, 25, 9, 0, 0));
        (await world.Database.Get<PreviewCampaign>().RunAsync(world.Campaign.Owen, 2, default)).Require();
        (await world.Database.Get<ApproveScope>().RunAsync(Guid.NewGuid(), world.World.As("Noa"), 2, world.World.ApplicationId, await ListAsync(world), default)).Require();
        await CyclesAsync(world, new(2026, 12, 27, 9, 0, 0));
        Assert.Single(world.Post.Letters, l => l.Subject == Asked);

        await world.Campaign.UpdateAsync((db, seq) => db.CampaignApplications.ExecuteUpdateAsync(set => set.SetProperty(a => a.ScopeApprovedHash, new byte[Hashes.Length]).SetProperty(a => a.EventSeq, seq)));
        await CyclesAsync(world, new(2026, 12, 28, 9, 0, 0));
        await CyclesAsync(world, new(2026, 12, 29, 9, 0, 0));
        Assert.Equal(2, world.Post.Letters.Count(l => l.Subject == Asked));
    }

    // The list as the owner's page shows it.
    private static async Task<byte[]> ListAsync(MailWorld world) =>
        (await world.Database.Get<ScopeToApprove>().RunAsync(world.World.As("Noa"), 2, world.World.ApplicationId, default)).Require().Sha256;

    private static async Task<MailWorld> ScheduledAsync(ScheduleTerms terms, params TestAccount[] accounts)
    {
        var world = accounts.Length == 0 ? await MailWorld.LaunchedAsync() : await MailWorld.LaunchedAsync([], SecondReviewRule.None, accounts);
        (await world.Database.Get<SetSchedule>().RunAsync(Guid.NewGuid(), world.Campaign.Owen, 1, terms, null, default)).Require();
        await world.TickAsync();
        return world;
    }

    // What the clock sends about campaigns to be held; the first campaign's own reminders are another matter.
    private static async Task<List<MimeMessage>> CyclesAsync(MailWorld world, DateTime now)
    {
        world.Database.Time.SetUtcNow(new DateTimeOffset(now, TimeSpan.Zero));
        await world.Database.Get<FollowUps>().RunAsync(default);
        return [.. (await world.TickAsync()).Where(l => l.Subject!.Contains("campaign", StringComparison.Ordinal))];
    }
}
