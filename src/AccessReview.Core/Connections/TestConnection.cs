using System.Globalization;
using AccessReview.Connectors;
using AccessReview.Connectors.Entra;
using AccessReview.Connectors.Scim;
using AccessReview.Core.Applications;
using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Connections;

/// <summary>Asks a connected system what it is and what it shows, and says in words what the product can and cannot do there.</summary>
public sealed class TestConnection(Databases databases, AskedWrites asked, Change change, ConnectorFactory connectors)
{
    /// <summary>Tests it. A connection that does not work is a finding, not a failure.</summary>
    public async Task<Outcome<ConnectionFindings>> RunAsync(Guid commandId, Actor actor, long connectionId, CancellationToken cancel)
    {
        // Asked before anything goes out with the stored secret, and once more before what was found is kept.
        var allowed = await asked.RunAsync<Done>(
            actor,
            nameof(TestConnection),
            async (now, token) => (await RolesOf.ActorAsync(now, actor, token) & Role.Administrator) == Role.None ? Problem.Denied("Only an administrator tests a connection.") : Done.Yes,
            cancel);
        if (!allowed.IsOk)
        {
            return allowed.Problem;
        }

        await using var db = databases.CreateDbContext();
        if (await db.Connections.AsNoTracking().SingleOrDefaultAsync(c => c.Id == connectionId && c.Active, cancel) is not { } connection)
        {
            return Problem.NotFound("The connection");
        }

        var ready = await connectors.ReadyAsync(db, connectionId, cancel);
        var (findings, probe) = ready.IsOk ? await AskAsync(db, ready.Value, cancel) : (Failed(ready.Problem.Sentence), null);
        var tested = ready.IsOk ? ready.Value.Connection : connection;
        var kept = await change.RunAsync<Done>(commandId, actor, nameof(TestConnection), (scope, token) => KeepAsync(scope, tested, findings, probe, token), cancel);
        return kept.IsOk ? findings : kept.Problem;
    }

    private static async Task<(ConnectionFindings Findings, ScimFindings? Probe)> AskAsync(ReviewDb db, ReadyConnection ready, CancellationToken cancel)
    {
        var connection = ready.Connection;
        try
        {
            if (connection.System != ConnectionSystem.Scim)
            {
                return (DirectoryWords(connection, ConnectionSettings.Parse(connection.Settings), await FirstPagesAsync(ready.Source, cancel)), null);
            }

            var kind = connection.ApplicationId is { } id ? await db.Applications.Where(a => a.Id == id).Select(a => a.Kind).SingleAsync(cancel) : ApplicationKind.Other;
            var probe = await ((ScimSource)ready.Source).ProbeAsync(cancel);
            return (ScimWords(connection, probe, ConnectorFactory.ProfileOf(kind)), probe);
        }
        catch (ConnectorException fault)
        {
            return (Failed(fault.Message), null);
        }
    }

    /// <summary>The first page of each list; of optional lists that a page names, one of each kind tells as much as all.</summary>
    /// <returns>What the optional lists tell: on which day people leave, when they last signed in to the directory itself, and when to an application.</returns>
    private static async Task<(Told OfLastDays, Told OfDirectory, Told OfSignIns)> FirstPagesAsync(ISource source, CancellationToken cancel)
    {
        var (lists, kinds) = (new Queue<string>(source.Lists), new HashSet<string>(StringComparer.Ordinal));
        var (ofLastDays, ofDirectory, ofSignIns) = (new Told(), new Told(), new Told());
        while (lists.TryDequeue(out var list))
        {
            var told = !source.IsOptional(list) ? null : list switch
            {
                EntraSource.LastDays => ofLastDays,
                EntraSource.LastSignIns => ofDirectory,
                _ => ofSignIns,
            };
            try
            {
                var page = source.Parse(list, null, await source.FetchAsync(list, null, cancel));
                page.More.Where(more => source.IsOptional(more) && kinds.Add(source.KindOf(more))).ToList().ForEach(lists.Enqueue);
                told?.Take(page.Unreadable.FirstOrDefault());
            }
            catch (ConnectorException fault) when (told is not null)
            {
                told.Take(fault.Message);
            }
        }

        return (ofLastDays, ofDirectory, ofSignIns);
    }

    // A test takes seconds or minutes. Of a connection that somebody set meanwhile it says nothing, and what it read before is not written back:
    // an address of before would get the secret of now.
    private static async Task<Outcome<Done>> KeepAsync(ChangeScope scope, Connection tested, ConnectionFindings findings, ScimFindings? probe, CancellationToken cancel)
    {
        if (await scope.Db.Connections.AsTracking().SingleOrDefaultAsync(c => c.Id == tested.Id && c.Active && c.EventSeq == tested.EventSeq, cancel) is not { } connection)
        {
            return Problem.Conflict("The connection was changed while it was tested. Test it again.");
        }

        (connection.TestedAt, connection.Test) = (scope.At, findings.Write());
        if (probe is not null)
        {
            connection.Settings = (ConnectionSettings.Parse(connection.Settings) with { Cursor = probe.Cursor, ETags = probe.ETags }).Write();
        }

        scope.Record(new ConnectionTested(connection.Id, findings.Problem is null, findings.Accounts, findings.Groups));
        return Done.Yes;
    }

