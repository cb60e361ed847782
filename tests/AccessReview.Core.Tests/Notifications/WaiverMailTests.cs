using AccessReview.Connectors.Tests.Mail;
using AccessReview.Core.Notifications;
using AccessReview.Core.Removals;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using AccessReview.Core.Tests.Removals;
using MimeKit;

namespace AccessReview.Core.Tests.Notifications;

/// <summary>Whoever asked for a waiver and whoever approved it are told before its last day and when it is over. The waiver is asked for and approved on
/// Monday, 23 November 2026; in Auckland, thirteen hours ahead, mails go out at eight.</summary>
public sealed class WaiverMailTests : IAsyncLifetime
{
    private static readonly DateOnly Until = new(2026, 12, 31);
    private readonly TestPost post = new();
    private TestDatabase database = null!;
    private RevokedWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(mailing: MailWorld.MailingOver(post));
        world = await RevokedWorld.CreateAsync(database);
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        (await database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), world.World.As("Ada"), new Policy { TimeZone = "Pacific/Auckland", ReminderHour = 8 }, null, CancellationToken.None)).Require();
        await world.RevokeAsync("Sami");
        await world.RevokeAsync("Zoe");
        await world.SignOffAsync("Sami");
        await world.SignOffAsync("Zoe");
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        await post.DisposeAsync();
    }

    [Fact]
    public async Task Both_are_told_a_week_and_a_day_before_and_when_it_is_over()
    {
        await WaiveAsync(0, Until);
        Assert.Empty(await TickAsync(2026, 12, 23, 18));
        var week = await TickAsync(2026, 12, 23, 19); // The 24th at eight in Auckland, a week before.
        Assert.Equal(["noa", "owen"], week.To().Order());
        Assert.All(week, l => Assert.Equal("Access review: waivers end soon", l.Subject));
        Assert.All(week, l => Assert.Contains("1 waiver ends after Thursday, 31 December 2026.", l.Words(), StringComparison.Ordinal));
        Assert.All(week, l => Assert.Contains("https://review.example/removals", l.Words(), StringComparison.Ordinal));
        Assert.All(week, l => Assert.DoesNotContain("Sami", l.Words(), StringComparison.Ordinal));
        Assert.Empty(await TickAsync(2026, 12, 28, 19));
        Assert.Equal(["noa", "owen"], (await TickAsync(2026, 12, 29, 19)).To().Order());
        Assert.Empty(await TickAsync(2026, 12, 30, 19)); // The last day itself.

        Assert.Empty(await TickAsync(2026, 12, 31, 12)); // Over, and not yet the hour at which mails go out.
        var over = await TickAsync(2026, 12, 31, 19);
        Assert.Equal(["noa", "owen"], over.To().Order());
        Assert.All(over, l => Assert.Equal("Access review: waivers are over", l.Subject));
        Assert.All(over, l => Assert.Contains("1 removal is open again: the last day was Thursday, 31 December 2026.", l.Words(), StringComparison.Ordinal));
        Assert.Empty(await TickAsync(2027, 1, 1, 19));
    }

    [Fact]
    public async Task After_standing_still_one_mail_says_what_is_over_and_what_ends_next()
    {
        await WaiveAsync(0, Until);
        await WaiveAsync(1, Until.AddDays(6));
        var letters = await TickAsync(2027, 1, 1, 19); // The 2nd there.
        Assert.Equal(["noa", "owen"], letters.To().Order());
        Assert.All(letters, l => Assert.Equal("Access review: waivers are over", l.Subject));
        Assert.All(letters, l => Assert.Contains("1 removal is open again: the last day was Thursday, 31 December 2026.", l.Words(), StringComparison.Ordinal));
        Assert.All(letters, l => Assert.Contains("1 waiver ends after Wednesday, 6 January 2027.", l.Words(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_waiver_approved_within_its_last_week_is_not_told_of_a_day_that_had_passed()
    {
        await WaiveAsync(0, new(2026, 11, 28));
        Assert.Empty(await TickAsync(2026, 11, 25, 19));
        Assert.Equal(["noa", "owen"], (await TickAsync(2026, 11, 26, 19)).To().Order()); // The 27th there.
    }

    [Fact]
    public async Task A_waiver_refused_or_gone_with_the_access_is_told_to_nobody()
    {
        await WaiveAsync(0, Until, approve: false);
        await WaiveAsync(1, Until);
        await world.ReadAsync(new DateTime(2026, 12, 1, 8, 0, 0, DateTimeKind.Utc), [new TestAccount("Sami")]);
        await database.Get<CheckRemovals>().RunAsync(CancellationToken.None);
        Assert.Empty(await TickAsync(2026, 12, 24, 19));
        Assert.Empty(await TickAsync(2026, 12, 31, 19));
    }

    private async Task WaiveAsync(int removal, DateOnly until, bool approve = true)
    {
        var id = (await world.RemovalsAsync())[removal].Id;
        var waiver = (await database.Get<AskForWaiver>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), id, until, "The handover takes until then", CancellationToken.None)).Require();
        (await database.Get<AnswerWaiver>().RunAsync(Guid.NewGuid(), world.World.As("Noa"), waiver, approve, CancellationToken.None)).Require();
    }

    // What the clock does at an hour in UTC; mails about reviewing are another matter.
    private async Task<List<MimeMessage>> TickAsync(int year, int month, int day, int hour)
    {
        database.Time.SetUtcNow(new DateTimeOffset(year, month, day, hour, 0, 0, TimeSpan.Zero));
        await database.Get<EndWaivers>().RunAsync(CancellationToken.None);
        var before = post.Letters.Count;
        await database.Get<PlanNotifications>().RunAsync(CancellationToken.None);
        await database.Get<SendMails>().RunAsync(CancellationToken.None);
        return [.. post.Letters.Skip(before).Where(l => l.Subject!.Contains("waivers", StringComparison.Ordinal))];
    }
}
