using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>How mail is set up and how it goes.</summary>
/// <param name="WhyOff">Why nobody is written to; null: mail is on.</param>
/// <param name="Server">The mail server.</param>
/// <param name="From">The sender's address.</param>
/// <param name="Policy">The policy in force, with the curve.</param>
/// <param name="Waiting">Mails that wait.</param>
/// <param name="WaitingSince">Since when the oldest does.</param>
/// <param name="Trouble">What the last try of a waiting mail ran into, in words.</param>
/// <param name="Week">What became of the mails of the last seven days.</param>
public sealed record MailSetUp(
    string? WhyOff, string Server, string From, Policy Policy, int Waiting, DateTime? WaitingSince, string? Trouble, IReadOnlyDictionary<MailResult, int> Week);

/// <summary>Reads how mail is set up and how it goes. Administrators see it.</summary>
public sealed class MailSettings(Databases databases, Mailing mailing, TimeProvider time)
{
    /// <summary>Reads it.</summary>
    public async Task<Outcome<MailSetUp>> RunAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        if (await Sight.RefusalAsync(db, actor, Sight.Settings, "Only administrators see how mail is set up.", cancel) is { } denied)
        {
            return denied;
        }

        var waiting = await db.Works.AsNoTracking().Where(w => w.Kind == MailJob.Kind && (w.State == WorkState.Waiting || w.State == WorkState.Running))
            .OrderBy(w => w.AskedAt).Select(w => new { w.AskedAt, w.Result }).ToListAsync(cancel);
        var since = time.Now().AddDays(-7);
        var week = await db.MailOutcomes.Where(o => o.At >= since).GroupBy(o => o.Result).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return new MailSetUp(
            MailSwitch.WhyOff(mailing, databases)?.Sentence, mailing.Server, mailing.From, (await CurrentPolicy.ReadAsync(db, cancel)).Policy,
            waiting.Count, waiting.FirstOrDefault()?.AskedAt, waiting.Select(w => w.Result).FirstOrDefault(r => r is not null) is { } result ? MailStatus.Words(result) : null, week);
    }
}
