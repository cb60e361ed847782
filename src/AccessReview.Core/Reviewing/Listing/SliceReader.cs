using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>Reads rows of the slice: equal texts are kept once, and what all rows of an application share is read once.</summary>
internal sealed class SliceReader
{
    /// <summary>The part of the stored facts that says that no closed campaign has covered the account.</summary>
    internal const string NotReviewedBefore = "\"notReviewedBefore\":true";

    private static readonly TurnState[] States = [TurnState.Undecided, TurnState.Certified, TurnState.Revoked, TurnState.Changed];
    private static readonly Recommendation[] Advice = [Recommendation.None, Recommendation.LookCloser, Recommendation.Revoke];

    private static readonly QuestionState[] Questions = [QuestionState.NotAsked, QuestionState.Waiting, QuestionState.Answered];

    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Text, string Key)> roles = new(StringComparer.Ordinal);
    private readonly Dictionary<long, SliceAccount> accounts;
    private readonly Dictionary<long, (DateOnly On, int Previous)> readings;
    private readonly Dictionary<long, string> groups;
    private readonly IReadOnlySet<long> carried;

    private SliceReader(
        Dictionary<long, SliceAccount> accounts, Dictionary<long, (DateOnly On, int Previous)> readings, Dictionary<long, string> groups, IReadOnlySet<long> carried) =>
        (this.accounts, this.readings, this.groups, this.carried) = (accounts, readings, groups, carried);

    /// <summary>The rows of turns, in their order.</summary>
    public static async Task<List<SliceRow>> ReadAsync(ReviewDb db, IQueryable<ReviewTurn> turns, CancellationToken cancel)
    {
        var records = await SliceRecord.From(db, turns.AsNoTracking()).ToListAsync(cancel);
        var held = records.Select(r => r.GroupId).OfType<long>().ToHashSet();
        var shared = await SliceAccount.From(db, TurnStatements.Assessed(db, records.Select(r => r.AssessedId).ToHashSet())).ToDictionaryAsync(a => a.Id, cancel);
        var plans = await (from plan in TurnStatements.Plans(db, records.Select(r => r.ApplicationId).ToHashSet())
                           join assessment in db.Assessments on plan.AssessmentId equals assessment.Id
                           join campaign in db.Campaigns on assessment.PreviousCampaignId equals campaign.Id into campaigns
                           from campaign in campaigns.DefaultIfEmpty()
                           select new { plan.Id, assessment.AsOf, Previous = (int?)campaign!.Number }).ToListAsync(cancel);
        var same = await CarryForward.OfAsync(db, turns, records.Select(r => r.ApplicationId).ToHashSet(), cancel);
        var reader = new SliceReader(
            shared, plans.ToDictionary(a => a.Id, a => (DateOnly.FromDateTime(a.AsOf), a.Previous ?? 0)),
            await TurnStatements.Groups(db, held).Select(g => new { g.Id, g.Name }).ToDictionaryAsync(g => g.Id, g => g.Name, cancel), same);
        return [.. records.Select(reader.Row)];
    }

    private SliceRow Row(SliceRecord from)
    {
        var (on, previous) = readings[from.ApplicationId];
        var account = accounts[from.AssessedId];
        var role = RoleOf(account.Role);
        return new SliceRow
        {
            TurnId = from.TurnId, ItemId = from.ItemId, ParentItemId = from.ParentItemId, Number = from.Number, Rank = from.Rank, EventSeq = from.EventSeq,
            State = States[from.Codes & 3], Signed = (from.Codes & 16) != 0, Findings = from.Findings, Recommendation = Advice[(from.Codes >> 2) & 3], ApplicationId = from.ApplicationId,
            AccountId = from.AccountId, PersonId = account.PersonId, Name = account.Name, Role = role.Text, RoleKey = role.Key,
            Department = Once(account.Department ?? ""), Match = account.Match, GroupId = from.GroupId, Group = from.GroupId is { } group ? groups[group] : null,
            Used = UseOf(account, on), Change = ChangeOf(from, account), Previous = previous, MayCarry = carried.Contains(from.TurnId),
            Question = Questions[from.Codes >> 5],
        };
    }

    private static LastUse UseOf(SliceAccount account, DateOnly on) => account switch
    {
        { UsedAt: { } at } => (on.DayNumber - DateOnly.FromDateTime(at).DayNumber) switch
        {
            <= 30 => LastUse.Within30Days,
            <= 90 => LastUse.Within90Days,
            _ => LastUse.Longer,
        },
        _ => account.NeverUsed ? LastUse.Never : LastUse.NotKnown,
    };

    /// <summary>An assignment's change is its own: that it was not there. What changed about the account stands at the account.</summary>
    private static ReviewChange ChangeOf(SliceRecord from, SliceAccount account)
    {
        var before = account.NotReviewedBefore ? ReviewChange.NotReviewedBefore : from.Findings.HasFlag(Finding.NewSinceLastReview) ? ReviewChange.New : ReviewChange.None;
        return from.ParentItemId is null && from.Findings.HasFlag(Finding.ChangedSinceLastReview) && account.Facts is { } facts && FindingFacts.Parse(facts).Change is { } change ? before | KindsOf(change) : before;
    }

    private static ReviewChange KindsOf(ChangeFacts change) =>
        (change.RoleTo is null ? ReviewChange.None : ReviewChange.Role)
        | (change is { Joined: null, Departed: null } ? ReviewChange.None : ReviewChange.Groups)
        | (change.EmploymentTo is null ? ReviewChange.None : ReviewChange.Employment)
        | (change.ManagerTo is null ? ReviewChange.None : ReviewChange.Manager)
        | (change.OtherPerson ? ReviewChange.Person : ReviewChange.None)
        | (change is { Gained: Finding.None, Lost: Finding.None } ? ReviewChange.None : ReviewChange.Findings);

    private string Once(string text)
    {
        if (!texts.TryGetValue(text, out var kept))
        {
            texts[text] = kept = text;
        }

        return kept;
    }

    private (string Text, string Key) RoleOf(string text)
    {
        if (!roles.TryGetValue(text, out var role))
        {
            roles[text] = role = (text, TextKey.Of(text));
        }

        return role;
    }
}
