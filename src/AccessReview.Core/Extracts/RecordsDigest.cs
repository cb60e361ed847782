using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AccessReview.Core.Extracts;

/// <summary>The content of a reading's records as one SHA-256, cited by the event that stored them: a record changed later is
/// found although records carry no hash of their own.</summary>
public sealed class RecordsDigest : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly StringBuilder line = new();

    /// <summary>Adds an account as read.</summary>
    public void Add(AccountRecord r) => Line("account", r.Id, r.AccountId, r.Line, r.Email, r.Name, r.Role, r.Status, r.LastUsedState, Instant(r.LastUsedAt), Instant(r.CreatedAt));

    /// <summary>Adds an assignment as read.</summary>
    public void Add(AssignmentRecord r) => Line("assignment", r.Id, r.AccountRecordId, r.GroupId, r.Line);

    /// <summary>Adds a group as read.</summary>
    public void Add(GroupRecord r) => Line("group", r.Id, r.GroupId, r.Name, r.OwnerEmail);

    /// <summary>Adds a person as read.</summary>
    public void Add(PersonRecord r) => Line("person", r.Id, r.PersonId, r.Line, r.EmployeeId, r.WorkEmail, r.Name, r.Status, r.EmploymentType, Day(r.StartDate), Day(r.EndDate), r.ManagerKey, r.ManagerId, r.Department, r.JobTitle);

    /// <summary>The digest of what was added, in the order of the records' keys within accounts, groups, assignments, people.</summary>
    public byte[] ToHash() => hash.GetCurrentHash();

    /// <inheritdoc/>
    public void Dispose() => hash.Dispose();

    private static string Instant(DateTime? at) => at is { } known ? Clock.Truncate(known).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) : "";

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    // Lengths before values: no value can pass for two. One builder serves all lines.
    private void Line(params ReadOnlySpan<object?> values)
    {
        line.Clear();
        foreach (var value in values)
        {
            var word = value as string ?? Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            line.Append(word.Length).Append(':').Append(word).Append('|');
        }

        hash.AppendData(Encoding.UTF8.GetBytes(line.Append('\n').ToString()));
    }
}
