using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;

namespace AccessReview.Core.Reviewing;

/// <summary>One item before a reviewer with what the list is filtered, counted, grouped and collapsed by; the words of a row on the
/// screen are read apart (<see cref="QueueRow"/>).</summary>
public sealed record SliceRow
{
    /// <summary>The turn.</summary>
    public required long TurnId { get; init; }

    /// <summary>The item.</summary>
    public required long ItemId { get; init; }

    /// <summary>The account's item, for an assignment.</summary>
    public long? ParentItemId { get; init; }

    /// <summary>The item's number in the campaign.</summary>
    public required int Number { get; init; }

    /// <summary>Where it stands in the list.</summary>
    public required AttentionRank Rank { get; init; }

    /// <summary>The event that touched it last.</summary>
    public required long EventSeq { get; init; }

    /// <summary>How it stands.</summary>
    public required TurnState State { get; init; }

    /// <summary>Signed off.</summary>
    public required bool Signed { get; init; }

    /// <summary>What is worth an eye.</summary>
    public required Finding Findings { get; init; }

    /// <summary>What the product recommends.</summary>
    public required Recommendation Recommendation { get; init; }

    /// <summary>The application in the campaign.</summary>
    public required long ApplicationId { get; init; }

    /// <summary>The account.</summary>
    public required long AccountId { get; init; }

    /// <summary>Whose account it is, where known.</summary>
    public long? PersonId { get; init; }

    /// <summary>The person's name; the account's where nobody is known.</summary>
    public required string Name { get; init; }

    /// <summary>The account's role.</summary>
    public required string Role { get; init; }

    /// <summary>The role as a key.</summary>
    public required string RoleKey { get; init; }

    /// <summary>The department; empty when not known.</summary>
    public required string Department { get; init; }

    /// <summary>How the account was linked.</summary>
    public required MatchKind Match { get; init; }

    /// <summary>The group, for an assignment.</summary>
    public long? GroupId { get; init; }

    /// <summary>Its name.</summary>
    public string? Group { get; init; }

    /// <summary>When the account was last used.</summary>
    public required LastUse Used { get; init; }

    /// <summary>What differs from the last review.</summary>
    public required ReviewChange Change { get; init; }

    /// <summary>The closed campaign compared with; 0: none.</summary>
    public required int Previous { get; init; }

    /// <summary>It is as it was certified last time, and may be carried forward (<see cref="CarryForward"/>).</summary>
    public bool MayCarry { get; init; }

    /// <summary>How the question to its holder stands.</summary>
    public QuestionState Question { get; init; }

    /// <summary>A user account, not a group assignment.</summary>
    public bool IsAccount => ParentItemId is null;

    /// <summary>An item without any finding, whose account has none either.</summary>
    public bool IsPlain => Findings == Finding.None && Rank == AttentionRank.NothingFound;

    /// <summary>Reads rows of turns. Closed codes come as one number, facts only where something changed, and nothing that all rows of an
    /// application share: ten thousand rows are read when a list is opened, and each column of them costs.</summary>
    internal static IQueryable<SliceRecord> From(ReviewDb db, IQueryable<ReviewTurn> turns) =>
        from turn in turns
        join item in db.ReviewItems on turn.ItemId equals item.Id
        join record in db.AccountRecords on item.AccountRecordId equals record.Id
        join assessed in db.AssessedAccounts on item.AssessedAccountId equals assessed.Id
        join person in db.PersonRecords on assessed.PersonRecordId equals person.Id into people
        from person in people.DefaultIfEmpty()
        select new SliceRecord
        {
            TurnId = turn.Id, ItemId = item.Id, ParentItemId = item.ParentItemId, Number = turn.Number, EventSeq = turn.EventSeq, Rank = turn.Rank, Findings = item.Findings,
            ApplicationId = item.CampaignApplicationId, AccountId = item.AccountId, PersonId = assessed.PersonId, GroupId = item.GroupId,
            Name = person != null ? person.Name : record.Name != "" ? record.Name : record.Email, Role = record.Role, Department = person!.Department, UsedAt = record.LastUsedAt,
            Facts = (item.Findings & Finding.ChangedSinceLastReview) != Finding.None ? assessed.Facts : null,
            Codes = (turn.State == TurnState.Undecided ? 0 : turn.State == TurnState.Certified ? 1 : turn.State == TurnState.Revoked ? 2 : 3)
                + (item.Recommendation == Recommendation.None ? 0 : item.Recommendation == Recommendation.LookCloser ? 4 : 8)
                + (assessed.Match == MatchKind.Email ? 16 : assessed.Match == MatchKind.Id ? 0 : assessed.Match == MatchKind.OtherAddress ? 32 : assessed.Match == MatchKind.ByHand ? 48
                    : assessed.Match == MatchKind.Declared ? 64 : assessed.Match == MatchKind.Nobody ? 80 : 96)
                + (turn.SignOffId != null ? 128 : 0) + (record.LastUsedState == LastUsedState.Never ? 256 : 0) + (assessed.Facts.Contains(SliceReader.NotReviewedBefore) ? 512 : 0)
                + (!db.Questions.Any(q => q.ItemId == item.Id) ? 0 : db.Questions.Any(q => q.ItemId == item.Id && db.QuestionAnswers.Any(a => a.QuestionId == q.Id)) ? 2048 : 1024),
        };
}

/// <summary>A row of the slice as the database gives it.</summary>
internal sealed record SliceRecord
{
    public long TurnId { get; init; }

    public long ItemId { get; init; }

    public long? ParentItemId { get; init; }

    public int Number { get; init; }

    public long EventSeq { get; init; }

    public AttentionRank Rank { get; init; }

    public Finding Findings { get; init; }

    public long ApplicationId { get; init; }

    public long AccountId { get; init; }

    public long? PersonId { get; init; }

    public long? GroupId { get; init; }

    public string Name { get; init; } = "";

    public string Role { get; init; } = "";

    public string? Department { get; init; }

    public DateTime? UsedAt { get; init; }

    public string? Facts { get; init; }

    /// <summary>State + 4 × recommendation + 16 × match + 128 signed + 256 never used + 512 not reviewed before + 1024 × question.</summary>
    public int Codes { get; init; }
}
