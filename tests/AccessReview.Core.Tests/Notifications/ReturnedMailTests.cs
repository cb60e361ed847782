using AccessReview.Connectors.Tests.Mail;
using AccessReview.Core.Notifications;
using AccessReview.Core.Removals;
using AccessReview.Core.Tests.Removals;
using SmtpServer.Protocol;

namespace AccessReview.Core.Tests.Notifications;

/// <summary>The owner of a campaign is told when access that it revoked comes back.</summary>
public sealed class ReturnedMailTests
{
    private const string Subject = "Access review: removed access came back";
    private static readonly DateTime Next = new(2027, 2, 20, 9, 0, 0, DateTimeKind.Utc);
    private static readonly TestAccount Vera = new("Vera");
    private static readonly TestAccount Sami = new("Sami");

    [Fact]
    public async Task Access_that_came_back_is_told_once_and_again_when_it_comes_back_another_time()
    {
        await using var world = await ReturningWorld.CreateAsync("Vera");
        Assert.Empty(await world.ReadAsync(Next, []));
        var letter = Assert.Single(await world.ReadAsync(Next.AddDays(1), [Vera]));
        Assert.Contains("1 removal came back.", letter, StringComparison.Ordinal);
        Assert.DoesNotContain("Vera", letter, StringComparison.Ordinal);
        Assert.Empty(await world.ReadAsync(Next.AddDays(2), [Vera]));
        Assert.Empty(await world.ReadAsync(Next.AddDays(3), []));
        Assert.Single(await world.ReadAsync(Next.AddDays(4), [Vera]));
    }

    [Fact]
    public async Task Access_that_the_right_file_shows_again_is_told_although_the_wrong_one_is_of_the_same_minute()
    {
        await using var world = await ReturningWorld.CreateAsync("Vera");
        Assert.Empty(await world.ReadAsync(Next, []));
        Assert.Contains("1 removal came back.", Assert.Single(await world.ReadAsync(Next, [Vera])), StringComparison.Ordinal);
        Assert.Empty(await world.LookAsync(Next.AddHours(2)));
    }

    [Fact]
    public async Task What_comes_back_on_a_day_on_which_something_else_was_told_is_told_the_day_after()
    {
        await using var world = await ReturningWorld.CreateAsync("Vera", "Sami");
        Assert.Empty(await world.ReadAsync(Next, []));
        Assert.Contains("1 removal came back.", Assert.Single(await world.ReadAsync(Next.AddDays(1), [Vera])), StringComparison.Ordinal);
        Assert.Empty(await world.ReadAsync(Next.AddDays(1).AddHours(3), [Vera, Sami]));
        Assert.Contains("2 removals came back.", Assert.Single(await world.LookAsync(Next.AddDays(2))), StringComparison.Ordinal);
        Assert.Empty(await world.LookAsync(Next.AddDays(3)));
    }

    [Fact]
    public async Task A_return_that_is_told_again_keeps_no_other_of_its_day_from_being_told()
    {
        await using var world = await ReturningWorld.CreateAsync("Vera", "Sami");
        Assert.Empty(await world.ReadAsync(Next, []));
        world.Post.Recipients = _ => new SmtpResponse((SmtpReplyCode)451, "later");
        Assert.Empty(await world.ReadAsync(Next.AddDays(1), [Vera]));
        await world.TryThriceAsync();
        Assert.Empty(await world.LookAsync(Next.AddDays(4).AddHours(2)));
        world.Post.Recipients = _ => null;
        Assert.Contains("1 removal came back.", Assert.Single(await world.LookAsync(Next.AddDays(4).AddHours(3))), StringComparison.Ordinal);
        Assert.Empty(await world.ReadAsync(Next.AddDays(4).AddHours(4), [Vera, Sami]));
        Assert.Contains("2 removals came back.", Assert.Single(await world.LookAsync(Next.AddDays(5))), StringComparison.Ordinal);
    }

    /// <summary>Removals that were asked for, a mail server, and what its letters say of access that came back.</summary>
    private sealed class ReturningWorld : IAsyncDisposable
    {
        private readonly TestDatabase database;
        private readonly RevokedWorld world;

        private ReturningWorld(TestPost post, TestDatabase database, RevokedWorld world) => (Post, this.database, this.world) = (post, database, world);

        public TestPost Post { get; }

        public static async Task<ReturningWorld> CreateAsync(params string[] revoked)
        {
            var post = new TestPost();
            var data = await TestDatabase.CreateAsync(mailing: MailWorld.MailingOver(post));
            var found = await RevokedWorld.CreateAsync(data);
            foreach (var name in revoked)
            {
                await found.RevokeAsync(name);
            }

            await found.SignOffAsync(revoked);
            return new ReturningWorld(post, data, found);
        }

        /// <summary>A reading finds the accounts, and an hour later the clock looks.</summary>
        public async Task<List<string>> ReadAsync(DateTime asOf, TestAccount[] found)
        {
            database.Time.SetUtcNow(new DateTimeOffset(asOf.AddHours(1), TimeSpan.Zero));
            await world.ReadAsync(asOf, found);
            await database.Get<CheckRemovals>().RunAsync(default);
            return await LookAsync(asOf.AddHours(1));
        }

        /// <summary>What the clock sends at that time.</summary>
        public async Task<List<string>> LookAsync(DateTime now)
        {
            database.Time.SetUtcNow(new DateTimeOffset(now, TimeSpan.Zero));
            var before = Post.Letters.Count;
            await database.Get<PlanNotifications>().RunAsync(default);
            await database.Get<SendMails>().RunAsync(default);
            return [.. Post.Letters.Skip(before).Where(l => l.Subject == Subject).Select(l => l.Words())];
        }

        public Task TryThriceAsync() => database.TryThriceAsync();

        public async ValueTask DisposeAsync()
        {
            await database.DisposeAsync();
            await Post.DisposeAsync();
        }
    }
}
