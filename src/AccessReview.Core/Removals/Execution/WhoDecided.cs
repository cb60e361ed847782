using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;

namespace AccessReview.Core.Removals;

/// <summary>Whose word a removal is, and who is therefore never its second person.</summary>
internal sealed class WhoDecided
{
    /// <summary>The removal.</summary>
    public required long RemovalId { get; init; }

    /// <summary>Whoever decided, as <see cref="Actor.Key"/>; of what the deadline decided, whoever closed the campaign and so let it.</summary>
    public required string By { get; init; }

    /// <summary>They closed the campaign, and its deadline decided.</summary>
    public required bool ByDeadline { get; init; }

    /// <summary>The removal is of this very decision; else its item has it beside that, in the other stage.</summary>
    public required bool Asked { get; init; }

    /// <summary>Of every removal, at least the one whose decision asked for it, and whoever else's standing word is that the access goes or is lowered. Compose.</summary>
    public static IQueryable<WhoDecided> Of(ReviewDb db) =>
        from removal in db.Removals
        join decision in db.Decisions on removal.ItemId equals decision.ItemId
        where decision.Id == removal.DecisionId
            || ((decision.Kind == DecisionKind.Revoke || decision.Kind == DecisionKind.Change) && db.ReviewTurns.Any(t => t.ItemId == removal.ItemId && t.DecisionId == decision.Id))
        join campaign in db.Campaigns on removal.CampaignId equals campaign.Id
        select new WhoDecided
        {
            RemovalId = removal.Id, By = decision.Rule == Decision.ByDeadline && campaign.EndedBy != null ? campaign.EndedBy : decision.By, ByDeadline = decision.Rule == Decision.ByDeadline,
            Asked = decision.Id == removal.DecisionId,
        };
}
