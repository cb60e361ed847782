using System.Globalization;
using System.Security.Cryptography;
using AccessReview.Core.Applications;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns.Register;
using AccessReview.Core.Evidence.Report;
using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Scoping;
using AccessReview.Core.Settings;
using AccessReview.Core.Tests.Evidence;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>The fear: the file that is taken away says something else than the page, or does something in a spreadsheet.</summary>
public sealed class RegisterSheetTests
{
    private static readonly DateTime At = new(2026, 11, 23, 10, 42, 7, DateTimeKind.Utc);

    [Fact]
    public async Task The_file_says_what_the_page_shows_and_its_download_is_an_event_with_its_hash()
    {
        await using var world = await CampaignWorld.CreateAsync();
        var (database, ada) = (world.Database, world.World.As("Ada"));
        foreach (var name in new[] { "8x8", "=HYPERLINK(\"http://evil.example\",\"click\")" })
        {
            (await database.Get<RegisterApplication>().RunAsync(Guid.NewGuid(), ada, new ApplicationFacts { Name = name, Kind = ApplicationKind.Other }, default)).Require();
        }

        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        (await database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), ada, new Policy { Organisation = "Harbourlight" }, null, default)).Require();
        var view = (await database.Get<ApplicationRegister>().RunAsync(world.Owen, default)).Require();
        var file = (await database.Get<DownloadRegister>().RunAsync(Guid.NewGuid(), world.Owen, default)).Require();
        using var book = Open(file.Bytes);

        await using var db = database.Look();
        var installation = await db.Installations.SingleAsync();
        Assert.Equal($"DEMO-register-{database.Time.GetUtcNow():yyyy-MM-dd}.xlsx", file.FileName);
        var notice = book[RegisterSheet.Name].Text("A1")!;
        Assert.All(new[] { ReportNotice.Demo, "Harbourlight", $"{installation.Key}", "(UTC)", "3 rows" }, words => Assert.Contains(words, notice, StringComparison.Ordinal));
        Same(view, book[RegisterSheet.Name]);
        var happened = Assert.Single(await db.AuditEvents.Where(e => e.Type == nameof(RegisterDownloaded)).ToListAsync());
        Assert.Contains($"\"sha256\":\"{new Sha256(SHA256.HashData(file.Bytes))}\"", System.Text.Encoding.UTF8.GetString(happened.Body), StringComparison.Ordinal);
        Assert.Equal(world.Owen.Key, happened.Actor);
    }

    [Fact]
    public async Task Hostile_names_stay_text_in_a_valid_workbook_that_starts_nothing()
    {
        var quarters = ApplicationRegister.QuartersTo(new(2026, 11, 23));
        var cells = Enum.GetValues<RegisterState>().SelectMany(s => new[] { new RegisterCell(s), new RegisterCell(s, 12, new(2026, 12, 4), Late: true), new RegisterCell(s, 12, new(2026, 12, 4), Left: new(3, 40), Missed: 2) }).ToList();
        var view = new RegisterView(quarters, [.. HostileTexts.All.Select((text, i) => new RegisterLine(
            i, text, i % 5 == 0 ? null : text, i % 7 == 0 ? null : At.AddHours(-i), [.. quarters.Select((_, q) => cells[(i + q) % cells.Count])])
        {
            OutOfScope = i % 3 == 0 ? new OutOfScope(At.AddDays(-i), text, i % 2 == 0 ? null : text) : null,
        })]);
        using var bytes = new MemoryStream();
        await EvidenceWorkbook.WriteAsync(RegisterSheet.Of(view, string.Concat(HostileTexts.All), demo: false, At), bytes);
        using var book = Open(bytes.ToArray());
        var tab = book[RegisterSheet.Name];

        Same(view, tab);
        Assert.DoesNotContain(ReportNotice.Demo, tab.Text("A1"), StringComparison.Ordinal);
        Assert.DoesNotContain(tab.Cells, cell => tab.Formula(cell) is not null);
        Assert.DoesNotContain(tab.Cells.Where(c => tab.Type(c) == "inlineStr"), c => tab.Text(c) is ['=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠', ..]);
        Assert.DoesNotContain(tab.Cells.Where(c => tab.Type(c) == "inlineStr"), c => tab.Text(c)!.Length == 0);
    }

    [Fact]
    public async Task The_headings_are_frozen_and_filtered_and_a_register_without_applications_says_so()
    {
        using var bytes = new MemoryStream();
        await EvidenceWorkbook.WriteAsync(RegisterSheet.Of(new RegisterView(ApplicationRegister.QuartersTo(new(2026, 11, 23)), []), "Harbourlight", demo: true, At), bytes);
        using var open = Open(bytes.ToArray());
        Assert.Contains("0 rows, checked at", open[RegisterSheet.Name].Text("A1"), StringComparison.Ordinal);
        using var book = new ClosedXML.Excel.XLWorkbook(bytes);
        var sheet = book.Worksheet(RegisterSheet.Name);
        Assert.Equal(2, sheet.SheetView.SplitRow);
        Assert.True(sheet.Tables.Single().ShowAutoFilter);
    }

    private static RawWorkbook Open(byte[] bytes)
    {
        var stream = new MemoryStream(bytes);
        using (var document = SpreadsheetDocument.Open(stream, false))
        {
            Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2016).Validate(document).Select(e => $"{e.Part?.Uri} {e.Path?.XPath} {e.Description}"));
        }

        return new RawWorkbook(stream);
    }

    /// <summary>Cell by cell, as the page has it.</summary>
    private static void Same(RegisterView view, RawTab tab)
    {
        var rows = tab.Rows().ToList();
        Assert.Equal(view.Lines.Count, rows.Count);
        Assert.Equal(4 + (6 * view.Quarters.Count) + 4, tab.Headers.Count);
        foreach (var (line, row) in view.Lines.Zip(rows))
        {
            Assert.Equal(SafeText.Clean(line.Name), RawTab.Unwritten(row["Application"]));
            Assert.Equal(line.Owner is null ? "none named" : SafeText.Clean(line.Owner), RawTab.Unwritten(row["Owner"]));
            Assert.Equal(line.ReadAsOf, Day(row, "Newest complete reading (UTC)"));
            Assert.Equal(line.ReadAsOf is null ? "never" : "known", row["Reading state"]);
            foreach (var (quarter, cell) in view.Quarters.Zip(line.Cells))
            {
                var name = RegisterWords.Of(quarter, quarter == view.Quarters[^1]);
                Assert.Equal(RegisterWords.Of(cell.State, quarter == view.Quarters[^1]), row[$"{name}: state"]);
                Assert.Equal(cell.Day?.ToDateTime(TimeOnly.MinValue), Day(row, $"{name}: day"));
                Assert.Equal((cell.Campaign, cell.State) switch
                {
                    ({ } number, _) => string.Create(CultureInfo.InvariantCulture, $"C{number}"),
                    (null, RegisterState.Planned) => "not drafted yet",
                    _ => "does not apply",
                }, row[$"{name}: campaign"]);
                Assert.Equal(cell.Left is not null ? "3 of 40" : cell.State == RegisterState.Reviewed ? "none" : "does not apply", row[$"{name}: not reviewed"]);
                Assert.Equal(cell.State is RegisterState.Reviewed or RegisterState.Open ? cell.Late ? "yes" : "no" : "does not apply", row[$"{name}: late"]);
                Assert.Equal(cell.Missed.ToString(CultureInfo.InvariantCulture), row[$"{name}: others missed"]);
            }

            Assert.Equal(line.IsGap ? "yes" : "no", row["Gap in this quarter"]);
            Assert.Equal(line.OutOfScope?.Since, Day(row, "Out of scope since (UTC)"));
            Assert.Equal(line.OutOfScope is { } taken ? SafeText.Clean(taken.By) : "does not apply", RawTab.Unwritten(row["Taken out of scope by"]));
            Assert.Equal(line.OutOfScope is null ? "does not apply" : SafeText.Clean(line.OutOfScope.Why ?? "purged"), RawTab.Unwritten(row["Why out of scope"]));
        }
    }

    /// <summary>An Excel date, to the second.</summary>
    private static DateTime? Day(IReadOnlyDictionary<string, string?> row, string header) => row.GetValueOrDefault(header) is not { } serial ? null
        : new DateTime((long)Math.Round(DateTime.FromOADate(double.Parse(serial, CultureInfo.InvariantCulture)).Ticks / (double)TimeSpan.TicksPerSecond) * TimeSpan.TicksPerSecond);
}
