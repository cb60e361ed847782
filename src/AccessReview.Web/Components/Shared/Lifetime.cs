namespace AccessReview.Web.Components.Shared;

/// <summary>How long a page or a part of it is there. What was begun on it may go on after it was left, and asks on with a token that is
/// cancelled then; that of a disposed <see cref="CancellationTokenSource"/> would throw, and the page that came next would show the fault.</summary>
internal sealed class Lifetime : IDisposable
{
    private readonly CancellationTokenSource source = new();

    public Lifetime() => Token = source.Token;

    /// <summary>Cancelled once it is left.</summary>
    public CancellationToken Token { get; }

    /// <summary>Whether it was left.</summary>
    public bool IsOver => Token.IsCancellationRequested;

    /// <summary>It is left. The second time changes nothing.</summary>
    public void Dispose()
    {
        if (!IsOver)
        {
            source.Cancel();
            source.Dispose();
        }
    }
}
