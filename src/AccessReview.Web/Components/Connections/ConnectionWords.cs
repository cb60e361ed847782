using AccessReview.Core.Applications;
using AccessReview.Core.Connections;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Web.Components.Shared;

namespace AccessReview.Web.Components.Connections;

/// <summary>Connections as people read them.</summary>
internal static class ConnectionWords
{
    /// <summary>A kind of directory.</summary>
    public static string Of(DirectoryKind kind) => kind switch
    {
        DirectoryKind.StaffList => "Staff list",
        DirectoryKind.Okta => "Okta",
        DirectoryKind.EntraId => "Microsoft Entra ID",
        DirectoryKind.GoogleWorkspace => "Google Workspace",
        DirectoryKind.OneLogin => "OneLogin",
        DirectoryKind.Scim => "SCIM directory",
        _ => throw new InvalidOperationException($"Unknown kind {kind}."),
    };

    /// <summary>What a directory is connected by; a staff list is a file, or any SCIM server that lists people.</summary>
    public static ConnectionSystem System(DirectoryKind? kind) => kind switch
    {
        null or DirectoryKind.StaffList or DirectoryKind.Scim => ConnectionSystem.Scim,
        DirectoryKind.Okta => ConnectionSystem.Okta,
        DirectoryKind.EntraId => ConnectionSystem.EntraId,
        DirectoryKind.GoogleWorkspace => ConnectionSystem.GoogleWorkspace,
        DirectoryKind.OneLogin => ConnectionSystem.OneLogin,
        _ => throw new InvalidOperationException($"Unknown kind {kind}."),
    };

    /// <summary>A system.</summary>
    public static string Of(ConnectionSystem system) => system switch
    {
        ConnectionSystem.Scim => "SCIM 2.0",
        ConnectionSystem.Okta => "Okta",
        ConnectionSystem.EntraId => "Microsoft Entra ID",
        ConnectionSystem.GoogleWorkspace => "Google Workspace",
        ConnectionSystem.OneLogin => "OneLogin",
        _ => throw new InvalidOperationException($"Unknown system {system}."),
    };

    /// <summary>The address that is usual; empty where every customer has their own.</summary>
    public static string UsualAddress(ConnectionSystem system, ApplicationKind kind) => (system, kind) switch
    {
        (ConnectionSystem.EntraId, _) => "https://graph.microsoft.com/v1.0",
        (ConnectionSystem.GoogleWorkspace, _) => "https://admin.googleapis.com/admin/directory/v1",
        (ConnectionSystem.Scim, ApplicationKind.Amplitude) => "https://core.amplitude.com/scim/1/",
        (ConnectionSystem.Scim, ApplicationKind.Mixpanel) => "https://mixpanel.com/api/app/scim/v2",
        _ => "",
    };

    /// <summary>What an address looks like.</summary>
    public static string Example(ConnectionSystem system) => system switch
    {
        ConnectionSystem.Okta => "https://your-organisation.okta.com",
        ConnectionSystem.OneLogin => "https://your-organisation.onelogin.com",
        _ => "https://",
    };

    /// <summary>What the secret is called there.</summary>
    public static string Secret(ConnectionSystem system) => system switch
    {
        ConnectionSystem.Scim => "Bearer token",
        ConnectionSystem.Okta => "API token",
        ConnectionSystem.EntraId or ConnectionSystem.OneLogin => "Client secret",
        ConnectionSystem.GoogleWorkspace => "Private key of the service account (PEM)",
        _ => throw new InvalidOperationException($"Unknown system {system}."),
    };

    /// <summary>What one application of a directory is named by.</summary>
    public static string AppId(ConnectionSystem system) => system switch
    {
        ConnectionSystem.Okta => "Okta application id",
        ConnectionSystem.EntraId => "Object id of the enterprise application",
        ConnectionSystem.GoogleWorkspace => "Group that gives it (address)",
        ConnectionSystem.OneLogin => "OneLogin application id",
        _ => "Application id",
    };

    /// <summary>What to create in the other system, in order.</summary>
    public static IReadOnlyList<string> SetUp(ConnectionSystem system, ApplicationKind kind) => system switch
    {
        ConnectionSystem.Scim => ConnectorFactory.ProfileOf(kind).SetUp,
        ConnectionSystem.Okta =>
        [
            "In the Okta Admin Console, create a user of its own for AccessReview and give it the role Read-only Administrator. To let AccessReview remove, give it Group Membership Administrator and Application Administrator for the applications concerned.",
            "Signed in as that user, open Security > API > Tokens and create a token. It is shown once and ends when it is not used for 30 days. Whether it may read the system log decides whether AccessReview knows when somebody last signed in to a linked application.",
            "The id of an application stands in its address in the Admin Console: /admin/app/…/instance/0oa…",
        ],
        ConnectionSystem.EntraId =>
        [
            "In the Entra admin center, register an application (App registrations) and add a client secret.",
            "Give it the application permissions User.Read.All, GroupMember.Read.All and Application.Read.All of Microsoft Graph, and grant admin consent. To let AccessReview remove: GroupMember.ReadWrite.All and AppRoleAssignment.ReadWrite.All.",
            "AuditLog.Read.All is good to have, and needs Entra ID P1 or P2: with it AccessReview knows when somebody last signed in to a linked application, and to Entra ID itself. Without it both stay not known.",
            "User-LifeCycleInfo.Read.All is good to have: with it AccessReview knows on which day somebody leaves, where Entra ID has that day. Without it that stays not known.",
            "The object id of an application stands under Enterprise applications, not under App registrations.",
        ],
        ConnectionSystem.GoogleWorkspace =>
        [
            "In the Google Cloud console, create a service account and a key of type JSON; enable the Admin SDK API.",
            "In the Admin console, open Security > API controls > Domain-wide delegation and enter the numeric client id with the scopes admin.directory.user.readonly and admin.directory.group.readonly. To let AccessReview remove: admin.directory.group.member.",
            "Name an administrator in whose name is asked; they have signed in once and accepted the terms.",
            "The scope admin.reports.audit.readonly is good to have: with it AccessReview knows when somebody last signed in to a linked application by SAML, if its name is entered as Apps > Web and mobile apps shows it, to the letter. Without it, and for people who sign in another way, that stays not known.",
        ],
        ConnectionSystem.OneLogin =>
        [
            "In OneLogin, open Developers > API Credentials and create a credential with the scope Read Users; to let AccessReview remove: Manage All.",
            "The same scope shows OneLogin's events, from which AccessReview knows when somebody last signed in to a linked application. Without them that stays not known.",
            "The id of an application stands in its address in the administration.",
        ],
        _ => throw new InvalidOperationException($"Unknown system {system}."),
    };

    /// <summary>How reading stands, in words.</summary>
    public static (string Words, Tone Tone) Of(ConnectionPage.ReadingState reading) => reading.State switch
    {
        WorkState.Waiting when reading.NotBefore is { } later => ($"waits until {DateWords.Instant(later)}: the other system passes", Tone.Warn),
        WorkState.Waiting => ("about to read", Tone.Accent),
        WorkState.Running => ($"reading, {reading.Pages} {(reading.Pages == 1 ? "page" : "pages")} so far", Tone.Accent),
        WorkState.Done => ($"read {DateWords.Instant(reading.EndedAt ?? reading.AskedAt)}", Tone.Ok),
        WorkState.Failed => ("could not be read", Tone.No),
        _ => throw new InvalidOperationException($"Unknown state {reading.State}."),
    };
}
