using System.Linq.Expressions;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>A row of the slice as the database gives it. Closed codes come as one number, and nothing that all rows of an account or of
/// an application share: thousands of rows are read when a list is opened, and each column and each join of them costs.</summary>
internal sealed record SliceRecord
{
    public long TurnId { get; init; }

    public long BlockId { get; init; }

    public long EventSeq { get; init; }

    public long PlanId { get; init; }

    public long AssessedId { get; init; }

    public long? GroupId { get; init; }

    public long? ForId { get; init; }

    /// <summary>State + 4 × recommendation + 16 signed + 32 × question + 128 × rank + 2^14 × findings + 2^33 went with its account + 2^34 × number.</summary>
    public long Codes { get; init; }

    public int Number => (int)(Codes >> 34);

    public TurnState State => States[Codes & 3];

    public Recommendation Recommendation => Advice[(Codes >> 2) & 3];

    public bool Signed => (Codes & 16) != 0;

    public QuestionState Question => Questions[(Codes >> 5) & 3];

    public AttentionRank Rank => (AttentionRank)((Codes >> 7) & 127);

    public bool WentWithAccount => (Codes & (1L << 33)) != 0;

    public Finding Findings => (Finding)((Codes >> 14) & ((1 << 19) - 1));

    private static readonly TurnState[] States = [TurnState.Undecided, TurnState.Certified, TurnState.Revoked, TurnState.Changed];
    private static readonly Recommendation[] Advice = [Recommendation.None, Recommendation.LookCloser, Recommendation.Revoke];
    private static readonly QuestionState[] Questions = [QuestionState.NotAsked, QuestionState.Waiting, QuestionState.Answered];

    /// <summary>Rows of turns; whether anybody was asked about one is looked up only where the campaign knows any question.</summary>
    public static readonly Expression<Func<ReviewDb, IQueryable<ReviewTurn>, bool, IQueryable<SliceRecord>>> OfTurns = (db, turns, asked) =>
        from turn in turns
        join item in db.ReviewItems on turn.ItemId equals item.Id
        select new SliceRecord
        {
            TurnId = turn.Id, BlockId = item.ParentItemId ?? item.Id, EventSeq = turn.EventSeq,
            PlanId = item.CampaignApplicationId, AssessedId = item.AssessedAccountId, GroupId = item.GroupId, ForId = turn.ForId,
            Codes = (turn.State == TurnState.Undecided ? 0 : turn.State == TurnState.Certified ? 1 : turn.State == TurnState.Revoked ? 2 : 3)
                + (item.Recommendation == Recommendation.None ? 0 : item.Recommendation == Recommendation.LookCloser ? 4 : 8)
                + (turn.SignOffId != null ? 16 : 0)
                + (!asked || !db.Questions.Any(q => q.ItemId == item.Id) ? 0 : db.Questions.Any(q => q.ItemId == item.Id && db.QuestionAnswers.Any(a => a.QuestionId == q.Id)) ? 64 : 32)
                + (turn.State == TurnState.Revoked && item.ParentItemId != null && db.Decisions.Any(d => d.Id == turn.DecisionId && d.Mode == DecisionMode.WithAccount) ? 1L << 33 : 0)
                + (128 * (int)turn.Rank) + ((1L << 14) * (int)item.Findings) + ((1L << 34) * turn.Number),
        };
}

/// <summary>What the rows of one account share.</summary>
internal sealed record SliceAccount
{
    public long Id { get; init; }

    public long AccountId { get; init; }

    public long? PersonId { get; init; }

    public string Name { get; init; } = "";

    public string Role { get; init; } = "";

    public string? Department { get; init; }

    public DateTime? UsedAt { get; init; }

    public bool NeverUsed { get; init; }

    public MatchKind Match { get; init; }

    /// <summary>Where something changed.</summary>
    public string? Facts { get; init; }

    public bool NotReviewedBefore { get; init; }

    /// <summary>The last campaign ended without a decision about it, or left it out.</summary>
    public bool NotReviewedLast { get; init; }

    /// <summary>The named assessed accounts.</summary>
    public static IQueryable<SliceAccount> Of(ReviewDb db, List<long> ids) =>
        from assessed in db.AssessedAccounts.Where(a => EF.Parameter(ids).Contains(a.Id))
        join record in db.AccountRecords on assessed.AccountRecordId equals record.Id
        join person in db.PersonRecords on assessed.PersonRecordId equals person.Id into people
        from person in people.DefaultIfEmpty()
        select new SliceAccount
        {
            Id = assessed.Id, AccountId = assessed.AccountId, PersonId = assessed.PersonId, Name = person != null ? person.Name : record.Name != "" ? record.Name : record.Email, Role = record.Role,
            Department = person!.Department, UsedAt = record.LastUsedAt, NeverUsed = record.LastUsedState == LastUsedState.Never, Match = assessed.Match,
            Facts = (assessed.Findings & Finding.ChangedSinceLastReview) != Finding.None ? assessed.Facts : null,
            NotReviewedBefore = assessed.Facts.Contains(SliceReader.NotReviewedBefore),
            NotReviewedLast = assessed.Facts.Contains(SliceReader.NotReviewedLast) || assessed.Facts.Contains(SliceReader.LeftOut),
        };
}
