namespace AccessReview.Web.Components.Layout;

/// <summary>Tells the frame of a window that something else waits for its reader now, though no other page was opened.</summary>
public sealed class WhatWaits
{
    private Action<bool>? changed;

    /// <summary>Calls back at each such change; with true: not only what is left to decide.</summary>
    public void Hear(Action<bool> change) => changed += change;

    /// <summary>Calls back no more.</summary>
    public void Leave(Action<bool> change) => changed -= change;

    /// <summary>Items were decided, or given to somebody else.</summary>
    public void Decided() => changed?.Invoke(false);

    /// <summary>A question was answered.</summary>
    public void Answered() => changed?.Invoke(true);
}
