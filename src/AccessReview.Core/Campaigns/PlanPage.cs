using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Scoping;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>An application in a plan, and what of it would be under review.</summary>
public sealed record PlannedApplication(
    long ApplicationId, string Name, CampaignScope Scope, string? Owner, long? OwnerId, DateTime? ReadAsOf, int Accounts, int Assignments, int LeftOut, int AssignmentsLeftOut,
    bool ScopeApproved, string? ScopeApprovedBy, SecondReviewRule SecondReview, long? SecondReviewerId, int Second, int OutsidePart, CampaignPart Part);

/// <summary>A reviewer in a plan, with what their work takes: by their own pace in earlier campaigns, else by the product's rough measure.</summary>
/// <param name="PersonId">The reviewer.</param>
/// <param name="Name">Their name.</param>
/// <param name="Accounts">Accounts before them.</param>
/// <param name="Items">Items before them.</param>
/// <param name="Exceptions">Of those, worth a closer look.</param>
/// <param name="Minutes">About how long it takes.</param>
/// <param name="OwnSeconds">Their own seconds for an exception; null: no history.</param>
/// <param name="For">Who is away and whom they review for, by name.</param>
public sealed record PlannedReviewer(long PersonId, string Name, int Accounts, int Items, int Exceptions, int Minutes, int? OwnSeconds, string For)
{
    /// <summary>Items that come before them a second time: at most so many, for they come once the first reviewer has kept them.</summary>
    public int Second { get; init; }

    /// <summary>About how long these take.</summary>
    public int SecondMinutes { get; init; }
}

/// <summary>Accounts that the owner gives from one reviewer to another before the launch.</summary>
public sealed record PlannedShift(long Id, string From, string To, int Accounts);

/// <summary>Items that do not go where the rule says, by account; without a reviewer they go to nobody.</summary>
public sealed record Rerouted(string Application, string Account, string Holder, int Items, FallbackReason Reason, string? Reviewer, long AccountId, long? HolderId);

/// <summary>An account that the plan leaves out.</summary>
public sealed record LeftOutLine(string Application, string Account, string Name, string Role, LeftOutReason Reason);

/// <summary>A draft as its page shows it: the plan, what it would freeze, and the gates.</summary>
/// <param name="Number">The campaign's number.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="Plan">The plan.</param>
/// <param name="Owner">The owner's name.</param>
/// <param name="Applications">Its applications.</param>
/// <param name="Others">Applications that could be added: key and name.</param>
/// <param name="People">People whose access is reviewed.</param>
/// <param name="Items">Items in all.</param>
/// <param name="Reviewers">Who would review, the first time or the second, most items first; nobody is a line without a person.</param>
/// <param name="WithoutReviewer">Items nobody could review.</param>
/// <param name="Rerouted">The first accounts that go elsewhere than the rule says.</param>
/// <param name="ReroutedTotal">How many such accounts there are.</param>
/// <param name="LeftOut">The first accounts left out.</param>
/// <param name="LeftOutTotal">How many are.</param>
/// <param name="Gates">What must hold before the launch.</param>
/// <param name="Shifts">What goes to another reviewer than the rule says, to spread the work.</param>
public sealed record PlanView(
    int Number, CampaignState State, CampaignPlan Plan, string Owner, IReadOnlyList<PlannedApplication> Applications, IReadOnlyList<(long Id, string Name)> Others,
    int People, int Items, IReadOnlyList<PlannedReviewer> Reviewers, int WithoutReviewer, IReadOnlyList<Rerouted> Rerouted, int ReroutedTotal,
    IReadOnlyList<LeftOutLine> LeftOut, int LeftOutTotal, IReadOnlyList<Gate> Gates, IReadOnlyList<PlannedShift> Shifts)
{
    /// <summary>Names what is shown, for the launch; empty: there is no preview.</summary>
    public string Mark { get; init; } = "";

    /// <summary>Whether it can be launched now.</summary>
    public bool MayLaunch => Gates.All(g => g.Passed);

    /// <summary>Minutes of all first reviewers together.</summary>
    public int Minutes => Reviewers.Sum(r => r.Minutes);

    /// <summary>Minutes of all second reviewers together, at most.</summary>
    public int SecondMinutes => Reviewers.Sum(r => r.SecondMinutes);
}

/// <summary>Reads a draft with its preview.</summary>
public sealed class PlanPage(Databases databases, TimeProvider time)
{
    /// <summary>Reads it, for campaign owners. Run <see cref="PreviewCampaign"/> before.</summary>
    public async Task<Outcome<PlanView>> RunAsync(Actor actor, int number, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        if (await CampaignDoor.ToRunAsync(db, actor, cancel) is { } denied)
        {
            return denied;
        }

        if (await db.Campaigns.AsNoTracking().Include(c => c.Applications).SingleOrDefaultAsync(c => c.Number == number, cancel) is not { } campaign)
        {
            return Problem.NotFound($"Campaign C{number}");
        }

        // Before what it names: a preview that is replaced meanwhile is not launched as this one.
        var mark = await PreviewCampaign.MarkAsync(db, campaign.Id, cancel);
        var facts = await GateFactsReader.ReadAsync(db, campaign, time.Now(), cancel);
        var applications = await PlanPageParts.ApplicationsAsync(db, campaign, facts, cancel);
        var (rerouted, reroutedTotal) = await PlanPageParts.ReroutedAsync(db, campaign.Id, cancel);
        var (leftOut, leftOutTotal) = await PlanPageParts.LeftOutAsync(db, LeftOutRow.OfDraft(db, campaign.Id), cancel);
        var others = await db.Applications.AsNoTracking().InScope().OrderBy(a => a.NameKey).Select(a => new { a.Id, a.Name }).ToListAsync(cancel);
        return new PlanView(
            number, campaign.State,
            CampaignPlan.Of(campaign), (await PersonNames.ReadAsync(db, [campaign.OwnerId], cancel)).GetValueOrDefault(campaign.OwnerId, "not known"),
            applications, [.. others.Where(o => applications.All(a => a.ApplicationId != o.Id)).Select(o => (o.Id, o.Name))],
            await db.DraftItems.Where(i => i.CampaignId == campaign.Id && i.HolderId != null).Select(i => i.HolderId).Distinct().CountAsync(cancel),
            facts.Items, await PlanPageParts.ReviewersAsync(db, campaign.Id, cancel), facts.WithoutReviewer, rerouted, reroutedTotal, leftOut, leftOutTotal, LaunchGates.Of(facts),
            await PlanPageParts.ShiftsAsync(db, campaign.Id, cancel))
        { Mark = mark };
    }
}
