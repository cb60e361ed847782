namespace AccessReview.Connectors;

/// <summary>What is known of an account's last use.</summary>
public enum LastUseState
{
    /// <summary>This source has no such column or attribute.</summary>
    NotGiven,
    /// <summary>The source has the attribute and left it empty for this account.</summary>
    NotKnown,
    /// <summary>The source says in words that the account was never used.</summary>
    Never,
    /// <summary>The source gives the instant.</summary>
    Known,
}

/// <summary>When an account was last used, or why that cannot be said. An empty cell is not <em>never</em>.</summary>
/// <param name="State">What is known.</param>
/// <param name="At">The instant (UTC); set exactly when <paramref name="State"/> is Known.</param>
public readonly record struct LastUse(LastUseState State, DateTime? At)
{
    /// <summary>Used last at this instant (UTC).</summary>
    public static LastUse On(DateTime at) => new(LastUseState.Known, at);

    /// <summary>Never, as the source says.</summary>
    public static LastUse Never { get; } = new(LastUseState.Never, null);

    /// <summary>Not known, though the source has it for others.</summary>
    public static LastUse NotKnown { get; } = new(LastUseState.NotKnown, null);
}
