using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;

namespace AccessReview.Core.Scoping;

/// <summary>Takes an application or a directory out of scope: it was registered by mistake, or is used no more. From then on nothing is read or
/// planned of it and it is no gap; what was reviewed of it, and its readings, stay.</summary>
public sealed class TakeOutOfScope(Change change)
{
    /// <summary>Takes it out. Exactly one of the two is named.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, long? applicationId, long? directoryId, string reason, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(TakeOutOfScope), async (scope, token) =>
        {
            if (!scope.Has(Role.Administrator))
            {
                return Problem.Denied("Only an administrator takes something out of scope.");
            }

            if (await ScopedSources.FindAsync(scope.Db, applicationId, directoryId, token) is not { } source)
            {
                return Problem.NotFound("The application or directory");
            }

            if (source.OutOfScopeSeq is not null)
            {
                return new Problem("scope.out", $"{source.Name} is out of scope already.");
            }

            if (reason.Trim() is not { Length: >= Campaign.MinReason and <= PrivateText.MaxLength } words)
            {
                return new Problem("scope.reason", $"Say why it is taken out of scope, in {Campaign.MinReason} to {PrivateText.MaxLength} characters.");
            }

            if (await (applicationId is null ? DirectoryInUse.OfAsync(scope, source, token) : ApplicationInUse.OfAsync(scope.Db, source, token)) is { } used)
            {
                return used;
            }

            source.OutOfScopeSeq = scope.Seq;
            scope.Record(new TakenOutOfScope(applicationId, directoryId, new Sha256(scope.Keep(words).Hash)));
            return Done.Yes;
        }, cancel);
}

/// <summary>An application or a directory was taken out of scope.</summary>
/// <param name="ApplicationId">The application, or nothing.</param>
/// <param name="DirectoryId">The directory, or nothing.</param>
/// <param name="Reason">Why: the hash of the text kept beside the event.</param>
public sealed record TakenOutOfScope(long? ApplicationId, long? DirectoryId, Sha256 Reason) : EventBody
{
    /// <summary>What it is about: keys of applications and directories are never the same.</summary>
    internal long SourceId => ApplicationId ?? DirectoryId!.Value;
}
