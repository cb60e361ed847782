using System.Linq.Expressions;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;

namespace AccessReview.Core.Reviewing;

/// <summary>One row of a reviewer's list.</summary>
public sealed record QueueRow
{
    /// <summary>The turn.</summary>
    public required long TurnId { get; init; }

    /// <summary>The item.</summary>
    public required long ItemId { get; init; }

    /// <summary>The item's number in the campaign.</summary>
    public required int Number { get; init; }

    /// <summary>Its group of the list.</summary>
    public required AttentionRank Rank { get; init; }

    /// <summary>What the next command must have seen.</summary>
    public required long EventSeq { get; init; }

    /// <summary>How it stands.</summary>
    public required TurnState State { get; init; }

    /// <summary>Signed off; it is not decided anew.</summary>
    public required bool Signed { get; init; }

    /// <summary>The account's item, for an assignment.</summary>
    public long? ParentItemId { get; init; }

    /// <summary>For an assignment: the account is before the same reviewer, so both are one block.</summary>
    public required bool InBlock { get; init; }

    /// <summary>The person's name; the account's where nobody is known.</summary>
    public required string Name { get; init; }

    /// <summary>The account's address.</summary>
    public required string Email { get; init; }

    /// <summary>The role.</summary>
    public required string Role { get; init; }

    /// <summary>The group, for an assignment.</summary>
    public string? Group { get; init; }

    /// <summary>What is worth an eye.</summary>
    public required Finding Findings { get; init; }

    /// <summary>What the product recommends.</summary>
    public required Recommendation Recommendation { get; init; }

    /// <summary>The arguments of the findings' sentences.</summary>
    public required string Facts { get; init; }

    /// <summary>What is known of the last use.</summary>
    public required LastUsedState LastUsedState { get; init; }

    /// <summary>The last use.</summary>
    public DateTime? LastUsedAt { get; init; }

    /// <summary>The department; empty when not known.</summary>
    public required string Department { get; init; }

    /// <summary>How it was decided.</summary>
    public DecisionMode? Mode { get; init; }

    /// <summary>Who decided, as <see cref="Actor.Key"/>.</summary>
    public string? ByKey { get; init; }

    /// <summary>Who decided, by name; empty when nobody.</summary>
    public string By { get; init; } = "";

    /// <summary>When.</summary>
    public DateTime? At { get; init; }

    /// <summary>The reason given.</summary>
    public string? Reason { get; init; }

    /// <summary>Decisions of the same act; 1: it stands alone.</summary>
    public int BatchSize { get; init; }

    /// <summary>The lower role it is kept at, where it was changed.</summary>
    public string? ChangeTo { get; init; }

    /// <summary>Whether another role could be chosen: an account that has one.</summary>
    public bool MayChange => IsAccount && Role.Length > 0;

    /// <summary>Whose access it is, where known: as matched by now, else as frozen at launch.</summary>
    public long? HolderId { get; init; }

    /// <summary>Their name; empty when nobody is known.</summary>
    public string Holder { get; init; } = "";

    /// <summary>Whether they work here today, whatever they did at launch.</summary>
    public bool HolderIsHere { get; init; }

    /// <summary>Who is away, where the reader has it as their delegate.</summary>
    public string? For { get; init; }

    /// <summary>Whether it is the second look at it: what the first reviewer said is not shown.</summary>
    public bool IsSecond { get; init; }

    /// <summary>An account's second look that the first settled meanwhile: any revoke wins.</summary>
    public bool Settled { get; init; }

    /// <summary>Whether the holder was asked about it.</summary>
    public bool Asked { get; init; }

    /// <summary>Whether somebody is known who could be asked, and was not yet. Whoever has left does not answer.</summary>
    public bool MayAsk => HolderIsHere && !Asked && !Signed;

    /// <summary>Whether they answered.</summary>
    public bool Answered { get; init; }

    /// <summary>Of an assignment: somebody decided about it in the campaign compared with, or in an addendum of it that had ended by the launch.</summary>
    public bool DecidedLast { get; init; }

    /// <summary>Of an assignment: somebody did so in any campaign that had ended by the launch.</summary>
    public bool DecidedEver { get; init; }

    /// <summary>Somebody revoked it in the campaign compared with, and it was read again all the same.</summary>
    public bool RevokedLast { get; init; }

    /// <summary>Who kept it in the campaign compared with, as <see cref="Actor.Key"/>, where the second reviewer whom it needed did not decide, so that it
    /// counts as not reviewed; null: nobody did.</summary>
    public string? KeptAloneByKey { get; init; }

    /// <summary>That person's name; <c>you</c>: the reader.</summary>
    public string KeptAloneBy { get; init; } = "";

    /// <summary>The name of the closed campaign compared with; null: none.</summary>
    public string? PreviousName { get; init; }

    /// <summary>An item without any finding.</summary>
    public bool IsRoutine => Findings == Finding.None;

    /// <summary>A user account, not a group assignment.</summary>
    public bool IsAccount => ParentItemId is null;

    /// <summary>It went with its account and follows it.</summary>
    public bool WentWithAccount => Mode == DecisionMode.WithAccount && State == TurnState.Revoked;

    /// <summary>Whether certifying asks for a reason.</summary>
    public bool ReasonToCertify => DecisionRule.NeedsReason(DecisionKind.Certify, Findings, Recommendation);

    /// <summary>Whether revoking asks for a reason.</summary>
    public bool ReasonToRevoke => DecisionRule.NeedsReason(DecisionKind.Revoke, Findings, Recommendation);

