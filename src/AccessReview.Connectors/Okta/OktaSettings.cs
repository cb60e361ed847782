namespace AccessReview.Connectors.Okta;

/// <summary>How an Okta organisation is asked.</summary>
/// <param name="Base">Its address: <c>https://example.okta.com</c>.</param>
/// <param name="Token">An API token.</param>
/// <param name="Apps">The Okta applications whose assignments are read, by id.</param>
public sealed record OktaSettings(Uri Base, string Token, IReadOnlyList<string> Apps)
{
    /// <summary>The token does not belong in a log.</summary>
    public override string ToString() => $"Okta at {Base.Host}";
}
