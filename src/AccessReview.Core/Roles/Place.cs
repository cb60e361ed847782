namespace AccessReview.Core.Roles;

/// <summary>A page of the product, as far as who may open it goes.</summary>
public enum Place
{
    /// <summary>Own work: everybody's.</summary>
    Own,

    /// <summary>The list of campaigns.</summary>
    Campaigns,

    /// <summary>One campaign.</summary>
    Campaign,

    /// <summary>A new campaign.</summary>
    NewCampaign,

    /// <summary>Planning, inviting to or closing one campaign.</summary>
    RunCampaign,

    /// <summary>What a campaign leaves out of an application.</summary>
    Scope,

    /// <summary>The second signature of an application's owner.</summary>
    SecondSignature,

    /// <summary>The workspace on own items of a campaign.</summary>
    Workspace,

    /// <summary>The list of applications.</summary>
    Applications,

    /// <summary>One application.</summary>
    Application,

    /// <summary>The list of directories, or one of them.</summary>
    Directories,

    /// <summary>An import into an application or a directory.</summary>
    Import,

    /// <summary>The list of people, or of accounts with a finding.</summary>
    People,

    /// <summary>One person.</summary>
    Person,

    /// <summary>One account.</summary>
    Account,

    /// <summary>What must be removed.</summary>
    Removals,

    /// <summary>Evidence of all campaigns.</summary>
    Evidence,

    /// <summary>The audit log.</summary>
    Audit,

    /// <summary>What can be purged.</summary>
    Retention,

    /// <summary>Roles and policy.</summary>
    Settings,
}

/// <summary>What a page's address names.</summary>
/// <param name="Campaign">A campaign's number.</param>
/// <param name="Id">The key of what the page is about.</param>
/// <param name="Application">An application's key.</param>
/// <param name="Directory">A directory's key.</param>
public sealed record PlaceKeys(int? Campaign = null, long? Id = null, long? Application = null, long? Directory = null);
