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
        var known = await KnownAccounts.FindAsync(scope.Db, content.After(previous), lines, cancel);
        var accountIds = known.Select(id => id ?? scope.NewId()).ToArray();
        var taken = previous is not null && known.Contains(null) ? await KnownAccounts.OtherKeysAsync(scope.Db, content.After(previous), cancel) : [];
        var first = scope.NewIds(lines.Count);
        var (newGroups, groups, groupIds) = await GroupsAsync(scope, content, keys, extractId, previous, cancel);
        var assignments = content.Reading(ExtractFileKind.Assignments);
        var held = assignments is null
            ? [.. GroupColumn.Of(users, assignments, keys).Select(h => (first + h.Place, groupIds[keys.Of(h.Group)], h.Line))]
            : Held(users, assignments.Assignments, first, a => groupIds[keys.Of(a.Group, a.GroupId)]);
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

        IEnumerable<Account> NewAccounts() => Enumerable.Range(0, lines.Count).Where(i => known[i] is null).Select(i => new Account
        {
            Id = accountIds[i], ApplicationId = content.ApplicationId!.Value, SourceKey = SourceKeys.Free(SourceKeys.Of(lines[i].Account), taken, extractId, Account.MaxSourceKey),
            FirstExtractId = extractId,
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

        var holders = new Holders(users);
        var held = new (long RecordId, long GroupId, int Line)[lines.Count];
        for (var i = 0; i < held.Length; i++)
        {
            var (line, assignment) = lines[i];
            held[i] = (firstRecord + holders.Find(assignment.Account)!.Value, groupOf(assignment), line);
        }

        Array.Sort(held, (one, other) => one.RecordId != other.RecordId ? one.RecordId.CompareTo(other.RecordId) : one.Line.CompareTo(other.Line));
        return held;
    }

    /// <summary>The groups: those that are new, each as it was read, and the key of each by the key the reading names it by.</summary>
    private static async Task<(List<Group> New, List<GroupRecord> Records, Dictionary<string, long> ByKey)> GroupsAsync(
        ChangeScope scope, ExtractContent content, GroupKeys keys, long extractId, long? previous, CancellationToken cancel)
    {
        var read = KnownGroups.Named(content.Reading(ExtractFileKind.Users)!, content.Reading(ExtractFileKind.GroupOwners), content.Reading(ExtractFileKind.Assignments), keys);
        var known = await KnownGroups.FindAsync(scope.Db, content.After(previous), read, keys, cancel);
        var taken = known.Contains(null) ? await scope.Db.Groups.Where(g => g.ApplicationId == content.ApplicationId).Select(g => g.SourceKey).ToHashSetAsync(cancel) : [];
        var (added, records, byKey) = (new List<Group>(), new List<GroupRecord>(), new Dictionary<string, long>(StringComparer.Ordinal));
        foreach (var (group, same) in read.Zip(known))
        {
            var (key, id) = (keys.Of(group.Name, group.Id), same ?? scope.NewId());
            if (same is null)
            {
                added.Add(new Group { Id = id, ApplicationId = content.ApplicationId!.Value, SourceKey = SourceKeys.Free(key, taken, extractId, Group.MaxName), Name = group.Name });
            }

            byKey[key] = id;
            var owner = group.OwnerEmail ?? "";
            records.Add(new GroupRecord { Id = scope.NewId(), ExtractId = extractId, GroupId = id, Name = group.Name, OwnerEmail = owner, OwnerEmailKey = TextKey.Of(owner), SourceId = group.Id ?? "" });
        }

        return (added, records, byKey);
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
            NameSort = made ? TextKey.Sort(account.Name ?? account.Email, AccountRecord.MaxText) : "",
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
