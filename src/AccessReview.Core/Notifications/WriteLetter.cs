using System.Globalization;
using AccessReview.Connectors.Mail;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>Writes the letter of a planned mail, as things are now.</summary>
internal sealed class WriteLetter(Databases databases, Mailing mailing, TimeProvider time)
{
    /// <summary>Writes it; null when nothing of what it was planned for holds any more.</summary>
    internal async Task<Letter?> RunAsync(long mail, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var reasons = await db.Notifications.AsNoTracking().Where(n => n.MailId == mail).OrderBy(n => n.Id).ToListAsync(cancel);
        var addressId = reasons[0].AddressId;
        var to = await db.PrivateTexts.Where(t => t.Id == addressId).Select(t => t.Text).SingleOrDefaultAsync(cancel);
        if (to is null || await new ReadMailFacts(db, mailing, time.Now()).RunAsync(reasons, cancel) is not { } facts)
        {
            return null;
        }

        var installation = await db.Installations.Select(i => i.Key).SingleAsync(cancel);
        return Of(mailing, MailText.Of(facts), Name(mail, installation, mailing), to, facts, time.GetUtcNow());
    }

    /// <summary>The letter around a text.</summary>
    internal static Letter Of(Mailing mailing, MailText text, string name, string to, MailFacts facts, DateTimeOffset at) => new(
        name, mailing.From, facts.Organisation.Length > 0 ? $"AccessReview, {facts.Organisation}" : "AccessReview", to, facts.Name, text.Subject, text.Text, text.Html, at);

    /// <summary>The same mail has the same name whenever it is sent, so that a server that has it already can tell.</summary>
    private static string Name(long mail, Guid installation, Mailing mailing) =>
        string.Create(CultureInfo.InvariantCulture, $"{mail}.{installation:N}@{Domain(mailing)}");

    /// <summary>The sender's domain.</summary>
    internal static string Domain(Mailing mailing) => mailing.From[(mailing.From.IndexOf('@', StringComparison.Ordinal) + 1)..];
}
