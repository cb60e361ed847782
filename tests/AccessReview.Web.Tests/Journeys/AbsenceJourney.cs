using AccessReview.Core;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>A reviewer goes away: somebody else reviews for them, and everybody sees for whom.</summary>
public sealed class AbsenceJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task A_reviewer_goes_away_the_owner_agrees_and_the_delegate_reviews_for_them()
    {
        await App.LaunchSampleAsync();
        var reviewer = await SignInAsync("Mei M", Links.MyReviews());
        await reviewer.GetByRole(AriaRole.Link, new() { Name = "I will be away" }).ClickAsync();
        await reviewer.GetByRole(AriaRole.Heading, new() { Name = "Absences" }).WaitForAsync();
        await PictureAsync(reviewer, "absences-empty");
        await reviewer.GetByRole(AriaRole.Button, new() { Name = "I will be away" }).ClickAsync();

        // A button that does nothing yet says what is missing.
        var dialog = await reviewer.DialogAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "State it" }).ClickAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Choose who reviews meanwhile.");
        await reviewer.ChooseAsync(reviewer.GetByLabel("Who reviews meanwhile"), "Uma Nwosu");
        await reviewer.GetByLabel("Why").FillAsync("Holiday");
        await reviewer.GetByRole(AriaRole.Button, new() { Name = "State it" }).ClickAsync();
        await Assertions.Expect(reviewer.GetByText("waits for approval")).ToBeVisibleAsync();

        var owner = await SignInAsync("Dmitri");
        await Assertions.Expect(owner.GetByText("1 absence waits for your yes")).ToBeVisibleAsync();
        await OpenAsync(owner, Links.Absences());
        await owner.GetByRole(AriaRole.Button, new() { NameString = "Approve the absence" }).ClickAsync();
        await Assertions.Expect(owner.GetByText("away now")).ToBeVisibleAsync();
        await PictureAsync(owner, "absences");
        await App.Get<FollowUps>().RunAsync(CancellationToken.None);

        var standIn = await SignInAsync("Uma Nwosu", Links.MyReviews());
        await Assertions.Expect(standIn.GetByText("Some of it as delegate of Mei")).ToBeVisibleAsync();
        await standIn.GetByRole(AriaRole.Link, new() { Name = "Start" }).ClickAsync();
        await Assertions.Expect(standIn.Locator(".ws-list .item .e", new() { HasTextString = "for Mei" }).First).ToBeVisibleAsync();
        await Assertions.Expect(standIn.GetByText("as delegate of Mei")).ToBeVisibleAsync();
        await PictureAsync(standIn, "absences-delegate");

        // Who is away, and decided and signed nothing, is not thanked for it.
        await OpenAsync(reviewer, Links.MyReviews());
        await Assertions.Expect(reviewer.GetByText("Uma Nwosu reviews")).ToContainTextAsync("for you until");
        await OpenAsync(reviewer, Links.Review(1));
        await Assertions.Expect(reviewer.Locator(".ws-list")).ToContainTextAsync("Uma Nwosu reviews");
        await Assertions.Expect(reviewer.GetByRole(AriaRole.Button, new() { NameString = "Sign" })).ToHaveCountAsync(0);
        await PictureAsync(reviewer, "review-away");

        await OpenAsync(owner, Links.Campaign(1));
        await Assertions.Expect(owner.GetByText("delegate of Mei").First).ToBeVisibleAsync();
        await OpenAsync(owner, Links.Campaign(1, "items"));
        await Assertions.Expect(owner.GetByText("Uma Nwosu, for Mei").First).ToBeVisibleAsync();
    }
}
