using AccessReview.Connectors.Tests.Mail;
using AccessReview.Core.Notifications;
using AccessReview.Core.Removals;
using AccessReview.Core.Tests.Removals;

namespace AccessReview.Core.Tests.Notifications;

/// <summary>The owner of a campaign is told when access that it revoked comes back.</summary>
public sealed class ReturnedMailTests
{
    private const string Subject = "Access review: removed access came back";
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

        Task<List<string>> ReadAsync(DateTime asOf, TestAccount[] found) => TellAsync(database, world, post, asOf, found);
    }

    [Fact]
    public async Task Access_that_the_right_file_shows_again_is_told_although_the_wrong_one_is_of_the_same_minute()
    {
        await using var post = new TestPost();
        await using var database = await TestDatabase.CreateAsync(mailing: MailWorld.MailingOver(post));
        var world = await RevokedWorld.CreateAsync(database);
        await world.RevokeAsync("Vera");
        await world.SignOffAsync("Vera");
        Assert.Empty(await TellAsync(database, world, post, Next, []));
        Assert.Contains("1 removal came back.", Assert.Single(await TellAsync(database, world, post, Next, [new TestAccount("Vera")])), StringComparison.Ordinal);
        await database.Get<PlanNotifications>().RunAsync(default);
        await database.Get<SendMails>().RunAsync(default);
        Assert.Single(post.Letters, l => l.Subject == Subject);
    }

    private static async Task<List<string>> TellAsync(TestDatabase database, RevokedWorld world, TestPost post, DateTime asOf, TestAccount[] found)
    {
        database.Time.SetUtcNow(new DateTimeOffset(asOf.AddHours(1), TimeSpan.Zero));
        await world.ReadAsync(asOf, found);
        await database.Get<CheckRemovals>().RunAsync(default);
        var before = post.Letters.Count;
        await database.Get<PlanNotifications>().RunAsync(default);
        await database.Get<SendMails>().RunAsync(default);
        return [.. post.Letters.Skip(before).Where(l => l.Subject == Subject).Select(l => l.Words())];
    }
}
