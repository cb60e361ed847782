using AccessReview.Core.Audit;
using AccessReview.Core.Evidence;
using AccessReview.Core.Evidence.Report;
using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Tests.Evidence;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;
using SmtpServer.Protocol;

namespace AccessReview.Core.Tests.Notifications;

/// <summary>What an auditor reads about mails, and that nobody can change it unseen.</summary>
public sealed class NotificationsSheetTests
{
    [Fact]
    public async Task Every_mail_sent_refused_or_waiting_is_a_row_also_after_the_campaigns_last_event()
    {
        await using var world = await MailWorld.LaunchedAsync();
        world.Post.Recipients = to => to.StartsWith("owen", StringComparison.Ordinal) ? new SmtpResponse(SmtpReplyCode.MailboxUnavailable, "no such user") : null;
        await world.TickAsync();
        await world.FinishAsync("Mia");
        await world.TickAsync();
        await world.DecideAsync("Owen");

        // Three days before the deadline, of what they have left to sign.
        world.At(12, 1);
        await world.TickAsync();
        using var book = await BookAsync(world);
        var rows = book["Notifications"].Rows().Select(r => string.Join(" | ", r["Kind"], r["Recipient"], r["Address"], r["Items"], r["Asked by"], r["Result"], r["Answer"])).Order();
        Assert.Equal(
            ["Invitation | Mia | mia@example.test | 2 | the clock | Sent | 250", "Invitation | Owen | owen@example.test | 1 | the clock | Refused | 550", "Receipt | Mia | mia@example.test | 2 | the clock | Sent | 250", "Reminder | Owen | owen@example.test | 0 | the clock | Refused | 550"],
            rows);
        var verified = (await world.Database.Get<VerifyChain>().RunAsync(world.Campaign.Owen, null, default)).Require();
        Assert.DoesNotContain(verified.Findings, f => f.Code.StartsWith("row.", StringComparison.Ordinal) || f.Code.StartsWith("text.", StringComparison.Ordinal));
    }

    [SqliteFact]
    public async Task A_mail_changed_behind_the_products_back_is_found()
    {
        await using var world = await MailWorld.LaunchedAsync();
        await world.TickAsync();
        await using var db = await Unguarded.OpenAsync(world.Database);
        foreach (var (change, back) in new[]
        {
            ("""UPDATE "Notifications" SET "Items" = "Items" + 1""", """UPDATE "Notifications" SET "Items" = "Items" - 1"""),
            ("""UPDATE "Notifications" SET "Kind" = 'Reminder'""", """UPDATE "Notifications" SET "Kind" = 'Invitation'"""),
            ("""UPDATE "MailOutcomes" SET "Result" = 'Refused'""", """UPDATE "MailOutcomes" SET "Result" = 'Sent'"""),
        })
        {
            await db.Database.ExecuteSqlRawAsync(change);
            Assert.Contains(await FoundAsync(world), code => code == "row.changed");
            await db.Database.ExecuteSqlRawAsync(back);
            Assert.DoesNotContain(await FoundAsync(world), code => code == "row.changed");
        }
    }

    private static async Task<List<string>> FoundAsync(MailWorld world) =>
        [.. (await world.Database.Get<VerifyChain>().RunAsync(world.Campaign.Owen, null, default)).Require().Findings.Select(f => f.Code)];

    private static async Task<RawWorkbook> BookAsync(MailWorld world)
    {
        await using var db = world.Database.Look();
        var scope = await ReportScope.ReadAsync(db, await db.Campaigns.Select(c => c.Id).SingleAsync(), new EditionName(EditionKind.Interim, 1), world.Database.Time.Now(), default);
        var file = new MemoryStream();
        await EvidenceWorkbook.WriteAsync(new WorkbookContents("Evidence", "Interim", scope.At, [await NotificationsSheet.OfAsync(scope, default)]), file);
        return new RawWorkbook(file);
    }
}
