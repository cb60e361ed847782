namespace AccessReview.Connectors.OneLogin;

/// <summary>How a OneLogin account is asked.</summary>
/// <param name="Base">Its address: <c>https://example.onelogin.com</c>.</param>
/// <param name="ClientId">The API credential that asks.</param>
/// <param name="Secret">Its secret.</param>
/// <param name="Apps">The OneLogin applications whose users are read, by id.</param>
public sealed record OneLoginSettings(Uri Base, string ClientId, string Secret, IReadOnlyList<string> Apps)
{
    /// <summary>Where tokens are given.</summary>
    public Uri Login { get; init; } = new(Base, "/auth/oauth2/v2/token");

    /// <summary>The secret does not belong in a log.</summary>
    public override string ToString() => $"OneLogin at {Base.Host}";
}
