using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Persistence;

/// <summary>The door of <see cref="OperationalWrites"/> for what somebody asks for: at the pace of a person, and not once their session was
/// ended. Whoever is refused is recorded, as at the door of <see cref="Change"/>.</summary>
public sealed class AskedWrites(OperationalWrites writes, Change change, Pace pace)
{
    /// <summary>Whether the actor may ask at all, before what is long in the making is made.</summary>
    public Task<Outcome<Done>> MayAsync(Actor actor, string command, CancellationToken cancel) => RunAsync<Done>(actor, command, (_, _) => Task.FromResult<Outcome<Done>>(Done.Yes), cancel);

    /// <summary>Runs the work in one transaction and saves what it tracked.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="command">The command's name, for refusals.</param>
    /// <param name="work">Loads, decides and writes. It may run twice, and must do no harm by that.</param>
    /// <param name="cancel">Stops before the commit.</param>
    public async Task<Outcome<T>> RunAsync<T>(Actor actor, string command, Func<ReviewDb, CancellationToken, Task<Outcome<T>>> work, CancellationToken cancel)
    {
        if (pace.Take(actor) is { } tooSoon)
        {
            return tooSoon;
        }

        Outcome<T> outcome;
        try
        {
            outcome = await writes.RunAsync<Outcome<T>>(
                async (db, token) => await db.Sessions.AnyAsync(s => s.Key == actor.Session && s.EndedAt != null, token) ? Problem.SessionOver : await work(db, token), cancel);
        }
        catch (Exception e) when (StorageTrouble.Of(e) is { } trouble)
        {
            return trouble;
        }

        return outcome.Problem is { Code: Problem.DeniedCode } denied ? await change.RefuseAsync(actor, command, denied, cancel) : outcome;
    }
}
