using AccessReview.Core.Connections;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>Where access came from when the campaign was launched, by the readings of directories that its assessments used: the rule of
/// <see cref="RouteReader"/>, for all accounts of a reading at once.</summary>
internal sealed class Origins
{
    private readonly Dictionary<long, OfApplication> byPlan = [];

    /// <summary>Reads what let whom into the applications under review.</summary>
    internal static async Task<Origins> ReadAsync(ReportScope scope, CancellationToken cancel)
    {
        var (origins, connections) = (new Origins(), await ConnectionsAsOf.ReadAsync(scope, cancel));
        foreach (var application in scope.Applications)
        {
            if (application.Assessment is { } assessment && await OfApplication.ReadAsync(
                scope.Db, assessment.Id, application.Application.Id, assessment.ExtractId, await NamingAsync(scope, connections, application, cancel) ?? assessment.ExtractId, cancel) is { } read)
            {
                origins.byPlan[application.Plan.Id] = read;
            }
        }

        return origins;
    }

    // A directory names accounts as the application itself does: a file beside its connection may number them otherwise.
    private static async Task<long?> NamingAsync(ReportScope scope, ConnectionsAsOf connections, ReviewedApplication application, CancellationToken cancel) =>
        connections.OfApplication(application.Application.Id, scope.AsOfSeq) is { } way && application.Extract?.ConnectionId != way.ConnectionId
            ? await GivenIds.Readings(scope.Db, application.Application.Id, way.ConnectionId, scope.AsOfSeq).Select(e => (long?)e.Id).FirstOrDefaultAsync(cancel)
            : null;

    /// <summary>Where an account's access came from, in words; null: no directory that was read says so.</summary>
    internal string? Of(ItemLine item) => RouteFacts.OriginOf(Grants(item.PlanId, item.AccountId, item.EmailKey));

    /// <summary>What let an account in; empty: no directory that was read says so.</summary>
    internal IReadOnlyList<RouteGrant> Grants(long planId, long accountId, string emailKey) => byPlan.GetValueOrDefault(planId)?.Of(accountId, emailKey) ?? [];

    /// <summary>What the directories under an assessment say of who is let into an application.</summary>
    internal static IQueryable<AppGrant> Read(ReviewDb db, long assessmentId, long applicationId) => db.AppGrants.AsNoTracking()
        .Where(g => g.ApplicationId == applicationId && db.AssessmentSources.Any(s => s.AssessmentId == assessmentId && s.ExtractId == g.ExtractId));

    /// <summary>Of the accounts of two readings those that a grant names by their id, and those by whose address it may mean them: of a large application
    /// that few are let into by a directory, only these are read.</summary>
    /// <param name="db">The database.</param>
    /// <param name="grants">The grants.</param>
    /// <param name="extractId">The reading under review, which has the addresses.</param>
    /// <param name="idsOf">The reading whose ids are the application's own.</param>
    internal static (IQueryable<AccountRecord> Named, IQueryable<AccountRecord> Addressed) Accounts(ReviewDb db, IQueryable<AppGrant> grants, long extractId, long idsOf)
    {
        var accounts = db.AccountRecords.AsNoTracking();
        var owners = grants.Join(db.PersonRecords, g => new { g.ExtractId, g.PersonId }, p => new { p.ExtractId, p.PersonId }, (_, p) => p.EmailKey);
        var others = OtherAddresses.Of(db, grants.Select(g => g.ExtractId)).Where(a => db.PersonRecords.Any(p => p.Id == a.PersonRecordId && grants.Any(g => g.ExtractId == p.ExtractId && g.PersonId == p.PersonId))).Select(a => a.EmailKey);
        return (
            accounts.Where(a => a.ExtractId == idsOf && a.SourceId != "" && grants.Select(g => g.AccountSourceId).Contains(a.SourceId)),
            accounts.Where(a => a.ExtractId == extractId && a.EmailKey != "" && (grants.Select(g => g.UserKey).Contains(a.EmailKey) || owners.Contains(a.EmailKey) || others.Contains(a.EmailKey))));
    }

