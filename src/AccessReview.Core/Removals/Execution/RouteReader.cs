using AccessReview.Core.Applications;
using AccessReview.Core.Connections;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Scoping;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>Reads what a route is decided by, from the newest readings.</summary>
internal static class RouteReader
{
    /// <summary>The facts for a removal.</summary>
    public static async Task<RouteFacts> ReadAsync(ReviewDb db, Removal removal, CancellationToken cancel) =>
        await ReadAsync(db, removal.ApplicationId, removal.AccountId, removal.GroupId, removal.ChangeTo is not null, cancel) with { KeptSince = (await KeptSince.WordsAsync(db, [removal.Id], cancel)).GetValueOrDefault(removal.Id) };

    /// <summary>The facts for an account, or for one of its groups.</summary>
    public static async Task<RouteFacts> ReadAsync(ReviewDb db, long applicationId, long accountId, long? groupId, bool changeOfRole, CancellationToken cancel)
    {
        var application = await db.Applications.AsNoTracking().Where(a => a.Id == applicationId).Select(a => new { a.Name, a.CurrentExtractId, a.CurrentAssessmentId }).SingleAsync(cancel);
        var account = await db.AccountRecords.AsNoTracking().Where(r => r.ExtractId == application.CurrentExtractId && r.AccountId == accountId)
            .Select(r => new { r.SourceId, r.Email, r.EmailKey }).SingleOrDefaultAsync(cancel);
        // A group that the newest reading no longer has is called what the last one that had it called it.
        var group = groupId is null ? null : await (
            from extract in db.Extracts.AsNoTracking()
            where extract.ApplicationId == applicationId
            join read in db.GroupRecords.AsNoTracking() on extract.Id equals read.ExtractId
            where read.GroupId == groupId
            orderby extract.Id descending
            select read.Name).FirstAsync(cancel);
        var way = await db.Connections.AsNoTracking().SingleOrDefaultAsync(c => c.ApplicationId == applicationId && c.Active, cancel);
        var given = way is null ? null : await GivenIds.ReadAsync(
            db, applicationId, way.Id, db.Accounts.Where(a => a.Id == accountId).Select(a => a.Id), db.Groups.Where(g => g.Id == groupId).Select(g => g.Id), long.MaxValue, cancel);
        var accountGiven = account is null ? "" : given?.Account(accountId, account.EmailKey) ?? "";
        return new RouteFacts(
            changeOfRole, accountGiven, group is null ? null : given?.Group(groupId!.Value, group) ?? "", group,
            way is null ? null : new RouteConnection(way.Id, application.Name, way.Use == ConnectionUse.ReadAndRemove, given is { ListsGroups: true }),
            account is null ? [] : await GrantsAsync(
                db, applicationId, application.CurrentExtractId, given?.ExtractId ?? application.CurrentExtractId, given is null ? account.SourceId : accountGiven, account.EmailKey, cancel))
        {
            Address = account?.Email ?? "",
            Going = groupId is null ? [] : await GoingAsync(db, applicationId, accountId, groupId.Value, cancel),
        };
    }

    private static Task<List<string>> GoingAsync(ReviewDb db, long applicationId, long accountId, long groupId, CancellationToken cancel) => (
        from removal in db.Removals.AsNoTracking()
        where removal.ApplicationId == applicationId && removal.AccountId == accountId && removal.GroupId != null && removal.GroupId != groupId
            && !RemovalRules.StayingStates.Contains(removal.State) && removal.State != RemovalState.Verified
        from extract in db.Extracts
        where extract.ApplicationId == applicationId
        join read in db.GroupRecords on new { ExtractId = extract.Id, removal.GroupId } equals new { read.ExtractId, GroupId = (long?)read.GroupId }
        select read.Name).Distinct().ToListAsync(cancel);

