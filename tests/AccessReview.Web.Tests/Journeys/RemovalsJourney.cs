using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Tests.Journeys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>The campaign owner notes a removal as done with a picture, takes that back and notes it again, ticks a task by hand, takes that back and ticks it again, and asks that
/// another stays; the application's owner gives that to somebody and lets it stay.</summary>
public sealed class RemovalsJourney(TheBrowser browser) : Journey(browser)
{
    private static readonly byte[] Png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    [Fact]
    public async Task What_is_done_by_hand_is_proved_and_what_stays_is_waived_by_a_second_person()
    {
        ExpectStatus(422); // A proof that is none.
        await App.LaunchSampleAsync();
        var reviewers = new Reviewers(App.Services, 1);
        await reviewers.DecideAllAsync(new HashSet<string>(["jun.ivanov@harbourlight.example", "rsolano@oldbrand.example", "grace.zhang@harbourlight.example"], StringComparer.Ordinal));
        await reviewers.SignAllAsync();
        await App.Get<Core.FollowUps>().RunAsync(CancellationToken.None);

        var owner = await SignInAsync("Dmitri", Links.Removals());
        await NoteAsync(owner, await NumberAsync("rsolano@oldbrand.example"));
        Assert.Equal(1, await NotesAsync());
        await TakeBackAsync(owner, await NumberAsync("rsolano@oldbrand.example"));
        await TickAsync(owner, await NumberAsync("grace.zhang@harbourlight.example"));
        await GiveAsync(await NumberAsync("jun.ivanov@harbourlight.example"));
        await WaiveAsync(owner, await NumberAsync("jun.ivanov@harbourlight.example"));
        await AccessibleAsync(owner);
        await PictureAsync(owner, "removals-waived");
        await owner.GetByRole(AriaRole.Link, new() { NameString = "Under a day" }).ClickAsync();
        await Assertions.Expect(owner.Locator("table.removals tbody tr")).ToHaveCountAsync(2);
    }

    private async Task<int> NumberAsync(string email)
    {
        await using var db = App.Get<Databases>().CreateDbContext();
        return await (from removal in db.Removals
                      join item in db.ReviewItems on removal.ItemId equals item.Id
                      where db.AccountRecords.Any(a => a.Id == item.AccountRecordId && a.Email == email)
                      select removal.Number).SingleAsync();
    }

    private async Task<int> NotesAsync()
    {
        await using var db = App.Get<Databases>().CreateDbContext();
        return await db.AuditEvents.CountAsync(e => e.Type == nameof(RemovalsNotedDone));
    }

    private static async Task TickAsync(IPage owner, int number)
    {
        await OpenAsync(owner, Links.Removals(open: number));
        await Assertions.Expect(owner.Locator($"#R{number}")).ToContainTextAsync("1 task by hand still open");
        await PictureAsync(owner, "removal-with-task");
        await owner.Locator("tr.detail").GetByRole(AriaRole.Button, new() { Name = "Done", Exact = true }).ClickAsync();
        await Assertions.Expect(owner.Locator($"#R{number}")).Not.ToContainTextAsync("still open");
        await Assertions.Expect(owner.Locator("tr.detail")).ToContainTextAsync("Dmitri Raman");

        // The wrong row: it is open again, and then done after all.
        await owner.Locator("tr.detail").GetByRole(AriaRole.Button, new() { Name = "Not done after all" }).ClickAsync();
        await Assertions.Expect(owner.Locator($"#R{number}")).ToContainTextAsync("1 task by hand still open");
        await owner.Locator("tr.detail").GetByRole(AriaRole.Button, new() { Name = "Done", Exact = true }).ClickAsync();
        await Assertions.Expect(owner.Locator($"#R{number}")).Not.ToContainTextAsync("still open");
    }

