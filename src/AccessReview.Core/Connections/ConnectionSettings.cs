using System.Text.Json;
using System.Text.Json.Serialization;

namespace AccessReview.Core.Connections;

/// <summary>An application of a directory and the application here that it lets people into.</summary>
/// <param name="AppId">As the directory names it.</param>
/// <param name="ApplicationId">Ours.</param>
/// <param name="SignInName">What the directory's log of sign-ins calls it, where that is another name; null: as the directory names it.</param>
public sealed record LinkedApp(string AppId, long ApplicationId, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? SignInName = null)
{
    /// <summary>The most characters of a name in a log.</summary>
    public const int MaxSignInName = 100;
}

/// <summary>Everything about a connection that is no secret and no address.</summary>
public sealed record ConnectionSettings
{
    /// <summary>SCIM: whether lists are read by cursor; found by the test.</summary>
    public bool Cursor { get; init; }

    /// <summary>SCIM: whether versions are honoured; found by the test.</summary>
    public bool ETags { get; init; }

    /// <summary>SCIM: the attribute that holds the role.</summary>
    public string? RoleAttribute { get; init; }

    /// <summary>SCIM: the attribute that holds the last use.</summary>
    public string? LastUseAttribute { get; init; }

    /// <summary>SCIM: whether an administrator said of a product that may hide people that it is set to show everybody.</summary>
    public bool ShowsAll { get; init; }

    /// <summary>Microsoft Entra ID: the tenant.</summary>
    public string? Tenant { get; init; }

    /// <summary>Who asks, where a secret alone does not say: the client id, or Google's service account.</summary>
    public string? Identity { get; init; }

    /// <summary>Google Workspace: the administrator in whose name is asked.</summary>
    public string? Admin { get; init; }

    /// <summary>Where tokens are given, if not where the product's documentation says.</summary>
    public string? Login { get; init; }

    /// <summary>Directories: which of their applications let people into which of ours.</summary>
    public IReadOnlyList<LinkedApp> Apps { get; init; } = [];

    /// <summary>Hours between readings; 0: only when somebody asks, or a launch needs it.</summary>
    public int EveryHours { get; init; }

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>As stored.</summary>
    public string Write() => JsonSerializer.Serialize(this, Json);

    /// <summary>From what was stored.</summary>
    public static ConnectionSettings Parse(string json) => JsonSerializer.Deserialize<ConnectionSettings>(json, Json)!;
}

/// <summary>What a connection test found.</summary>
/// <param name="Problem">Why it does not work, in a sentence; null: it works.</param>
/// <param name="Accounts">How many accounts or people the source says there are.</param>
/// <param name="Groups">How many groups it says there are.</param>
/// <param name="ListsGroups">Whether groups can be listed.</param>
/// <param name="Can">What the product can do through it, in sentences.</param>
/// <param name="Cannot">What it cannot do or see, in sentences.</param>
/// <param name="Attributes">Attributes of its records that may be mapped.</param>
public sealed record ConnectionFindings(
    string? Problem, int? Accounts, int? Groups, bool ListsGroups, IReadOnlyList<string> Can, IReadOnlyList<string> Cannot, IReadOnlyList<string> Attributes)
{
    /// <summary>As stored.</summary>
    public string Write() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    /// <summary>From what was stored.</summary>
    public static ConnectionFindings Parse(string json) => JsonSerializer.Deserialize<ConnectionFindings>(json, JsonSerializerOptions.Web)!;
}
