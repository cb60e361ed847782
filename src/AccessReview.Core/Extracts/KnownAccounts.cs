using AccessReview.Connectors.Files;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>Which of an application's accounts the lines of its next reading are.</summary>
internal static class KnownAccounts
{
    /// <summary>The account of each line: by what it was called when it was first read, by the id it was read under last, and by its address
    /// where ids say nothing: where a reading has none, or the source is read another way now, so that its ids are others. Whom none of these names, an id
    /// that another way gave does, where name and address do not speak against it. What the reading before has comes first; what was gone from it comes
    /// back as itself.</summary>
    public static async Task<IReadOnlyList<long?>> FindAsync(ReviewDb db, NextReading next, IReadOnlyList<AccountLine> lines, CancellationToken cancel)
    {
        var otherWays = await next.OtherWaysAsync(db, cancel);
        var keyed = await db.Accounts.AsNoTracking().Where(a => a.ApplicationId == next.Source).Select(a => new { a.SourceKey, a.Id, a.FirstExtractId })
            .ToDictionaryAsync(a => a.SourceKey, a => (a.Id, OtherWay: otherWays.Contains(a.FirstExtractId)), cancel);
        var recognition = new Recognition(lines.Count);
        recognition.By(line => keyed.TryGetValue(SourceKeys.Of(lines[line].Account), out var known) && (lines[line].Account.Id is null || !known.OtherWay) ? known.Id : null);
        if (recognition.IsOpen && next.Previous is { } previous)
        {
            Signs[] signs = [new(await BeforeAsync(db, previous, cancel), next.Connection), new(await GoneAsync(db, next.Source, previous, cancel), next.Connection)];
            foreach (var sign in signs)
            {
                recognition.By(line => sign.Named(lines[line].Account)?.AccountId);
            }

            foreach (var sign in signs)
            {
                recognition.By(line => Addressed(sign, lines[line].Account));
            }

            foreach (var sign in signs)
            {
                recognition.By(line => sign.NamedElsewhere(lines[line].Account) is { } last && Fits(last, lines[line].Account) ? last.AccountId : null);
            }
        }

        return recognition.Found;

        long? Addressed(Signs sign, Connectors.Account account) => sign.Addressed(account) is { } last
            && (account.Id is null || last.Connection != next.Connection || (keyed.TryGetValue(last.EmailKey, out var known) && known.Id == last.AccountId)) ? last.AccountId : null;
    }

    /// <summary>The keys that accounts have by another way than that of the next reading.</summary>
    public static Task<HashSet<string>> OtherKeysAsync(ReviewDb db, NextReading next, CancellationToken cancel) => db.Accounts
        .Where(a => a.ApplicationId == next.Source && db.Extracts.Any(e => e.Id == a.FirstExtractId && e.ConnectionId != next.Connection)).Select(a => a.SourceKey).ToHashSetAsync(cancel);

    // Another server numbers its accounts too, and so does who makes a file.
    private static bool Fits(Last last, Connectors.Account account)
    {
        var (address, name, before) = (TextKey.Of(account.Email), TextKey.Sort(account.Name), TextKey.Sort(last.Name));
        return (address.Length > 0 && address == last.EmailKey) || (name.Length > 0 && before.Length > 0 ? name == before : address.Length == 0 || last.EmailKey.Length == 0);
    }

    private static Task<List<Last>> BeforeAsync(ReviewDb db, long previous, CancellationToken cancel) => (
        from record in db.AccountRecords.AsNoTracking()
        join extract in db.Extracts on record.ExtractId equals extract.Id
        where extract.Id == previous
        select new Last(record.AccountId, record.SourceId, record.EmailKey, record.Name, extract.ConnectionId)).ToListAsync(cancel);

    /// <summary>As the last reading that had them did.</summary>
    private static Task<List<Last>> GoneAsync(ReviewDb db, long applicationId, long previous, CancellationToken cancel) => (
        from account in db.Accounts.AsNoTracking()
        where account.ApplicationId == applicationId && !db.AccountRecords.Any(r => r.ExtractId == previous && r.AccountId == account.Id)
        from record in db.AccountRecords
        where record.Id == db.AccountRecords.Where(r => r.AccountId == account.Id).Max(r => r.Id)
        join extract in db.Extracts on record.ExtractId equals extract.Id
        select new Last(record.AccountId, record.SourceId, record.EmailKey, record.Name, extract.ConnectionId)).ToListAsync(cancel);

    /// <summary>An account as it was read last.</summary>
    private sealed record Last(long AccountId, string SourceId, string EmailKey, string Name, long? Connection);

    /// <summary>What accounts were known by; several under one sign are none for certain.</summary>
    /// <param name="records">The accounts.</param>
    /// <param name="connection">The connection whose ids are meant; null: those of files.</param>
    private sealed class Signs(List<Last> records, long? connection)
    {
        private readonly ILookup<(string Id, bool Here), Last> ids = records.Where(r => r.SourceId.Length > 0).ToLookup(r => (r.SourceId, r.Connection == connection));
        private readonly ILookup<string, Last> addresses = records.Where(r => r.EmailKey.Length > 0).ToLookup(r => r.EmailKey, StringComparer.Ordinal);

        public Last? Named(Connectors.Account account) => Of(account, here: true);

        public Last? NamedElsewhere(Connectors.Account account) => Of(account, here: false);

        public Last? Addressed(Connectors.Account account) => addresses[TextKey.Of(account.Email)].ToList() is [var one] ? one : null;

        private Last? Of(Connectors.Account account, bool here) => account.Id is { } id && ids[(id, here)].ToList() is [var one] ? one : null;
    }
}
