namespace AccessReview.Connectors.Scim;

/// <summary>A way of asking a SCIM server to switch a user off (RFC 7644 3.5.2, and what servers made of it).</summary>
public enum ScimDialect
{
    /// <summary>PATCH with a path: <c>{"op":"replace","path":"active","value":false}</c>.</summary>
    PatchPath,

    /// <summary>PATCH without a path, as Okta sends it.</summary>
    PatchBare,

    /// <summary>PUT of the resource just read, with <c>active</c> false.</summary>
    Put,

    /// <summary>PATCH with the text "False", as Microsoft Entra ID sent it for years.</summary>
    PatchText,
}

/// <summary>What is known of one product's SCIM server. Facts after the vendors' own documents as of autumn 2026; what no document
/// says is assumed as the standard has it, and a connection test says what the server itself does.</summary>
/// <param name="Name">The product.</param>
public sealed record ScimProfile(string Name)
{
    /// <summary>How many records are asked for.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>What the page size is called, every name of it.</summary>
    public IReadOnlyList<string> PageSizeNames { get; init; } = ["count"];

    /// <summary>Requests a minute that the product allows; 0: it says nothing.</summary>
    public int PerMinute { get; init; }

    /// <summary>Whether it has groups at all.</summary>
    public bool HasGroups { get; init; } = true;

    /// <summary>Whether <c>active</c> is true for invitations that nobody accepted.</summary>
    public bool ActiveMayBeInvited { get; init; }

    /// <summary>Addresses that are put where there is none, and identify nobody.</summary>
    public IReadOnlyList<string> FillerAddresses { get; init; } = [];

    /// <summary>How a user is switched off, in the order to try.</summary>
    public IReadOnlyList<ScimDialect> Deactivate { get; init; } = [ScimDialect.PatchPath, ScimDialect.PatchBare, ScimDialect.Put];

    /// <summary>Whether switching a user off takes them out for good, so that the next reading does not list them.</summary>
    public bool DeactivateRemoves { get; init; }

    /// <summary>Whom the listing shows where it need not be everybody, as a reading states it for its filter; null: everybody. Whoever is missing
    /// in such a listing may be hidden and not gone.</summary>
    public string? ShowsOnly { get; init; }

    /// <summary>What an administrator may say of the product's own settings, so that it shows everybody all the same; null: there is no such setting.</summary>
    public string? ShowsAllWhen { get; init; }

    /// <summary>What the listing cannot show, in sentences.</summary>
    public IReadOnlyList<string> BlindSpots { get; init; } = [];

    /// <summary>What to mind before anything is written, in sentences.</summary>
    public IReadOnlyList<string> WriteWarnings { get; init; } = [];

    /// <summary>What a person still has to do after an account was switched off, in sentences.</summary>
    public IReadOnlyList<string> AfterDeactivation { get; init; } = [];

    /// <summary>What has to be created in the product, in order.</summary>
    public IReadOnlyList<string> SetUp { get; init; } = [];
}

/// <summary>The profiles.</summary>
public static class ScimProfiles
{
    /// <summary>What Mixpanel shows. Of a domain that it shows it shows everybody.</summary>
    public const string OfClaimedDomains = "only people whose address is of a claimed domain";

    /// <summary>Any server that follows RFC 7643 and RFC 7644.</summary>
    public static ScimProfile Generic { get; } = new("SCIM 2.0")
    {
        SetUp = ["In the application's administration, look for SCIM or automatic provisioning and switch it on.", "Copy the SCIM base URL and a token that may read users and groups."],
    };

