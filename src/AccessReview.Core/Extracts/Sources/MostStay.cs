using System.Globalization;
using AccessReview.Core.Audit;
using AccessReview.Core.Connections;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>A source that claims no number does not tell a whole list from half of one. Where more people or accounts are gone since the reading before
/// than usually go, a person has to say that this is right, as of a file: until then the reading is incomplete.</summary>
internal static class MostStay
{
    /// <summary>How such a reading ends its sentence.</summary>
    internal const string Mend = "If they are gone, say so on the connection.";

    /// <summary>Why what was read through a connection may not become the newest reading; null: it may.</summary>
    public static async Task<string?> CheckAsync(ReviewDb db, ExtractContent content, long? previous, CancellationToken cancel)
    {
        if (previous is not { } last || content.Files.Any(f => f.Origin.Claimed is not null))
        {
            return null;
        }

        var before = await db.Extracts.AsNoTracking().Where(e => e.Id == last).Select(e => new { e.Number, e.Records, e.EventSeq }).SingleAsync(cancel);
        var (gone, came) = content.Kind == ExtractKind.People ? await PeopleAsync(db, content, last, cancel) : await AccountsAsync(db, content, last, cancel);
        return ImportDoubts.IsMuch(gone, before.Records) && !await IsAcceptedAsync(db, content, came, before.EventSeq, cancel)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{gone:N0} of the {before.Records:N0} {(content.Kind == ExtractKind.People ? "people" : "accounts")} of reading X{before.Number} are not among the {came:N0} that came, and the source claims no number that says whether these are all. {Mend}")
            : null;
    }

    private static async Task<(int Gone, int Came)> PeopleAsync(ReviewDb db, ExtractContent content, long last, CancellationToken cancel)
    {
        var lines = content.Reading(ExtractFileKind.People)!.People;
        var came = (await KnownPeople.FindAsync(db, content.After(last), lines, cancel)).ToHashSet();
        var before = await db.PersonRecords.Where(r => r.ExtractId == last).Select(r => r.PersonId).ToListAsync(cancel);
        return (before.Count(person => !came.Contains(person)), lines.Count);
    }

    // What was removed is gone by right.
    private static async Task<(int Gone, int Came)> AccountsAsync(ReviewDb db, ExtractContent content, long last, CancellationToken cancel)
    {
        var lines = content.Reading(ExtractFileKind.Users)!.Accounts;
        var came = (await KnownAccounts.FindAsync(db, content.After(last), lines, cancel)).ToHashSet();
        var before = await db.AccountRecords.Where(r => r.ExtractId == last && !db.Removals.Any(m => m.AccountId == r.AccountId && m.GroupId == null && m.ChangeTo == null
            && !RemovalRules.StayingStates.Contains(m.State))).Select(r => r.AccountId).ToListAsync(cancel);
        return (before.Count(account => !came.Contains(account)), lines.Count);
    }

    // It was said of a reading in which as many came as now, or fewer, since the one that this is compared with.
    private static async Task<bool> IsAcceptedAsync(ReviewDb db, ExtractContent content, int came, long since, CancellationToken cancel)
    {
        var said = (await db.AuditEvents.AsNoTracking().Where(e => e.Seq > since && e.Type == nameof(FewerAccepted)).ToListAsync(cancel))
            .ConvertAll(EventJson.Read<FewerAccepted>).Where(s => s.ConnectionId == content.ConnectionId).Select(s => s.ExtractId).ToList();
        return said.Count > 0 && await db.ExtractFiles.AnyAsync(f => said.Contains(f.ExtractId) && f.Kind == content.Files[0].Kind && f.Stored <= came, cancel);
    }
}
