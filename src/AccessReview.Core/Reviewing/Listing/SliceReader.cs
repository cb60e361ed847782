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

    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Text, string Key)> roles = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Account> accounts = [];
    private readonly Dictionary<long, (DateOnly On, int Previous)> readings;
    private readonly Dictionary<long, string> groups;
    private readonly IReadOnlySet<long> carried;

    private SliceReader(Dictionary<long, (DateOnly On, int Previous)> readings, Dictionary<long, string> groups, IReadOnlySet<long> carried) =>
        (this.readings, this.groups, this.carried) = (readings, groups, carried);

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
            plans.ToDictionary(a => a.Id, a => (DateOnly.FromDateTime(a.AsOf), a.Previous ?? 0)),
            await TurnStatements.Groups(db, held).Select(g => new { g.Id, g.Name }).ToDictionaryAsync(g => g.Id, g => g.Name, cancel), same);
        return [.. records.Select(r => reader.Row(r, shared))];
    }

    private SliceRow Row(SliceRecord from, Dictionary<long, SliceAccount> shared)
    {
        var (on, previous) = readings[from.ApplicationId];
        if (!accounts.TryGetValue(from.AssessedId, out var account))
        {
            accounts[from.AssessedId] = account = AccountOf(shared[from.AssessedId], on);
        }

        var read = account.Read;
        return new SliceRow
        {
            TurnId = from.TurnId, ItemId = from.ItemId, ParentItemId = from.ParentItemId, Number = from.Number, Rank = from.Rank, EventSeq = from.EventSeq,
            State = from.State, Signed = from.Signed, Findings = from.Findings, Recommendation = from.Recommendation, ApplicationId = from.ApplicationId,
            AccountId = read.AccountId, PersonId = read.PersonId, Name = read.Name, Role = account.Role, RoleKey = account.RoleKey,
            Department = account.Department, Match = read.Match, GroupId = from.GroupId, Group = from.GroupId is { } group ? groups[group] : null,
            Used = account.Used, Change = ChangeOf(from, read), Previous = previous, MayCarry = carried.Contains(from.TurnId),
            Question = from.Question,
        };
    }

    private Account AccountOf(SliceAccount read, DateOnly on)
    {
        var (role, key) = RoleOf(read.Role);
        return new Account(read, role, key, Once(read.Department ?? ""), UseOf(read, on));
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

    /// <summary>What is made once of what the rows of an account share.</summary>
    private sealed record Account(SliceAccount Read, string Role, string RoleKey, string Department, LastUse Used);
}
