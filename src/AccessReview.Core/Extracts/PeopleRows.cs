using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>The rows of a reading of a directory: people known or new, their records and addresses.</summary>
internal static class PeopleRows
{
    /// <summary>Queues the rows; gives the number of people.</summary>
    public static async Task<int> WriteAsync(ChangeScope scope, ExtractContent content, long extractId, long? previous, RecordsDigest digest, DateTime asOf, CancellationToken cancel)
    {
        var lines = content.Reading(ExtractFileKind.People)!.People;
        var found = await KnownPeople.FindAsync(scope.Db, content.After(previous), lines, cancel);
        var taken = previous is not null && found.Contains(null) ? await KnownPeople.OtherKeysAsync(scope.Db, content.After(previous), cancel) : [];
        var added = new List<Person>();
        var ids = new Dictionary<int, long>(lines.Count);
        foreach (var (line, same) in lines.Zip(found))
        {
            ids[line.Line] = same ?? scope.NewId();
            if (same is null)
            {
                added.Add(new Person { Id = ids[line.Line], DirectoryId = content.DirectoryId!.Value, SourceKey = SourceKeys.Free(SourceKeys.Of(line.Person), taken, extractId, Person.MaxSourceKey), FirstExtractId = extractId });
            }
        }

        var managers = Managers(lines, ids);
        var exported = DateOnly.FromDateTime(asOf);
        var records = lines.Select(l => Record(scope.NewId(), extractId, ids[l.Line], managers, l, exported)).ToList();
        var addresses = lines.Zip(records).SelectMany(pair => Addresses(scope, extractId, pair.First.Person, pair.Second.Id)).ToList();
        records.ForEach(digest.Add);
        var known = await WithGrantsAsync(scope, content, lines, ids, cancel);
        var grants = content.Grants.Where(g => known.ContainsKey(g.PersonSourceId)).Select(g => g.ToRow(scope.NewId(), extractId, known[g.PersonSourceId])).ToList();
        grants.ForEach(digest.Add);
        scope.AfterEvent(async token =>
        {
            await BulkInsert.RunAsync(scope, added, token);
            await BulkInsert.RunAsync(scope, records, token);
            await BulkInsert.RunAsync(scope, addresses, token);
            await BulkInsert.RunAsync(scope, grants, token);
        });
        return records.Count;
    }

    /// <summary>Whom a grant may name: the people of this reading, and those whom the directory had before, read the same way.</summary>
    private static async Task<Dictionary<string, long>> WithGrantsAsync(
        ChangeScope scope, ExtractContent content, IReadOnlyList<Connectors.Files.PersonLine> lines, Dictionary<int, long> ids, CancellationToken cancel)
    {
        if (content.Grants.Count == 0)
        {
            return [];
        }

        var known = await scope.Db.People.AsNoTracking().Where(p => p.DirectoryId == content.DirectoryId && !scope.Db.Extracts.Any(e => e.Id == p.FirstExtractId && e.ConnectionId != content.ConnectionId))
            .ToDictionaryAsync(p => p.SourceKey, p => p.Id, StringComparer.Ordinal, cancel);
        foreach (var line in lines)
        {
            known[SourceKeys.Of(line.Person)] = ids[line.Line];
        }

        return known;
    }

    /// <summary>People of this reading by employee id and by address; several under one key are nobody's manager for certain.</summary>
    private static ILookup<string, long> Managers(IReadOnlyList<Connectors.Files.PersonLine> lines, Dictionary<int, long> ids) =>
        lines.SelectMany(l => new[] { TextKey.Of(l.Person.EmployeeId), TextKey.Of(l.Person.WorkEmail) }.Concat(l.Person.OtherAddresses.Select(TextKey.Of))
            .Where(k => k.Length > 0).Distinct(StringComparer.Ordinal).Select(key => (key, ids[l.Line]))).ToLookup(p => p.key, p => p.Item2, StringComparer.Ordinal);

    private static PersonRecord Record(long id, long extractId, long personId, ILookup<string, long> managers, Connectors.Files.PersonLine line, DateOnly exported)
    {
        var person = line.Person;
        var manager = TextKey.Of(person.Manager);
        var candidates = managers[manager].Distinct().ToList();
        var name = person.Name ?? person.WorkEmail ?? person.EmployeeId!;
        return new PersonRecord
        {
            Id = id,
            ExtractId = extractId,
            PersonId = personId,
            Line = line.Line,
            EmployeeId = person.EmployeeId ?? "",
            WorkEmail = person.WorkEmail ?? "",
            EmailKey = TextKey.Of(person.WorkEmail),
            Name = name,
            NameSort = TextKey.Sort(name, AccountRecord.MaxText),
            Status = ImportRows.Status(person.Status),
            EmploymentType = person.EmploymentType ?? "",
            StartDate = person.Start,
            EndDate = person.LastDayOn(exported),
            ManagerKey = manager,
            ManagerId = candidates is [var one] && one != personId ? one : null,
            Department = person.Department ?? "",
            JobTitle = person.Title ?? "",
            LastSignInAt = person.LastSignIn.At,
            LastSignInState = person.LastSignIn.State == Connectors.LastUseState.NotGiven ? null : ImportRows.Used(person.LastSignIn.State),
        };
    }

    private static IEnumerable<PersonAddress> Addresses(ChangeScope scope, long extractId, Connectors.Person person, long recordId)
    {
        var work = TextKey.Of(person.WorkEmail);
        if (work.Length > 0)
        {
            yield return new PersonAddress { Id = scope.NewId(), ExtractId = extractId, PersonRecordId = recordId, EmailKey = work, Kind = AddressKind.Work };
        }

        var former = person.FormerAddresses.Select(TextKey.Of).ToHashSet(StringComparer.Ordinal);
        foreach (var other in person.OtherAddresses.Select(TextKey.Of).Where(k => k.Length > 0 && k != work).Distinct(StringComparer.Ordinal))
        {
            yield return new PersonAddress { Id = scope.NewId(), ExtractId = extractId, PersonRecordId = recordId, EmailKey = other, Kind = former.Contains(other) ? AddressKind.Former : AddressKind.Other };
        }
    }
}
