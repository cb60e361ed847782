namespace AccessReview.Connectors.Entra;

/// <summary>How a Microsoft Entra tenant is asked, through Microsoft Graph.</summary>
/// <param name="Tenant">The tenant's id or one of its domains.</param>
/// <param name="ClientId">The registered application that asks.</param>
/// <param name="Secret">Its secret.</param>
/// <param name="Apps">The enterprise applications whose assignments are read, by the object id of their service principal.</param>
public sealed record EntraSettings(string Tenant, string ClientId, string Secret, IReadOnlyList<string> Apps)
{
    /// <summary>Where tokens are given; national clouds have their own.</summary>
    public Uri Login { get; init; } = new("https://login.microsoftonline.com");

    /// <summary>Where Microsoft Graph answers; national clouds have their own.</summary>
    public Uri Graph { get; init; } = new("https://graph.microsoft.com/v1.0");

    /// <summary>What a token is asked for: everything that was granted to the application.</summary>
    public string Scope { get; init; } = "https://graph.microsoft.com/.default";

    /// <summary>The secret does not belong in a log.</summary>
    public override string ToString() => $"Microsoft Entra ID of {Tenant}";
}
