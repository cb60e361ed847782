namespace AccessReview.Connectors.Scim;

/// <summary>How one SCIM server is asked; a connection test finds most of it out.</summary>
/// <param name="Base">The base URL.</param>
/// <param name="Token">The bearer token.</param>
/// <param name="Profile">What is known of the product.</param>
public sealed record ScimSettings(Uri Base, string Token, ScimProfile Profile)
{
    /// <summary>Whether lists go on by cursor (RFC 9865) instead of by position.</summary>
    public bool Cursor { get; init; }

    /// <summary>Whether writes name the version they change (<c>etag.supported</c>).</summary>
    public bool ETags { get; init; }

    /// <summary>The attribute that holds the role, as a path like <c>roles.value</c> or
    /// <c>urn:…:User:role</c>; null: the standard's <c>roles</c>.</summary>
    public string? RoleAttribute { get; init; }

    /// <summary>The attribute that holds the last use; null: the source has none.</summary>
    public string? LastUseAttribute { get; init; }

    /// <summary>What its users are read as: accounts of the application, or people of a directory; null: both.</summary>
    public UsersAre? Users { get; init; }

    /// <summary>Keeps everything that is asked through one connection apart; null: the product names no limit.</summary>
    public RequestPace? Pace { get; init; }

    /// <summary>The token does not belong in a log.</summary>
    public override string ToString() => $"{Profile.Name} at {Base.Host}";
}

/// <summary>What the users of a SCIM server are.</summary>
public enum UsersAre
{
    /// <summary>Accounts of an application.</summary>
    Accounts,

    /// <summary>People of a directory.</summary>
    People,
}
