namespace AccessReview.Web.Verbs;

/// <summary>What a verb's exit code says; scripts rely on it.</summary>
internal static class ExitCodes
{
    /// <summary>Done, or whole.</summary>
    public const int Ok = 0;

    /// <summary>Something is not as it was written, or verify will say so until the statement of a restore's loss can be added.</summary>
    public const int Tampered = 1;

    /// <summary>Not understood, or something that was asked for is missing: an anchor, a reason, an approval. Nothing was changed.</summary>
    public const int Incomplete = 2;

    /// <summary>It could not run, or not to its end: what it did, it said.</summary>
    public const int CouldNotRun = 3;
}
