using AccessReview.Core.Applications;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>The rows of a reading of an application: accounts and groups known or new, and their records.</summary>
internal static class AccessRows
{
    /// <summary>Queues the rows; gives the numbers of accounts and of assignments.</summary>
    public static async Task<(int Accounts, int Assignments)> WriteAsync(
        ChangeScope scope, ExtractContent content, long extractId, long? previous, RecordsDigest digest, CancellationToken cancel)
    {
        var users = content.Reading(ExtractFileKind.Users)!;
        var keys = new GroupKeys();
        var (newAccounts, accountIds) = await AccountsAsync(scope, content, users.Accounts, extractId, previous, cancel);
        var accounts = users.Accounts.Select((l, i) => Record(scope.NewId(), extractId, accountIds[i], l)).ToList();
        var (newGroups, groups, groupIds) = await GroupsAsync(scope, content, keys, extractId, previous, cancel);
        var assignments = InOrderOfAccounts(users, content.Reading(ExtractFileKind.Assignments)?.Assignments ?? [], accounts).Select(a => new AssignmentRecord
        {
            Id = scope.NewId(),
            ExtractId = extractId,
            AccountRecordId = a.RecordId,
            GroupId = groupIds[keys.Of(a.Line.Assignment.Group, a.Line.Assignment.GroupId)],
            Line = a.Line.Line,
        }).ToList();
        accounts.ForEach(digest.Add);
        groups.ForEach(digest.Add);
        assignments.ForEach(digest.Add);
        scope.AfterEvent(async token =>
        {
            await BulkInsert.RunAsync(scope, newAccounts, token);
            await BulkInsert.RunAsync(scope, newGroups, token);
            await BulkInsert.RunAsync(scope, accounts, token);
            await BulkInsert.RunAsync(scope, groups, token);
            await BulkInsert.RunAsync(scope, assignments, token);
        });
        return (accounts.Count, assignments.Count);
    }

    /// <summary>An export is often in the order of teams. Written account by account, the rows of one lie together and every index
    /// grows at its end.</summary>
    private static IEnumerable<(long RecordId, Connectors.Files.AssignmentLine Line)> InOrderOfAccounts(
        Connectors.Files.FileReading users, IReadOnlyList<Connectors.Files.AssignmentLine> lines, List<AccountRecord> records)
    {
        var known = ImportCrossChecks.KnownAccounts(users);
        var byLine = records.ToDictionary(r => r.Line, r => r.Id);
        return lines.Select(l => (RecordId: byLine[ImportCrossChecks.Find(known, l.Assignment.Account)!.Value], Line: l)).OrderBy(a => a.RecordId);
    }

    /// <summary>The key of each line's account: by the source's id, by the id that the reading before knew it under, and by its address where
    /// one of the two readings has no ids or the source is read another way now, so that its ids are others.</summary>
    private static async Task<(List<Account> New, long[] Ids)> AccountsAsync(
        ChangeScope scope, ExtractContent content, IReadOnlyList<Connectors.Files.AccountLine> lines, long extractId, long? previous, CancellationToken cancel)
    {
        var known = await scope.Db.Accounts.AsNoTracking().Where(a => a.ApplicationId == content.ApplicationId).ToDictionaryAsync(a => a.SourceKey, a => a.Id, cancel);
        var before = await scope.Db.AccountRecords.AsNoTracking().Where(r => r.ExtractId == previous).Select(r => new { r.EmailKey, r.SourceId, r.AccountId }).ToListAsync(cancel);
        var byId = before.Where(r => r.SourceId.Length > 0).ToLookup(r => r.SourceId, r => r.AccountId);
        var byEmail = before.Where(r => r.EmailKey.Length > 0).ToLookup(r => r.EmailKey, r => r.AccountId);
        var otherWay = await OtherWayAsync(scope, content, previous, cancel);
        var (added, ids) = (new List<Account>(), new long[lines.Count]);
        // An account that a line names by its id is not given to another line as well.
        var named = lines.Where(l => l.Account.Id is not null).Select(l => Named(l.Account) ?? 0).ToHashSet();
        for (var i = 0; i < lines.Count; i++)
        {
            var account = lines[i].Account;
            var key = SourceKeys.Of(account);
            var email = TextKey.Of(account.Email);
            if ((account.Id is null ? Known(key) : Named(account)) is not { } id)
            {
                var mayBe = byEmail[email].ToList() is [var one] && (account.Id is null || otherWay || Known(email) == one) && named.Add(one) ? one : (long?)null;
                id = mayBe ?? scope.NewId();
                if (mayBe is null)
                {
                    added.Add(new Account { Id = id, ApplicationId = content.ApplicationId!.Value, SourceKey = key, FirstExtractId = extractId });
                }

                known[key] = id;
            }

            ids[i] = id;
        }

        return (added, ids);

        long? Known(string key) => known.TryGetValue(key, out var id) ? id : null;
        long? Named(Connectors.Account account) => Known(SourceKeys.Of(account)) ?? (byId[account.Id!].ToList() is [var one] ? one : null);
    }

