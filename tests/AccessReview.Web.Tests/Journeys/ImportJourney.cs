using System.IO.Compression;
using System.Text;
using AccessReview.Connectors.Files;
using AccessReview.Core;
using AccessReview.Core.Applications;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

public sealed class ImportJourney(TheBrowser browser) : Journey(browser)
{
    private const string Messy =
        "User ID;Email;Name;Role;Teams;Status;Last active\r\n" +
        "1;mia@example.test;Mia Berg;Admin;Pricing|Growth;Aktiv;31.10.2026 09:15\r\n" +
        "2;noa@example.test;\"Noa;\nOlsen\";Analyst;;eingeladen;\r\n" +
        "User ID;Email;Name;Role;Teams;Status;Last active\r\n" +
        "3;bea@example.test;\"Bea;Analyst;;Aktiv;30.10.2026 10:00\r\n" +
        "4;owen@example.test;Owen;Analyst;;ruhend;12.10.2026 10:00\r\n" +
        "\r\n" +
        "Gesamt;4 Benutzer;;;;;\r\n";

    // Ends once the answer of an upload was read and what waited for it has gone on.
    private const string Answered =
        """
        () => {
          const json = Response.prototype.json;
          window.answered = new Promise(done => {
            Response.prototype.json = async function () {
              try {
                return await json.call(this);
              } finally {
                setTimeout(done);
              }
            };
          });
        }
        """;

    [Fact]
    public async Task A_file_with_a_total_row_a_repeated_heading_and_a_broken_line_is_imported_without_being_edited()
    {
        ExpectStatus(422);
        await App.World.PeopleAsync(["Bea"]);
        var id = await HeapAsync();
        var page = await SignInAsync("Ada", Links.ImportApplication(id));
        await PictureAsync(page, "import-empty");

        await page.UploadAsync("user accounts", "Heap users.csv", Encoding.Latin1.GetBytes(Messy.Replace("Berg", "Bürg", StringComparison.Ordinal)));
        await Assertions.Expect(page.Locator(".notice.no")).ToContainTextAsync("Line 2 is not UTF-8");
        await page.GetByRole(AriaRole.Button, new() { Name = "Read it as Windows-1252" }).ClickAsync();

        // Who exported it when, from which page, with which filters: what is missing is counted where it is entered, and leads there.
        var origin = page.Locator(".tabs a", new() { HasText = "Files and origin" }).Locator(".chip");
        await Assertions.Expect(origin).ToHaveTextAsync("5");
        await page.StepAsync("Preview");
        await page.GetByRole(AriaRole.Link, new() { Name = "User accounts: say who exported it." }).ClickAsync();
        await Assertions.Expect(page.Locator(".tabs a.on")).ToContainTextAsync("Files and origin");
        await page.StateOriginAsync("users", "2026-11-20T18:00", "4");
        await Assertions.Expect(origin).ToHaveCountAsync(0);
        await PictureAsync(page, "import-files");
        await AccessibleAsync(page);

        await page.StepAsync("Columns and words");
        await Assertions.Expect(page.GetByText("\"31.10.2026 09:15\" can only be read day first.")).ToBeVisibleAsync();
        await page.Locator("label.word", new() { HasText = "ruhend" }).Locator("select").SelectOptionAsync("Disabled");
        await PictureAsync(page, "import-columns");
        await AccessibleAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "This is right" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Agreed")).ToBeVisibleAsync();

        await page.StepAsync("Lines");
        await PictureAsync(page, "import-lines");
        await AccessibleAsync(page);
        await page.SetAsideAsync("The line repeats the heading");
        await page.SetAsideAsync("The line is blank");
        await page.SetAsideAsync("The line looks like a total");
        await page.GetByPlaceholder("Why").FillAsync("Broken in the export; Bea was told");
        await page.SetAsideAsync("A quote on this line is not closed");
        await Assertions.Expect(page.GetByText("Nothing is open.")).ToBeVisibleAsync();

        await page.StepAsync("Preview");
        await Assertions.Expect(page.Locator(".numbers")).ToContainTextAsync("3");
        await PictureAsync(page, "import-preview");
        await AccessibleAsync(page);
        await page.ImportAsync("3 accounts");

        await using var db = App.Get<Databases>().CreateDbContext();
        var file = await db.ExtractFiles.SingleAsync(f => f.FileName == "Heap users.csv");
        Assert.Equal((7, 3, 4, 4), (file.Lines, file.Stored, file.SetAside, file.Claimed));
        Assert.Contains("Noa; Olsen", await db.AccountRecords.Where(r => r.ExtractId == file.ExtractId).Select(r => r.Name).ToListAsync());
        Assert.Equal([5, 6, 8, 9], await db.SetAsideLines.Where(l => l.ExtractFileId == file.Id).OrderBy(l => l.Line).Select(l => l.Line).ToListAsync());
    }

