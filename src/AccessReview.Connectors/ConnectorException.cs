namespace AccessReview.Connectors;

/// <summary>Why another system did not do what it was asked. A closed list.</summary>
public enum ConnectorFault
{
    /// <summary>It did not accept the credentials: replaced, expired or revoked. Never tried again by itself.</summary>
    Unauthorized,

    /// <summary>It knows who asks and does not allow it.</summary>
    Forbidden,

    /// <summary>It does not have what was asked for.</summary>
    NotFound,

    /// <summary>Too many requests; <see cref="ConnectorException.Wait"/> says how long to leave it alone.</summary>
    Throttled,

    /// <summary>It did not answer, not in time, or with an error of its own.</summary>
    Unavailable,

    /// <summary>It answered what its protocol does not know, or more than is taken.</summary>
    Malformed,

    /// <summary>It says itself that something is missing.</summary>
    Incomplete,

    /// <summary>It refused this request for good: another form of it may do.</summary>
    Refused,

    /// <summary>It no longer knows the page that it led to: the list can only be read from its beginning.</summary>
    Lost,

    /// <summary>The address may not be called.</summary>
    Unsafe,
}

/// <summary>Another system did not do what it was asked. The message is a sentence for a person; it holds no secret and nothing of
/// the answer's body.</summary>
public sealed class ConnectorException : Exception
{
    /// <summary>With everything known about it.</summary>
    /// <param name="fault">Why.</param>
    /// <param name="message">A sentence.</param>
    /// <param name="status">The HTTP status, if there was an answer.</param>
    /// <param name="wait">How long to leave it alone, if it said so.</param>
    /// <param name="inner">What lies beneath.</param>
    public ConnectorException(ConnectorFault fault, string message, int? status = null, TimeSpan? wait = null, Exception? inner = null)
        : base(message, inner) => (Fault, Status, Wait) = (fault, status, wait);

    /// <summary>Why.</summary>
    public ConnectorFault Fault { get; }

    /// <summary>The HTTP status, if there was an answer.</summary>
    public int? Status { get; }

    /// <summary>How long to leave it alone, if it said so.</summary>
    public TimeSpan? Wait { get; }

    /// <summary>What was asked and answered until then, where that is kept as proof.</summary>
    public IReadOnlyList<Exchange> Exchanges { get; private init; } = [];

    /// <summary>What was thrown that nobody expected, such as on an answer of a shape that is not looked for.</summary>
    public Exception? Bug { get; private init; }

    /// <summary>Whether something may have been taken away before it failed: a change was let through, or what became of one was not read back.</summary>
    public bool MayHaveTaken => Exchanges.Any(e => e is { Changes: true, IsSuccess: true })
        || (Exchanges.Any(e => e is { Changes: true, Status: Exchange.NoAnswer or (>= 500 and not 501) }) && Exchanges[^1] is not { Changes: false, IsSuccess: true });

    /// <summary>Whether the same request may go through a moment later.</summary>
    public bool IsPassing => Fault is ConnectorFault.Throttled or ConnectorFault.Unavailable;

    /// <summary>For what nobody expected, with what was asked and answered until then.</summary>
    internal static ConnectorException OfBug(Exception bug, IReadOnlyList<Exchange> exchanges) =>
        new(ConnectorFault.Malformed, "The product did not understand the answer.", inner: bug) { Exchanges = exchanges, Bug = bug };

    /// <summary>The same, with what was asked and answered until then.</summary>
    internal ConnectorException With(IReadOnlyList<Exchange> exchanges) => new(Fault, Message, Status, Wait, this) { Exchanges = exchanges };
}
