using AccessReview.Core.Scoping;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>What is out of scope, followed from event to event: an application that somebody took out beside the product, so that nobody misses its
/// review, is found.</summary>
internal sealed class ScopeReplay
{
    private readonly Dictionary<long, long> taken = [];

    /// <summary>The applications and directories that are out of scope by the events so far.</summary>
    public IReadOnlyCollection<long> Out => taken.Keys;

    /// <summary>Takes in what an event says of it.</summary>
    /// <exception cref="System.Text.Json.JsonException">It is no event's body.</exception>
    public void Add(AuditEvent line)
    {
        switch (line.Type)
        {
            case nameof(TakenOutOfScope):
                taken[EventJson.Read<TakenOutOfScope>(line).SourceId] = line.Seq;
                break;
            case nameof(BroughtIntoScope):
                taken.Remove(EventJson.Read<BroughtIntoScope>(line).SourceId);
                break;
        }
    }

    /// <summary>Holds the rows against what the events say.</summary>
    public async Task CheckAsync(Verification run, CancellationToken cancel)
    {
        var applications = await run.Db.Applications.AsNoTracking().Select(a => new { a.Id, a.Name, a.OutOfScopeSeq }).ToListAsync(cancel);
        var directories = await run.Db.Directories.AsNoTracking().Select(d => new { d.Id, d.Name, d.OutOfScopeSeq }).ToListAsync(cancel);
        var rows = applications.Concat(directories).ToList();
        foreach (var row in rows.Where(r => r.OutOfScopeSeq != (taken.TryGetValue(r.Id, out var seq) ? seq : (long?)null)))
        {
            run.Found("scope.state", $"Whether {row.Name} is in scope, or since when it is not, is not as the events say.");
        }

        foreach (var gone in taken.Keys.Except(rows.Select(r => r.Id)).Order())
        {
            run.Found("scope.gone", $"What event {taken[gone]} took out of scope is not there.");
        }
    }
}