    [Fact]
    public async Task Files_nobody_would_send_in_good_faith_each_leave_a_sentence_and_a_right_one_is_imported_on_the_same_page()
    {
        ExpectStatus(422);
        await App.World.PeopleAsync(["Bea"]);
        var page = await SignInAsync("Ada", Links.ImportApplication(await HeapAsync()));
        (string Name, byte[] Bytes, string Says)[] hostile =
        [
            ("bomb.xlsx", Workbook.OfTexts(["Email"]).With("xl/media/a.bin", new byte[50_000_000]).ToBytes(CompressionLevel.SmallestSize), "100 times"),
            ("wide.csv", Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Range(0, 1000))), "Line 1 has 1000 columns; at most 200"),
            ("halves.csv", [.. Encoding.Unicode.Preamble, .. "E\0\n\0"u8, 0x00, 0xD8, (byte)'x', 0], "says it is UTF-16 but is not"),
            ("nuls.csv", "Email\nbea\0@example.test\n"u8.ToArray(), "Line 2 contains a NUL"),
        ];
        foreach (var (name, bytes, says) in hostile)
        {
            await page.UploadAsync("user accounts", name, bytes);
            await Assertions.Expect(page.Locator(".notice.no")).ToContainTextAsync(says);
        }

        await page.UploadAsync("user accounts", "u.csv", "Email\nbea@example.test\n"u8.ToArray());
        await Assertions.Expect(page.Locator(".notice.no")).ToHaveCountAsync(0);
        await page.StateOriginAsync("users", "2026-11-20T18:00", "1");
        await page.AgreeAsync(1);
        await page.ImportAsync("1 account");
    }

    [Fact]
    public async Task A_number_of_the_application_that_differs_stops_the_import_and_says_so()
    {
        await App.World.PeopleAsync(["Bea"]);
        var page = await SignInAsync("Ada", Links.ImportApplication(await HeapAsync()));

        await page.UploadAsync("user accounts", "u.csv", "Email\nbea@example.test\n"u8.ToArray());
        await page.StateOriginAsync("users", "2026-11-20T18:00", "2");
        await page.StepAsync("Columns and words");
        await page.GetByRole(AriaRole.Button, new() { Name = "This is right" }).ClickAsync();
        await page.StepAsync("Preview");

        await Assertions.Expect(page.GetByText("Heap showed 2, the file has 1")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Import 1 account" })).ToBeDisabledAsync();
    }

    [Fact]
    public async Task A_file_without_addresses_is_imported_once_somebody_says_that_it_is_right()
    {
        await App.World.PeopleAsync(["Bea"]);
        var page = await SignInAsync("Ada", Links.ImportApplication(await HeapAsync()));
        await page.UploadAsync("user accounts", "u.csv", "User ID,Name,Mascot\nu1,Bea,Otter\n"u8.ToArray());
        await page.StateOriginAsync("users", "2026-11-20T18:00", "1");
        await page.StepAsync("Columns and words");
        await Assertions.Expect(page.GetByText("3 columns in the file, not used: Mascot.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Without a column for E-mail no account can be linked to a person")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Without a column for Role no privileged account")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "This is right" }).ClickAsync();

        await page.StepAsync("Preview");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { NameString = "User accounts: no column holds e-mail addresses" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Import 1 account" })).ToBeDisabledAsync();
        await AccessibleAsync(page);
        await page.GetByLabel("no column holds e-mail addresses").CheckAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Said to be right" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".sentence")).ToContainTextAsync("1 account can be imported. Said to be right: no column holds e-mail addresses");
        await PictureAsync(page, "import-doubt");
        await page.ImportAsync("1 account");
    }

    [Fact]
    public async Task A_file_that_is_still_on_its_way_comes_in_when_somebody_goes_on_meanwhile()
    {
        await App.World.PeopleAsync(["Bea"]);
        var page = await SignInAsync("Ada", Links.ImportApplication(await HeapAsync()));
        var onItsWay = new TaskCompletionSource();
        var wentOn = new TaskCompletionSource();
        await page.RouteAsync("**/js/upload*.js", async route =>
        {
            onItsWay.TrySetResult();
            await wentOn.Task;
            await route.ContinueAsync();
        });
        await page.UploadAsync("user accounts", "u.csv", "Email,Role\nbea@example.test,Analyst\n"u8.ToArray());
        await onItsWay.Task;
        await page.StepAsync("Columns and words");
        await Assertions.Expect(page.GetByText("No file yet")).ToBeVisibleAsync();
        wentOn.SetResult();
        await Assertions.Expect(page.GetByText("Guessed, not agreed yet")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_was_chosen_of_one_file_stays_when_another_is_agreed_to_and_when_the_step_is_left()
    {
        await App.World.PeopleAsync(["Bea"]);
        var page = await SignInAsync("Ada", Links.ImportApplication(await HeapAsync()));
        await page.UploadAsync("user accounts", "u.csv", "User ID,Email,Status,Mascot\nu1,bea@example.test,ruhend,Otter\n"u8.ToArray());
        await page.UploadAsync("group assignments", "g.csv", "User ID,Group\nu1,Core\n"u8.ToArray());
        await page.StepAsync("Columns and words");
        var word = page.Locator("label.word", new() { HasText = "ruhend" }).Locator("select");
        await word.SelectOptionAsync("Disabled");
        await page.GetByLabel("Column for Role", new() { Exact = true }).SelectOptionAsync("Mascot");
        await page.GetByRole(AriaRole.Button, new() { Name = "This is right" }).Last.ClickAsync();
        await Assertions.Expect(page.GetByText("Agreed", new() { Exact = true })).ToHaveCountAsync(1);
        await Assertions.Expect(word).ToHaveValueAsync("Disabled");
        await Assertions.Expect(page.GetByLabel("Column for Role", new() { Exact = true })).ToHaveValueAsync("Mascot");

        await page.StepAsync("Lines");
        await page.StepAsync("Columns and words");
        await Assertions.Expect(word).ToHaveValueAsync("Disabled");
        await Assertions.Expect(page.GetByLabel("Column for Role", new() { Exact = true })).ToHaveValueAsync("Mascot");
        await page.GetByRole(AriaRole.Button, new() { Name = "This is right" }).First.ClickAsync();
        await Assertions.Expect(page.GetByText("Agreed", new() { Exact = true })).ToHaveCountAsync(2);
        await Assertions.Expect(word).ToHaveValueAsync("Disabled");
    }

    [Fact]
    public async Task What_is_left_in_the_middle_of_an_upload_spoils_no_other_page()
    {
        await App.World.PeopleAsync(["Bea"]);
        var page = await SignInAsync("Ada", Links.ImportApplication(await HeapAsync()));
        var onItsWay = new TaskCompletionSource();
        var wentOn = new TaskCompletionSource();
        await page.RouteAsync("**/imports/**", async route =>
        {
            onItsWay.TrySetResult();
            await wentOn.Task;
            await route.ContinueAsync();
        });
        await page.UploadAsync("user accounts", "u.csv", "Email,Role\nbea@example.test,Analyst\n"u8.ToArray());
        await onItsWay.Task;
        await page.GetByRole(AriaRole.Link, new() { Name = "People", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "People", Exact = true })).ToBeVisibleAsync();
        await page.EvaluateAsync(Answered);
        wentOn.SetResult();
        await page.EvaluateAsync("() => window.answered");

        // The script has told the server, so whatever the answer made the page that was left do has happened before the next click is answered.
        await page.GetByRole(AriaRole.Link, new() { Name = "Directories", Exact = true }).ClickAsync();
        await page.GoBackAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "People", Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "This page went wrong" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_stands_between_roles_and_between_groups_of_one_cell_is_guessed_and_can_be_chosen()
    {
        await App.World.PeopleAsync(["Bea"]);
        var page = await SignInAsync("Ada", Links.ImportApplication(await HeapAsync()));
        await page.UploadAsync("user accounts", "u.csv", "Email,Role,Teams\nbea@example.test,Analyst;Admin,Core|Growth\n"u8.ToArray());
        await page.StepAsync("Columns and words");

        var (roles, groups) = (page.GetByLabel("Between roles in one cell stands"), page.GetByLabel("Between groups in one cell stands"));
        await Assertions.Expect(roles).ToHaveValueAsync("a semicolon");
        await Assertions.Expect(groups).ToHaveValueAsync("a bar |");
        await Assertions.Expect(page.GetByText("This column says who holds which group.")).ToBeVisibleAsync();
        await groups.SelectOptionAsync("nothing: one group a cell");
        await roles.SelectOptionAsync("a line break");
        await Assertions.Expect(groups).ToHaveValueAsync("");
        await roles.SelectOptionAsync("a semicolon");
        await page.GetByRole(AriaRole.Button, new() { Name = "This is right" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Agreed")).ToBeVisibleAsync();
        await Assertions.Expect(roles).ToHaveValueAsync("a semicolon");
        await Assertions.Expect(groups).ToHaveValueAsync("");

        await page.StepAsync("Files and origin");
        await page.UploadAsync("group assignments", "g.csv", "Email,Team\nbea@example.test,Core\n"u8.ToArray());
        await page.StepAsync("Columns and words");
        await Assertions.Expect(page.GetByText("Not used: the file of group assignments says who holds which group.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_was_entered_is_there_again_after_the_page_is_reloaded()
    {
        await App.World.PeopleAsync(["Bea"]);
        var page = await SignInAsync("Ada", Links.ImportApplication(await HeapAsync()));
        await page.UploadAsync("user accounts", "u.csv", "Email\nbea@example.test\n"u8.ToArray());
        await page.StateOriginAsync("users", "2026-11-20T18:00", "1");

        await page.ReloadAsync();
        await SettledAsync(page);

        await Assertions.Expect(page.Locator("#system-users")).ToHaveValueAsync("Heap, production");
        await Assertions.Expect(page.GetByText("u.csv")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Where_files_come_from_is_stated_once_for_those_that_were_exported_together()
    {
        await App.World.PeopleAsync(["Bea"]);
        var page = await SignInAsync("Ada", Links.ImportApplication(await HeapAsync()));
        await page.UploadAsync("user accounts", "u.csv", "Email\nbea@example.test\n"u8.ToArray());
        await page.UploadAsync("group assignments", "g.csv", "Email,Team\nbea@example.test,Core\n"u8.ToArray());
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { NameString = "As for the" })).ToHaveCountAsync(0);
        await page.StateOriginAsync("users", "2026-11-20T18:00", "1");

        await page.GetByRole(AriaRole.Button, new() { Name = "As for the user accounts" }).ClickAsync();
        await Assertions.Expect(page.Locator("#system-assignments")).ToHaveValueAsync("Heap, production");
        await Assertions.Expect(page.Locator("#at-assignments")).ToHaveValueAsync("2026-11-20T18:00");
        await Assertions.Expect(page.Locator("#report-assignments")).ToHaveValueAsync("");
        await Assertions.Expect(page.Locator("#claimed-assignments")).ToHaveValueAsync("");
        await PictureAsync(page, "import-together");
        await page.UploadAsync("group owners", "o.csv", "Team,Owner\nCore,bea@example.test\n"u8.ToArray());
        await Assertions.Expect(page.Locator("#system-groupowners")).ToHaveValueAsync("Heap, production");
    }

    [Fact]
    public async Task A_reviewer_who_types_the_address_finds_nothing()
    {
        ExpectStatus(404);
        await App.World.PeopleAsync(["Bea"]);
        var page = await SignInAsync("Bea", Links.ImportApplication(await HeapAsync()));

        await Assertions.Expect(page.Locator("main h1")).ToHaveTextAsync("There is nothing at this address");
        Assert.Equal(0, await page.Locator("input[type=file]").CountAsync());
    }

    [Fact]
    public async Task The_campaign_owner_who_may_import_finds_the_way_to_it_on_the_pages_of_the_application_and_of_the_directory()
    {
        await App.World.PeopleAsync(["Bea"]);
        var heap = await HeapAsync();
        var page = await SignInAsync("Owen", Links.Directories());
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Import a staff list" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Register another" })).ToHaveCountAsync(0);

        await OpenAsync(page, Links.Application(heap));
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Import files" })).ToHaveCountAsync(2);
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Change", Exact = true })).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Link, new() { Name = "Import files" }).First.ClickAsync();
        await page.IsAtAsync(Links.ImportApplication(heap));
    }

    private async Task<long> HeapAsync() => (await App.Get<RegisterApplication>().RunAsync(
        Guid.NewGuid(), App.World.As("Ada"), new ApplicationFacts { Name = "Heap", Kind = ApplicationKind.Heap, PrivilegedRoles = ["Admin", "Architect"] }, CancellationToken.None)).Require();
}