    private static ConnectionFindings Failed(string problem) => new(problem, null, null, false, [], [], []);

    private static ConnectionFindings ScimWords(Connection connection, ScimFindings probe, ScimProfile profile)
    {
        List<string> can = [probe.Users is { } users ? $"List accounts: the source says there are {users}." : "List accounts."];
        List<string> cannot = [.. profile.BlindSpots];
        if (connection.ApplicationId is not null)
        {
            (probe.ListsGroups ? can : cannot).Add(probe.ListsGroups ? $"List groups and who holds them{(probe.Groups is { } groups ? $": the source says there are {groups}" : "")}." : "It has no groups to list, so only accounts are reviewed from it.");
        }

        if (connection.Use == ConnectionUse.ReadAndRemove)
        {
            can.Add(profile.DeactivateRemoves ? "Remove an account by switching it off." : "Switch an account off.");
            if (probe.ListsGroups)
            {
                can.Add("Take an account out of a group, and nobody else with it.");
            }

            cannot.AddRange(profile.WriteWarnings);
        }
        else
        {
            cannot.Add("It only reads: a revoke is carried out at the identity provider, or becomes a task for a named person.");
        }

        return new(null, probe.Users, probe.Groups, probe.ListsGroups, can, cannot, probe.Attributes);
    }

    private static ConnectionFindings DirectoryWords(Connection connection, ConnectionSettings settings, (Told OfLastDays, Told OfDirectory, Told OfSignIns) told) => new(
        null, null, null, settings.Apps.Count > 0,
        [
            "List everybody it knows, leavers included.",
            .. settings.Apps.Count > 0 ? ["Say who is let into the linked applications, directly or by which group."] : Array.Empty<string>(),
            .. told.OfLastDays is { Asked: true, NotKnown: null } ? ["Say on which day people leave, where it was entered there."] : Array.Empty<string>(),
            .. told.OfDirectory.NotKnown is null ? ["Say when somebody last signed in to the directory itself, for whatever application."] : Array.Empty<string>(),
            .. told.OfSignIns is { Asked: true, NotKnown: null } ? [$"Say when somebody last signed in to a linked application{(ReadThrough.WithPromptOnly.Contains(connection.System) ? " with a prompt" : "")}, as far back as its log reaches."] : Array.Empty<string>(),
            .. connection.Use == ConnectionUse.ReadAndRemove && settings.Apps.Count > 0 ? ["Take somebody's own assignment away, or take them out of the group that gives it."] : Array.Empty<string>(),
        ],
        [
            .. settings.Apps.Count == 0 ? ["No application is linked: it says who works here, and not where access comes from."] : Array.Empty<string>(),
            .. told.OfLastDays.NotKnown is { } untold ? [$"On which day somebody leaves stays not known. {untold}"] : Array.Empty<string>(),
            .. told.OfDirectory.NotKnown is { } unseen ? [$"When somebody last signed in to the directory itself stays not known. {unseen}"] : Array.Empty<string>(),
            .. settings.Apps.Count == 0 || told.OfSignIns is { Asked: true, NotKnown: null } ? Array.Empty<string>()
                : [$"When somebody last signed in to a linked application stays not known.{(told.OfSignIns.NotKnown is { } why ? " " + why : " Its log is not read.")}"],
            .. connection.System == ConnectionSystem.GoogleWorkspace && settings.Apps.Any(a => a.SignInName is not null) && settings.Apps.Count(a => a.SignInName is null) is > 0 and var unnamed
                ? [string.Create(CultureInfo.InvariantCulture, $"When somebody last signed in stays not known for {unnamed} of {settings.Apps.Count} linked applications: the name of the SAML application is not entered.")] : Array.Empty<string>(),
        ],
        []);

    /// <summary>What lists that are only good to know tell.</summary>
    private sealed class Told
    {
        /// <summary>Whether there is such a list.</summary>
        public bool Asked { get; private set; }

        /// <summary>Why it does not come; null: it does.</summary>
        public string? NotKnown { get; private set; }

        /// <summary>Takes how asking for one of them went.</summary>
        public void Take(string? why) => (Asked, NotKnown) = (true, NotKnown ?? why);
    }
}

/// <summary>A connection was tested.</summary>
/// <param name="ConnectionId">Which.</param>
/// <param name="Works">Whether it works.</param>
/// <param name="Accounts">How many accounts the source says there are.</param>
/// <param name="Groups">How many groups.</param>
public sealed record ConnectionTested(long ConnectionId, bool Works, int? Accounts, int? Groups) : EventBody;
