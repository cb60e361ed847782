using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AccessReview.Core.Matching;

namespace AccessReview.Core.Findings;

/// <summary>The arguments of an account's sentences, kept as JSON beside its findings. What is not known is absent.</summary>
public sealed record FindingFacts
{
    /// <summary>The most names that a list of them holds; <c>…More</c> counts the rest.</summary>
    public const int MaxNames = 4;

    /// <summary>The most people who could be meant that are kept.</summary>
    public const int MaxCandidates = 20;

    /// <summary>The most characters of a name kept here, as it is written: JSON writes an emoji in twelve.</summary>
    public const int MaxName = 60;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The day of the reading, on which everything was judged.</summary>
    public DateOnly AsOf { get; init; }

    /// <summary>Left: the last day, where it is known.</summary>
    public DateOnly? LeftOn { get; init; }

    /// <summary>Left: a contract ended rather than an employment.</summary>
    public bool Contract { get; init; }

    /// <summary>Left: the last day has passed while the staff list still says active.</summary>
    public bool StillListed { get; init; }

    /// <summary>Left: the directory that says so, while the leading one does not.</summary>
    public string? LeftIn { get; init; }

    /// <summary>Left: a directory that comes before the one that has them, and has them no longer.</summary>
    public string? GoneFrom { get; init; }

    /// <summary>Left: the directory that still has them.</summary>
    public string? StillIn { get; init; }

    /// <summary>The people who could be meant, of a declared account too; none of them reviews the account.</summary>
    public IReadOnlyList<long>? Candidates { get; init; }

    /// <summary>Nobody known: their names.</summary>
    public IReadOnlyList<string>? CandidateNames { get; init; }

    /// <summary>Nobody known: somebody was named by hand whom the newest staff list no longer has.</summary>
    public bool NamedIsGone { get; init; }

    /// <summary>Nobody known: the reading has no address of the account, so nobody could be looked for by one.</summary>
    public bool NoAddress { get; init; }

    /// <summary>What it was declared as.</summary>
    public DeclaredKind? Declared { get; init; }

    /// <summary>Declared: the owner inside no longer works here.</summary>
    public bool OwnerGone { get; init; }

    /// <summary>Declared: the owner's last day, where it is known.</summary>
    public DateOnly? OwnerLeftOn { get; init; }

    /// <summary>Dormant: the day of the last use; absent when it was never used.</summary>
    public DateOnly? LastUsedOn { get; init; }

    /// <summary>Dormant: the directory through which the last sign-in came, where the application itself knows of none later.</summary>
    public string? UsedThrough { get; init; }

    /// <summary>Dormant or never joined: the day it was created, where the source says.</summary>
    public DateOnly? CreatedOn { get; init; }

    /// <summary>Dormant: the application's limit in days.</summary>
    public int Limit { get; init; }

    /// <summary>Privileged: the role.</summary>
    public string? Role { get; init; }

    /// <summary>Duplicate: the addresses of the person's other accounts.</summary>
    public IReadOnlyList<string>? OtherAccounts { get; init; }

    /// <summary>Duplicate: how many more there are.</summary>
    public int OtherAccountsMore { get; init; }

    /// <summary>Duplicate: this one is under another or former address of the person.</summary>
    public bool UnderOtherAddress { get; init; }

    /// <summary>The number of the closed campaign compared with; 0 in a first review.</summary>
    public int Previous { get; init; }

    /// <summary>Nobody has decided about the account in a closed campaign yet.</summary>
    public bool NotReviewedBefore { get; init; }

    /// <summary>Somebody has, but not in the campaign compared with, which had the account.</summary>
    public bool NotReviewedLast { get; init; }

    /// <summary>The closed campaign compared with left the account out, for a reason that still holds.</summary>
    public bool LeftOut { get; init; }

    /// <summary>Changed: what differs from that campaign.</summary>
    public ChangeFacts? Change { get; init; }

    /// <summary>The stored text as facts.</summary>
    public static FindingFacts Parse(string json) => JsonSerializer.Deserialize<FindingFacts>(json, Json) ?? new FindingFacts();

    /// <summary>Whether the person is one of those who could be meant.</summary>
    /// <param name="json">The stored text; null: of none who could.</param>
    /// <param name="person">The person.</param>
    public static bool CouldBe(string? json, long person) => json is not null && Parse(json).Candidates?.Contains(person) == true;

    /// <summary>The text to store.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>A name short enough to be kept here.</summary>
    internal static string Short(string name)
    {
        var (most, kept) = (MaxName, Shortened.To(MaxName, name));
        while (Json.Encoder!.Encode(kept).Length > MaxName)
        {
            kept = Shortened.To(--most, name);
        }

        return kept;
    }
}

/// <summary>What differs from the last closed campaign over the application. Absent means unchanged, or not comparable.</summary>
public sealed record ChangeFacts
{
    /// <summary>The role then.</summary>
    public string? RoleFrom { get; init; }

    /// <summary>The role now.</summary>
    public string? RoleTo { get; init; }

    /// <summary>The role became privileged.</summary>
    public bool MadePrivileged { get; init; }

    /// <summary>Groups joined.</summary>
    public IReadOnlyList<string>? Joined { get; init; }

    /// <summary>How many more groups were joined.</summary>
    public int JoinedMore { get; init; }

    /// <summary>Groups left.</summary>
    public IReadOnlyList<string>? Departed { get; init; }

    /// <summary>How many more groups were left.</summary>
    public int DepartedMore { get; init; }

    /// <summary>Employment then, in words.</summary>
    public string? EmploymentFrom { get; init; }

    /// <summary>Employment now, in words.</summary>
    public string? EmploymentTo { get; init; }

    /// <summary>Manager then.</summary>
    public string? ManagerFrom { get; init; }

    /// <summary>Manager now.</summary>
    public string? ManagerTo { get; init; }

    /// <summary>The account is linked to another person, or to nobody, or no longer to nobody.</summary>
    public bool OtherPerson { get; init; }

    /// <summary>Findings it did not have then.</summary>
    public Finding Gained { get; init; }

    /// <summary>Findings it no longer has.</summary>
    public Finding Lost { get; init; }
}
