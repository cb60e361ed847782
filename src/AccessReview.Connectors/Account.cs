namespace AccessReview.Connectors;

/// <summary>What a source says about a login: in use, invited but never accepted, or switched off.</summary>
public enum AccountStatus
{
    /// <summary>The login works.</summary>
    Active,
    /// <summary>Invited; nobody has signed in with it yet.</summary>
    Invited,
    /// <summary>The login exists and cannot be used.</summary>
    Disabled,
}

/// <summary>One login in an application, as a source gave it. Text is trimmed and free of control characters.</summary>
/// <param name="Id">The application's own identifier; null if the source gives none.</param>
/// <param name="Email">The address it signs in with; null if the source gives none.</param>
/// <param name="Name">The name shown in the application; null if the source gives none.</param>
/// <param name="Role">The role held, in the application's words; several with <see cref="BetweenRoles"/> between them; null if the source gives
/// none.</param>
/// <param name="Groups">Groups named on the account itself. Where the source lists assignments too, those are what counts.</param>
/// <param name="Status">Null if the source says nothing about it.</param>
/// <param name="LastUsed">When it was last used, or why that is not known.</param>
/// <param name="Created">When it was created (UTC); null if the source does not say.</param>
public sealed record Account(
    string? Id,
    string? Email,
    string? Name,
    string? Role,
    IReadOnlyList<string> Groups,
    AccountStatus? Status,
    LastUse LastUsed,
    DateTime? Created)
{
    /// <summary>What stands between two roles of one account.</summary>
    public const string BetweenRoles = ", ";
}
