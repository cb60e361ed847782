using System.Globalization;
using AccessReview.Connectors;
using AccessReview.Core.Connections;

namespace AccessReview.Core.Removals;

/// <summary>One act that a removal needs, and where.</summary>
/// <param name="ConnectionId">The connection it goes through.</param>
/// <param name="Act">The act.</param>
/// <param name="Target">To what it is done, in words.</param>
public sealed record RouteStep(long ConnectionId, RemovalAct Act, string Target);

/// <summary>A way into the application as the route sees it.</summary>
/// <param name="ConnectionId">The connection; 0: there is none.</param>
/// <param name="Name">The system as people know it.</param>
/// <param name="MayRemove">Whether the product may carry removals out through it.</param>
/// <param name="ListsGroups">Whether it has groups.</param>
public sealed record RouteConnection(long ConnectionId, string Name, bool MayRemove, bool ListsGroups);

/// <summary>What lets the holder in at a directory.</summary>
/// <param name="Connection">The directory's connection.</param>
/// <param name="AppId">The application as the directory names it.</param>
/// <param name="PersonId">The person as the directory names them.</param>
/// <param name="Way">What lets them in.</param>
/// <param name="GroupId">The group as the directory names it.</param>
/// <param name="GroupName">Its name.</param>
/// <param name="Others">How many others the group lets in.</param>
/// <param name="LastSignInAt">When the holder last signed in through it, if that is known.</param>
/// <param name="Accounts">How many accounts of the application it may be about: 1, unless the directory gives no id and several have the address.</param>
public sealed record RouteGrant(
    RouteConnection Connection, string AppId, string PersonId, GrantWay Way, string GroupId, string GroupName, int Others, DateTime? LastSignInAt = null, int Accounts = 1)
{
    /// <summary>The other applications that the group lets them into, by name.</summary>
    public IReadOnlyList<string> AlsoInto { get; init; } = [];

    /// <summary>What fills the group, where it is not people; null: people do, or it is not known.</summary>
    public GroupFiller? FilledBy { get; init; }

    /// <summary>Whether the directory's log has only those sign-ins at which somebody was asked for something: who stays signed in uses the application without being in it.</summary>
    public bool WithPromptOnly { get; init; }

    /// <summary>For how many days back the directory's log was read to its end, if it shows no sign-in of the holder; null: it shows one, or nobody knows.</summary>
    public int? SilentDays { get; init; }
}

/// <summary>Everything a route is decided by.</summary>
/// <param name="ChangeOfRole">Only the role is to be lowered.</param>
/// <param name="AccountSourceId">The account as the application's connection itself names it; empty: that is not known.</param>
/// <param name="GroupSourceId">The group that goes, as that connection names it; empty: that is not known; null: the account goes.</param>
/// <param name="GroupName">Its name.</param>
/// <param name="Application">The way into the application; null: it is read from files.</param>
/// <param name="Grants">What lets the holder in.</param>
/// <param name="KeptSince">What is said of a removal whose access another campaign has kept since; null: none has.</param>
public sealed record RouteFacts(
    bool ChangeOfRole, string AccountSourceId, string? GroupSourceId, string? GroupName, RouteConnection? Application, IReadOnlyList<RouteGrant> Grants, string? KeptSince = null)
{
    private const string WithoutPrompt = " (those without a prompt are not in that log)";

    /// <summary>The account's address as it was read last; empty: it has none.</summary>
    public string Address { get; init; } = "";

    /// <summary>The other groups that final revokes take from the account, by name.</summary>
    public IReadOnlyList<string> Going { get; init; } = [];

    /// <summary>Where the access comes from, in words; null: no directory that is connected knows of it.</summary>
    public string? Origin => OriginOf(Grants);

    /// <summary>Where access comes from that these let in, in words; null: nothing does.</summary>
    internal static string? OriginOf(IReadOnlyList<RouteGrant> grants) => grants.Count == 0 ? null : string.Join("; ", grants.Select(g => g.Way switch
    {
        GrantWay.Direct => $"own assignment at {g.Connection.Name}",
        GrantWay.Group => $"{g.Connection.Name} group {g.GroupName}{(g.Others > 0 ? $", with {g.Others} {(g.Others == 1 ? "other" : "others")}" : "")}",
        GrantWay.NotKnown => $"{g.Connection.Name}, by what is not known",
        _ => throw new InvalidOperationException($"Unknown way {g.Way}."),
    } + (g.Accounts > 1 ? $", for one of {g.Accounts} accounts with the address" : ""))) + SignInsOf([.. grants.Where(g => g.Accounts == 1)]);

    // Of a directory that lets in by several of its applications, each log has to be silent.
    private static string SignInsOf(IReadOnlyList<RouteGrant> grants) => grants.Where(g => g.LastSignInAt is not null).MaxBy(g => g.LastSignInAt) is { } last
        ? string.Create(CultureInfo.InvariantCulture, $"; last signed in there on {last.LastSignInAt:d MMM yyyy}{(last.WithPromptOnly ? WithoutPrompt : "")}")
        : string.Concat(grants.GroupBy(g => g.Connection.Name, StringComparer.Ordinal).Where(g => g.All(one => one.SilentDays is not null))
            .Select(g => (Directory: g.Key, Days: g.Min(one => one.SilentDays), Only: g.Any(one => one.WithPromptOnly)))
            .Select(g => string.Create(CultureInfo.InvariantCulture, $"; no {(g.Only ? "interactive " : "")}sign-in through {g.Directory} in the {g.Days} days before the reading{(g.Only ? WithoutPrompt : "")}")));
}

