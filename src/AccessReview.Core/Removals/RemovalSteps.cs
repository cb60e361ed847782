using AccessReview.Core.Applications;

namespace AccessReview.Core.Removals;

/// <summary>How to carry out a removal by hand.</summary>
/// <param name="Where">The place, as one line.</param>
/// <param name="Steps">What to do there, in order.</param>
/// <param name="Mind">What goes wrong if one does not know it; null when nothing is known.</param>
public sealed record RemovalGuide(string Where, IReadOnlyList<string> Steps, string? Mind)
{
    /// <summary>All of it as one text, for a file.</summary>
    public string Text => string.Join(' ', Steps.Select((step, i) => $"{i + 1}. {step}")) + (Mind is null ? "" : " " + Mind);
}

/// <summary>The steps of a removal for each kind of application, after the vendors' own help pages as they were in autumn 2026;
/// menus move, and the next reading is the proof.</summary>
public static class RemovalSteps
{
    /// <summary>The steps. Names in them are those of the application, which anybody there may have given: each is set apart from the sentence.</summary>
    /// <param name="kind">Which product it is.</param>
    /// <param name="application">The name people know it by.</param>
    /// <param name="account">The account's address, or its name where it has none.</param>
    /// <param name="group">The group, when only an assignment goes; null: the whole account.</param>
    /// <param name="changeTo">The role it is to be kept at, when only its role goes.</param>
    public static RemovalGuide For(ApplicationKind kind, string application, string account, string? group, string? changeTo = null) =>
        Of(kind, Isolated.Of(application), Isolated.Of(account), Isolated.Of(group), Isolated.Of(changeTo));

    private static RemovalGuide Of(ApplicationKind kind, string application, string account, string? group, string? changeTo) => changeTo is not null ? Change(kind, application, account, changeTo) : kind switch
    {
        ApplicationKind.Heap => group is null ? HeapAccount(account) : HeapTeam(account, group),
        ApplicationKind.Amplitude => group is null ? AmplitudeAccount(account) : AmplitudeGroup(account, group),
        ApplicationKind.Mixpanel => group is null ? MixpanelAccount(account) : MixpanelTeam(account, group),
        ApplicationKind.EightByEight => EightByEight(account, group),
        ApplicationKind.Other => Other(application, account, group),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static RemovalGuide Change(ApplicationKind kind, string application, string account, string to)
    {
        var where = kind switch
        {
            ApplicationKind.Heap => "Heap: Account > Manage > Teammates",
            ApplicationKind.Amplitude => "Amplitude: organization settings, members",
            ApplicationKind.Mixpanel => "Mixpanel: Organization Settings > Users & Teams",
            ApplicationKind.EightByEight => "8x8: Admin Console > Home > Users",
            ApplicationKind.Other => $"{application}: user administration",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
        return new(
            where,
            [
                $"If the role comes from a group at the identity provider: move {account} there, or the next push brings the old role back.",
                $"If not: there, find {account} and set the role to {to}.",
            ],
            kind == ApplicationKind.Mixpanel ? "Grants add up: look at the person's remaining grants. One of them may still give what the role gave." : null);
    }

    private static RemovalGuide HeapAccount(string account) => new(
        "Heap: Account > Manage > Teammates",
        [
            $"Hand over what {account} owns in Heap (saved reports, dashboards, definitions) to somebody who stays.",
            "Look at Account > Manage > Account settings > Single Sign-On: is SCIM provisioning on?",
            $"If it is on: at your identity provider, take {account} out of the Heap app and out of every group that is assigned to it.",
            $"If it is off: in Account > Manage > Teammates, find {account} and remove the teammate.",
        ],
        "With SCIM on, Heap lets nobody be removed in Heap itself, and a group rule at the identity provider may put the person back.");

    private static RemovalGuide HeapTeam(string account, string group) => new(
        "Heap: Account > Manage > Teams",
        [
            $"If teams are pushed from the identity provider: take {account} out of the group there that becomes the team {group}.",
            $"If not: in Account > Manage > Teams, open {group} and take {account} out.",
        ],
        "A team that is pushed from the identity provider comes back at its next push when it is changed in Heap only.");

    private static RemovalGuide AmplitudeAccount(string account) => new(
        "Amplitude: organization settings, members",
        [
            $"If an identity provider manages Amplitude's users by SCIM: take {account} out of the Amplitude app and its groups there.",
            $"If not: in Amplitude's organization settings, find {account} among the members and remove them from the organization.",
            "If they were only invited and never joined: withdraw the invitation as well.",
        ],
        "Amplitude calls a pending invitation active. Do not generate a new SCIM key on the way: the old one stops at once.");

    private static RemovalGuide AmplitudeGroup(string account, string group) => new(
        "Amplitude: organization settings, groups",
        [
            $"If the group is pushed from the identity provider: take {account} out of the group there.",
            $"If not: open the permission group {group} and take {account} out.",
        ],
        "Adding an address that was never invited to a group invites it: check the address before saving.");

    private static RemovalGuide MixpanelAccount(string account) => new(
        "Mixpanel: Organization Settings > Users & Teams",
        [
            $"Hand over what {account} owns: removing somebody from the organization cannot be taken back.",
            $"If an identity provider manages Mixpanel's users by SCIM and the address is of a claimed domain: take {account} out of the Mixpanel app there.",
            $"If not: in Organization Settings > Users & Teams, remove {account} from the organization; projects and teams go with it.",
        ],
        "People from outside (agencies, partners) are never seen by SCIM; they are removed in Mixpanel itself.");

    private static RemovalGuide MixpanelTeam(string account, string group) => new(
        "Mixpanel: Organization Settings > Users & Teams",
        [
            $"If the team is pushed from the identity provider: take {account} out of the group of the same name there.",
            $"If not: open the team {group} and take {account} out.",
            "Look at the person's remaining grants: organization role, individual grant, all-users grant. One of them may still give the same projects.",
        ],
        "Grants add up: leaving one team does not take away what another grant gives.");

    private static RemovalGuide EightByEight(string account, string? group) => new(
        "8x8: Admin Console > Home > Users",
        group is not null
            ? [$"In the Admin Console, open {group} and take {account} out."]
            :
            [
                $"If an identity provider manages 8x8's users: take {account} out of the 8x8 app there and leave the Admin Console alone.",
                $"If not: in the Admin Console, find {account} and deactivate the user.",
                "Release the X Series licence of the user by hand: deactivating does not free it.",
            ],
        "8x8 deactivates and does not delete: the next reading shows the account as disabled, and that counts as gone. Never switch the SCIM integration off on the way: its token is deleted.");

    private static RemovalGuide Other(string application, string account, string? group) => new(
        $"{application}: user administration",
        [
            $"If an identity provider manages the users of {application}: take {account} out there.",
            group is null ? $"If not: in the user administration of {application}, deactivate or remove {account}." : $"If not: in {application}, take {account} out of {group}.",
        ],
        null);
}
