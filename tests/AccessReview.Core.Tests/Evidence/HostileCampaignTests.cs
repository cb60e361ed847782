using System.Globalization;
using System.IO.Compression;
using System.Text;
using AccessReview.Core.Applications;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Directories;
using AccessReview.Core.Evidence;
using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Extracts;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests.Extracts;
using CsvHelper;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Microsoft.EntityFrameworkCore;
using ApplicationFacts = AccessReview.Core.Applications.ApplicationFacts;
using Directory = System.IO.Directory;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>The fear: a whole campaign of hostile names, roles, groups, file names, reasons and conclusions makes a workbook that does
/// something in the auditor's spreadsheet, or none at all.</summary>
public sealed class HostileCampaignTests : IAsyncLifetime
{
    private const string Formula = "=HYPERLINK(\"http://evil.example\",\"click\")";

    /// <summary>LibreOffice's filter options: commas, quotes, UTF-8, from line 1, values as shown, and -1 for every sheet in a file of its own.</summary>
    private const string EverySheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1";
    private static readonly DateTime Exported = new(2026, 11, 20, 18, 0, 0, DateTimeKind.Utc);
    private TestDatabase database = null!;
    private Actor owner = null!;
    private long heap;

    public async ValueTask InitializeAsync() => database = await TestDatabase.CreateAsync();

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task The_workbook_of_a_hostile_campaign_is_valid_holds_every_text_and_starts_nothing()
    {
        using var pack = await ClosedAsync();
        using var xlsx = await WorkbookAsync(pack);
        using (var document = SpreadsheetDocument.Open(xlsx, false))
        {
            Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2016).Validate(document).Select(e => $"{e.Part?.Uri} {e.Path?.XPath} {e.Description}"));
        }

        using var book = new RawWorkbook(xlsx);
        var texts = book.Tabs.SelectMany(tab => tab.Cells.Where(cell => tab.Type(cell) == "inlineStr").Select(cell => (Tab: tab, Cell: cell, Text: tab.Text(cell)!))).ToList();
        Assert.Equal(HostileTexts.All.Select(SafeText.Clean).Distinct().Order(StringComparer.Ordinal), book["Decisions"].Column("Person").Distinct().Select(RawTab.Unwritten).Order(StringComparer.Ordinal));
        Assert.Empty(HostileTexts.All.Select(text => SafeText.Clean(text + " ok")).Except(book["Decisions"].Column("Reason").Select(RawTab.Unwritten)));
        Assert.Contains("'" + Formula, book["Summary"].Column("Value"));
        Assert.True(texts.Count(t => t.Text.StartsWith('\'')) > 100, "Few texts begin like a formula.");
        Assert.DoesNotContain(texts, t => t.Text.TrimStart(' ') is ['=' or '+' or '-' or '@' or '\t' or '\n' or '\r' or '＝' or '＋' or '－' or '＠', ..]);
        Assert.All(book.Tabs.Where(t => t.Name is not ("Summary" or "Completeness")), tab => Assert.DoesNotContain(tab.Cells, cell => tab.Formula(cell) is not null));
        Assert.All(pack.Entries, e => Assert.Matches(@"^[A-Za-z0-9._/-]+$", e.FullName));
    }

    /// <summary>Auditors save a sheet as CSV for their own tools, and the next program that opens it takes what begins like a formula for one.</summary>
    [Fact]
    public async Task Saved_again_as_CSV_by_another_spreadsheet_it_loses_no_sheet_and_starts_no_formula()
    {
        using var pack = await ClosedAsync();
        using var xlsx = await WorkbookAsync(pack);
        var folder = Directory.CreateTempSubdirectory("accessreview-csv-").FullName;
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "evidence.xlsx"), xlsx.ToArray());
            var ran = await PackSample.RunAsync(folder, "soffice", "--headless", $"-env:UserInstallation={new Uri(Path.Combine(folder, "profile"))}", "--convert-to", EverySheet, "evidence.xlsx");
            Assert.SkipWhen(ran is null, "LibreOffice is not on this machine.");
            using var book = new RawWorkbook(xlsx);
            Assert.Equal(
                book.Tabs.Select(t => $"evidence-{t.Name}.csv").Order(StringComparer.Ordinal),
                Directory.GetFiles(folder, "*.csv").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
            var cells = Directory.GetFiles(folder, "*.csv").SelectMany(Cells).ToList();
            Assert.True(cells.Count(c => c.StartsWith("'=", StringComparison.Ordinal)) > 20, "Few cells hold a formula made harmless.");
            Assert.DoesNotContain(cells, c => c is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..] && !decimal.TryParse(c, CultureInfo.InvariantCulture, out _));
            Assert.Empty(cells.Where(c => c is ['#', ..] || c.StartsWith("Err:", StringComparison.Ordinal)).Except(HostileTexts.All.SelectMany(t => new[] { t, t + " ok" }))); // the words for what a spreadsheet cannot compute
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<string> Cells(string file)
    {
        using var csv = CsvReader.Create(File.ReadAllBytes(file), new CsvReaderOptions { HasHeader = false, Separator = ',' });
        while (csv.Read())
        {
            for (var i = 0; i < csv.FieldCount; i++)
            {
                yield return csv.GetString(i);
            }
        }
    }

    private async Task<ZipArchive> ClosedAsync()
    {
        await OrganisationAsync();
        var number = await LaunchAsync();
        await ReviewAsync();
        await CloseAsync(number);
        return await PackAsync(number);
    }

    private static async Task<MemoryStream> WorkbookAsync(ZipArchive pack)
    {
        var xlsx = new MemoryStream();
        await using var entry = await pack.GetEntry("evidence.xlsx")!.OpenAsync();
        await entry.CopyToAsync(xlsx);
        xlsx.Position = 0;
        return xlsx;
    }

    private async Task OrganisationAsync()
    {
        var (admin, all) = (Importing.Admin, HostileTexts.All);
        var staff = (await database.Get<RegisterDirectory>().RunAsync(Guid.NewGuid(), admin, "=Staff", DirectoryKind.StaffList, default)).Require();
        heap = (await database.Get<RegisterApplication>().RunAsync(Guid.NewGuid(), admin, new ApplicationFacts { Name = "=Heap", Kind = ApplicationKind.Heap, PrivilegedRoles = [all[0]] }, default)).Require();
        await ImportAsync(null, staff, (ExtractFileKind.People, "=cmd|' /C calc'!A0.csv", Lines("Employee id,Work email,Full name,Department,Job title,Employment status,Manager", (text, i) =>
            [$"{i}", $"=p{i}@x.example", text, text, text, "Active", $"{(i + 1) % all.Count}"])));
        await ImportAsync(heap, null,
            (ExtractFileKind.Users, "@SUM(1).csv", Lines("User ID,Email,Name,Role", (text, i) => [$"+{i}", $"=p{i}@x.example", text, text])),
            (ExtractFileKind.Assignments, "..csv", Lines("Team,Account", (text, i) => [$"{text} {i}", $"+{i}"])),
            (ExtractFileKind.GroupOwners, "\u202Evsc.csv", Lines("Team,Owner email", (text, i) => [$"{text} {i}", $"=p{(i + 2) % all.Count}@x.example"])));
        await using var db = database.Look();
        var people = await db.PersonRecords.OrderBy(r => r.Line).Select(r => r.PersonId).ToListAsync();
        owner = Actor.Demo(people[0]);
        foreach (var role in new[] { Role.CampaignOwner, Role.Auditor })
        {
            (await database.Get<GrantRole>().RunAsync(Guid.NewGuid(), admin, people[0], role, default)).Require();
        }

        (await database.Get<ChangeApplication>().RunAsync(
            Guid.NewGuid(), admin, heap, new ApplicationFacts { Name = "=Heap", Kind = ApplicationKind.Heap, PrivilegedRoles = [all[0]], OwnerId = people[1] }, null, default)).Require();
    }

    private async Task<int> LaunchAsync()
    {
        var plan = new CampaignPlan("=1+1", "@SUM(A1)", "+SOC 2", new(2026, 10, 1), new(2026, 12, 31), new(2026, 12, 4), "Europe/Berlin", DeadlineRule.NotReviewed);
        var number = (await database.Get<DraftCampaign>().RunAsync(Guid.NewGuid(), owner, plan, default)).Require();
        (await database.Get<AddCampaignApplication>().RunAsync(Guid.NewGuid(), owner, number, heap, CampaignScope.Default with { FallbackReviewerId = owner.PersonId }, default)).Require();
        (await database.Get<PreviewCampaign>().RunAsync(owner, number, default)).Require();
        (await database.Get<LaunchCampaign>().RunAsync(Guid.NewGuid(), owner, number, default)).Require();
        return number;
    }

    /// <summary>Each turn is decided with a hostile reason, every third is a revoke, and every reviewer signs.</summary>
    private async Task ReviewAsync()
    {
        await using var db = database.Look();
        var turns = await db.ReviewTurns.AsNoTracking().OrderBy(t => t.Number).ToListAsync();
        foreach (var (turn, i) in turns.Select((turn, i) => (turn, i)))
        {
            var now = await db.ReviewTurns.AsNoTracking().SingleAsync(t => t.Id == turn.Id);
            if (now.State == TurnState.Undecided)
            {
                var kind = i % 7 == 6 ? DecisionKind.Revoke : DecisionKind.Certify;
                (await database.Get<DecideItem>().RunAsync(Guid.NewGuid(), Actor.Demo(now.ReviewerId), new ItemChoice(now.Id, now.EventSeq, kind, HostileTexts.All[i % HostileTexts.All.Count] + " ok"), default)).Require();
            }
        }

        foreach (var reviewer in turns.Select(t => t.ReviewerId).Distinct())
        {
            var toSign = (await database.Get<SignOffPreview>().RunAsync(Actor.Demo(reviewer), turns[0].CampaignId, default)).Require();
            (await database.Get<SignOffReview>().RunAsync(Guid.NewGuid(), Actor.Demo(reviewer), turns[0].CampaignId, toSign.Text, default)).Require();
        }
    }

    private async Task CloseAsync(int number)
    {
        var view = (await database.Get<ClosePreview>().RunAsync(owner, number, default)).Require();
        var stated = view.Exceptions.Select(e => new StatedException(e.Kind, Formula, owner.PersonId!.Value, new DateOnly(2026, 12, 20)));
        (await database.Get<CloseCampaign>().RunAsync(Guid.NewGuid(), owner, number, new CloseInput(view.Statement, Formula, [.. stated]), default)).Require();
    }

    private async Task<ZipArchive> PackAsync(int number)
    {
        await database.Get<FollowUps>().RunAsync(default);
        Assert.Equal(1, await database.Get<RunExports>().RunAsync(default));
        var edition = (await database.Get<AskForEvidence>().RunAsync(owner, number, default)).Require().EditionId!.Value;
        var download = database.Get<DownloadEvidence>();
        var zip = new MemoryStream();
        await download.SendAsync((await download.RunAsync(Guid.NewGuid(), owner, number, edition, EvidencePart.Pack, default)).Require(), zip, default);
        return new ZipArchive(zip);
    }

    private async Task ImportAsync(long? application, long? directory, params (ExtractFileKind Kind, string Name, byte[] Content)[] files)
    {
        var importing = new Importing(database.Services);
        var draft = await importing.DraftAsync(application, directory, Exported, [.. files.Select(f => (f.Kind, f.Name, f.Content, (int?)null))]);
        (await importing.ImportAsync(draft)).Require();
    }

    private static byte[] Lines(string heading, Func<string, int, string[]> cells) => Encoding.UTF8.GetBytes(heading + "\n" + string.Concat(HostileTexts.All.Select((text, i) =>
        string.Join(',', cells(text, i).Select(cell => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\n")));
}
