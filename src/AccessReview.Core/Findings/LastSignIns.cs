using AccessReview.Core.Extracts;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Findings;

/// <summary>When accounts were last signed in to through a directory: what the application itself does not say, or says less of. A directory
/// that shows no sign-in makes nobody dormant: its log reaches back some weeks only, and there may be other ways in.</summary>
internal sealed class LastSignIns(IReadOnlyDictionary<string, LastSignIns.Seen> bySourceId, IReadOnlyDictionary<string, LastSignIns.Seen> byAddress)
{
    /// <summary>A sign-in.</summary>
    internal sealed record Seen(DateTime At, string Directory);

    /// <summary>What the readings of directories show for one application.</summary>
    public static async Task<LastSignIns> ReadAsync(ReviewDb db, long applicationId, IReadOnlyList<long> peopleExtracts, CancellationToken cancel)
    {
        var seen = await (
            from grant in db.AppGrants.AsNoTracking()
            where grant.ApplicationId == applicationId && grant.LastSignInAt != null && peopleExtracts.Contains(grant.ExtractId)
            join extract in db.Extracts on grant.ExtractId equals extract.Id
            join directory in db.Directories on extract.DirectoryId equals directory.Id
            join record in db.PersonRecords on new { grant.ExtractId, grant.PersonId } equals new { record.ExtractId, record.PersonId }
            orderby grant.LastSignInAt descending, grant.Id
            select new { grant.AccountSourceId, grant.UserKey, record.EmailKey, Seen = new Seen(grant.LastSignInAt!.Value, directory.Name) }).ToListAsync(cancel);
        return new LastSignIns(
            seen.Where(s => s.AccountSourceId.Length > 0).DistinctBy(s => s.AccountSourceId).ToDictionary(s => s.AccountSourceId, s => s.Seen, StringComparer.Ordinal),
            seen.SelectMany(s => new[] { (Key: s.UserKey, s.Seen), (Key: s.EmailKey, s.Seen) }).Where(s => s.Key.Length > 0).DistinctBy(s => s.Key).ToDictionary(s => s.Key, s => s.Seen, StringComparer.Ordinal));
    }

    /// <summary>The account with the later of both last uses.</summary>
    public ReadAccount Of(ReadAccount account) =>
        (bySourceId.GetValueOrDefault(account.SourceId) ?? byAddress.GetValueOrDefault(account.EmailKey)) is { } seen && !(account.LastUsedState == LastUsedState.Known && account.LastUsedAt >= seen.At)
            ? account with { LastUsedAt = seen.At, LastUsedState = LastUsedState.Known, UsedThrough = seen.Directory }
            : account;
}
