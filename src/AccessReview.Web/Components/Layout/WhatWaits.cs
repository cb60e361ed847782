namespace AccessReview.Web.Components.Layout;

/// <summary>Tells the frame of a window that something else waits for its reader now, though no other page was opened.</summary>
public sealed class WhatWaits
{
    /// <summary>Raised at each such change; true: not only what is left to decide.</summary>
    public event Action<bool>? Changed;

    /// <summary>Items were decided, or given to somebody else.</summary>
    public void Decided() => Changed?.Invoke(false);

    /// <summary>A question was answered.</summary>
    public void Answered() => Changed?.Invoke(true);
}