    private static async Task NoteAsync(IPage owner, int number)
    {
        await OpenAsync(owner, Links.Removals(open: number));
        await owner.Locator($"#R{number}").GetByRole(AriaRole.Button, new() { Name = "Note done" }).ClickAsync();
        var proof = owner.Locator("#done-proof");
        await proof.SetInputFilesAsync(new FilePayload { Name = "notes.txt", MimeType = "text/plain", Buffer = "Switched off."u8.ToArray() });
        await Assertions.Expect(owner.Locator(".mud-dialog")).ToContainTextAsync("notes.txt is none of the kinds of file that can be attached");
        await proof.SetInputFilesAsync(new FilePayload { Name = "notes.png", MimeType = "image/png", Buffer = "Switched off."u8.ToArray() });
        await owner.GetByRole(AriaRole.Button, new() { Name = "Note as done" }).ClickAsync();
        await Assertions.Expect(owner.Locator(".mud-dialog")).ToContainTextAsync("It is noted as done, but without the proof.");
        await proof.SetInputFilesAsync(new FilePayload { Name = "screen.png", MimeType = "image/png", Buffer = Png });
        await owner.GetByRole(AriaRole.Button, new() { Name = "Attach", Exact = true }).ClickAsync();
        await Assertions.Expect(owner.Locator(".mud-dialog")).ToHaveCountAsync(0);
        await Assertions.Expect(owner.Locator($"#R{number}")).ToContainTextAsync("Done by hand");
        var attached = owner.Locator("tr.detail a[download]");
        await Assertions.Expect(attached).ToContainTextAsync($"removal-R{number}-by-hand-");
        var download = await owner.RunAndWaitForDownloadAsync(() => attached.ClickAsync());
        await using var saved = await download.CreateReadStreamAsync();
        using var bytes = new MemoryStream();
        await saved.CopyToAsync(bytes);
        Assert.Equal(Png, bytes.ToArray());
        await PictureAsync(owner, "removal-with-proof");
    }

    private static async Task TakeBackAsync(IPage owner, int number)
    {
        var row = owner.Locator($"#R{number}");
        await row.GetByRole(AriaRole.Button, new() { Name = "Not done after all" }).ClickAsync();
        await Assertions.Expect(row).Not.ToContainTextAsync("Done by hand");
        await row.GetByRole(AriaRole.Button, new() { Name = "Note done" }).ClickAsync();
        await (await owner.DialogAsync()).GetByRole(AriaRole.Button, new() { Name = "Note as done" }).ClickAsync();
        await Assertions.Expect(row).ToContainTextAsync("Done by hand");
    }

    private async Task GiveAsync(int number)
    {
        var second = await SignInAsync("Nadia Petrov", Links.Removals(open: number));
        var row = second.Locator($"#R{number}");
        await Assertions.Expect(row).Not.ToContainTextAsync("Jonas Dubois");
        await Assertions.Expect(row.GetByRole(AriaRole.Button)).ToHaveCountAsync(0); // It does not wait for her.
        await second.GetByRole(AriaRole.Button, new() { Name = "Give it to somebody else" }).ClickAsync();
        await second.ChooseAsync((await second.DialogAsync()).GetByLabel("Somebody who works here"), "Jonas Dubois");
        await second.GetByRole(AriaRole.Button, new() { Name = "Give it to Jonas Dubois" }).ClickAsync();
        await Assertions.Expect(row).ToContainTextAsync("Jonas Dubois");
    }

    private async Task WaiveAsync(IPage owner, int number)
    {
        await OpenAsync(owner, Links.Removals(open: number));
        await owner.GetByRole(AriaRole.Button, new() { Name = "Ask that it stays for a time" }).ClickAsync();
        await (await owner.DialogAsync()).GetByLabel("Why").FillAsync("She hands her dashboards over until then.");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Ask", Exact = true }).ClickAsync();
        await Assertions.Expect(owner.Locator("tr.detail")).ToContainTextAsync("a second person has to approve");

        var second = await SignInAsync("Nadia Petrov", Links.Removals(open: number));
        await second.GetByRole(AriaRole.Button, new() { NameString = "Let it stay until" }).ClickAsync();
        await Assertions.Expect(second.Locator($"#R{number}")).ToContainTextAsync("Waived");
        await PictureAsync(second, "removal-waived");

        await OpenAsync(owner, Links.Removals(open: number));
        await Assertions.Expect(owner.Locator("tr.detail")).ToContainTextAsync("approved by Nadia Petrov");
    }
}
