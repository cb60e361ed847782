using AccessReview.Core.Applications;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>The rows of a reading of an application: accounts and groups known or new, and their records.</summary>
internal static class AccessRows
{
    /// <summary>Queues the rows; gives the numbers of accounts and of assignments.</summary>
    public static async Task<(int Accounts, int Assignments)> WriteAsync(
        ChangeScope scope, ImportView view, long extractId, long? previous, RecordsDigest digest, CancellationToken cancel)
    {
        var users = view.File(ExtractFileKind.Users)!.Reading!;
        var keys = new GroupKeys();
        var (newAccounts, accountIds) = await AccountsAsync(scope, view, users.Accounts, extractId, previous, cancel);
        var accounts = users.Accounts.Select((l, i) => Record(scope.NewId(), extractId, accountIds[i], l)).ToList();
        var (newGroups, groups, groupIds) = await GroupsAsync(scope, view, keys, extractId, cancel);
        var assignments = InOrderOfAccounts(users, view.File(ExtractFileKind.Assignments)?.Reading?.Assignments ?? [], accounts).Select(a => new AssignmentRecord
        {
            Id = scope.NewId(),
            ExtractId = extractId,
            AccountRecordId = a.RecordId,
            GroupId = groupIds[keys.Of(a.Line.Assignment.Group)],
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

    /// <summary>The key of each line's account, by the source's id; a file without ids finds them again by the address of the reading before.</summary>
    private static async Task<(List<Account> New, long[] Ids)> AccountsAsync(
        ChangeScope scope, ImportView view, IReadOnlyList<Connectors.Files.AccountLine> lines, long extractId, long? previous, CancellationToken cancel)
    {
        var known = await scope.Db.Accounts.AsNoTracking().Where(a => a.ApplicationId == view.ApplicationId).ToDictionaryAsync(a => a.SourceKey, a => a.Id, cancel);
        var byEmail = (await scope.Db.AccountRecords.AsNoTracking().Where(r => r.ExtractId == previous && r.EmailKey != "").Select(r => new { r.EmailKey, r.AccountId }).ToListAsync(cancel))
            .ToLookup(r => r.EmailKey, r => r.AccountId);
        var (added, ids) = (new List<Account>(), new long[lines.Count]);
        // An account that a line names by its id is not given to a line without id as well.
        var named = lines.Where(l => l.Account.Id is not null).Select(l => known.GetValueOrDefault(SourceKeys.Of(l.Account))).ToHashSet();
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            var key = SourceKeys.Of(line.Account);
            if (!known.TryGetValue(key, out var id))
            {
                var before = line.Account.Id is null && byEmail[key].ToList() is [var one] && named.Add(one) ? one : (long?)null;
                id = before ?? scope.NewId();
                if (before is null)
                {
                    added.Add(new Account { Id = id, ApplicationId = view.ApplicationId!.Value, SourceKey = key, FirstExtractId = extractId });
                }

                known[key] = id;
            }

            ids[i] = id;
        }

        return (added, ids);
    }

    private static async Task<(List<Group> New, List<GroupRecord> Records, Dictionary<string, long> ByKey)> GroupsAsync(
        ChangeScope scope, ImportView view, GroupKeys keys, long extractId, CancellationToken cancel)
    {
        var known = await scope.Db.Groups.AsNoTracking().Where(g => g.ApplicationId == view.ApplicationId).ToDictionaryAsync(g => g.SourceKey, g => g.Id, cancel);
        var owners = (view.File(ExtractFileKind.GroupOwners)?.Reading?.GroupOwners ?? []).ToDictionary(l => SourceKeys.OfGroup(l.Group.Name), l => l.Group, StringComparer.Ordinal);
        var names = (view.File(ExtractFileKind.Assignments)?.Reading?.Assignments ?? []).Select(l => l.Assignment.Group).Concat(owners.Values.Select(g => g.Name));
        var (added, records) = (new List<Group>(), new List<GroupRecord>());
        foreach (var name in names.DistinctBy(keys.Of, StringComparer.Ordinal))
        {
            var key = keys.Of(name);
            if (!known.TryGetValue(key, out var id))
            {
                known[key] = id = scope.NewId();
                added.Add(new Group { Id = id, ApplicationId = view.ApplicationId!.Value, SourceKey = key, Name = name });
            }

            var owner = owners.GetValueOrDefault(key)?.OwnerEmail ?? "";
            records.Add(new GroupRecord { Id = scope.NewId(), ExtractId = extractId, GroupId = id, Name = name, OwnerEmail = owner, OwnerEmailKey = TextKey.Of(owner) });
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
        };
    }
}
