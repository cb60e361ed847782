using AccessReview.Connectors.Tests.Mail;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Notifications;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using AccessReview.Core.Tests.Campaigns;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using SmtpServer.Protocol;

namespace AccessReview.Core.Tests.Notifications;

/// <summary>The owner of a leavers' campaign is told when it was drafted at once and could not be launched. Heap and the staff list are read in
/// November 2026, and a reading older than seven days is too old to launch on.</summary>
public sealed class LeaversMailTests : IAsyncLifetime
{
    private readonly TestPost post = new();
    private CampaignWorld world = null!;

    public async ValueTask InitializeAsync() => world = await CampaignWorld.CreateAsync(
        ["Priya", "Vera"], ["Vera"], CampaignWorld.Scope, plan: null, MailWorld.MailingOver(post), new TestAccount("Priya"), new TestAccount("Vera", Findings: Finding.Left));

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await post.DisposeAsync();
    }

    [Fact]
    public async Task A_draft_that_waits_for_an_hour_is_told_once_with_how_much_stands_in_the_way()
    {
        await AtOnceAsync(new(2026, 12, 7, 9, 0, 0));
        Assert.Empty(await TickAsync(new(2026, 12, 7, 9, 0, 0)));
        Assert.Equal(CampaignState.Draft, await StateAsync());
        Assert.Empty(await TickAsync(new(2026, 12, 7, 9, 59, 0)));

        var letter = Assert.Single(await TickAsync(new(2026, 12, 7, 10, 0, 1)));
        Assert.Equal(("Access review: a campaign could not be launched", "owen@example.test"), (letter.Subject, letter.To.Mailboxes.Single().Address));
        Assert.Contains("Leavers of Heap, 2026-12-07", letter.Words(), StringComparison.Ordinal);
        Assert.Contains("It was drafted on Monday, 7 December 2026, and is launched by itself once nothing stands in the way.", letter.Words(), StringComparison.Ordinal);
        Assert.Contains("2 things to settle before it can be launched; its page says what.", letter.Words(), StringComparison.Ordinal); // Both readings are too old.
        Assert.Contains("https://review.example/campaigns/2", letter.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("Vera", letter.Words(), StringComparison.Ordinal);
        Assert.Empty(await TickAsync(new(2026, 12, 8, 9, 0, 0)));
    }

    [Fact]
    public async Task Where_its_owner_has_left_since_whoever_owns_campaigns_is_told_and_when_the_mail_server_failed_when_it_takes_mail_again()
    {
        await AtOnceAsync(new(2026, 12, 7, 9, 0, 0));
        Assert.Empty(await TickAsync(new(2026, 12, 7, 9, 0, 0)));
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        await world.World.LeaveAsync("Owen");
        post.Recipients = _ => new SmtpResponse((SmtpReplyCode)451, "later");
        Assert.Empty(await TickAsync(new(2026, 12, 7, 11, 0, 0)));
        await world.Database.TryThriceAsync();
        Assert.Empty(await TickAsync(new(2026, 12, 10, 12, 0, 0)));
        post.Recipients = _ => null;
        var letter = Assert.Single(await TickAsync(new(2026, 12, 10, 13, 0, 0)));
        Assert.Equal(("Access review: a campaign could not be launched", "noa@example.test"), (letter.Subject, letter.To.Mailboxes.Single().Address));
        Assert.Contains("It was drafted on Monday, 7 December 2026 for somebody who is no campaign owner any more, and is not launched by itself.", letter.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_launched_at_once_is_told_to_its_reviewer_alone()
    {
        await AtOnceAsync(new(2026, 11, 23, 9, 0, 0));
        Assert.Equal("owen@example.test", Assert.Single(await TickAsync(new(2026, 11, 23, 9, 0, 0))).To.Mailboxes.Single().Address);
        Assert.StartsWith("Access review: your decisions are needed by", Assert.Single(post.Letters).Subject, StringComparison.Ordinal);
        Assert.Equal(CampaignState.Active, await StateAsync());
        Assert.Empty(await TickAsync(new(2026, 11, 23, 12, 0, 0)));
    }

    [Fact]
    public async Task A_draft_given_up_before_the_mail_went_is_told_no_more_and_none_of_a_policy_that_ended()
    {
        await AtOnceAsync(new(2026, 12, 7, 9, 0, 0));
        Assert.Empty(await TickAsync(new(2026, 12, 7, 9, 0, 0)));
        await SetAsync(LeaversRule.NextCampaign);
        Assert.Empty(await TickAsync(new(2026, 12, 7, 11, 0, 0)));

        await SetAsync(LeaversRule.AtOnce);
        await world.Database.Get<PlanNotifications>().RunAsync(default);
        (await world.Database.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), world.Owen, 2, "They are consultants now.", default)).Require();
        Assert.Empty(await TickAsync(new(2026, 12, 7, 12, 0, 0)));
        await using var db = world.Database.Look();
        Assert.Equal(MailResult.NotNeeded, (await db.MailOutcomes.SingleAsync()).Result);
    }

    private async Task<CampaignState> StateAsync()
    {
        await using var db = world.Database.Look();
        return await db.Campaigns.Where(c => c.Part == CampaignPart.Leavers).Select(c => c.State).SingleAsync();
    }

    private Task AtOnceAsync(DateTime now)
    {
        world.Database.Time.SetUtcNow(new DateTimeOffset(now, TimeSpan.Zero));
        return SetAsync(LeaversRule.AtOnce);
    }

    private async Task SetAsync(LeaversRule rule)
    {
        await using var db = world.Database.Look();
        var policy = (await CurrentPolicy.ReadAsync(db, default)).Policy with { Leavers = rule, LeaversOwnerId = world.World["Owen"] };
        (await world.Database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), world.World.As("Ada"), policy, null, default)).Require();
    }

    private async Task<List<MimeMessage>> TickAsync(DateTime now)
    {
        world.Database.Time.SetUtcNow(new DateTimeOffset(now, TimeSpan.Zero));
        await world.Database.Get<FollowUps>().RunAsync(default);
        var before = post.Letters.Count;
        await world.Database.Get<SendMails>().RunAsync(default);
        return [.. post.Letters.Skip(before)];
    }
}
