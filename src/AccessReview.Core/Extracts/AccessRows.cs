using AccessReview.Core.Applications;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>The rows of a reading of an application: accounts and groups known or new, and their records.</summary>
internal static class AccessRows
{
    /// <summary>Queues the rows; gives the numbers of accounts and of assignments. Records are made when they are hashed and again when they
    /// are written, so that not all of them are in memory beside the lines they come from.</summary>
    public static async Task<(int Accounts, int Assignments)> WriteAsync(
        ChangeScope scope, ExtractContent content, long extractId, long? previous, RecordsDigest digest, CancellationToken cancel)
    {
        var users = content.Reading(ExtractFileKind.Users)!;
        var (lines, keys) = (users.Accounts, new GroupKeys());
        var (added, accountIds) = await AccountsAsync(scope, content, lines, previous, cancel);
        var first = scope.NewIds(lines.Count);
        var (newGroups, groups, groupIds) = await GroupsAsync(scope, content, keys, extractId, previous, cancel);
        var held = Held(users, content.Reading(ExtractFileKind.Assignments)?.Assignments ?? [], first, a => groupIds[keys.Of(a.Group, a.GroupId)]);
        var firstHeld = scope.NewIds(held.Length);
        foreach (var record in Accounts(TextKeys.None))
        {
            digest.Add(record);
        }

        groups.ForEach(digest.Add);
        foreach (var record in Assignments())
        {
            digest.Add(record);
        }

        scope.AfterEvent(async token =>
        {
            await BulkInsert.RunAsync(scope, NewAccounts(), token);
            await BulkInsert.RunAsync(scope, newGroups, token);
            await BulkInsert.RunAsync(scope, Ahead.Of(Accounts(TextKeys.Made)), token);
            await BulkInsert.RunAsync(scope, groups, token);
            await BulkInsert.RunAsync(scope, Assignments(), token);
        });
        return (lines.Count, held.Length);

        IEnumerable<Account> NewAccounts() => added.Select(i => new Account
        {
            Id = accountIds[i], ApplicationId = content.ApplicationId!.Value, SourceKey = SourceKeys.Of(lines[i].Account), FirstExtractId = extractId,
        });
        IEnumerable<AccountRecord> Accounts(TextKeys made) => lines.Select((l, i) => Record(first + i, extractId, accountIds[i], l, made));
        IEnumerable<AssignmentRecord> Assignments() => held.Select((h, i) => new AssignmentRecord { Id = firstHeld + i, ExtractId = extractId, AccountRecordId = h.RecordId, GroupId = h.GroupId, Line = h.Line });
    }

    /// <summary>Whether a record gets the keys it is searched and sorted by, which its digest does not cover.</summary>
    private enum TextKeys
    {
        None,
        Made,
    }

    /// <summary>An export is often in the order of teams. Written account by account, the rows of one lie together and every index
    /// grows at its end.</summary>
    private static (long RecordId, long GroupId, int Line)[] Held(
        Connectors.Files.FileReading users, IReadOnlyList<Connectors.Files.AssignmentLine> lines, long firstRecord, Func<Connectors.Assignment, long> groupOf)
    {
        if (lines.Count == 0)
        {
            return [];
        }

        var known = ImportCrossChecks.KnownAccounts(users);
        var held = new (long RecordId, long GroupId, int Line)[lines.Count];
        for (var i = 0; i < held.Length; i++)
        {
            var (line, assignment) = lines[i];
            held[i] = (firstRecord + ImportCrossChecks.Find(known, assignment.Account)!.Value, groupOf(assignment), line);
        }

        Array.Sort(held, (one, other) => one.RecordId != other.RecordId ? one.RecordId.CompareTo(other.RecordId) : one.Line.CompareTo(other.Line));
        return held;
    }

    /// <summary>The key of each line's account: by the source's id, by the id that the reading before knew it under, and by its address where
    /// one of the two readings has no ids or the source is read another way now, so that its ids are others. With them the places of the lines
    /// whose account is new.</summary>
    private static async Task<(List<int> New, long[] Ids)> AccountsAsync(
        ChangeScope scope, ExtractContent content, IReadOnlyList<Connectors.Files.AccountLine> lines, long? previous, CancellationToken cancel)
    {
        var known = await scope.Db.Accounts.AsNoTracking().Where(a => a.ApplicationId == content.ApplicationId).ToDictionaryAsync(a => a.SourceKey, a => a.Id, cancel);
        var before = await scope.Db.AccountRecords.AsNoTracking().Where(r => r.ExtractId == previous).Select(r => new { r.EmailKey, r.SourceId, r.AccountId }).ToListAsync(cancel);
        var byId = before.Where(r => r.SourceId.Length > 0).ToLookup(r => r.SourceId, r => r.AccountId);
        var byEmail = before.Where(r => r.EmailKey.Length > 0).ToLookup(r => r.EmailKey, r => r.AccountId);
        var otherWay = await OtherWayAsync(scope, content, previous, cancel);
        var (added, ids) = (new List<int>(), new long[lines.Count]);
        known.EnsureCapacity(Math.Max(known.Count, lines.Count));
        // An account that a line names by its id is not given to another line as well.
        var named = before.Count == 0 ? [] : lines.Where(l => l.Account.Id is not null).Select(l => Named(l.Account) ?? 0).ToHashSet();
        for (var i = 0; i < lines.Count; i++)
        {
            var account = lines[i].Account;
            var key = SourceKeys.Of(account);
            if ((account.Id is null ? Known(key) : Named(account)) is not { } id)
            {
                var mayBe = before.Count == 0 ? null : ByEmail(account);
                id = mayBe ?? scope.NewId();
                if (mayBe is null)
                {
                    added.Add(i);
                }

                known[key] = id;
            }

            ids[i] = id;
        }

        return (added, ids);

        long? Known(string key) => known.TryGetValue(key, out var id) ? id : null;
        long? ByEmail(Connectors.Account account)
        {
            var email = TextKey.Of(account.Email);
            return byEmail[email].ToList() is [var one] && (account.Id is null || otherWay || Known(email) == one) && named.Add(one) ? one : null;
        }

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

    private static AccountRecord Record(long id, long extractId, long accountId, Connectors.Files.AccountLine line, TextKeys keys)
    {
        var (account, made) = (line.Account, keys == TextKeys.Made);
        return new AccountRecord
        {
            Id = id,
            ExtractId = extractId,
            AccountId = accountId,
            Line = line.Line,
            Email = account.Email ?? "",
            EmailKey = made ? TextKey.Of(account.Email) : "",
            Name = account.Name ?? "",
            NameSort = made ? TextKey.Sort(account.Name ?? account.Email) : "",
            Role = account.Role ?? "",
            RoleKey = made ? TextKey.Of(account.Role) : "",
            Status = ImportRows.Status(account.Status),
            LastUsedAt = account.LastUsed.At,
            LastUsedState = ImportRows.Used(account.LastUsed.State),
            CreatedAt = account.Created,
            SourceId = account.Id ?? "",
        };
    }
}
