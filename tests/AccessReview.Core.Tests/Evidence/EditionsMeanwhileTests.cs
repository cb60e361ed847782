using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Evidence;
using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Notifications;
using AccessReview.Core.Tests.Campaigns;
using AccessReview.Core.Tests.Notifications;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>The fear: nothing of the campaign's own happens any more, time passes, people are told, and the newest evidence says nothing of it.</summary>
public sealed class EditionsMeanwhileTests
{
    [Fact]
    public async Task A_removal_that_falls_due_while_nobody_does_anything_is_late_in_an_edition_of_its_own()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await KeepFilesAsync(world);
        await world.ReviewAsync(DecisionKind.Certify, "Mia", 1, 2);
        await world.ReviewAsync(DecisionKind.Revoke, "Mia", 3);
        (await world.CloseAsync()).Require();
        var close = await MakeAsync(world);
        var closed = world.Database.Time.Now();
        await using var db = world.Database.Look();
        var due = Clock.EndOfDay(await db.Removals.Select(r => r.DueDate).SingleAsync(), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

        world.Database.Time.SetUtcNow(new DateTimeOffset(due));
        Assert.Equal(close, await AskAsync(world));
        world.Database.Time.Advance(TimeSpan.FromMilliseconds(1));
        var late = await MakeAsync(world);
        using var before = await BookAsync(world, close);
        using var after = await BookAsync(world, late);
        AssertLate("0", "not due yet", closed, before);
        AssertLate("1", "no", world.Database.Time.Now(), after);
        Assert.Equal("Follow-up 1", after.Said("Edition"));
        Assert.Equal("no", after.Said("R1, within due date"));
        Assert.EndsWith("By the time alone.", after["Summary"].Rows().Single(r => r["What"] == "R1, within due date")["Meaning"], StringComparison.Ordinal);

        // Nothing else falls due by waiting longer.
        world.Database.Time.Advance(TimeSpan.FromDays(30));
        Assert.Equal(late, await AskAsync(world));
    }

    [Fact]
    public async Task Whom_the_owner_told_by_hand_after_the_campaigns_last_event_is_in_an_edition_of_its_own()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await KeepFilesAsync(world);
        await MakeAsync(world);
        (await world.Database.Get<NoteTold>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, world.World["Mia"], told: true, default)).Require();
        var told = await MakeAsync(world);
        using var book = await BookAsync(world, told);
        Assert.Equal(["Told by hand, Mia: Told"], Notifications(book));
        Assert.Equal(told, await AskAsync(world));
    }

    [Fact]
    public async Task What_people_were_told_after_the_close_is_in_a_Follow_up_that_lists_it()
    {
        await using var mail = await MailWorld.LaunchedAsync([], SecondReviewRule.None, new TestAccount("Priya"), new TestAccount("Tomas"));
        var world = mail.Campaign;
        await KeepFilesAsync(world);
        await mail.TickAsync();
        await mail.FinishAsync("Mia");
        (await world.CloseAsync()).Require();
        var close = await MakeAsync(world);
        await mail.TickAsync();
        var later = await MakeAsync(world);
        using var before = await BookAsync(world, close);
        using var after = await BookAsync(world, later);
        Assert.Equal(["Receipt, Mia: Sent", "Follow ups wait, Noa: Sent"], Notifications(after).Except(Notifications(before)));
        Assert.Equal("2 rows", after.Said("Mails planned"));
        Assert.Equal(later, await AskAsync(world));
    }

    /// <summary>The readings' raw files, which go into the pack.</summary>
    private static async Task KeepFilesAsync(CampaignWorld world)
    {
        var raw = await world.Database.Get<FileStore>().StoreAsync(new MemoryStream("email\n"u8.ToArray()), default);
        await world.UpdateAsync((db, seq) => db.ExtractFiles.ExecuteUpdateAsync(set => set.SetProperty(f => f.StoredFileId, raw.Id).SetProperty(f => f.EventSeq, seq)));
    }

    private static void AssertLate(string late, string inTime, DateTime asOf, RawWorkbook book)
    {
        Assert.Equal((late, inTime), (book.Said("Past their due day"), Assert.Single(book["Removals"].Rows())["Within due date"]));
        Assert.Equal(ExcelDate.Serial(asOf), RawTab.Day(book.Said("Late or in time as of (UTC)")), 0.00001);
    }

    private static IEnumerable<string> Notifications(RawWorkbook book) => book["Notifications"].Rows().Select(r => $"{r["Kind"]}, {r["Recipient"]}: {r["Result"]}");

    private static async Task<long?> AskAsync(CampaignWorld world) => (await world.Database.Get<AskForEvidence>().RunAsync(world.Owen, world.Number, default)).Require().EditionId;

    /// <summary>The edition that has to be made, because none covers everything.</summary>
    private static async Task<long> MakeAsync(CampaignWorld world)
    {
        Assert.Null(await AskAsync(world));
        Assert.Equal(1, await world.Database.Get<RunExports>().RunAsync(default));
        return (await AskAsync(world))!.Value;
    }

    private static async Task<RawWorkbook> BookAsync(CampaignWorld world, long edition)
    {
        await using var db = world.Database.Look();
        var workbook = new MemoryStream();
        await world.Database.Get<FileStore>().CopyToAsync(await db.EvidenceEditions.Where(e => e.Id == edition).Select(e => e.WorkbookFileId).SingleAsync(), workbook, default);
        return new RawWorkbook(workbook);
    }
}
