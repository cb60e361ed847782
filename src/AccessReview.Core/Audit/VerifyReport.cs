namespace AccessReview.Core.Audit;

/// <summary>Something that is not as it was written.</summary>
/// <param name="Code">Stable: <c>event.hash</c>, <c>row.changed</c> and so on.</param>
/// <param name="Sentence">What and where, in words.</param>
public sealed record Tampering(string Code, string Sentence);

/// <summary>How far a verification has come.</summary>
/// <param name="Step">What is being looked at.</param>
/// <param name="Done">How many of it.</param>
/// <param name="Total">Of how many; 0 while not known.</param>
public sealed record VerifyProgress(string Step, long Done, long Total);

/// <summary>What a verification found. It compares the database with itself: somebody who rewrites the whole chain is found by
/// a head kept elsewhere, in an earlier workbook or an anchor.</summary>
public sealed record VerifyReport
{
    /// <summary>The most findings that are listed; all are counted.</summary>
    public const int MaxListed = 200;

    /// <summary>Events verified.</summary>
    public required long Events { get; init; }

    /// <summary>The last event.</summary>
    public required long Head { get; init; }

    /// <summary>The last event's hash.</summary>
    public required string HeadHash { get; init; }

    /// <summary>The last event's time.</summary>
    public required DateTime HeadAt { get; init; }

    /// <summary>Rows recomputed and held against the events that cover them.</summary>
    public required long Rows { get; init; }

    /// <summary>Reasons and other texts held against their hashes.</summary>
    public required long Texts { get; init; }

    /// <summary>Texts that were purged: their hashes stand, their words are gone.</summary>
    public required long Purged { get; init; }

    /// <summary>Readings that were purged: their hash stands, their records are empty.</summary>
    public required long PurgedReadings { get; init; }

    /// <summary>Files that were purged: their hash stands, their bytes are gone.</summary>
    public required long PurgedFiles { get; init; }

    /// <summary>Stored files recomputed.</summary>
    public required long Files { get; init; }

    /// <summary>How many things are not as they were written.</summary>
    public required long Wrong { get; init; }

    /// <summary>The first of them.</summary>
    public required IReadOnlyList<Tampering> Findings { get; init; }

    /// <summary>Nothing was changed since it was written.</summary>
    public bool IsSound => Wrong == 0;
}
