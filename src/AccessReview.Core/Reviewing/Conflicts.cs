using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;

namespace AccessReview.Core.Reviewing;

/// <summary>Says what somebody else did, or the reviewer in another window, while a row lay open in a browser.</summary>
internal static class Conflicts
{
    /// <summary>The answer for turns that are not as the browser saw them.</summary>
    public static async Task<DecideAnswer> AnswerAsync(ChangeScope scope, IReadOnlyCollection<TurnFacts> turns, CancellationToken cancel)
    {
        var names = await PersonNames.ReadAsync(scope.Db, turns.Select(t => Actor.PersonOf(t.By)), cancel);
        return new DecideAnswer(scope.At, [.. turns.Select(t => Of(t, scope.Actor, names))]);
    }

    /// <summary>The answer for one turn.</summary>
    public static ItemAnswer Of(TurnFacts turn, Actor actor, IReadOnlyDictionary<long, string> names)
    {
        var unseen = turn is { Stage: 2, WentWithAccount: true } && turn.By != actor.Key; // Whoever looks a second time is not told who looked first.
        var who = unseen ? "Somebody" : Actor.PersonOf(turn.By) is { } id ? names.GetValueOrDefault(id, "somebody") : "";
        string Done(string verb) => turn.By == actor.Key ? $"You {verb} this in another window." : $"{who} {verb} this meanwhile.";
        var sentence = turn.State switch
        {
            TurnState.Undecided => "This changed while it was open here; it is undecided now.",
            TurnState.Certified => Done("certified"),
            TurnState.Revoked => Done("revoked"),
            TurnState.Changed => Done("changed"),
            _ => throw new ArgumentOutOfRangeException(nameof(turn), turn.State, null),
        };
        return new ItemAnswer(turn.TurnId, turn.Name, ItemAnswerKind.Conflict, turn.State, turn.EventSeq, "conflict", sentence);
    }
}
