using System.Globalization;
using AccessReview.Connectors;
using AccessReview.Core.Audit;
using AccessReview.Core.Connections;
using AccessReview.Core.Persistence;
using AccessReview.Core.Scoping;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>Makes a reading of what a walk through a connection brought: complete, or incomplete with the reasons and of no use but
/// to say so.</summary>
public sealed class StoreReading(Change change, FileStore files, TimeProvider time)
{
    /// <summary>Stores it; gives the reading's key. The run names it, so that doing it twice stores it once.</summary>
    internal async Task<Outcome<long>> RunAsync(ReadingJob asked, ReadyConnection ready, ReadConnection.Walked walked, CancellationToken cancel)
    {
        var connection = ready.Connection;
        var why = Why(connection, walked);
        var content = await ContentAsync(connection, ready, walked, cancel);
        var problems = why.Count > 0 ? why : [.. content.Readings.Values.SelectMany(TooLong.Sentences).Concat(TooLong.Sentences(content.Grants)).Take(20)];
        return await change.RunAsync<long>(asked.Run, Actor.Product, nameof(StoreReading), async (scope, token) =>
        {
            if (await ScopedSources.RefusalAsync(scope.Db, connection.ApplicationId, connection.DirectoryId, token) is { } outOfScope)
            {
                return outOfScope;
            }

            var newest = await scope.Db.Extracts.Where(e => e.ApplicationId == connection.ApplicationId && e.DirectoryId == connection.DirectoryId && e.Completeness == Completeness.Complete)
                .OrderByDescending(e => e.Id).Select(e => new { e.Id, e.AsOf }).FirstOrDefaultAsync(token);
            var previous = newest?.Id;

            // A walk may last for hours, and nothing turns the source back to what it was before. A state that lies ahead of the clock says nothing of
            // when it was.
            if (problems.Count == 0 && newest is { AsOf: var asOf } && asOf > walked.From && asOf <= time.Now())
            {
                problems = [$"A newer state, as of {Clock.Said(asOf)}, came in while this was read."];
            }

            if (problems.Count == 0 && await GroupsStay.CheckAsync(scope.Db, content, walked.Walk.Absent, token) is { } withoutGroups)
            {
                problems = [withoutGroups];
            }

            if (problems.Count == 0 && await MostStay.CheckAsync(scope.Db, content, previous, token) is { } fewer)
            {
                problems = [fewer];
            }

            if (problems.Count == 0 && await AdministratorsStay.CheckAsync(scope, content, previous, walked.From, token) is { } lockedOut)
            {
                problems = [lockedOut.Sentence];
            }

            var stored = content.Files.Select(f => new Sha256(f.Stored.Sha256)).ToList();
            if (problems.Count > 0)
            {
                var incomplete = await new ExtractWriter(scope, content).WriteIncompleteAsync(walked.From, previous, Shortened.To(Extract.MaxWhy, string.Join(' ', problems)), token);
                scope.Record(new ReadingIncomplete(incomplete.Id, content.Kind, connection.ApplicationId, connection.DirectoryId, connection.Id, walked.Pages, problems.Count, stored));
                return incomplete.Id;
            }

            var (extract, records) = await new ExtractWriter(scope, content).WriteAsync(walked.From, previous, token);
            scope.Record(new SourceRead(
                extract.Id, content.Kind, connection.ApplicationId, connection.DirectoryId, connection.Id, walked.From, walked.Pages, walked.Retries,
                content.Files.Sum(f => f.Lines), content.Files.Sum(f => f.Records), content.Files.Sum(f => f.SetAside.Count), stored, records));
            return extract.Id;
        }, cancel);
    }

    private static List<string> Why(Connection connection, ReadConnection.Walked walked)
    {
        List<string> why = [.. walked.Walk.Reasons];
        if (connection.MoreAcceptedBy is null)
        {
            why.AddRange(walked.Walk.More.Select(l => string.Create(
                CultureInfo.InvariantCulture, $"{l.List}: {l.Distinct:N0} came where the source claims {l.Claimed:N0}. Say once on the connection that more than it claims is right.")));
        }

        var main = connection.ApplicationId is null ? walked.Records.PersonCount : walked.Records.AccountCount;
        if (why.Count == 0 && main == 0)
        {
            why.Add("The source holds no record at all. An empty reading would make everybody look gone.");
        }

        return why;
    }