    /// <summary>What let into one application.</summary>
    private sealed class OfApplication(ILookup<long, (string EmailKey, RouteGrant Grant)> byAccount, ILookup<string, RouteGrant> byAddress)
    {
        /// <summary>Reads it; null: no directory says anything of the application.</summary>
        public static async Task<OfApplication?> ReadAsync(ReviewDb db, long assessmentId, long applicationId, long extractId, long idsOf, CancellationToken cancel)
        {
            var read = Read(db, assessmentId, applicationId);
            var grants = await (
                from grant in read
                join extract in db.Extracts on grant.ExtractId equals extract.Id
                join directory in db.Directories on extract.DirectoryId equals directory.Id
                join record in db.PersonRecords on new { grant.ExtractId, grant.PersonId } equals new { record.ExtractId, record.PersonId }
                orderby directory.Id, grant.Id
                select new
                {
                    Grant = grant, record.EmailKey, RecordId = record.Id, Directory = directory.Name, extract.ConnectionId,
                    WithPromptOnly = db.Connections.Any(c => c.Id == extract.ConnectionId && ReadThrough.WithPromptOnly.Contains(c.System)),
                }).ToListAsync(cancel);
            if (grants.Count == 0)
            {
                return null;
            }

            var wider = (await (
                from grant in read
                where grant.Way == GrantWay.Group
                join other in db.AppGrants on new { grant.ExtractId, grant.PersonId, grant.GroupSourceId } equals new { other.ExtractId, other.PersonId, other.GroupSourceId }
                where other.ApplicationId != applicationId
                join application in db.Applications on other.ApplicationId equals application.Id
                orderby application.Name
                select new { grant.Id, application.Name }).ToListAsync(cancel)).Distinct().ToLookup(o => o.Id, o => o.Name);
            var (named, addressed) = Accounts(db, read, extractId, idsOf);
            var ids = (await named.Select(a => new { a.SourceId, a.AccountId, a.EmailKey }).ToListAsync(cancel)).ToLookup(a => a.SourceId, StringComparer.Ordinal);
            var withAddress = await addressed.GroupBy(a => a.EmailKey).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, StringComparer.Ordinal, cancel);
            var others = await OtherAddresses.ReadAsync(db, db.AssessmentSources.Where(s => s.AssessmentId == assessmentId).Select(s => s.ExtractId), cancel);
            var logs = await ReadThrough.DaysOfLogsAsync(db, applicationId, [.. grants.Select(g => g.Grant.ExtractId).Distinct()], cancel);
            var letIn = grants.CountBy(g => (g.Grant.ExtractId, g.Grant.GroupSourceId)).ToDictionary();
            RouteGrant Words(AppGrant grant, string directory, long? connection, bool withPromptOnly, int of) => new(
                new RouteConnection(connection ?? 0, directory, MayRemove: false, ListsGroups: true), grant.AppId, "", grant.Way, grant.GroupSourceId, grant.GroupName,
                grant.Way == GrantWay.Group ? letIn[(grant.ExtractId, grant.GroupSourceId)] - 1 : 0, grant.LastSignInAt, of)
            {
                AlsoInto = [.. wider[grant.Id]], FilledBy = grant.FilledBy, WithPromptOnly = withPromptOnly,
                SilentDays = grant.LastSignInAt is null && logs.TryGetValue((grant.ExtractId, grant.AppId), out var days) ? days : null,
            };
            var byName = grants.ToLookup(g => g.Grant.AccountSourceId.Length > 0 && ids.Contains(g.Grant.AccountSourceId));
            return new OfApplication(
                byName[true].SelectMany(g => ids[g.Grant.AccountSourceId].Select(a => (Account: a, Grant: Words(g.Grant, g.Directory, g.ConnectionId, g.WithPromptOnly, 1)))).ToLookup(n => n.Account.AccountId, n => (n.Account.EmailKey, n.Grant)),
                byName[false].Select(g => (g.Grant, g.Directory, g.ConnectionId, g.WithPromptOnly, Addresses: others[g.RecordId].Append(g.Grant.UserKey).Append(g.EmailKey).Where(a => a.Length > 0).Distinct(StringComparer.Ordinal).ToList()))
                    .SelectMany(g => g.Addresses.Select(a => (Address: a, Grant: Words(g.Grant, g.Directory, g.ConnectionId, g.WithPromptOnly, g.Addresses.Sum(o => withAddress.GetValueOrDefault(o))))))
                    .ToLookup(g => g.Address, g => g.Grant, StringComparer.Ordinal));
        }

        /// <summary>What let an account in.</summary>
        public IReadOnlyList<RouteGrant> Of(long accountId, string emailKey) =>
            [.. byAccount[accountId].Where(n => GivenIds.MayBeSame(n.EmailKey, emailKey)).Select(n => n.Grant), .. byAddress[emailKey]];
    }
}
