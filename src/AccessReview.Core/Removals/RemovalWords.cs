namespace AccessReview.Core.Removals;

/// <summary>The states of a removal as people read them.</summary>
public static class RemovalWords
{
    /// <summary>The state in words.</summary>
    public static string Of(RemovalState state) => state switch
    {
        RemovalState.Requested => "Requested",
        RemovalState.WaitingForSecondPerson => "Waiting for a second person",
        RemovalState.WaitingForPerson => "Waiting for a person",
        RemovalState.Executed => "Executed",
        RemovalState.Verified => "Verified",
        RemovalState.StillPresent => "Still present",
        RemovalState.Reappeared => "Reappeared",
        RemovalState.Failed => "Failed",
        RemovalState.Cancelled => "Cancelled",
        RemovalState.Waived => "Waived",
        RemovalState.Overruled => "Overruled",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    /// <summary>Whether it was used after the decision.</summary>
    public static string Of(LaterUse use) => use switch
    {
        LaterUse.Yes => "yes",
        LaterUse.No => "no",
        LaterUse.NotKnown => "not known",
        _ => throw new ArgumentOutOfRangeException(nameof(use), use, null),
    };

    /// <summary>What was done to what.</summary>
    public static string Act(AttemptAct act, string target) => act switch
    {
        AttemptAct.Account => $"Switch off: {target}",
        AttemptAct.Member or AttemptAct.DirectoryMember => $"Take out of: {target}",
        AttemptAct.AppAssignment => $"Take away: {target}",
        _ => throw new ArgumentOutOfRangeException(nameof(act), act, null),
    };

    /// <summary>What came of it.</summary>
    public static string Of(AttemptResult result) => result switch
    {
        AttemptResult.Done => "Done, and read back",
        AttemptResult.AlreadyGone => "Gone already",
        AttemptResult.StillThere => "Still there",
        AttemptResult.TooMuch => "Stopped: more than this was gone",
        AttemptResult.Unproven => "Begun, and not proven",
        AttemptResult.Fault => "Not done",
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, null),
    };

    /// <summary>What the last reading says, with how it was gone: the difference between removed, already gone and disabled.</summary>
    /// <param name="state">The state.</param>
    /// <param name="doneOn">On which day somebody noted it as done; null: nobody did.</param>
    /// <param name="readAt">The time of that reading, if there is one.</param>
    /// <param name="disabled">Whether the reading has the account as disabled instead of not at all.</param>
    /// <param name="changeTo">The lower role it was to be kept at, when only its role goes.</param>
    /// <param name="executed">Whether the product carried it out; what it found gone already, it did not.</param>
    /// <param name="otherId">Whether the reading has it under another id only.</param>
    /// <param name="begun">Whether the product took something away for it, or may have.</param>
    /// <param name="atDirectory">Whether that was at a directory.</param>
    public static string Proof(
        RemovalState state, DateOnly? doneOn, DateTime? readAt, bool disabled, string? changeTo = null, bool executed = false, bool otherId = false, bool begun = false, bool atDirectory = false) => state switch
    {
        RemovalState.StillPresent or RemovalState.Reappeared when doneOn is { } day && RemovalRules.NotedBy(doneOn, readAt) == Noted.Since =>
            $"Noted as done on {Clock.Said(day)}; a reading made once that day is over everywhere will show",
        RemovalState.Executed when atDirectory => "Taken away at the directory, which may not have told the application yet; a later reading will show",
        RemovalState.Verified when begun && !executed && doneOn is null => $"Begun by the product, and {(disabled ? "disabled" : "gone")} when it was read",
        RemovalState.Failed or RemovalState.WaitingForPerson when RemovalRules.NotedBy(doneOn, readAt) == Noted.BeforeReading => Told(RemovalState.StillPresent, true, disabled, changeTo, false),
        RemovalState.Failed when begun && doneOn is null => "Begun by the product, and not brought to its end",
        RemovalState.StillPresent or RemovalState.Reappeared when otherId => Told(state, doneOn is not null, disabled, changeTo, executed) + ", under another id",
        _ => Told(state, doneOn is not null, disabled, changeTo, executed),
    };

    private static string Told(RemovalState state, bool notedDone, bool disabled, string? changeTo, bool executed) => state switch
    {
        RemovalState.Verified when executed => disabled ? "Carried out by the product, and disabled when it was read" : "Carried out by the product, and gone when it was read",
        RemovalState.StillPresent when executed => "Carried out by the product, and still there when it was read",
        RemovalState.Verified when changeTo is not null => notedDone ? $"Lowered to {changeTo} or less" : $"Lowered to {changeTo} or less when it was read; nobody noted having done it",
        RemovalState.StillPresent when changeTo is not null => notedDone ? "Noted as done, and not lowered when it was read" : "Not lowered when it was read",
        RemovalState.Reappeared when changeTo is not null => "Was lowered, and is higher again",
        RemovalState.Verified => (notedDone, disabled) switch
        {
            (true, true) => "Disabled in the application",
            (true, false) => "Gone from the application",
            (false, true) => "Already disabled when it was read; nobody noted having done it",
            (false, false) => "Already gone when it was read; nobody noted having done it",
        },
        RemovalState.StillPresent => notedDone ? "Noted as done, and still there when it was read" : "Still there when it was read",
        RemovalState.Reappeared => "Was gone, and is there again",
        RemovalState.Requested => "The product carries it out when its wait is over",
        RemovalState.WaitingForSecondPerson => notedDone ? "Noted as done; a reading without it ends it, else a second person has to agree first" : "A second person has to agree first",
        RemovalState.Executed => "Carried out by the product; the next reading will show",
        RemovalState.Failed => notedDone ? "Noted as done; the next reading will show" : "The product could not carry it out",
        RemovalState.WaitingForPerson =>
            notedDone ? "Noted as done; the next reading will show" : "No reading since the decision tells",
        RemovalState.Cancelled => "The decision was withdrawn, or its campaign given up",
        RemovalState.Waived => "Accepted as it is",
        RemovalState.Overruled => "A newer signed decision keeps the access",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}