    private async Task<ExtractContent> ContentAsync(Connection connection, ReadyConnection ready, ReadConnection.Walked walked, CancellationToken cancel)
    {
        var access = connection.ApplicationId is not null;
        var records = walked.Records;
        var hasGroups = access && walked.Walk.Counts.Any(c => c.List == Connectors.Scim.ScimSource.Groups);
        var readings = new Dictionary<ExtractFileKind, Connectors.Files.FileReading>();
        if (access)
        {
            readings[ExtractFileKind.Users] = records.Users();
            if (hasGroups)
            {
                (readings[ExtractFileKind.Assignments], readings[ExtractFileKind.GroupOwners]) = (records.Assignments(), records.GroupOwners());
            }
        }
        else
        {
            readings[ExtractFileKind.People] = records.People();
        }

        var main = access ? ExtractFileKind.Users : ExtractFileKind.People;
        var rest = access ? ExtractFileKind.Assignments : ExtractFileKind.Grants;
        List<ContentFile> kept = [await FileAsync(main, connection, ready, walked, walked.Kept.Main, ready.Source.IsMain, readings[main], cancel)];
        if (ready.Source.Lists.Any(l => !ready.Source.IsMain(l) && !walked.Walk.Absent.Contains(l)))
        {
            kept.Add(await FileAsync(rest, connection, ready, walked, walked.Kept.Rest, l => !ready.Source.IsMain(l), readings.GetValueOrDefault(rest), cancel));
        }

        return new ExtractContent(access ? ExtractKind.Access : ExtractKind.People, connection.ApplicationId, connection.DirectoryId, connection.Id, kept, readings)
        {
            Grants = access ? [] : [.. ReadGrant.Of(records, ConnectionSettings.Parse(connection.Settings).Apps)],
        };
    }

    private async Task<ContentFile> FileAsync(
        ExtractFileKind kind, Connection connection, ReadyConnection ready, ReadConnection.Walked walked, PagesOfAKind pages, Func<string, bool> lists, Connectors.Files.FileReading? reading,
        CancellationToken cancel)
    {
        var stored = await files.StoreAsync(pages.End(), cancel);
        var counts = walked.Walk.Counts.Where(c => lists(c.List)).ToList();
        var received = reading?.Lines ?? counts.Sum(c => c.Distinct);
        var (first, notKnown, absent) = (pages.First ?? "nothing came", walked.Walk.NotKnownOf(lists), kind == ExtractFileKind.Users ? walked.Walk.Absent : []);
        string[] report =
        [
            pages.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $"{first} and {pages.Count - 1} more pages") : first,
            string.Create(CultureInfo.InvariantCulture, $"{walked.Retries} asked again"),
            .. absent.Count > 0 ? ["the source has no " + string.Join(", ", absent).ToLowerInvariant()] : Array.Empty<string>(),
            .. notKnown.Count > 0 ? ["not known: " + string.Join(' ', notKnown)] : Array.Empty<string>(),
        ];
        return new ContentFile(
            kind, $"{kind}.pages.jsonl", stored.Sha256, stored.Length, stored,
            new Provenance
            {
                System = Shortened.To(ExtractFile.MaxStatement, ready.Name),
                Report = Shortened.To(ExtractFile.MaxStatement, string.Join("; ", report)),
                Filters = ready.ShowsOnly ?? ExtractFile.NoFilters, ExportedBy = "AccessReview, through its connection", ExportedAt = walked.From,
                Claimed = counts is [{ Claimed: { } claimed }] && kind is ExtractFileKind.Users or ExtractFileKind.People ? claimed : null,
            },
            ReadThrough.Of(connection, ready.Source, walked.Walk).Write(),
            string.Create(CultureInfo.InvariantCulture, $"{ready.Way}, {pages.Count} pages"), received, reading?.Records ?? received, reading?.SetAside ?? []);
    }
}

/// <summary>A connection was read to its end.</summary>
/// <param name="ExtractId">The reading.</param>
/// <param name="Kind">What it yields.</param>
/// <param name="ApplicationId">The application, or nothing.</param>
/// <param name="DirectoryId">The directory, or nothing.</param>
/// <param name="ConnectionId">The connection.</param>
/// <param name="AsOf">When its first page came.</param>
/// <param name="Pages">Pages received.</param>
/// <param name="Retries">How often something was asked again.</param>
/// <param name="Received">Records received.</param>
/// <param name="Stored">Records stored.</param>
/// <param name="SetAside">Records set aside by name.</param>
/// <param name="StoredFiles">SHA-256 of the pages as kept.</param>
/// <param name="Records">SHA-256 over the records' content: <see cref="RecordsDigest"/>.</param>
public sealed record SourceRead(
    long ExtractId, ExtractKind Kind, long? ApplicationId, long? DirectoryId, long ConnectionId, DateTime AsOf, int Pages, int Retries, int Received, int Stored, int SetAside,
    IReadOnlyList<Sha256> StoredFiles, Sha256 Records) : EventBody;

/// <summary>A connection could not be read to its end; nothing of it is used.</summary>
/// <param name="ExtractId">The incomplete reading.</param>
/// <param name="Kind">What it would have yielded.</param>
/// <param name="ApplicationId">The application, or nothing.</param>
/// <param name="DirectoryId">The directory, or nothing.</param>
/// <param name="ConnectionId">The connection.</param>
/// <param name="Pages">Pages received.</param>
/// <param name="Reasons">How many reasons there are.</param>
/// <param name="StoredFiles">SHA-256 of the pages as kept.</param>
public sealed record ReadingIncomplete(
    long ExtractId, ExtractKind Kind, long? ApplicationId, long? DirectoryId, long ConnectionId, int Pages, int Reasons, IReadOnlyList<Sha256> StoredFiles) : EventBody;
