using AccessReview.Connectors.Tests.Mail;
using AccessReview.Core.Notifications;
using AccessReview.Core.Removals;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests.Removals;
using Microsoft.EntityFrameworkCore;
using SmtpServer.Protocol;

namespace AccessReview.Core.Tests.Notifications;

/// <summary>What is for the owner of a campaign goes to every campaign owner, once that one has left or owns campaigns no more.</summary>
public sealed class OwnerGoneMailTests
{
    private const string CameBack = "Access review: removed access came back";
    private static readonly DateTime Gone = new(2027, 2, 20, 9, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task That_reviewers_are_late_is_told_to_whoever_owns_campaigns(bool hasLeft)
    {
        await using var world = await MailWorld.LaunchedAsync();
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        await world.World.GrantAsync("Priya", Role.CampaignOwner);
        await world.TickAsync();
        if (hasLeft)
        {
            await world.World.LeaveAsync("Owen");
        }
        else
        {
            await EndAsync(world.Database, world.World);
        }

        foreach (var day in new[] { 5, 12 })
        {
            world.At(12, day);
            Assert.Equal(["noa", "priya"], (await world.TickAsync()).Where(l => l.Subject == "Access review: reviewers are late").To().Order());
        }
    }

    [Fact]
    public async Task Who_is_late_is_not_told_to_somebody_who_owned_the_campaign_when_the_mail_was_planned()
    {
        await using var world = await MailWorld.LaunchedAsync();
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        await world.TickAsync();
        world.At(12, 5);
        Hold(world.Post);
        await world.TickAsync();
        await EndAsync(world.Database, world.World);

        world.Post.Recipients = _ => null;
        world.At(12, 5, 9);
        Assert.Equal(["noa"], (await world.TickAsync()).Where(l => l.Subject == "Access review: reviewers are late").To());
        Assert.Equal([MailResult.NotNeeded], await ResultsAsync(world.Database, NotificationKind.OwnerEscalation, world.World["Owen"]));
    }

    [Fact]
    public async Task That_access_came_back_is_not_told_to_somebody_who_owned_the_campaign_when_the_mail_was_planned()
    {
        await using var post = new TestPost();
        await using var database = await TestDatabase.CreateAsync(mailing: MailWorld.MailingOver(post));
        var world = await RevokedWorld.CreateAsync(database);
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        await world.RevokeAsync("Vera");
        await world.SignOffAsync("Vera");
        await ReadAsync(database, world, Gone, []);
        await ReadAsync(database, world, Gone.AddDays(1), [new TestAccount("Vera")]);
        Hold(post);
        await TickAsync(database);
        await EndAsync(database, world.World);

        post.Recipients = _ => null;
        database.Time.Advance(TimeSpan.FromHours(1));
        await TickAsync(database);
        Assert.Equal(["noa"], post.Letters.Where(l => l.Subject == CameBack).To());
        Assert.Equal([MailResult.NotNeeded], await ResultsAsync(database, NotificationKind.AccessReturned, world.World["Owen"]));
    }

    [Fact]
    public async Task That_access_came_back_is_told_to_whoever_owns_campaigns()
    {
        await using var post = new TestPost();
        await using var database = await TestDatabase.CreateAsync(mailing: MailWorld.MailingOver(post));
        var world = await RevokedWorld.CreateAsync(database);
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        await world.RevokeAsync("Vera");
        await world.SignOffAsync("Vera");
        await world.World.LeaveAsync("Owen");
        await ReadAsync(database, world, Gone, []);
        await ReadAsync(database, world, Gone.AddDays(1), [new TestAccount("Vera")]);
        await TickAsync(database);
        await TickAsync(database);
        Assert.Equal(["noa"], post.Letters.Where(l => l.Subject == CameBack).To());
    }

    private static async Task ReadAsync(TestDatabase database, RevokedWorld world, DateTime asOf, TestAccount[] found)
    {
        database.Time.SetUtcNow(new DateTimeOffset(asOf.AddHours(1), TimeSpan.Zero));
        await world.ReadAsync(asOf, found);
        await database.Get<CheckRemovals>().RunAsync(default);
    }

    private static async Task TickAsync(TestDatabase database)
    {
        await database.Get<PlanNotifications>().RunAsync(default);
        await database.Get<SendMails>().RunAsync(default);
    }

    private static void Hold(TestPost post) => post.Recipients = _ => new SmtpResponse((SmtpReplyCode)451, "later");

    private static async Task EndAsync(TestDatabase database, TestWorld world) =>
        (await database.Get<EndRole>().RunAsync(Guid.NewGuid(), world.As("Ada"), world["Owen"], Role.CampaignOwner, default)).Require();

    private static async Task<List<MailResult>> ResultsAsync(TestDatabase database, NotificationKind kind, long recipient)
    {
        await using var db = database.Look();
        return await (from n in db.Notifications join o in db.MailOutcomes on n.MailId equals o.MailId where n.Kind == kind && n.RecipientId == recipient select o.Result).ToListAsync();
    }
}