/// <summary>Where a removal is carried out so that it holds: at the directory that gives the access, else in the application itself, else
/// by a person.</summary>
/// <param name="Steps">The acts, in order; empty: it is a person's.</param>
/// <param name="Words">What revoking will do and whether it will hold, in a sentence.</param>
public sealed record RemovalRoute(IReadOnlyList<RouteStep> Steps, string Words)
{
    /// <summary>The route. A directory that gives the access comes first: what is removed in the application alone comes back at its
    /// next push.</summary>
    public static RemovalRoute For(RouteFacts facts) => facts switch
    {
        { KeptSince: { } kept } => ByHand(kept),
        { ChangeOfRole: true } => ByHand("A lower role is set by a person: no system lets a role be changed from outside."),
        { GroupName: { } group } => OfGroup(facts, group),
        { Grants.Count: > 0 } => AtDirectory(facts.Grants, "takes them out of"),
        { Application: { MayRemove: false } application } => ByHand($"{application.Name} is only read: a person carries it out."),
        { Application: { } application, AccountSourceId: "" } => Unnamed(application, "this account"),
        { Application: { } application } => new(
            [new RouteStep(application.ConnectionId, new RemovalAct.Account(facts.AccountSourceId, facts.Address), $"{application.Name} account")], $"It switches the account off in {application.Name} itself."),
        _ => ByHand("There is no connection: a person carries it out."),
    };

    private static RemovalRoute OfGroup(RouteFacts facts, string name)
    {
        // A team that a directory pushes bears the name of the directory's group.
        var pushed = facts.Grants.Where(g => g.Way == GrantWay.Group && TextKey.Of(g.GroupName) == TextKey.Of(name)).ToList();
        if (pushed.FirstOrDefault(p => p.Accounts == 1 && !facts.Grants.Any(g => Stays(g, p))) is { } last)
        {
            return ByHand($"{last.Connection.Name} group {last.GroupName} is all that lets them into {facts.Application?.Name ?? "the application"}: taking them out would end the whole account, so a person carries it out.");
        }

        return pushed.Count > 0 ? AtDirectory(pushed, "takes them out of") : facts.Application switch
        {
            null => ByHand("There is no connection: a person carries it out."),
            { MayRemove: true } application when facts.AccountSourceId.Length == 0 => Unnamed(application, "this account"),
            { MayRemove: true, ListsGroups: true } application => facts.GroupSourceId is { Length: > 0 } group
                ? new([new RouteStep(application.ConnectionId, new RemovalAct.Member(group, facts.AccountSourceId), $"{application.Name} group {name}")], $"It takes them out of {name} in {application.Name}, and nobody else.")
                : Unnamed(application, $"group {name}"),
            { Name: var application } => ByHand($"{application} is not changed by the product: a person carries it out."),
        };

        // What lets the same account in by the same door, and is taken away by no revoke.
        bool Stays(RouteGrant grant, RouteGrant gone) => grant.Accounts == 1 && grant.Connection == gone.Connection && grant.AppId == gone.AppId
            && !pushed.Contains(grant) && !facts.Going.Any(g => grant.Way == GrantWay.Group && TextKey.Of(g) == TextKey.Of(grant.GroupName));
    }

