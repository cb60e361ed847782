using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Scoping;

/// <summary>Brings an application or a directory back into scope, as it was when it was taken out.</summary>
public sealed class BringIntoScope(Change change)
{
    /// <summary>Brings it back. Exactly one of the two is named.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, long? applicationId, long? directoryId, string reason, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(BringIntoScope), async (scope, token) =>
        {
            if (!scope.Has(Role.Administrator))
            {
                return Problem.Denied("Only an administrator brings something back into scope.");
            }

            if (await ScopedSources.FindAsync(scope.Db, applicationId, directoryId, token) is not { } source)
            {
                return Problem.NotFound("The application or directory");
            }

            if (source.OutOfScopeSeq is null)
            {
                return new Problem("scope.in", $"{source.Name} is in scope.");
            }

            if (reason.Trim() is not { Length: >= Campaign.MinReason and <= PrivateText.MaxLength } words)
            {
                return new Problem("scope.reason", $"Say why it is brought back into scope, in {Campaign.MinReason} to {PrivateText.MaxLength} characters.");
            }

            // Another directory may lead since it was taken out: then it is judged anew.
            if (source is Applications.Application application
                && await scope.Db.AuditEvents.AnyAsync(e => e.Seq > source.OutOfScopeSeq && (e.Type == nameof(Directories.DirectoryLeads) || e.Type == nameof(BroughtIntoScope)), token))
            {
                application.CurrentAssessmentId = null;
            }

            source.OutOfScopeSeq = null;
            if (source is Directories.Directory directory)
            {
                // Others may lead by now, and what they say counts: what was judged by another order is judged anew.
                directory.Rank = 1 + await scope.Db.Directories.MaxAsync(d => d.Rank, token);
                foreach (var judged in await scope.Db.Applications.AsTracking().InScope().Where(a => a.CurrentAssessmentId != null).ToListAsync(token))
                {
                    judged.CurrentAssessmentId = null;
                }
            }

            scope.Record(new BroughtIntoScope(applicationId, directoryId, new Sha256(scope.Keep(words).Hash)));
            return Done.Yes;
        }, cancel);
}

/// <summary>An application or a directory was brought back into scope.</summary>
/// <param name="ApplicationId">The application, or nothing.</param>
/// <param name="DirectoryId">The directory, or nothing.</param>
/// <param name="Reason">Why: the hash of the text kept beside the event.</param>
public sealed record BroughtIntoScope(long? ApplicationId, long? DirectoryId, Sha256 Reason) : EventBody
{
    /// <summary>What it is about: keys of applications and directories are never the same.</summary>
    internal long SourceId => ApplicationId ?? DirectoryId!.Value;
}
