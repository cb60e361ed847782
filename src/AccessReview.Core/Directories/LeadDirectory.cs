using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Scoping;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Directories;

/// <summary>Lets a directory lead: where several know one person, its words count. What was judged by another order is judged anew.</summary>
public sealed class LeadDirectory(Change change)
{
    /// <summary>Puts it first; the others keep their order.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, long directoryId, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(LeadDirectory), async (scope, token) =>
        {
            if (!scope.Has(Role.Administrator))
            {
                return Problem.Denied("Only an administrator says which directory leads.");
            }

            if (await ScopedSources.RefusalAsync(scope.Db, null, directoryId, token) is { } refusal)
            {
                return refusal;
            }

            var all = await scope.Db.Directories.AsTracking().InScope().OrderBy(d => d.Rank).ThenBy(d => d.Id).ToListAsync(token);
            if (all.Find(d => d.Id == directoryId) is not { } leading)
            {
                return Problem.NotFound("The directory");
            }

            if (all[0] == leading)
            {
                return Done.Yes;
            }

            if (leading.CurrentExtractId is null)
            {
                return new Problem("directory.not-read", $"{leading.Name} has not been read yet. Once it is known whom it has, it can lead.");
            }

            foreach (var (directory, rank) in all.Where(d => d != leading).Prepend(leading).Select((d, i) => (d, i + 1)))
            {
                directory.Rank = rank;
            }

            var ranks = all.ToDictionary(d => d.Id, d => d.Rank);
            var sayings = await Administrators.SayingsAsync(scope.Db, scope.Today, token);
            if (Administrators.Stay(sayings) && !Administrators.Stay(sayings.Select(s => s with { Rank = ranks[s.DirectoryId] })))
            {
                return new Problem("directory.no-administrator", $"By {leading.Name} nobody who administers AccessReview works here. Give the role to somebody whom it has, then let it lead.");
            }

            foreach (var application in await scope.Db.Applications.AsTracking().InScope().Where(a => a.CurrentAssessmentId != null).ToListAsync(token))
            {
                application.CurrentAssessmentId = null;
            }

            scope.Record(new DirectoryLeads(directoryId));
            return Done.Yes;
        }, cancel);
}

/// <summary>A directory leads from here on.</summary>
public sealed record DirectoryLeads(long DirectoryId) : EventBody;