    /// <summary>Rows of turns; put them in order afterwards.</summary>
    internal static readonly Expression<Func<ReviewDb, IQueryable<ReviewTurn>, IQueryable<QueueRow>>> OfTurns = (db, turns) =>
        from turn in turns
        join item in db.ReviewItems on turn.ItemId equals item.Id
        join record in db.AccountRecords on item.AccountRecordId equals record.Id
        join assessed in db.AssessedAccounts on item.AssessedAccountId equals assessed.Id
        join person in db.PersonRecords on assessed.PersonRecordId equals person.Id into people
        from person in people.DefaultIfEmpty()
        join team in db.GroupRecords on new { record.ExtractId, item.GroupId } equals new { team.ExtractId, GroupId = (long?)team.GroupId } into teams
        from team in teams.DefaultIfEmpty()
        join decision in db.Decisions on turn.DecisionId equals decision.Id into decisions
        from decision in decisions.DefaultIfEmpty()
        join text in db.PrivateTexts on decision.ReasonId equals text.Id into texts
        from text in texts.DefaultIfEmpty()
        let read = (from plan in db.CampaignApplications
                    where plan.Id == item.CampaignApplicationId
                    join application in db.Applications on plan.ApplicationId equals application.Id
                    join now in db.AssessedAccounts on application.CurrentAssessmentId equals (long?)now.AssessmentId
                    where now.AccountId == item.AccountId
                    select now.PersonId).FirstOrDefault()
        let last = EarlierDecision.Of(db).Where(e => e.PartId == item.CampaignApplicationId && e.AccountId == item.AccountId && e.GroupId == item.GroupId && e.IsLast).Max(e => (long?)e.ItemId)
        let holder = db.HandMatches.Where(m => m.AccountId == item.AccountId && m.Active).Select(m => (long?)m.PersonId).FirstOrDefault() ?? read ?? item.HolderId
        select new QueueRow
        {
            TurnId = turn.Id, ItemId = item.Id, Number = turn.Number, Rank = turn.Rank, EventSeq = turn.EventSeq, State = turn.State, Signed = turn.SignOffId != null,
            ParentItemId = item.ParentItemId, InBlock = db.ReviewTurns.Any(p => p.ItemId == item.ParentItemId && p.Stage == turn.Stage && p.ReviewerId == turn.ReviewerId),
            Name = person != null ? person.Name : record.Name != "" ? record.Name : record.Email, Email = record.Email, Role = record.Role, Group = team!.Name,
            Findings = item.Findings, Recommendation = item.Recommendation, Facts = assessed.Facts, LastUsedState = record.LastUsedState, LastUsedAt = record.LastUsedAt,
            Department = person != null ? person.Department : "", Mode = decision!.Mode, ByKey = decision.By, At = decision.At, Reason = text!.Text,
            BatchSize = decision != null ? decision.BatchSize : 0, ChangeTo = decision.ChangeTo, HolderId = holder,
            Holder = db.PersonRecords.Where(r => r.PersonId == holder).OrderByDescending(r => r.Id).Select(r => r.Name).FirstOrDefault() ?? "",
            IsSecond = turn.Stage == 2,
            Settled = turn.Stage == 2 && item.ParentItemId == null && db.ReviewTurns.Any(f => f.ItemId == item.Id && f.Stage == 1 && f.State == TurnState.Revoked),
            For = turn.ForId == null ? null : db.PersonRecords.Where(r => r.PersonId == turn.ForId).OrderByDescending(r => r.Id).Select(r => r.Name).FirstOrDefault(),
            Asked = db.Questions.Any(q => q.ItemId == item.Id), Answered = db.Questions.Any(q => q.ItemId == item.Id && db.QuestionAnswers.Any(a => a.QuestionId == q.Id)),
            DecidedLast = item.GroupId != null && last != null,
            DecidedEver = item.GroupId != null && EarlierDecision.Of(db).Any(e => e.PartId == item.CampaignApplicationId && e.AccountId == item.AccountId && e.GroupId == item.GroupId),
            RevokedLast = PreviousReviewReader.RevokedItems(db).Any(i => i == last),
            KeptAloneByKey = (from p in db.CampaignApplications
                              where p.Id == item.CampaignApplicationId
                              from b in db.ReviewItems.Where(b => b.CampaignId == p.PreviousCampaignId && b.AccountId == item.AccountId && b.GroupId == item.GroupId && b.Id < item.Id)
                              join o in db.ItemOutcomes on b.Id equals o.ItemId
                              where o.Kind == OutcomeKind.NotReviewed
                              join t in db.ReviewTurns on b.Id equals t.ItemId
                              where t.Stage == 1 && t.State != TurnState.Undecided
                              join d in db.Decisions on t.DecisionId equals (long?)d.Id
                              select d.By).FirstOrDefault(),
            PreviousName = (from p in db.CampaignApplications
                            where p.Id == item.CampaignApplicationId
                            join c in db.Campaigns on p.PreviousCampaignId equals (long?)c.Id
                            select c.Name).FirstOrDefault(),
        };

    private static readonly Func<ReviewDb, IQueryable<ReviewTurn>, IQueryable<QueueRow>> Read = OfTurns.Compile();

    /// <summary>Reads rows of turns; put them in order afterwards.</summary>
    internal static IQueryable<QueueRow> From(ReviewDb db, IQueryable<ReviewTurn> turns) => Read(db, turns);
}