    // A directory names the account by its own id in the application, and where the reading has that id nothing else counts: an address may be
    // its owner's, or that of another account besides. An id that no account has is of another kind than the reading's, and says nothing:
    // then it is the name signed in with or another address of the person, as far as one account alone has it.
    // The ids are those of the application's connection, once it was read; addresses are as they were read last. The directory's are those of the
    // connection it was read through: another one, to another tenant, is not written to by them.
    private static async Task<IReadOnlyList<RouteGrant>> GrantsAsync(ReviewDb db, long applicationId, long? extractId, long? idsOf, string sourceId, string emailKey, CancellationToken cancel)
    {
        var byOther = await OtherAddresses.Of(db, Readings(db)).Where(a => a.EmailKey == emailKey).Select(a => a.PersonRecordId).ToListAsync(cancel);
        var grants = await (
            from grant in db.AppGrants.AsNoTracking()
            join directory in db.Directories.InScope() on grant.ExtractId equals directory.CurrentExtractId
            join record in db.PersonRecords on new { grant.ExtractId, grant.PersonId } equals new { record.ExtractId, record.PersonId }
            join extract in db.Extracts on grant.ExtractId equals extract.Id
            from connection in db.Connections.Where(c => c.Id == extract.ConnectionId && c.Active).DefaultIfEmpty()
            let byId = sourceId != "" && grant.AccountSourceId == sourceId
            where grant.ApplicationId == applicationId
                && (byId || (emailKey != "" && (grant.UserKey == emailKey || record.EmailKey == emailKey || byOther.Contains(record.Id))
                    && (grant.AccountSourceId == "" || !db.AccountRecords.Any(a => a.ExtractId == idsOf && a.SourceId == grant.AccountSourceId))))
            orderby directory.Id, grant.Id
            select new
            {
                grant.ExtractId, grant.PersonId, grant.AppId, record.EmployeeId, grant.Way, grant.GroupSourceId, grant.GroupName, grant.FilledBy, grant.LastSignInAt, Directory = directory.Name, Connection = (long?)connection!.Id, Use = (ConnectionUse?)connection!.Use,
                WithPromptOnly = db.Connections.Any(c => c.Id == extract.ConnectionId && ReadThrough.WithPromptOnly.Contains(c.System)),
                Holder = byId ? null : new Holder(record.Id, grant.UserKey, record.EmailKey),
                Others = db.AppGrants.Count(o => o.ExtractId == grant.ExtractId && o.ApplicationId == applicationId && o.GroupSourceId == grant.GroupSourceId && o.Id != grant.Id),
            }).ToListAsync(cancel);
        if (grants.Count == 0)
        {
            return [];
        }

        var accounts = await AccountsAsync(db, extractId, [.. grants.Select(g => g.ExtractId).Distinct()], [.. grants.Select(g => g.Holder).OfType<Holder>().Distinct()], cancel);
        var logs = await ReadThrough.DaysOfLogsAsync(db, applicationId, [.. grants.Select(g => g.ExtractId).Distinct()], cancel);
        var wider = await AlsoIntoAsync(db, applicationId, [.. grants.Select(g => g.ExtractId)], [.. grants.Select(g => g.PersonId)], cancel);
        return
        [
            .. grants.Select(g => new RouteGrant(
                new RouteConnection(g.Connection ?? 0, g.Directory, g.Use == ConnectionUse.ReadAndRemove, true), g.AppId, g.EmployeeId, g.Way, g.GroupSourceId, g.GroupName,
                g.Way == GrantWay.Group ? g.Others : 0, g.LastSignInAt, g.Holder is { } holder ? accounts[holder] : 1)
            {
                AlsoInto = [.. wider[(g.ExtractId, g.PersonId, g.GroupSourceId)]], FilledBy = g.FilledBy, WithPromptOnly = g.WithPromptOnly,
                SilentDays = g.LastSignInAt is null && logs.TryGetValue((g.ExtractId, g.AppId), out var days) ? days : null,
            }),
        ];
    }

    // What the directories say now.
    private static IQueryable<long> Readings(ReviewDb db) => db.Directories.InScope().Where(d => d.CurrentExtractId != null).Select(d => d.CurrentExtractId!.Value);

    // How many accounts bear an address by which each of these may have one.
    private static async Task<IReadOnlyDictionary<Holder, int>> AccountsAsync(ReviewDb db, long? extractId, List<long> extracts, List<Holder> holders, CancellationToken cancel)
    {
        var records = holders.ConvertAll(h => h.RecordId);
        var others = (await OtherAddresses.Of(db, Readings(db)).Where(a => extracts.Contains(a.ExtractId) && records.Contains(a.PersonRecordId)).ToListAsync(cancel)).ToLookup(a => a.PersonRecordId, a => a.EmailKey);
        var addresses = holders.ToDictionary(h => h, h => others[h.RecordId].Append(h.UserKey).Append(h.EmailKey).Where(a => a.Length > 0).ToHashSet(StringComparer.Ordinal));
        var all = addresses.Values.SelectMany(a => a).Distinct(StringComparer.Ordinal).ToList();
        var found = await db.AccountRecords.Where(a => a.ExtractId == extractId && all.Contains(a.EmailKey)).Select(a => a.EmailKey).ToListAsync(cancel);
        return holders.ToDictionary(h => h, h => found.Count(addresses[h].Contains));
    }

    // The other applications that groups let these people into, as far as they are linked.
    private static async Task<ILookup<(long, long, string), string>> AlsoIntoAsync(ReviewDb db, long applicationId, List<long> extracts, List<long> people, CancellationToken cancel) => (await (
        from grant in db.AppGrants.AsNoTracking()
        where extracts.Contains(grant.ExtractId) && people.Contains(grant.PersonId) && grant.ApplicationId != applicationId && grant.Way == GrantWay.Group
        join application in db.Applications on grant.ApplicationId equals application.Id
        orderby application.Name
        select new { grant.ExtractId, grant.PersonId, grant.GroupSourceId, application.Name }).ToListAsync(cancel)).Distinct().ToLookup(g => (g.ExtractId, g.PersonId, g.GroupSourceId), g => g.Name);

    // A person whom a directory lets in, and by which names.
    private sealed record Holder(long RecordId, string UserKey, string EmailKey);
}
