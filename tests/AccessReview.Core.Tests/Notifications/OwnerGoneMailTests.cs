using AccessReview.Connectors.Tests.Mail;
using AccessReview.Core.Notifications;
using AccessReview.Core.Removals;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests.Removals;

namespace AccessReview.Core.Tests.Notifications;

/// <summary>What is for the owner of a campaign goes to every campaign owner, once that one has left or owns campaigns no more.</summary>
public sealed class OwnerGoneMailTests
{
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
            (await world.Database.Get<EndRole>().RunAsync(Guid.NewGuid(), world.World.As("Ada"), world.World["Owen"], Role.CampaignOwner, default)).Require();
        }

        foreach (var day in new[] { 5, 12 })
        {
            world.At(12, day);
            Assert.Equal(["noa", "priya"], (await world.TickAsync()).Where(l => l.Subject == "Access review: reviewers are late").To().Order());
        }
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
        await ReadAsync(new DateTime(2027, 2, 20, 9, 0, 0, DateTimeKind.Utc), []);
        await ReadAsync(new DateTime(2027, 2, 21, 9, 0, 0, DateTimeKind.Utc), [new TestAccount("Vera")]);
        for (var times = 0; times < 2; times++)
        {
            await database.Get<PlanNotifications>().RunAsync(default);
            await database.Get<SendMails>().RunAsync(default);
        }

        Assert.Equal(["noa"], post.Letters.Where(l => l.Subject == "Access review: removed access came back").To());

        async Task ReadAsync(DateTime asOf, TestAccount[] found)
        {
            database.Time.SetUtcNow(new DateTimeOffset(asOf.AddHours(1), TimeSpan.Zero));
            await world.ReadAsync(asOf, found);
            await database.Get<CheckRemovals>().RunAsync(default);
        }
    }
}
