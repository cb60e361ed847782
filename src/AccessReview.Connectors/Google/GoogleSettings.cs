namespace AccessReview.Connectors.Google;

/// <summary>How a Google Workspace is asked, through the Directory API.</summary>
/// <param name="ServiceAccount">The service account's address, to which the domain has delegated its authority.</param>
/// <param name="PrivateKey">The service account's private key (PEM), as the key file has it.</param>
/// <param name="Admin">The administrator in whose name is asked; they have signed in once and accepted the terms.</param>
/// <param name="Groups">Which groups let people into which application: the Directory API does not know. A group is named by its
/// address or its id.</param>
public sealed record GoogleSettings(string ServiceAccount, string PrivateKey, string Admin, IReadOnlyList<AppGroup> Groups)
{
    /// <summary>Where tokens are given.</summary>
    public Uri Login { get; init; } = new("https://oauth2.googleapis.com/token");

    /// <summary>Where the Directory API answers.</summary>
    public Uri Directory { get; init; } = new("https://admin.googleapis.com/admin/directory/v1");

    /// <summary>The key does not belong in a log.</summary>
    public override string ToString() => $"Google Workspace as {ServiceAccount}";
}