    /// <summary>Heap: Premier plan, single sign-on first; once SCIM is on, people are added and removed only at the identity provider.</summary>
    public static ScimProfile Heap { get; } = new("Heap")
    {
        BlindSpots = ["Heap's SCIM does not say which role a person has been given in Heap. Import a file for the roles, or map an attribute if the test shows one."],
        WriteWarnings = ["While an identity provider provisions Heap, what is removed here comes back at its next push: let revokes be carried out there."],
        AfterDeactivation = ["Hand over what they own in Heap (saved reports, dashboards, definitions) if nobody else owns it."],
        SetUp =
        [
            "Heap's SCIM belongs to the Premier plan, and single sign-on has to be set up first.",
            "In Heap, open Account > Manage > Account settings > Single Sign-On and switch on SCIM provisioning.",
            "Copy the SCIM URL and the bearer token shown there. A token in use by an identity provider is shown once; ask whoever set it up.",
        ],
    };

    /// <summary>Amplitude: the page size has a name of its own, <c>active</c> is true for invitations, and switching off removes.</summary>
    public static ScimProfile Amplitude { get; } = new("Amplitude")
    {
        PageSizeNames = ["count", "itemsPerPage"],
        PerMinute = 90,
        ActiveMayBeInvited = true,
        Deactivate = [ScimDialect.Put],
        DeactivateRemoves = true,
        BlindSpots = ["Amplitude's SCIM gives neither roles nor last use.", "It calls an invitation active. A person without a name is taken as invited."],
        WriteWarnings = ["Switching a user off removes them from the organization, or withdraws their invitation."],
        SetUp =
        [
            "Amplitude's SCIM belongs to the Enterprise plan.",
            "In Amplitude, open Settings > Organization settings > Access & SSO controls and generate a SCIM key.",
            "The key is shown once, and a new one stops the old one at once, even if the page is not saved: if an identity provider uses one, ask for that key.",
            "The base URL is https://core.amplitude.com/scim/1/, in the EU https://core.eu.amplitude.com/scim/1/.",
        ],
    };

    /// <summary>Mixpanel: only people of claimed domains are seen; a SCIM group is a team of the same name.</summary>
    public static ScimProfile Mixpanel { get; } = new("Mixpanel")
    {
        ShowsOnly = OfClaimedDomains,
        BlindSpots =
        [
            "Mixpanel's SCIM shows only people whose address is of a claimed domain: agencies and other outsiders are missing. To review them too, register an application of its own for them and import a file of them there.",
            "It gives no roles: organization and project roles are set in Mixpanel itself.",
        ],
        WriteWarnings = ["Leaving a team takes away what the team gives; other grants stay."],
        SetUp =
        [
            "Mixpanel's SCIM belongs to the Enterprise plan, and the domain has to be claimed first.",
            "In Mixpanel, open Organization Settings > Access Security > SCIM and generate a token. It is seen once, and a new one stops the old one.",
            "The base URL is https://mixpanel.com/api/app/scim/v2.",
        ],
    };

    /// <summary>8x8: one writer only; what is deleted is switched off; a licence is released by hand.</summary>
    public static ScimProfile EightByEight { get; } = new("8x8")
    {
        HasGroups = false,
        FillerAddresses = ["noreply@8x8.com"],
        ShowsOnly = "perhaps only users created by the identity provider: nobody said that 8x8 is set to list all users",
        ShowsAllWhen = "8x8 is set to list all users, not only those created by the identity provider",
        BlindSpots =
        [
            "8x8 lists either all users or only those created by the identity provider: look in the Admin Console which is set, and choose all users.",
            "Its SCIM has no groups, no licences and no last use.",
        ],
        WriteWarnings = ["8x8 supports one writer. If an identity provider provisions it, only read here."],
        AfterDeactivation = ["Release the X Series licence of the user in the Admin Console: deactivating does not free it."],
        SetUp =
        [
            "In the 8x8 Admin Console, open Home > Identity and Security > User Provisioning Integration (SCIM) and choose Other SCIM Provider.",
            "Copy the URL and the token as shown. Never switch the integration off: its token is deleted.",
            "If an identity provider provisions 8x8 already, its URL and token may be used here for reading only.",
        ],
    };

    /// <summary>Every profile.</summary>
    public static IReadOnlyList<ScimProfile> All { get; } = [Generic, Heap, Amplitude, Mixpanel, EightByEight];
}
