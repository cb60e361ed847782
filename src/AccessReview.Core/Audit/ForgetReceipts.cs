using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>Deletes the receipts of commands that nobody sends again: their answers name people and accounts, and no purge finds those of
/// commands that are of no campaign.</summary>
public sealed class ForgetReceipts(Databases databases, OperationalWrites writes, TimeProvider time) : IFollowUp
{
    /// <summary>How long a receipt is kept. A browser keeps what it could not save and sends it when its page is opened again, after a holiday too.
    /// What comes later still changes nothing by accident: it says which state it saw, and that is over.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private const int AtOnce = 10_000;
    private DateTime next;

    /// <inheritdoc/>
    public int Order => 91;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancel)
    {
        // Once a day: which event is so old is found by going back through all younger ones.
        var now = time.Now();
        if (now < next)
        {
            return;
        }

        var old = now - Kept;
        await using var db = databases.CreateDbContext();
        if (await db.AuditEvents.Where(e => e.At < old).OrderByDescending(e => e.Seq).Select(e => (long?)e.Seq).FirstOrDefaultAsync(cancel) is { } last)
        {
            while (await ForgetAsync(last, cancel) == AtOnce)
            {
            }
        }

        next = now + TimeSpan.FromDays(1);
    }

    // Some at a time: writers wait meanwhile.
    private Task<int> ForgetAsync(long last, CancellationToken cancel) => writes.RunAsync(
        (db, token) => db.CommandReceipts.Where(r => r.EventSeq <= last).OrderBy(r => r.EventSeq).Take(AtOnce).ExecuteDeleteAsync(token), cancel);
}