    private static RemovalRoute Unnamed(RouteConnection application, string what) => ByHand($"No reading through its connection says what {application.Name} calls {what}: a person carries it out.");

    private static RemovalRoute AtDirectory(IReadOnlyList<RouteGrant> grants, string verb)
    {
        var system = grants[0].Connection.Name;
        if (grants.FirstOrDefault(g => g.Accounts > 1) is { } shared)
        {
            return ByHand($"{shared.Connection.Name} names the holder by an address that {shared.Accounts} accounts have, and taking it away there may take another one's access: a person carries it out.");
        }

        if (grants.FirstOrDefault(g => g.Way == GrantWay.NotKnown) is { } unclear)
        {
            return ByHand($"{unclear.Connection.Name} lets them in, and does not say by what: a person carries it out there. Removing in the application alone would be undone.");
        }

        if (grants.FirstOrDefault(g => g.FilledBy is not null) is { } filled)
        {
            return ByHand($"{Filled(filled)}: a person carries it out. Removing in the application alone would be undone.");
        }

        if (grants.FirstOrDefault(g => g.AlsoInto.Count > 0) is { } wider)
        {
            return ByHand($"{wider.Connection.Name} group {wider.GroupName} lets them into {string.Join(", ", wider.AlsoInto)} as well, and taking them out would end that too: a person carries it out.");
        }

        if (grants.FirstOrDefault(g => !g.Connection.MayRemove) is { } readOnly)
        {
            return ByHand($"The access comes from {Source(readOnly)} at {readOnly.Connection.Name}, which is only read: a person carries it out there. Removing in the application alone would be undone.");
        }

        var steps = grants.Select(g => g.Way == GrantWay.Direct
            ? new RouteStep(g.Connection.ConnectionId, new RemovalAct.AppAssignment(g.AppId, g.PersonId), $"{g.Connection.Name} assignment")
            : new RouteStep(g.Connection.ConnectionId, new RemovalAct.DirectoryMember(g.GroupId, g.PersonId), $"{g.Connection.Name} group {g.GroupName}")).ToList();
        var words = string.Join(" and ", grants.Select(g => g.Way == GrantWay.Direct ? $"takes their own assignment away at {g.Connection.Name}" : $"{verb} {system} group {g.GroupName}, which {Keep(g.Others)}"));
        return new(steps, $"Removing in the application alone would be undone. It {words}.");
    }

    private static string Filled(RouteGrant grant) => grant.FilledBy switch
    {
        GroupFiller.OtherSystem => $"{grant.Connection.Name} fills group {grant.GroupName} from another system, as from Active Directory, and it is changed there",
        GroupFiller.Itself => $"{grant.Connection.Name} fills group {grant.GroupName} itself, by a rule or with everybody, and would put them back",
        _ => throw new InvalidOperationException($"Unknown filler {grant.FilledBy}."),
    };

    private static string Source(RouteGrant grant) => grant.Way == GrantWay.Direct ? "an assignment of their own" : $"group {grant.GroupName}";

    private static string Keep(int others) => others switch { 0 => "nobody else holds", 1 => "1 other keeps", _ => $"{others} others keep" };

    private static RemovalRoute ByHand(string words) => new([], words);
}