    private static async Task<bool> OtherWayAsync(ChangeScope scope, ExtractContent content, long? previous, CancellationToken cancel) =>
        previous is not null && await scope.Db.Extracts.Where(e => e.Id == previous).Select(e => e.ConnectionId).SingleAsync(cancel) != content.ConnectionId;

    /// <summary>The groups by key: by the source's id, by the id that the reading before knew them under, else by name.</summary>
    private static async Task<(List<Group> New, List<GroupRecord> Records, Dictionary<string, long> ByKey)> GroupsAsync(
        ChangeScope scope, ExtractContent content, GroupKeys keys, long extractId, long? previous, CancellationToken cancel)
    {
        var known = await scope.Db.Groups.AsNoTracking().Where(g => g.ApplicationId == content.ApplicationId).ToDictionaryAsync(g => g.SourceKey, g => g.Id, cancel);
        var before = (await scope.Db.GroupRecords.AsNoTracking().Where(r => r.ExtractId == previous && r.SourceId != "").Select(r => new { r.SourceId, r.GroupId }).ToListAsync(cancel))
            .ToLookup(r => r.SourceId, r => r.GroupId);
        var read = (content.Reading(ExtractFileKind.GroupOwners)?.GroupOwners ?? []).Select(l => l.Group)
            .Concat((content.Reading(ExtractFileKind.Assignments)?.Assignments ?? []).Select(l => new Connectors.Group(l.Assignment.Group, null, l.Assignment.GroupId)));
        var (added, records) = (new List<Group>(), new List<GroupRecord>());
        var taken = new HashSet<long>();
        foreach (var group in read.DistinctBy(g => keys.Of(g.Name, g.Id), StringComparer.Ordinal))
        {
            var key = keys.Of(group.Name, group.Id);
            var id = known.TryGetValue(key, out var same) ? same
                : group.Id is not null && before[group.Id].ToList() is [var one] ? one
                : group.Id is not null && known.TryGetValue(keys.Of(group.Name, null), out var named) && taken.Add(named) ? named : (long?)null;
            if (id is null)
            {
                id = scope.NewId();
                added.Add(new Group { Id = id.Value, ApplicationId = content.ApplicationId!.Value, SourceKey = key, Name = group.Name });
            }

            known[key] = id.Value;
            taken.Add(id.Value);
            var owner = group.OwnerEmail ?? "";
            records.Add(new GroupRecord { Id = scope.NewId(), ExtractId = extractId, GroupId = id.Value, Name = group.Name, OwnerEmail = owner, OwnerEmailKey = TextKey.Of(owner), SourceId = group.Id ?? "" });
        }

        return (added, records, known);
    }

    private static AccountRecord Record(long id, long extractId, long accountId, Connectors.Files.AccountLine line)
    {
        var account = line.Account;
        return new AccountRecord
        {
            Id = id,
            ExtractId = extractId,
            AccountId = accountId,
            Line = line.Line,
            Email = account.Email ?? "",
            EmailKey = TextKey.Of(account.Email),
            Name = account.Name ?? "",
            NameSort = TextKey.Sort(account.Name ?? account.Email),
            Role = account.Role ?? "",
            RoleKey = TextKey.Of(account.Role),
            Status = ImportRows.Status(account.Status),
            LastUsedAt = account.LastUsed.At,
            LastUsedState = ImportRows.Used(account.LastUsed.State),
            CreatedAt = account.Created,
            SourceId = account.Id ?? "",
        };
    }
}
