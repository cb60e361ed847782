using System.Text;
using AccessReview.Connectors.Tests.Mail;
using AccessReview.Core;
using AccessReview.Core.Tests;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>Mail from the launch to the reviewer's list, over a mail server on this machine.</summary>
public sealed class MailJourney : Journey
{
    private const string Site = "https://review.example.test";
    private const string Password = "password-of-the-post";
    private readonly TestPost post;
    private readonly KeptLog log;

    public MailJourney(TheBrowser browser)
        : this(browser, new TestPost(password: Password), new KeptLog())
    {
    }

    private MailJourney(TheBrowser browser, TestPost post, KeptLog log)
        : base(browser, new(NothingTold.Everything)
        {
            ["Mail:Host"] = "127.0.0.1", ["Mail:Port"] = $"{post.Port}", ["Mail:From"] = "review@example.test", ["Mail:User"] = "review", ["Mail:Password"] = Password,
            ["Mail:CertificateSha256"] = post.CertificateSha256, ["Site:Address"] = Site,
        }, log) => (this.post, this.log) = (post, log);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await post.DisposeAsync();
    }

    [Fact]
    public async Task The_invitation_arrives_and_its_link_opens_the_own_reviews_after_a_sign_in_and_the_owner_reminds()
    {
        await App.World.PeopleAsync(["Priya", "Tomas"]);
        await App.World.HeapAsync(new TestAccount("Priya"), new TestAccount("Tomas"));
        await App.World.LaunchAsync(due: DateOnly.FromDateTime(App.Clock.GetUtcNow().UtcDateTime).AddDays(30));
        await App.Get<FollowUps>().RunAsync(CancellationToken.None);

        var invitation = await post.NextAsync();
        Assert.Equal("mia@example.test", invitation.To.Mailboxes.Single().Address);
        var link = TestPost.TextOf(invitation).Split('\n').Single(l => l.StartsWith(Site, StringComparison.Ordinal));
        var mia = await NewPageAsync();
        await mia.GotoAsync(link[Site.Length..]);
        await Assertions.Expect(mia.Locator("main h1")).ToHaveTextAsync("Who are you?");
        await mia.Locator(".people button", new() { HasText = "Mia" }).ClickAsync();
        await Assertions.Expect(mia.Locator("main h1")).ToHaveTextAsync("My reviews");
        await Assertions.Expect(mia.GetByText("Heap, Q4 2026").First).ToBeVisibleAsync();

        App.Clock.Advance(TimeSpan.FromHours(25));
        var owen = await SignInAsync("Owen", Links.Campaign(1));
        var row = owen.Locator("tbody tr", new() { HasText = "Mia" });
        await Assertions.Expect(row).ToContainTextAsync("invited");
        await owen.GetByRole(AriaRole.Button, new() { Name = "Remind all" }).ClickAsync();
        await Assertions.Expect(owen.GetByText("1 mail is on the way.")).ToBeVisibleAsync();
        Assert.Contains("Owen, who runs the review, asks you", TestPost.TextOf(await post.NextAsync()), StringComparison.Ordinal);
        await owen.GetByRole(AriaRole.Button, new() { Name = "Remind Mia" }).ClickAsync();
        await Assertions.Expect(owen.GetByRole(AriaRole.Alert)).ToContainTextAsync("Once a day is enough");
        await Assertions.Expect(row).ToContainTextAsync("reminded by Owen");
        await PictureAsync(owen, "campaign-mail");
        await AccessibleAsync(owen);
    }

    [Fact]
    public async Task An_administrator_sees_each_mail_as_it_would_be_sent_and_gets_just_that()
    {
        await App.World.PeopleAsync([]);
        var page = await SignInAsync("Ada", Links.Mail());

        await page.GetByLabel("Words at the end of every mail").FillAsync("Questions: it-help@example.test");
        await page.GetByLabel("Days before the deadline of the first reminder").FillAsync("10");
        await Assertions.Expect(page.GetByText("Reminders go out 10, 5, 2, 1 days before the deadline")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save as a new version" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Version 1 saved")).ToBeVisibleAsync();

        await page.GetByLabel("Kind of mail").SelectOptionAsync("Overdue");
        var shown = page.FrameLocator("iframe");
        await Assertions.Expect(shown.GetByText("is overdue. Please finish it today.")).ToBeVisibleAsync();
        await Assertions.Expect(shown.GetByText("Questions: it-help@example.test")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send it to me" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Look into the mailbox of ada@example.test")).ToBeVisibleAsync();

        var sent = await post.NextAsync();
        await Assertions.Expect(page.GetByText(sent.Subject!)).ToBeVisibleAsync();
        Assert.Equal((await page.Locator("iframe").GetAttributeAsync("srcdoc"))!.ReplaceLineEndings("\n"), sent.HtmlBody!.ReplaceLineEndings("\n"));
        await PictureAsync(page, "settings-mail");
        await AccessibleAsync(page);
        NothingTold.Of(log, Password, Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0review\0{Password}")), "it-help@example.test", "ada@example.test");
    }
}
