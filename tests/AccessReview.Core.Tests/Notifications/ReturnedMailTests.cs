using AccessReview.Connectors.Tests.Mail;
using AccessReview.Core.Notifications;
using AccessReview.Core.Removals;
using AccessReview.Core.Tests.Removals;

namespace AccessReview.Core.Tests.Notifications;

/// <summary>The owner of a campaign is told when access that it revoked comes back.</summary>
public sealed class ReturnedMailTests
{
    private static readonly DateTime Next = new(2027, 2, 20, 9, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Access_that_came_back_is_told_once_and_again_when_it_comes_back_another_time()
    {
        await using var post = new TestPost();
        await using var database = await TestDatabase.CreateAsync(mailing: MailWorld.MailingOver(post));
        var world = await RevokedWorld.CreateAsync(database);
        await world.RevokeAsync("Vera");
        await world.SignOffAsync("Vera");
        var vera = new TestAccount("Vera");
        Assert.Empty(await ReadAsync(Next, []));
        var told = Assert.Single(await ReadAsync(Next.AddDays(1), [vera]));
        Assert.Contains("1 removal came back.", told, StringComparison.Ordinal);
        Assert.DoesNotContain("Vera", told, StringComparison.Ordinal);
        Assert.Empty(await ReadAsync(Next.AddDays(2), [vera]));
        Assert.Empty(await ReadAsync(Next.AddDays(3), []));
        Assert.Single(await ReadAsync(Next.AddDays(4), [vera]));

        async Task<List<string>> ReadAsync(DateTime asOf, TestAccount[] found)
        {
            database.Time.SetUtcNow(new DateTimeOffset(asOf.AddHours(1), TimeSpan.Zero));
            await world.ReadAsync(asOf, found);
            await database.Get<CheckRemovals>().RunAsync(default);
            var before = post.Letters.Count;
            await database.Get<PlanNotifications>().RunAsync(default);
            await database.Get<SendMails>().RunAsync(default);
            return [.. post.Letters.Skip(before).Where(l => l.Subject == "Access review: removed access came back").Select(l => l.Words())];
        }
    }
}
