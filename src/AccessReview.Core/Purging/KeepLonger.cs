using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Purging;

/// <summary>Keeps what is known of an ended campaign for longer than the policy says, as a dispute or an authority demands. A day is only ever moved
/// later: what has to be kept is never given up by one person.</summary>
public sealed class KeepLonger(Change change)
{
    /// <summary>The most years from today.</summary>
    public const int MaxYears = 50;

    /// <summary>Keeps it until the end of the given day. A purge that was asked for waits meanwhile, also an approved one.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, long campaignId, DateOnly until, string reason, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(KeepLonger), async (scope, token) =>
        {
            if (scope.Actor.Kind != ActorKind.Person || !scope.Has(Role.Administrator | Role.CampaignOwner))
            {
                return Problem.Denied("An administrator or a campaign owner keeps a campaign longer; others do not.");
            }

            if (await scope.Db.Campaigns.AsTracking().SingleOrDefaultAsync(c => c.Id == campaignId, token) is not { } campaign)
            {
                return Problem.NotFound("This campaign");
            }

            if (campaign.EndedAt is null)
            {
                return new Problem("keep.open", $"Campaign C{campaign.Number} is {Campaign.Word(campaign.State)}. How long it is kept is known once it has ended.");
            }

            if (await PurgeRules.IsPurgedAsync(scope.Db, campaignId, token))
            {
                return new Problem("keep.purged", $"Campaign C{campaign.Number} was purged already.");
            }

            var (_, policy) = await CurrentPolicy.ReadAsync(scope.Db, token);
            var (before, today) = (await PurgeRules.KeptUntilAsync(scope.Db, campaign, policy, token), DateOnly.FromDateTime(scope.At));
            if (until <= before || until < today || until > today.AddYears(MaxYears))
            {
                return new Problem("keep.day", $"Choose a day after {Clock.Said(before)} that is not over, at most {MaxYears} years from now. What must be kept is not given up earlier.");
            }

            if (reason.Trim() is not { Length: >= Campaign.MinReason and <= PrivateText.MaxLength } words)
            {
                return new Problem("keep.reason", $"Say why it is kept longer, in at most {PrivateText.MaxLength} characters.");
            }

            campaign.RetainUntil = until;
            scope.Record(new CampaignKeptLonger(campaign.Id, before, until, new Sha256(scope.Keep(words).Hash)), campaign.Id);
            return Done.Yes;
        }, cancel);
}

/// <summary>What is known of a campaign is kept longer.</summary>
/// <param name="Campaign">Which.</param>
/// <param name="From">The last day on which it had to be kept until then.</param>
/// <param name="RetainUntil">The last day on which it must be kept now.</param>
/// <param name="Reason">Why: the hash of the text kept beside the event.</param>
public sealed record CampaignKeptLonger(long Campaign, DateOnly From, DateOnly RetainUntil, Sha256 Reason) : EventBody;

/// <summary>Why campaigns are kept longer, as texts beside the events that say so.</summary>
internal static class KeptReasons
{
    /// <summary>Those that some events say, in the order of the chain; no text once it was purged.</summary>
    internal static IQueryable<KeptReason> Of(ReviewDb db, IQueryable<AuditEvent> events) =>
        from happened in events.AsNoTracking()
        where happened.Type == nameof(CampaignKeptLonger) && happened.CampaignId != null
        from text in db.PrivateTexts.Where(t => t.EventSeq == happened.Seq).DefaultIfEmpty()
        orderby happened.Seq
        select new KeptReason(happened, text == null ? null : text.Text);
}

/// <summary>That a campaign is kept longer, and why.</summary>
/// <param name="Happened">The event.</param>
/// <param name="Why">The reason; null once it was purged.</param>
internal sealed record KeptReason(AuditEvent Happened, string? Why);
