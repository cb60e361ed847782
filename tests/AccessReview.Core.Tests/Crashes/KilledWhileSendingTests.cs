using AccessReview.Connectors.Tests.Mail;
using AccessReview.Core.Notifications;
using AccessReview.Core.Persistence;
using AccessReview.Core.Tests.SqlServer;
using AccessReview.CrashHost;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Crashes;

/// <summary>The process dies, as by kill -9, before or after each commit between planning and the last mail's record.</summary>
public sealed class KilledWhileSendingTests(ITestOutputHelper output) : IDisposable
{
    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("accessreview-mail-").FullName;

    public void Dispose() => System.IO.Directory.Delete(folder, recursive: true);

    [SqliteFact]
    public async Task No_mail_is_lost_and_each_death_sends_at_most_one_again_under_the_same_name()
    {
        var prepared = Path.Combine(folder, "prepared");
        await LifeHere.LiveAsync("prepare-nodes", prepared, 1);
        var (kills, again) = (0, 0);
        for (var (n, when) = (1, "before"); ; (n, when) = when == "before" ? (n, "after") : (n + 1, "before"))
        {
            await using var post = new TestPost();
            var data = Path.Combine(folder, $"{when}-{n}");
            System.IO.Directory.CreateDirectory(data);
            File.Copy(Path.Combine(prepared, "accessreview.db"), Path.Combine(data, "accessreview.db"));
            var killed = (await CrashChild.LiveAsync("mails", data, 1, (Mails.Variable, $"{post.Port} {post.CertificateSha256}"), [when, $"{n}"])).Killed;
            if (killed)
            {
                kills++;
                await LifeHere.LiveAsync("mails", data, 1, mailing: Mails.To(post.Port, post.CertificateSha256));
            }

            var names = post.Letters.Select(l => l.MessageId!).ToList();
            var planned = await PlannedAsync(data);
            Assert.True(names.ToHashSet().Count == planned && names.Count <= planned + (killed ? 1 : 0), $"killed {when} commit {n}: {names.Count} letters of {planned} mails");
            again += names.Count - planned;
            if (!killed)
            {
                break;
            }
        }

        output.WriteLine($"{kills} kills, {again} mails sent again");
        Assert.True(kills >= 6 && again >= 1, $"{kills} kills, {again} mails sent again");
    }

    /// <summary>Mails on record, each of them sent.</summary>
    private static async Task<int> PlannedAsync(string data)
    {
        await using var db = new SqliteReviewDb(new DbContextOptionsBuilder<SqliteReviewDb>()
            .UseSqlite(new SqliteConnectionStringBuilder { DataSource = Path.Combine(data, "accessreview.db"), Pooling = false }.ToString()).Options);
        var mails = await db.Notifications.Select(n => n.MailId).Distinct().ToListAsync();
        Assert.NotEmpty(mails);
        Assert.Equal(mails.Order(), await db.MailOutcomes.Where(o => o.Result == MailResult.Sent).Select(o => o.MailId).OrderBy(m => m).ToListAsync());
        return mails.Count;
    }
}
