using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
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
    internal const string NotReviewedLast = "\"notReviewedLast\":true";
    internal const string LeftOut = "\"leftOut\":true";

    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Text, string Key)> roles = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Account> accounts = [];
    private readonly Dictionary<long, SlicePlan> plans;
    private readonly Dictionary<(long Reading, long Id), string> groups;
    private readonly IReadOnlySet<long> carried;
    private readonly IReadOnlyDictionary<long, string> away;
    private readonly IReadOnlyDictionary<long, AssignmentPast>? past;
    private readonly IReadOnlySet<long> revoked;

    private SliceReader(
        IEnumerable<SlicePlan> plans, Dictionary<(long Reading, long Id), string> groups, IReadOnlySet<long> carried, IReadOnlyDictionary<long, string> away, IReadOnlyDictionary<long, AssignmentPast>? past, IReadOnlySet<long> revoked) =>
        (this.plans, this.groups, this.carried, this.away, this.past, this.revoked) = (plans.ToDictionary(p => p.Id), groups, carried, away, past, revoked);

    /// <summary>The rows of turns of one campaign, in no order.</summary>
    /// <param name="db">Where they are.</param>
    /// <param name="campaignId">The campaign.</param>
    /// <param name="turns">The turns.</param>
    /// <param name="cancel">Stops it.</param>
    /// <param name="past">Whether what was decided about them before is asked for.</param>
    public static async Task<List<SliceRow>> ReadAsync(ReviewDb db, long campaignId, IQueryable<ReviewTurn> turns, CancellationToken cancel, bool past = true)
    {
        var records = await SliceQueries.Records(db, turns, asked: true).ToListAsync(cancel);
        var shared = await SliceAccount.Of(db, [.. records.Select(r => r.AssessedId).Distinct()]).ToDictionaryAsync(a => a.Id, cancel);
        return await ReadAsync(db, campaignId, records, shared, turns, await SliceQueries.PlansAsync(db, campaignId, cancel), cancel, past);
    }

    /// <summary>The rows of records, in their order.</summary>
    /// <param name="db">Where they were read.</param>
    /// <param name="campaignId">The campaign they are of.</param>
    /// <param name="records">The records.</param>
    /// <param name="shared">What the records of one account share, by its key.</param>
    /// <param name="turns">The turns they are of.</param>
    /// <param name="plans">The applications of their campaign.</param>
    /// <param name="cancel">Stops it.</param>
    /// <param name="past">Whether what was decided about them before is asked for.</param>
    public static async Task<List<SliceRow>> ReadAsync(
        ReviewDb db, long campaignId, List<SliceRecord> records, Dictionary<long, SliceAccount> shared, IQueryable<ReviewTurn> turns, List<SlicePlan> plans, CancellationToken cancel, bool past = true)
    {
        var same = await CarryForward.OfAsync(db, turns, plans.Select(p => p.Policy), cancel);
        var names = await PersonNames.ReadAsync(db, records.Select(r => r.ForId), cancel);
        var revokedLast = past && plans.Exists(p => p.Previous is not null) ? await RevokedLast.OfAsync(db, campaignId, turns, cancel) : new HashSet<long>();
        var reader = new SliceReader(plans, await GroupNamesAsync(db, records, plans, cancel), same, names, past ? await AssignmentPast.OfAsync(db, turns, plans, cancel) : null, revokedLast);
        return [.. records.Select(r => reader.Row(r, shared))];
    }

    /// <summary>The groups as the readings under the campaign call them.</summary>
    private static async Task<Dictionary<(long Reading, long Id), string>> GroupNamesAsync(ReviewDb db, List<SliceRecord> records, List<SlicePlan> plans, CancellationToken cancel)
    {
        List<long> held = [.. records.Select(r => r.GroupId).OfType<long>().Distinct()], readings = [.. plans.Select(p => p.ReadingId).OfType<long>().Distinct()];
        return held.Count == 0
            ? []
            : await db.GroupRecords.Where(g => EF.Parameter(readings).Contains(g.ExtractId) && EF.Parameter(held).Contains(g.GroupId)).Select(g => new { g.ExtractId, g.GroupId, g.Name })
                .ToDictionaryAsync(g => (g.ExtractId, g.GroupId), g => g.Name, cancel);
    }

    private SliceRow Row(SliceRecord from, Dictionary<long, SliceAccount> shared)
    {
        var plan = plans[from.PlanId];
        if (!accounts.TryGetValue(from.AssessedId, out var account))
        {
            accounts[from.AssessedId] = account = AccountOf(shared[from.AssessedId], DateOnly.FromDateTime(plan.AsOf!.Value));
        }

        var read = account.Read;
        return new SliceRow
        {
            TurnId = from.TurnId, BlockId = from.BlockId, Number = from.Number, Rank = from.Rank, EventSeq = from.EventSeq,
            State = from.State, Signed = from.Signed, Findings = from.Findings, Recommendation = from.Recommendation, ApplicationId = plan.ApplicationId,
            AccountId = read.AccountId, PersonId = read.PersonId, Name = read.Name, Role = account.Role, RoleKey = account.RoleKey,
            Department = account.Department, Match = read.Match, GroupId = from.GroupId, Group = from.GroupId is { } group ? groups[(plan.ReadingId!.Value, group)] : null,
            Used = account.Used, Change = ChangeOf(from, read), Previous = plan.Previous, MayCarry = carried.Contains(from.TurnId),
            ForId = from.ForId, For = from.ForId is { } absent ? away.GetValueOrDefault(absent, "somebody") : null, Question = from.Question, WentWithAccount = from.WentWithAccount,
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

    /// <summary>An assignment's change is its own: that it was not there, or that nobody decided about it. What changed about the account stands at
    /// the account.</summary>
    private ReviewChange ChangeOf(SliceRecord from, SliceAccount account)
    {
        if (past is not null && from.GroupId is not null && !revoked.Contains(from.TurnId))
        {
            return past.GetValueOrDefault(from.TurnId).Change(from.Findings.HasFlag(Finding.NewSinceLastReview));
        }

        var before = revoked.Contains(from.TurnId) ? ReviewChange.RevokedLast
            : account.NotReviewedBefore ? ReviewChange.NotReviewedBefore
            : account.NotReviewedLast ? ReviewChange.NotReviewedLast
            : from.Findings.HasFlag(Finding.NewSinceLastReview) ? ReviewChange.New : ReviewChange.None;
        return from.GroupId is null && from.Findings.HasFlag(Finding.ChangedSinceLastReview) && account.Facts is { } facts && FindingFacts.Parse(facts).Change is { } change ? before | KindsOf(change) : before;
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
