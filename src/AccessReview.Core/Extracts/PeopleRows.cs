using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>The rows of a reading of a directory: people known or new, their records and addresses.</summary>
internal static class PeopleRows
{
    /// <summary>Queues the rows; gives the number of people.</summary>
    public static async Task<int> WriteAsync(ChangeScope scope, ExtractContent content, long extractId, long? previous, RecordsDigest digest, CancellationToken cancel)
    {
        var lines = content.Reading(ExtractFileKind.People)!.People;
        var known = await scope.Db.People.AsNoTracking().Where(p => p.DirectoryId == content.DirectoryId).ToDictionaryAsync(p => p.SourceKey, p => p.Id, cancel);
        var elsewhere = await ElsewhereAsync(scope, content, lines, previous, cancel);
        var added = new List<Person>();
        var ids = new Dictionary<int, long>(lines.Count);
        foreach (var line in lines)
        {
            var key = SourceKeys.Of(line.Person);
            if (!known.TryGetValue(key, out var id))
            {
                if (elsewhere(line.Person) is { } same)
                {
                    ids[line.Line] = known[key] = same;
                    continue;
                }

                known[key] = id = scope.NewId();
                added.Add(new Person { Id = id, DirectoryId = content.DirectoryId!.Value, SourceKey = key, FirstExtractId = extractId });
            }

            ids[line.Line] = id;
        }

        var managers = Managers(lines, ids);
        var records = lines.Select(l => Record(scope.NewId(), extractId, ids[l.Line], managers, l)).ToList();
        var addresses = lines.Zip(records).SelectMany(pair => Addresses(scope, extractId, pair.First.Person, pair.Second.Id)).ToList();
        records.ForEach(digest.Add);
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

    /// <summary>Somebody whom another directory knows by the same work address is one person in both; whom this directory was found to
    /// know that way once stays so, whatever becomes of the address. Several under one address are nobody for certain.</summary>
    private static async Task<Func<Connectors.Person, long?>> ElsewhereAsync(
        ChangeScope scope, ExtractContent content, IReadOnlyList<Connectors.Files.PersonLine> lines, long? previous, CancellationToken cancel)
    {
        var before = (await scope.Db.PersonRecords.AsNoTracking().Where(r => r.ExtractId == previous && r.EmployeeId != "").Select(r => new { r.EmployeeId, r.PersonId }).ToListAsync(cancel))
            .ToLookup(r => r.EmployeeId, r => r.PersonId, StringComparer.Ordinal);
        var others = (await (from record in scope.Db.PersonRecords.AsNoTracking()
                             join directory in scope.Db.Directories on record.ExtractId equals directory.CurrentExtractId
                             where directory.Id != content.DirectoryId && record.EmailKey != ""
                             select new { record.EmailKey, record.PersonId }).ToListAsync(cancel)).ToLookup(r => r.EmailKey, r => r.PersonId, StringComparer.Ordinal);
        var mine = lines.ToLookup(l => TextKey.Of(l.Person.WorkEmail), StringComparer.Ordinal);
        return person => person.EmployeeId is { } id && before[id].ToList() is [var known] ? known
            : TextKey.Of(person.WorkEmail) is { Length: > 0 } email && mine[email].Count() == 1 && others[email].Distinct().ToList() is [var one] ? one
            : null;
    }

    /// <summary>People of this reading by employee id and by address; several under one key are nobody's manager for certain.</summary>
    private static ILookup<string, long> Managers(IReadOnlyList<Connectors.Files.PersonLine> lines, Dictionary<int, long> ids) =>
        lines.SelectMany(l => new[] { TextKey.Of(l.Person.EmployeeId), TextKey.Of(l.Person.WorkEmail) }.Concat(l.Person.OtherAddresses.Select(TextKey.Of))
            .Where(k => k.Length > 0).Distinct(StringComparer.Ordinal).Select(key => (key, ids[l.Line]))).ToLookup(p => p.key, p => p.Item2, StringComparer.Ordinal);

    private static PersonRecord Record(long id, long extractId, long personId, ILookup<string, long> managers, Connectors.Files.PersonLine line)
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
            NameSort = TextKey.Sort(name),
            Status = ImportRows.Status(person.Status),
            EmploymentType = person.EmploymentType ?? "",
            StartDate = person.Start,
            EndDate = person.End,
            ManagerKey = manager,
            ManagerId = candidates is [var one] && one != personId ? one : null,
            Department = person.Department ?? "",
            JobTitle = person.Title ?? "",
        };
    }

    private static IEnumerable<PersonAddress> Addresses(ChangeScope scope, long extractId, Connectors.Person person, long recordId)
    {
        var work = TextKey.Of(person.WorkEmail);
        if (work.Length > 0)
        {
            yield return new PersonAddress { Id = scope.NewId(), ExtractId = extractId, PersonRecordId = recordId, EmailKey = work, Kind = AddressKind.Work };
        }

        foreach (var other in person.OtherAddresses.Select(TextKey.Of).Where(k => k.Length > 0 && k != work).Distinct(StringComparer.Ordinal))
        {
            yield return new PersonAddress { Id = scope.NewId(), ExtractId = extractId, PersonRecordId = recordId, EmailKey = other, Kind = AddressKind.Other };
        }
    }
}
