using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.SignIn;

/// <summary>Keeps the sign-ins that wait for an administrator, and tells whoever waits how that stands.</summary>
public sealed class WaitingSignIns(Databases databases, OperationalWrites writes, TimeProvider time)
{
    /// <summary>How long one is kept that does not come again.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(90);

    /// <summary>One that waits; null once it is bound or forgotten.</summary>
    public async Task<WaitingSignIn?> FindAsync(long id, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        return await db.WaitingSignIns.AsNoTracking().SingleOrDefaultAsync(w => w.Id == id, cancel);
    }

    internal Task<long> KeepAsync(ProvenIdentity proven, WhyNotBound why, CancellationToken cancel) => writes.RunAsync(async (db, token) =>
    {
        var now = time.Now();
        var waits = await db.WaitingSignIns.SingleOrDefaultAsync(w => w.Issuer == proven.Issuer && w.Subject == proven.Subject, token);
        if (waits is null)
        {
            await MakeRoomAsync(db, now, token);
            waits = db.WaitingSignIns.Add(new WaitingSignIn
            {
                Issuer = proven.Issuer, Subject = proven.Subject, Address = "", Name = "", Why = why, FirstAt = now, LastAt = now,
            }).Entity;
        }

        (waits.Why, waits.LastAt) = (why, now);
        (waits.Address, waits.Name) = (Cut(proven.ShownAddress, AccountRecord.MaxText), Cut(proven.Name, WaitingSignIn.MaxName));
        await db.SaveChangesAsync(token); // OperationalWrites: the database gives the key
        return waits.Id;
    }, cancel);

    internal static async Task RemoveAsync(ChangeScope scope, string issuer, string subject, CancellationToken cancel)
    {
        if (await scope.Db.WaitingSignIns.SingleOrDefaultAsync(w => w.Issuer == issuer && w.Subject == subject, cancel) is { } waits)
        {
            scope.Db.Remove(waits);
        }
    }

    private static async Task MakeRoomAsync(ReviewDb db, DateTime now, CancellationToken cancel)
    {
        var old = now - KeptFor;
        await db.WaitingSignIns.Where(w => w.LastAt < old).ExecuteDeleteAsync(cancel);
        if (await db.WaitingSignIns.CountAsync(cancel) >= WaitingSignIn.Most)
        {
            db.Remove(await db.WaitingSignIns.OrderBy(w => w.LastAt).FirstAsync(cancel));
        }
    }

    private static string Cut(string text, int most) => text[..Math.Min(most, text.Length)];
}
