using System.Text.RegularExpressions;
using AccessReview.Core.Persistence;
using AccessReview.Core.Tests.Journeys;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>Every page there is, by somebody who may see it: nothing keeps anybody out (axe, both themes), and nothing is cut off in a
/// window as narrow as a phone or at 200 % zoom. A new page fails here until it is walked.</summary>
public sealed partial class EveryPageJourney(TheBrowser browser) : Journey(browser)
{
    private readonly List<string> barriers = [];

    [Fact]
    public async Task Every_page_is_open_to_everybody_in_both_themes_on_a_phone_and_at_twice_the_size()
    {
        var walks = await WalksAsync();
        Assert.Equal(Templates().Order(StringComparer.Ordinal), walks.SelectMany(w => w.Pages).Select(p => p.Template).Order(StringComparer.Ordinal));
        foreach (var (who, pages) in walks)
        {
            var page = who is null ? await NewPageAsync() : await SignInAsync(who);
            foreach (var (template, path) in pages)
            {
                await page.GotoAsync(path);
                await SettledAsync(page);
                await NoBarrierAsync(page, template);
                await NothingCutOffAsync(page, template);
                await PictureAsync(page, "every" + template.Replace('/', '-').Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal));
            }
        }

        Assert.True(barriers.Count == 0, string.Join("\n", barriers));
    }

    private static IEnumerable<string> Templates() =>
        typeof(Program).Assembly.GetTypes().SelectMany(t => t.GetCustomAttributes(typeof(RouteAttribute), false)).Select(r => Constraint().Replace(((RouteAttribute)r).Template, "}"));

    private async Task<List<(string? Who, (string Template, string Path)[] Pages)>> WalksAsync()
    {
        var heap = await App.LaunchSampleAsync();
        var reviewers = new Reviewers(App.Services, 1);
        await reviewers.DecideAllAsync(new HashSet<string>(["jun.ivanov@harbourlight.example", "rsolano@oldbrand.example"], StringComparer.Ordinal));
        await reviewers.SignAllAsync();
        await App.DraftAsync("Heap, the one after");
        await using var db = App.Get<Databases>().CreateDbContext();
        var directory = await db.Directories.Select(d => d.Id).SingleAsync();
        var account = await db.Accounts.Select(a => a.Id).OrderBy(i => i).FirstAsync();
        var person = await db.People.Select(p => p.Id).OrderBy(i => i).FirstAsync();
        return
        [
            (null,
            [
                ("/welcome", Links.Welcome()), ("/sign-in", "/sign-in"), ("/sign-in/refused", "/sign-in/refused"), ("/signed-out", "/signed-out"), ("/still-signed-in", Links.StillSignedIn()),
                ("/not-bound", Links.NotBound()), ("/error", "/error"), ("/not-found", "/not-found"),
            ]),
            ("Dmitri Raman",
            [
                ("/", "/"), ("/my-reviews", Links.MyReviews()), ("/campaigns", Links.Campaigns()), ("/campaigns/register", Links.Register()), ("/campaigns/new", Links.NewCampaign()), ("/campaigns/{Number}", Links.Campaign(1)),
                ("/campaigns/{Number}/plan", Links.Plan(2)), ("/campaigns/{Number}/close", Links.Close(1)), ("/campaigns/{Number}/invitations", Links.Invitations(1)), ("/campaigns/{Number}/next", Links.NextCampaign(1)),
                ("/applications", Links.Applications()), ("/applications/{Id}", Links.Application(heap)), ("/accounts/{Id}", Links.Account(account)), ("/people", Links.People()),
                ("/people/{Id}", Links.Person(person)), ("/removals", Links.Removals()), ("/evidence", Links.Evidence()), ("/audit", Links.Audit()), ("/findings", "/findings?any=31"), ("/leavers", Links.Leavers()), ("/costs", Links.Costs()), ("/auditor", Links.Auditor()),
            ]),
            ("Kaito Ivanov",
            [
                ("/applications/{ApplicationId}/import", Links.ImportApplication(heap)), ("/directories", Links.Directories()), ("/directories/{Id}", Links.Directory(directory)),
                ("/directories/{DirectoryId}/import", Links.ImportDirectory(directory)), ("/settings", Links.Settings()), ("/settings/sign-ins", Links.SignIns()), ("/settings/mail", Links.Mail()), ("/retention", Links.Retention()),
            ]),
            ("Nadia Petrov", [("/campaigns/{Number}/scope/{ApplicationId}", Links.Scope(2, heap)), ("/campaigns/{Number}/applications/{ApplicationId}/sign", Links.SecondSignature(1, heap))]),
            ("Mei M", [("/campaigns/{Number}/review", Links.Review(1) + "?show=decided"), ("/receipts", Links.Receipts()), ("/questions", Links.Questions()), ("/follow-ups", Links.FollowUps()), ("/absences", Links.Absences()), ("/proved", Links.Proved())]),
        ];
    }

    private async Task NoBarrierAsync(IPage page, string template)
    {
        try
        {
            await AccessibleAsync(page);
        }
        catch (Xunit.Sdk.XunitException found)
        {
            barriers.Add($"{template}: {found.Message}");
        }
    }

    // 720 x 450 is what a window of 1440 x 900 has left at 200 % zoom.
    private async Task NothingCutOffAsync(IPage page, string template)
    {
        foreach (var (width, height) in new[] { (390, 844), (720, 450) })
        {
            await page.SetViewportSizeAsync(width, height);
            var wide = await page.EvaluateAsync<int>("document.scrollingElement.scrollWidth");
            if (wide > width)
            {
                barriers.Add($"{template}: {wide} wide in a window of {width}");
            }
        }

        await page.SetViewportSizeAsync(1440, 900);

        // A table may be moved sideways in a narrow window; in a wide one each of its columns is in sight.
        var hidden = await page.EvaluateAsync<string[]>("[...document.querySelectorAll('.scroll')].filter(s => s.scrollWidth > s.clientWidth + 1).map(s => s.innerText.slice(0, 60))");
        barriers.AddRange(hidden.Select(table => $"{template}: a column is out of sight in the table {table}"));
    }

    [GeneratedRegex(":[a-z]+}")]
    private static partial Regex Constraint();
}
