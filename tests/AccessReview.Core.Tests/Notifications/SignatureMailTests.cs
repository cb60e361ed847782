using AccessReview.Connectors.Tests.Mail;
using AccessReview.Core.Applications;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Notifications;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests.Campaigns;
using AccessReview.Core.Tests.Persistence;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace AccessReview.Core.Tests.Notifications;

/// <summary>The owner of an application is told that their signature is needed beside the campaign's owner's, once that one has decided everything. Owen owns the
/// campaign and reviews what Noa owns. It is Monday, 23 November 2026; due is Friday, 4 December, in Berlin, where mails go out at eight.</summary>
public sealed class SignatureMailTests : IAsyncLifetime
{
    private readonly TestPost post = new();
    private readonly AskedQueries asked = new();
    private CampaignWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        world = await CampaignWorld.CreateAsync(CampaignScope.Default with { AccountReviewer = ReviewerRule.ApplicationOwner }, mailing: MailWorld.MailingOver(post), interceptor: asked);
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        await world.SeedAsync(async scope => (await scope.Db.Applications.SingleAsync()).OwnerId = world.World["Noa"]);
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await post.DisposeAsync();
    }

    [Fact]
    public async Task It_is_asked_for_once_everything_is_decided_and_again_when_it_is_due_and_each_week_after()
    {
        var all = await NumbersAsync();
        await world.DecideAsync(DecisionKind.Certify, "Owen", all[0]);
        Assert.Empty(await TickAsync()); // What is signed before the last decision is signed in vain.
        await world.DecideAsync(DecisionKind.Certify, "Owen", all[1..]);
        var letter = Assert.Single(await TickAsync());
        Assert.Equal("noa@example.test", letter.To.Mailboxes.Single().Address);
        Assert.Contains("What the campaign's owner decided of 1 application waits for your signature.", letter.Words(), StringComparison.Ordinal);
        Assert.Contains("It is due by the end of Friday, 4 December 2026 (Europe/Berlin).", letter.Words(), StringComparison.Ordinal);
        Assert.Contains("https://review.example/\n", letter.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("Heap\n", letter.Words(), StringComparison.Ordinal);

        At(12, 3);
        Assert.Empty(await TickAsync());
        At(12, 4, hour: 6); // Seven in Berlin.
        Assert.Empty(await TickAsync());
        At(12, 4);
        Assert.Single(await TickAsync());
        At(12, 10);
        Assert.Empty(await TickAsync());
        At(12, 11);
        Assert.Contains("7 days late", Assert.Single(await TickAsync()).Words(), StringComparison.Ordinal);
        At(12, 12);
        Assert.Empty(await TickAsync());
    }

    [Fact]
    public async Task Who_has_signed_is_asked_no_more_until_something_else_is_decided()
    {
        var all = await NumbersAsync();
        await world.DecideAsync(DecisionKind.Certify, "Owen", all);
        Assert.Single(await TickAsync());
        await SignAsync();
        At(12, 4);
        Assert.Empty(await TickAsync());
        await world.DecideAsync(DecisionKind.Revoke, "Owen", all[0]);
        Assert.Single(await TickAsync());
        Assert.Empty(await TickAsync());
    }

    [Fact]
    public async Task Who_has_signed_for_one_application_is_reminded_of_the_other()
    {
        var all = await NumbersAsync();
        await MixpanelAsync("Noa", all[0]);
        await world.DecideAsync(DecisionKind.Certify, "Owen", all);
        Assert.Contains("decided of 2 applications waits for your signature.", Assert.Single(await TickAsync()).Words(), StringComparison.Ordinal);
        await SignAsync();
        At(11, 25);
        Assert.Empty(await TickAsync());
        At(12, 4);
        Assert.Contains("decided of 1 application waits for your signature.", Assert.Single(await TickAsync()).Words(), StringComparison.Ordinal);
        At(12, 11);
        Assert.Single(await TickAsync());

        // And of the one that was signed at once, when something else is decided in it.
        At(12, 12);
        await world.DecideAsync(DecisionKind.Revoke, "Owen", all[1]);
        Assert.Contains("decided of 2 applications waits for your signature.", Assert.Single(await TickAsync()).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_whoever_may_close_the_campaign_now_had_decided_before_it_was_signed_is_asked_for()
    {
        await world.World.GrantAsync("Mia", Role.CampaignOwner);
        var all = await NumbersAsync();
        await MiaDecidesAsync(all[0]);
        await world.DecideAsync(DecisionKind.Certify, "Owen", all[1..]);
        Assert.Single(await TickAsync());
        await SignAsync();
        At(12, 4);
        Assert.Empty(await TickAsync());
        await EndOwensRoleAsync();
        Assert.Equal(["noa"], (await TickAsync()).To());
        Assert.Empty(await TickAsync());
    }

    [Fact]
    public async Task What_was_signed_together_with_decisions_of_somebody_who_may_close_the_campaign_no_more_is_asked_for_again()
    {
        await world.World.GrantAsync("Mia", Role.CampaignOwner);
        await EndOwensRoleAsync();
        var all = await NumbersAsync();
        await MiaDecidesAsync(all[0]);
        await world.DecideAsync(DecisionKind.Certify, "Owen", all[1..]);
        Assert.Equal(["noa"], (await TickAsync()).To());
        await SignAsync();
        At(11, 25);
        Assert.Empty(await TickAsync());
        await world.World.GrantAsync("Owen", Role.CampaignOwner);
        Assert.Equal(["noa"], (await TickAsync()).To());
        Assert.Empty(await TickAsync());
    }

    [Fact]
    public async Task An_application_that_needs_a_signature_only_after_another_was_asked_for_is_told_of_at_once()
    {
        var all = await NumbersAsync();
        await MixpanelAsync("Noa", all[0]);
        await MiaDecidesAsync(all[0]);
        await world.DecideAsync(DecisionKind.Certify, "Owen", all[1..]);
        Assert.Contains("decided of 1 application waits for your signature.", Assert.Single(await TickAsync()).Words(), StringComparison.Ordinal);
        await SignAsync();
        At(11, 25);
        Assert.Empty(await TickAsync());
        await HoldsAsync("Owen", all[0]);
        await world.DecideAsync(DecisionKind.Certify, "Owen", all[0]);
        Assert.Contains("decided of 1 application waits for your signature.", Assert.Single(await TickAsync()).Words(), StringComparison.Ordinal);
        At(11, 26);
        Assert.Empty(await TickAsync());
    }

    [Fact]
    public async Task Once_the_campaigns_owner_owns_campaigns_no_more_its_decisions_are_not_gone_through_for_what_others_decided()
    {
        await world.World.GrantAsync("Mia", Role.CampaignOwner);
        await world.DecideAsync(DecisionKind.Certify, "Owen", await NumbersAsync());
        Assert.Single(await TickAsync());
        await SignAsync();
        await EndOwensRoleAsync();
        At(11, 25);
        asked.Forget();
        Assert.Empty(await TickAsync());
        var queries = asked.Of("Decisions", "ReviewItems").Where(q => !q.Text.Contains("\"Removals\"", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(queries);
        Assert.All(queries, q => Assert.Matches("ReviewTurns|EventSeq", q.Text)); // By who holds the turns, or what is new.
    }

    [Fact]
    public async Task The_decisions_are_not_read_for_who_has_signed_because_of_what_is_decided_in_an_application_of_somebody_else()
    {
        var all = await NumbersAsync();
        await MixpanelAsync("Mia", all[0]);
        await world.DecideAsync(DecisionKind.Certify, "Owen", all);
        Assert.Equal(["mia", "noa"], (await TickAsync()).To().Order());
        await SignAsync();
        At(11, 25);
        await world.DecideAsync(DecisionKind.Revoke, "Owen", all[0]);
        asked.Forget();
        Assert.Empty(await TickAsync());
        Assert.DoesNotContain(asked.Of("Decisions", "ReviewTurns"), q => q.Text.Contains("RowHash", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_left_undecided_on_the_day_it_is_due_does_not_keep_it_from_being_asked_for()
    {
        await world.DecideAsync(DecisionKind.Certify, "Owen", (await NumbersAsync())[0]);
        At(12, 4);
        Assert.Single(await TickAsync());
    }

    [Fact]
    public async Task A_mail_that_waited_until_it_was_signed_is_not_sent()
    {
        await world.DecideAsync(DecisionKind.Certify, "Owen", await NumbersAsync());
        await world.Database.Get<PlanNotifications>().RunAsync(default);
        await SignAsync();
        Assert.Empty(await TickAsync());
    }

    private async Task<int[]> NumbersAsync()
    {
        await using var db = world.Database.Look();
        return await db.ReviewTurns.OrderBy(t => t.Number).Select(t => t.Number).ToArrayAsync();
    }

    // One item is of another application.
    private async Task MixpanelAsync(string owner, int number)
    {
        long plan = 0;
        await world.SeedAsync(async scope =>
        {
            var mixpanel = scope.Add(new Application { Id = scope.NewId(), Name = "Mixpanel", NameKey = "MIXPANEL", Kind = ApplicationKind.Mixpanel, OwnerId = world.World[owner] });
            plan = scope.Add(new CampaignApplication { Id = scope.NewId(), CampaignId = (await scope.Db.Campaigns.SingleAsync()).Id, ApplicationId = mixpanel.Id }).Id;
        });
        await world.UpdateAsync((db, seq) => db.ReviewItems.Where(i => i.Number == number).ExecuteUpdateAsync(i => i.SetProperty(p => p.CampaignApplicationId, plan).SetProperty(p => p.EventSeq, seq)));
    }

    // Mia decides one item, which is hers.
    private async Task MiaDecidesAsync(int number)
    {
        await world.DecideAsync(DecisionKind.Certify, "Mia", number);
        await HoldsAsync("Mia", number);
    }

    private Task HoldsAsync(string reviewer, int number) => world.UpdateAsync(
        (db, seq) => db.ReviewTurns.Where(t => t.Number == number).ExecuteUpdateAsync(t => t.SetProperty(p => p.ReviewerId, world.World[reviewer]).SetProperty(p => p.EventSeq, seq)));

    private async Task EndOwensRoleAsync() =>
        (await world.Database.Get<EndRole>().RunAsync(Guid.NewGuid(), world.World.As("Ada"), world.World["Owen"], Role.CampaignOwner, default)).Require();

    private async Task SignAsync()
    {
        var noa = world.World.As("Noa");
        var text = (await world.Database.Get<SecondSignaturePreview>().RunAsync(noa, world.Number, world.World.ApplicationId, default)).Require().Statement;
        (await world.Database.Get<SignAsApplicationOwner>().RunAsync(Guid.NewGuid(), noa, world.Number, world.World.ApplicationId, text, default)).Require();
    }

    private void At(int month, int day, int hour = 8) => world.Database.Time.SetUtcNow(new DateTimeOffset(2026, month, day, hour, 0, 0, TimeSpan.Zero));

    private async Task<List<MimeMessage>> TickAsync()
    {
        var before = post.Letters.Count;
        await world.Database.Get<PlanNotifications>().RunAsync(default);
        await world.Database.Get<SendMails>().RunAsync(default);
        return [.. post.Letters.Skip(before).Where(l => l.Subject == "Access review: your signature is asked for")];
    }
}
