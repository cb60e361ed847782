using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;

namespace AccessReview.Core.Notifications;

/// <summary>Shows a mail of a kind exactly as it would be sent, about an invented campaign. Administrators see it.</summary>
public sealed class PreviewMail(Databases databases, Mailing mailing, TimeProvider time)
{
    /// <summary>Writes it.</summary>
    public async Task<Outcome<MailText>> RunAsync(Actor actor, NotificationKind kind, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        return await Sight.RefusalAsync(db, actor, Sight.Settings, "Only administrators see how mails are written.", cancel) is { } denied
            ? denied
            : MailText.Of(await MailExample.ReadAsync(db, actor, kind, mailing, time.Now(), cancel));
    }
}
