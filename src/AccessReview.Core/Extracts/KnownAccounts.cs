using AccessReview.Connectors.Files;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>Which of an application's accounts the lines of its next reading are.</summary>
internal static class KnownAccounts
{
    /// <summary>The account of each line: by what it was called when it was first read, by the id it was read under last, and by its address
    /// where ids say nothing: where a reading has none, or the source is read another way now, so that its ids are others. What the reading before
    /// has comes first; what was gone from it comes back as itself.</summary>
    public static async Task<IReadOnlyList<long?>> FindAsync(ReviewDb db, NextReading next, IReadOnlyList<AccountLine> lines, CancellationToken cancel)
    {
        var keyed = await db.Accounts.AsNoTracking().Where(a => a.ApplicationId == next.Source).ToDictionaryAsync(a => a.SourceKey, a => (long?)a.Id, cancel);
        var recognition = new Recognition(lines.Count);
        recognition.By(line => keyed.GetValueOrDefault(SourceKeys.Of(lines[line].Account)));
        if (recognition.IsOpen && next.Previous is { } previous)
        {
            Signs[] signs = [new(await BeforeAsync(db, previous, cancel)), new(await GoneAsync(db, next.Source, previous, cancel))];
            foreach (var sign in signs)
            {
                recognition.By(line => sign.Named(lines[line].Account));
            }

            foreach (var sign in signs)
            {
                recognition.By(line => Addressed(sign, lines[line].Account));
            }
        }

        return recognition.Found;

        long? Addressed(Signs sign, Connectors.Account account) => sign.Addressed(account) is { } last
            && (account.Id is null || last.Connection != next.Connection || keyed.GetValueOrDefault(last.EmailKey) == last.AccountId) ? last.AccountId : null;
    }

    private static Task<List<Last>> BeforeAsync(ReviewDb db, long previous, CancellationToken cancel) => (
        from record in db.AccountRecords.AsNoTracking()
        join extract in db.Extracts on record.ExtractId equals extract.Id
        where extract.Id == previous
        select new Last(record.AccountId, record.SourceId, record.EmailKey, extract.ConnectionId)).ToListAsync(cancel);

    /// <summary>As the last reading that had them did.</summary>
    private static Task<List<Last>> GoneAsync(ReviewDb db, long applicationId, long previous, CancellationToken cancel) => (
        from account in db.Accounts.AsNoTracking()
        where account.ApplicationId == applicationId && !db.AccountRecords.Any(r => r.ExtractId == previous && r.AccountId == account.Id)
        from record in db.AccountRecords
        where record.Id == db.AccountRecords.Where(r => r.AccountId == account.Id).Max(r => r.Id)
        join extract in db.Extracts on record.ExtractId equals extract.Id
        select new Last(record.AccountId, record.SourceId, record.EmailKey, extract.ConnectionId)).ToListAsync(cancel);

    /// <summary>An account as it was read last.</summary>
    private sealed record Last(long AccountId, string SourceId, string EmailKey, long? Connection);

    /// <summary>What accounts were known by; several under one sign are none for certain.</summary>
    private sealed class Signs(List<Last> records)
    {
        private readonly ILookup<string, Last> ids = records.Where(r => r.SourceId.Length > 0).ToLookup(r => r.SourceId, StringComparer.Ordinal);
        private readonly ILookup<string, Last> addresses = records.Where(r => r.EmailKey.Length > 0).ToLookup(r => r.EmailKey, StringComparer.Ordinal);

        public long? Named(Connectors.Account account) => account.Id is { } id && ids[id].ToList() is [var one] ? one.AccountId : null;

        public Last? Addressed(Connectors.Account account) => addresses[TextKey.Of(account.Email)].ToList() is [var one] ? one : null;
    }
}
