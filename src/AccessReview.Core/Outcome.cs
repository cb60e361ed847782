using System.Diagnostics.CodeAnalysis;

namespace AccessReview.Core;

/// <summary>Why a command or query gave no result: a stable <paramref name="Code"/> for tests and callers, and a
/// <paramref name="Sentence"/> that a person can read. A problem is expected; a bug throws.</summary>
/// <param name="Code">Stable, dotted, lower case: <c>item.signed</c>.</param>
/// <param name="Sentence">What is so, and what can be done. No jargon, no blame.</param>
public sealed record Problem(string Code, string Sentence)
{
    /// <summary>The code of every refusal for lack of a role or a relation; such refusals are events.</summary>
    public const string DeniedCode = "denied";

    /// <summary>The code of every refusal because somebody else was faster.</summary>
    public const string ConflictCode = "conflict";

    /// <summary>How the code of every problem begins that lies not in what was asked but in when: a database that is held, a pace too fast.</summary>
    public const string ForNow = "for-now.";

    /// <summary>Why whoever acts in a session that was ended is refused everything.</summary>
    public static Problem SessionOver { get; } = Denied("This session was ended, so nothing was changed. Sign in again.");

    /// <summary>The session is over and not the right: signed in again, the same person can send the same command.</summary>
    public bool IsSessionOver => this == SessionOver;

    /// <summary>It may go by itself: the same command can be sent again, and happens once.</summary>
    public bool IsForNow => Code.StartsWith(ForNow, StringComparison.Ordinal);

    /// <summary>The actor may not do this, whatever they send.</summary>
    public static Problem Denied(string sentence) => new(DeniedCode, sentence);

    /// <summary>The thing named does not exist, or may not be seen: both look the same.</summary>
    public static Problem NotFound(string what) => new("not-found", $"{what} was not found.");

    /// <summary>Somebody else was faster; nothing was overwritten.</summary>
    public static Problem Conflict(string sentence) => new(ConflictCode, sentence);
}

/// <summary>Either a value or a <see cref="Problem"/>; the compiler makes the caller look.</summary>
public readonly record struct Outcome<T>
{
    private Outcome(T? value, Problem? problem) => (Value, Problem) = (value, problem);

    /// <summary>The result, when <see cref="IsOk"/>.</summary>
    public T? Value { get; }

    /// <summary>The reason there is no result, when not <see cref="IsOk"/>.</summary>
    public Problem? Problem { get; }

    /// <summary>True when there is a result.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsOk => Problem is null;

    /// <summary>The result, or an exception for callers that have already ruled a problem out (tests, set-up).</summary>
    public T Require() => IsOk ? Value : throw new InvalidOperationException($"{Problem.Code}: {Problem.Sentence}");

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Problem problem) => new(default, problem);
}

/// <summary>The answer of a command that has nothing to tell but that it is done.</summary>
public readonly record struct Done
{
    /// <summary>The one value.</summary>
    public static Done Yes { get; }
}
