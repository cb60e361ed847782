namespace AccessReview.Connectors;

/// <summary>What came of one act in another system.</summary>
public enum RemovalEffect
{
    /// <summary>It was there before and is gone after.</summary>
    Done,

    /// <summary>It was gone before anything was asked.</summary>
    AlreadyGone,

    /// <summary>Every allowed form was tried and it is still there.</summary>
    StillThere,

    /// <summary>Something else changed as well: nothing more may be done here until a person has looked.</summary>
    TooMuch,
}

/// <summary>One request with its answer, as proof. Holds no credentials.</summary>
/// <param name="At">When the answer had come, or was waited for no longer (UTC).</param>
/// <param name="Request">Method and path.</param>
/// <param name="Sent">The body sent, if any.</param>
/// <param name="Status">The HTTP status; 0: what was to change something got no answer.</param>
/// <param name="Answer">The body of the answer, as text.</param>
public sealed record Exchange(DateTime At, string Request, string? Sent, int Status, string Answer)
{
    internal const int NoAnswer = 0;

    internal bool Changes => !Request.StartsWith("GET ", StringComparison.Ordinal);

    internal bool IsSuccess => Status is >= 200 and < 300;
}

/// <summary>What was done, with the raw state before and after.</summary>
/// <param name="Effect">What came of it.</param>
/// <param name="Exchanges">Every request in order: the first reads the state before, the last the state after.</param>
public sealed record RemovalProof(RemovalEffect Effect, IReadOnlyList<Exchange> Exchanges)
{
    /// <summary>Whether the system let a change through, whatever it shows.</summary>
    public bool LetThrough => Exchanges.Any(e => e is { Changes: true, IsSuccess: true });

    /// <summary>Why it is still there, in a sentence; null: nobody knows.</summary>
    public string? Why { get; init; }
}

/// <summary>Something that an act takes away.</summary>
public abstract record RemovalAct
{
    private RemovalAct()
    {
    }

    /// <summary>Switch an account of the application off.</summary>
    /// <param name="AccountId">The account, as this system names it.</param>
    /// <param name="Address">The address it was read with, which it has to bear still; empty: none was read.</param>
    public sealed record Account(string AccountId, string Address = "") : RemovalAct;

    /// <summary>Take an account out of a group of the application.</summary>
    /// <param name="GroupId">The group, as this system names it.</param>
    /// <param name="AccountId">The account.</param>
    public sealed record Member(string GroupId, string AccountId) : RemovalAct;

    /// <summary>Take a person's own assignment of an application away, at the directory.</summary>
    /// <param name="AppId">The application, as the directory names it.</param>
    /// <param name="PersonId">The person, as the directory names them.</param>
    public sealed record AppAssignment(string AppId, string PersonId) : RemovalAct;

    /// <summary>Take a person out of a group of the directory.</summary>
    /// <param name="GroupId">The group.</param>
    /// <param name="PersonId">The person.</param>
    public sealed record DirectoryMember(string GroupId, string PersonId) : RemovalAct;
}

/// <summary>A system in which access can be taken away. Every act reads before and after, may be repeated without harm, and counts
/// what is gone already as success.</summary>
public interface IRemovesAccess
{
    /// <summary>Whether this kind of act can be done here at all.</summary>
    bool Can(RemovalAct act);

    /// <summary>The requests that would be made, in words; for a preview.</summary>
    IReadOnlyList<string> Describe(RemovalAct act);

    /// <summary>Does it, and reads it back.</summary>
    /// <exception cref="ConnectorException">It could not be asked; <see cref="ConnectorException.MayHaveTaken"/> says whether it may have done something all the same.</exception>
    Task<RemovalProof> RemoveAsync(RemovalAct act, CancellationToken cancel);
}
