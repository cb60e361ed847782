using AccessReview.Connectors.Mail;
using AccessReview.Connectors.Tests.Mail;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Notifications;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Campaigns;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace AccessReview.Core.Tests.Notifications;

/// <summary>A launched campaign whose reviewers Mia and Owen have items, a mail server on this machine, and a clock that tests set. It is
/// Monday, 23 November 2026, 9:00 UTC; due is Friday, 4 December, in Berlin.</summary>
internal sealed class MailWorld : IAsyncDisposable
{
    private MailWorld(TestPost post, CampaignWorld campaign) => (Post, Campaign) = (post, campaign);

    public TestPost Post { get; }

    public CampaignWorld Campaign { get; }

    public TestDatabase Database => Campaign.Database;

    public TestWorld World => Campaign.World;

    public static Task<MailWorld> LaunchedAsync(string[]? left = null) =>
        LaunchedAsync(left ?? [], SecondReviewRule.None, new TestAccount("Priya"), new TestAccount("Tomas"), new TestAccount("Noa"));

    public static async Task<MailWorld> LaunchedAsync(string[] left, SecondReviewRule second, params TestAccount[] accounts)
    {
        var post = new TestPost();
        var campaign = await CampaignWorld.CreateAsync(["Priya", "Tomas"], left, CampaignWorld.Scope with { FallbackReviewerId = null }, plan: null, MailingOver(post), accounts);
        (await campaign.SecondAsync(second, null)).Require();
        await campaign.PreviewAsync();
        (await campaign.LaunchAsync()).Require();
        return new MailWorld(post, campaign);
    }

    public static Mailing MailingOver(TestPost post) => new()
    {
        OpenLine = () => new SmtpLine(post.Server),
        Server = "127.0.0.1",
        From = "review@harbourlight.example",
        Links = new MailLinks(new Uri("https://review.example/my-reviews"), new Uri("https://review.example/receipts"), number => new Uri($"https://review.example/campaigns/{number}"), new Uri("https://review.example/questions"), new Uri("https://review.example/removals"), new Uri("https://review.example/absences"), new Uri("https://review.example/"), new Uri("https://review.example/follow-ups")),
    };

    /// <summary>What the clock does in a minute: plans and sends. Answers with the letters that came of it.</summary>
    public async Task<List<MimeMessage>> TickAsync()
    {
        var before = Post.Letters.Count;
        await Database.Get<PlanNotifications>().RunAsync(default);
        await Database.Get<SendMails>().RunAsync(default);
        return [.. Post.Letters.Skip(before)];
    }

    /// <summary>Moves the clock to that hour of a day in UTC.</summary>
    public void At(int month, int day, int hour = 8) => Database.Time.SetUtcNow(new DateTimeOffset(2026, month, day, hour, 0, 0, TimeSpan.Zero));

    /// <summary>Decides and signs everything before the reviewer in the first campaign.</summary>
    public async Task FinishAsync(string reviewer)
    {
        await DecideAsync(reviewer);
        await using var db = Database.Look();
        var campaign = await db.Campaigns.Where(c => c.Number == Campaign.Number).Select(c => c.Id).SingleAsync();
        var text = (await Database.Get<SignOffPreview>().RunAsync(World.As(reviewer), campaign, default)).Require().Text;
        (await Database.Get<SignOffReview>().RunAsync(Guid.NewGuid(), World.As(reviewer), campaign, text, default)).Require();
    }

    /// <summary>The staff list gives that person another address, or none.</summary>
    public Task AddressAsync(string name, string address)
    {
        var person = World[name];
        return Campaign.UpdateAsync((db, seq) => db.PersonRecords.Where(r => r.PersonId == person)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.WorkEmail, address).SetProperty(r => r.EmailKey, TextKey.Of(address)).SetProperty(r => r.EventSeq, seq)));
    }

    /// <summary>Gives everything before the one reviewer to the other; only what is about one account where one is named.</summary>
    public async Task GiveAsync(string from, string to, string? account = null)
    {
        await using var db = Database.Look();
        var (id, email) = (World[from], account is null ? null : TextKey.Of(account + "@example.test"));
        var turns = await db.ReviewTurns.Where(t => t.ReviewerId == id && (email == null || db.ReviewItems.Any(i => i.Id == t.ItemId && db.AccountRecords.Any(r => r.Id == i.AccountRecordId && r.EmailKey == email))))
            .Select(t => new { t.Id, t.CampaignId }).ToListAsync();
        (await Database.Get<ReassignItems>().RunAsync(Guid.NewGuid(), Campaign.Owen, turns[0].CampaignId, [.. turns.Select(t => t.Id)], World[to], from + " is ill", default)).Require();
    }

    /// <summary>Decides everything before the reviewer, in whatever campaign.</summary>
    public async Task DecideAsync(string reviewer)
    {
        await using var db = Database.Look();
        var id = World[reviewer];
        foreach (var turn in await db.ReviewTurns.AsNoTracking().Where(t => t.ReviewerId == id && t.State == TurnState.Undecided).ToListAsync())
        {
            (await Database.Get<DecideItem>().RunAsync(Guid.NewGuid(), World.As(reviewer), new ItemChoice(turn.Id, turn.EventSeq, DecisionKind.Certify, "Needed for their work"), default)).Require();
        }
    }

    /// <summary>A second campaign over the same application, launched now.</summary>
    public async Task<int> LaunchAnotherAsync(DateOnly due)
    {
        await Database.Get<FollowUps>().RunAsync(default);
        var owner = Campaign.Owen;
        var plan = CampaignWorld.Plan with { Name = "Heap again", DueDate = due };
        var number = (await Database.Get<DraftCampaign>().RunAsync(Guid.NewGuid(), owner, plan, default)).Require();
        (await Database.Get<AddCampaignApplication>().RunAsync(Guid.NewGuid(), owner, number, World.ApplicationId, CampaignWorld.Scope, default)).Require();
        (await Database.Get<PreviewCampaign>().RunAsync(owner, number, default)).Require();
        (await Database.Get<LaunchCampaign>().RunAsync(Guid.NewGuid(), owner, number, default)).Require();
        return number;
    }

    public async ValueTask DisposeAsync()
    {
        await Campaign.DisposeAsync();
        await Post.DisposeAsync();
    }
}

/// <summary>What no mail server takes.</summary>
internal static class LostMail
{
    /// <summary>Tries three times more in the next 18 hours. With the time before and one after it, a mail was tried as often as any before it is given up.</summary>
    public static async Task TryThriceAsync(this TestDatabase database)
    {
        for (var time = 0; time < 3; time++)
        {
            database.Time.Advance(TimeSpan.FromHours(6));
            await database.Get<SendMails>().RunAsync(default);
        }
    }
}

/// <summary>Letters in words.</summary>
internal static class LetterWords
{
    public static IEnumerable<string> To(this IEnumerable<MimeMessage> letters) => letters.Select(l => l.To.Mailboxes.Single().Address.Split('@')[0]);

    public static IEnumerable<MimeMessage> To(this IEnumerable<MimeMessage> letters, string name) => letters.Where(l => l.To.Mailboxes.Single().Address == name + "@example.test");

    /// <summary>Those about the recipient's own reviews, not about people they answer for.</summary>
    public static IEnumerable<MimeMessage> OfOwnWork(this IEnumerable<MimeMessage> letters) => letters.Where(l => !l.Subject!.EndsWith("late", StringComparison.Ordinal));

    public static string Words(this MimeMessage letter) => TestPost.TextOf(letter);
}
