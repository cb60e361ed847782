using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>Everything the rule asks about one turn, read in one SELECT for one or for ten thousand of them.</summary>
public sealed record TurnFacts
{
    /// <summary>The turn.</summary>
    public required long TurnId { get; init; }

    /// <summary>The item.</summary>
    public required long ItemId { get; init; }

    /// <summary>The account's item, for an assignment.</summary>
    public long? ParentItemId { get; init; }

    /// <summary>The campaign.</summary>
    public required long CampaignId { get; init; }

    /// <summary>The item's number.</summary>
    public required int Number { get; init; }

    /// <summary>1: the first review; 2: the second.</summary>
    public required int Stage { get; init; }

    /// <summary>Who reviews it.</summary>
    public required long ReviewerId { get; init; }

    /// <summary>How it stands.</summary>
    public required TurnState State { get; init; }

    /// <summary>The sign-off that covers it, if any.</summary>
    public long? SignOffId { get; init; }

    /// <summary>The event that touched it last.</summary>
    public required long EventSeq { get; init; }

    /// <summary>Whose access it is, as frozen at launch.</summary>
    public long? HolderId { get; init; }

    /// <summary>Whose access it is as matched since: by hand, or in the newest assessment.</summary>
    public long? HolderNowId { get; init; }

    /// <summary>True when the person who asks matched the account by hand, declared it, or answers for it inside.</summary>
    public bool Involved { get; init; }

    /// <summary>The findings' arguments, where several people could be meant: none of them reviews the account.</summary>
    public string? Several { get; init; }

    /// <summary>What is worth an eye.</summary>
    public required Finding Findings { get; init; }

    /// <summary>What the product recommends.</summary>
    public required Recommendation Recommendation { get; init; }

    /// <summary>The account.</summary>
    public required long AccountId { get; init; }

    /// <summary>The application in the campaign.</summary>
    public required long CampaignApplicationId { get; init; }

    /// <summary>The account's name as read.</summary>
    public required string Name { get; init; }

    /// <summary>The account's role as read.</summary>
    public required string Role { get; init; }

    /// <summary>What the application said of the account.</summary>
    public required AccountStatus Status { get; init; }

    /// <summary>Who reviews the account, for an assignment.</summary>
    public long? AccountReviewerId { get; init; }

    /// <summary>How the account stands, for an assignment.</summary>
    public TurnState? AccountState { get; init; }

    /// <summary>The decision in force.</summary>
    public long? DecisionId { get; init; }

    /// <summary>Its mode.</summary>
    public DecisionMode? Mode { get; init; }

    /// <summary>Its author, as <see cref="Actor.Key"/>.</summary>
    public string? By { get; init; }

    /// <summary>When it was made.</summary>
    public DateTime? At { get; init; }

    /// <summary>Its selection or account act.</summary>
    public long? BatchId { get; init; }

    /// <summary>The decision it replaced, which an undo brings back.</summary>
    public long? ReplacedId { get; init; }

    /// <summary>What that decision was.</summary>
    public DecisionKind? ReplacedKind { get; init; }

    /// <summary>Whose it was.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>An account's item, not an assignment's.</summary>
    public bool IsAccount => ParentItemId is null;

    /// <summary>An item without any finding.</summary>
    public bool IsRoutine => Findings == Finding.None;

    /// <summary>Decided with its account: it follows the account.</summary>
    public bool WentWithAccount => Mode == DecisionMode.WithAccount && State == TurnState.Revoked;

    /// <summary>Whether it is, or could be, this person's own access.</summary>
    public bool IsOwn(long? personId) => personId is { } id && (HolderId == id || HolderNowId == id || (Several is not null && FindingFacts.Parse(Several).Candidates?.Contains(id) == true));

    /// <summary>Reads the facts of turns as one person must see them, in the order of the items' numbers.</summary>
    internal static Task<List<TurnFacts>> LoadAsync(IQueryable<ReviewTurn> turns, ReviewDb db, Actor actor, CancellationToken cancel)
    {
        var (key, person) = (actor.Key, actor.PersonId ?? -1);
        return (from turn in turns.AsNoTracking()
                join item in db.ReviewItems on turn.ItemId equals item.Id
                join record in db.AccountRecords on item.AccountRecordId equals record.Id
                join frozen in db.AssessedAccounts on item.AssessedAccountId equals frozen.Id
                join inCampaign in db.CampaignApplications on item.CampaignApplicationId equals inCampaign.Id
                join application in db.Applications on inCampaign.ApplicationId equals application.Id
                from now in db.AssessedAccounts.Where(a => a.AssessmentId == application.CurrentAssessmentId && a.AccountId == item.AccountId).DefaultIfEmpty()
                from match in db.HandMatches.Where(m => m.AccountId == item.AccountId && m.Active).DefaultIfEmpty()
                from parent in db.ReviewTurns.Where(p => p.ItemId == item.ParentItemId && p.Stage == turn.Stage).DefaultIfEmpty()
                from decision in db.Decisions.Where(d => d.Id == turn.DecisionId).DefaultIfEmpty()
                from replaced in db.Decisions.Where(d => d.Id == decision!.ReplacesId).DefaultIfEmpty()
                orderby turn.Number
                select new TurnFacts
                {
                    TurnId = turn.Id, ItemId = item.Id, ParentItemId = item.ParentItemId, CampaignId = turn.CampaignId, Number = turn.Number, Stage = turn.Stage, ReviewerId = turn.ReviewerId,
                    State = turn.State, SignOffId = turn.SignOffId, EventSeq = turn.EventSeq, HolderId = item.HolderId, HolderNowId = match != null ? match.PersonId : now!.PersonId,
                    Involved = (match != null && match.By == key) || db.Declarations.Any(d => d.AccountId == item.AccountId && d.Active && (d.By == key || d.OwnerId == person)),
                    Several = frozen.Match == MatchKind.Several ? frozen.Facts : null,
                    Findings = item.Findings, Recommendation = item.Recommendation, AccountId = item.AccountId, CampaignApplicationId = item.CampaignApplicationId,
                    Name = record.Name, Role = record.Role, Status = record.Status, AccountReviewerId = parent!.ReviewerId, AccountState = parent!.State,
                    DecisionId = turn.DecisionId, Mode = decision!.Mode, By = decision.By, At = decision.At, BatchId = decision.BatchId,
                    ReplacedId = decision.ReplacesId, ReplacedKind = replaced!.Kind, ReplacedBy = replaced.By,
                }).ToListAsync(cancel);
    }
}
