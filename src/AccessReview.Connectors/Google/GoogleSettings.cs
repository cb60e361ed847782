namespace AccessReview.Connectors.Google;

/// <summary>How a Google Workspace is asked, through the Directory API and the Reports API.</summary>
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

    /// <summary>Where the Reports API answers: beside the Directory API.</summary>
    public Uri Reports => new(new Uri(Directory.AbsoluteUri.TrimEnd('/')), "../reports/v1");

    /// <summary>The applications people sign in to by SAML, each by its name in the Admin console: last sign-ins are read for these only.</summary>
    public IReadOnlyList<string> SignInNames { get; init; } = [];

    /// <summary>Whether the log can be asked for an application of this name: a filter of the Reports API has no way to write these characters.</summary>
    public static bool CanAskFor(string name) => name.AsSpan().IndexOfAny(",<>=") < 0;

    /// <summary>The key does not belong in a log.</summary>
    public override string ToString() => $"Google Workspace as {ServiceAccount}";
}
