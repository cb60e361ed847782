using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;

namespace AccessReview.Core.Evidence;

/// <summary>What a request for evidence is answered with.</summary>
/// <param name="EditionId">The edition that covers everything up to now; null while it is being made.</param>
public sealed record EvidenceAnswer(long? EditionId);

/// <summary>Asks for a campaign's evidence as it is now: the stored edition where it covers everything, else a job.</summary>
public sealed class AskForEvidence(Databases databases, AskedWrites writes, ExportBell bell, Change change, TimeProvider time)
{
    /// <summary>Asks; repeating it changes nothing.</summary>
    public async Task<Outcome<EvidenceAnswer>> RunAsync(Actor actor, int campaignNumber, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var entered = await EvidenceDoor.EnterAsync(db, await RolesOf.ActorAsync(db, actor, cancel), campaignNumber, cancel);
        if (!entered.IsOk)
        {
            return entered.Problem.Code == Problem.DeniedCode ? await change.RefuseAsync(actor, nameof(AskForEvidence), entered.Problem, cancel) : entered.Problem;
        }

        var campaign = entered.Value;
        var lastSeq = await EvidenceDoor.LastSeqAsync(db, campaign.Id, cancel);
        if (await EvidenceDoor.CurrentAsync(db, campaign, lastSeq, time.Now(), cancel) is { } edition)
        {
            return new EvidenceAnswer(edition.Id);
        }

        var asked = await writes.RunAsync<EvidenceAnswer>(actor, nameof(AskForEvidence), async (write, token) =>
        {
            await ExportJob.AskAsync(write, campaign, lastSeq, actor.Key, time.Now(), token);
            return new EvidenceAnswer(null);
        }, cancel);
        if (asked.IsOk)
        {
            bell.Ring();
        }

        return asked;
    }
}
