using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AccessReview.Core.Extracts;

/// <summary>The content of a reading's records as one SHA-256, cited by the event that stored them: a record changed later is
/// found although records carry no hash of their own.</summary>
public sealed class RecordsDigest : IDisposable
{
    private const int HashedAtOnce = 64 * 1024;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> lines = new(HashedAtOnce * 2);

    /// <summary>Adds an account as read.</summary>
    public void Add(AccountRecord r)
    {
        Word("account");
        Number(r.Id);
        Number(r.AccountId);
        Number(r.Line);
        Word(r.Email);
        Word(r.Name);
        Word(r.Role);
        Word(r.Status.ToString());
        Word(r.LastUsedState.ToString());
        Instant(r.LastUsedAt);
        Instant(r.CreatedAt);
        Known(r.SourceId);
        EndLine();
    }

    /// <summary>Adds an assignment as read.</summary>
    public void Add(AssignmentRecord r)
    {
        Word("assignment");
        Number(r.Id);
        Number(r.AccountRecordId);
        Number(r.GroupId);
        Number(r.Line);
        EndLine();
    }

    /// <summary>Adds a group as read.</summary>
    public void Add(GroupRecord r)
    {
        Word("group");
        Number(r.Id);
        Number(r.GroupId);
        Word(r.Name);
        Word(r.OwnerEmail);
        Known(r.SourceId);
        EndLine();
    }

    /// <summary>Adds a person as read. Readings older than what is said of sign-ins have none of it, and their digests stand.</summary>
    public void Add(PersonRecord r)
    {
        Word("person");
        Number(r.Id);
        Number(r.PersonId);
        Number(r.Line);
        Word(r.EmployeeId);
        Word(r.WorkEmail);
        Word(r.Name);
        Word(r.Status.ToString());
        Word(r.EmploymentType);
        Day(r.StartDate);
        Day(r.EndDate);
        Word(r.ManagerKey);
        Number(r.ManagerId);
        Word(r.Department);
        Word(r.JobTitle);
        if (r.LastSignInState is { } signIn)
        {
            Word(signIn.ToString());
            Instant(r.LastSignInAt);
        }

        EndLine();
    }

    /// <summary>Adds what lets a person into an application, as read.</summary>
    public void Add(Connections.AppGrant g)
    {
        Word("grant");
        Number(g.Id);
        Number(g.ApplicationId);
        Number(g.PersonId);
        Word(g.AppId);
        Word(g.UserKey);
        Word(g.AccountSourceId);
        Word(g.Way.ToString());
        Word(g.GroupSourceId);
        Word(g.GroupName);
        Instant(g.LastSignInAt);
        Known(g.FilledBy?.ToString() ?? "");
        EndLine();
    }

    /// <summary>The digest of what was added, in the order of the records' keys within accounts, groups, assignments, people, grants.</summary>
    public byte[] ToHash()
    {
        Flush();
        return hash.GetCurrentHash();
    }

    /// <inheritdoc/>
    public void Dispose() => hash.Dispose();

    // Lengths before values: no value can pass for two.
    private void Word(ReadOnlySpan<char> word)
    {
        Plain(word.Length, ':');
        Encoding.UTF8.GetBytes(word, lines);
        Plain('|');
    }

    /// <summary>Readings older than this value have none of it, and their digests stand.</summary>
    private void Known(string word)
    {
        if (word.Length > 0)
        {
            Word(word);
        }
    }

    private void Number(long? number)
    {
        Span<char> digits = stackalloc char[20];
        var written = 0;
        _ = number?.TryFormat(digits, out written, default, CultureInfo.InvariantCulture);
        Word(digits[..written]);
    }

    private void Instant(DateTime? at)
    {
        Span<char> text = stackalloc char[32];
        var written = 0;
        _ = at is { } known && Clock.Truncate(known).TryFormat(text, out written, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        Word(text[..written]);
    }

    private void Day(DateOnly? day)
    {
        Span<char> text = stackalloc char[10];
        var written = 0;
        _ = day?.TryFormat(text, out written, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        Word(text[..written]);
    }

    private void Plain(int number, char after)
    {
        var space = lines.GetSpan(12);
        _ = number.TryFormat(space, out var written, default, CultureInfo.InvariantCulture);
        space[written] = (byte)after;
        lines.Advance(written + 1);
    }

    private void Plain(char ascii)
    {
        lines.GetSpan(1)[0] = (byte)ascii;
        lines.Advance(1);
    }

    private void EndLine()
    {
        Plain('\n');
        if (lines.WrittenCount >= HashedAtOnce)
        {
            Flush();
        }
    }

    private void Flush()
    {
        hash.AppendData(lines.WrittenSpan);
        lines.ResetWrittenCount();
    }
}
