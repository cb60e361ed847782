using AccessReview.Core;

namespace AccessReview.Web.Components.Shared;

/// <summary>The id of a button's next command. What was answered for now (<see cref="Problem.IsForNow"/>) may have been carried out all the
/// same: whoever asks the same again sends the same command, which happens once. Anything else that is asked, and whatever is asked
/// after any other answer, is another command.</summary>
public sealed class NextCommand
{
    private Guid id = Guid.NewGuid();
    private object?[] asked = [];

    /// <summary>The id to ask <paramref name="what"/> under: all of it, each compared by value.</summary>
    public Guid Of(params object?[] what)
    {
        if (!what.SequenceEqual(asked))
        {
            (id, asked) = (Guid.NewGuid(), what);
        }

        return id;
    }

    /// <summary>It was answered.</summary>
    public void Answered(Problem? problem) => id = problem is { IsForNow: true } ? id : Guid.NewGuid();

    /// <summary>Asks <paramref name="what"/> under its id.</summary>
    public async Task<Outcome<T>> SendAsync<T>(Func<Guid, Task<Outcome<T>>> send, params object?[] what)
    {
        var outcome = await send(Of(what));
        Answered(outcome.Problem);
        return outcome;
    }
}
