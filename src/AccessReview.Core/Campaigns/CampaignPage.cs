using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Campaigns.Drift;
using AccessReview.Core.Campaigns.Schedules;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Directories;
using AccessReview.Core.Notifications;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>An application of a launched campaign, with what was under review and what was left out.</summary>
public sealed record CampaignApplicationLine(long ApplicationId, string Name, string WhoReviews, string SecondReview, int LeftOut, string? ScopeApprovedBy, DateTime ReadAsOf, bool IsOwner, bool NeedsSignature)
{
    /// <summary>Whether somebody may give the signature that is needed.</summary>
    public bool HasSigner { get; init; }
}

/// <summary>A completeness check as it ran.</summary>
public sealed record CheckLine(string Code, string? Application, string WhatA, long? CountA, string WhatB, long? CountB, CheckResult Result, string Explained, DateTime RunAt);

/// <summary>A day that the campaign's deadline was moved to, with why.</summary>
/// <param name="From">The day it was due.</param>
/// <param name="To">The day it was due then.</param>
/// <param name="By">Who moved it.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why; null: the text was purged.</param>
public sealed record ExtensionLine(DateOnly From, DateOnly To, string By, DateTime At, string? Reason);

/// <summary>A campaign as its page shows it.</summary>
public sealed record CampaignView
{
    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The number.</summary>
    public required int Number { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>Purpose in the owner's words.</summary>
    public required string Purpose { get; init; }

    /// <summary>Control references in the owner's words.</summary>
    public required string Controls { get; init; }

    /// <summary>First and last day under review.</summary>
    public required (DateOnly Start, DateOnly End) Period { get; init; }

    /// <summary>The day it is due, and its time zone.</summary>
    public required (DateOnly Date, string TimeZone) Due { get; init; }

    /// <summary>How the day it is due was moved, in order.</summary>
    public required IReadOnlyList<ExtensionLine> Extensions { get; init; }

    /// <summary>The day it was due when it was launched.</summary>
    public DateOnly FirstDue => Extensions.Count > 0 ? Extensions[0].From : Due.Date;

    /// <summary>Days past due, 0 while it is not.</summary>
    public required int DaysLate { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required CampaignState State { get; init; }

    /// <summary>What the deadline does.</summary>
    public required DeadlineRule Deadline { get; init; }

    /// <summary>The owner.</summary>
    public required string Owner { get; init; }

    /// <summary>Whether the reader may change it.</summary>
    public required bool MayChange { get; init; }

    /// <summary>Whether it is the reader who closes it.</summary>
    public required bool MayClose { get; init; }

    /// <summary>Who closes it, in words: its owner, or once they have left any campaign owner.</summary>
    public string Closer { get; init; } = "Its owner";

    /// <summary>When it was launched, and ended.</summary>
    public required (DateTime? Launched, DateTime? Ended) At { get; init; }

    /// <summary>The conclusion of whoever closed it, or the reason of whoever gave it up.</summary>
    public required string? Conclusion { get; init; }

    /// <summary>Who closed it or gave it up; null while it is open.</summary>
    public string? EndedBy { get; init; }

    /// <summary>What the owner stated at close: why, who follows it up, by when; and what was done about it.</summary>
    public IReadOnlyList<ExceptionLine> Exceptions { get; init; } = [];

    /// <summary>The day until which nothing of it is purged.</summary>
    public required DateOnly? RetainUntil { get; init; }

    /// <summary>Items: accounts and assignments.</summary>
    public required (int Accounts, int Assignments) Items { get; init; }

    /// <summary>Whether it has too many items for a page to read each of them: what would is left out, or worked out when it is asked for.</summary>
    public bool IsLarge => Items.Accounts + Items.Assignments > ReviewerProgress.MaxToReadAll;

    /// <summary>Progress by reviewer.</summary>
    public required IReadOnlyList<ReviewerLine> Reviewers { get; init; }

    /// <summary>Its applications.</summary>
    public required IReadOnlyList<CampaignApplicationLine> Applications { get; init; }

    /// <summary>The completeness checks, in the order of their numbers.</summary>
    public required IReadOnlyList<CheckLine> Checks { get; init; }

    /// <summary>Items whose reviewer was, or turned out to be, their holder, and that somebody else has.</summary>
    public required int OwnAccessRerouted { get; init; }

    /// <summary>The policy it was launched with.</summary>
    public required Policy Policy { get; init; }

    /// <summary>Who was written to about it.</summary>
    public required CampaignMail Mail { get; init; }

    /// <summary>The campaign whose addendum it is, and its own addenda: numbers and names.</summary>
    public required (IReadOnlyList<(int Number, string Name)> Of, IReadOnlyList<(int Number, string Name)> Own) Addenda { get; init; }

    /// <summary>What of its applications it is about.</summary>
    public required CampaignPart Part { get; init; }

    /// <summary>Whether it is over everybody's access, as <see cref="Campaign.IsOverEverybody"/>.</summary>
    public required bool IsOverEverybody { get; init; }

    /// <summary>How many accounts have changed since the launch of an open campaign, without their lines; null: that is not counted here.</summary>
    public DriftView? Since { get; init; }

    /// <summary>Items not reviewed: by the first, or by a second reviewer where one is needed.</summary>
    public required int Left { get; init; }

    /// <summary>Items revoked.</summary>
    public required int Revoked { get; init; }

    /// <summary>Items certified or changed by all whom they need.</summary>
    public required int Kept { get; init; }

    /// <summary>Of those kept, certified because that was carried forward, and not reviewed anew.</summary>
    public int Carried { get; init; }

    /// <summary>Removals that giving it up would cancel, since they were not begun, and those that would stay.</summary>
    public required (int NotBegun, int Begun) Removals { get; init; }

    /// <summary>Assignments kept whose account nobody has decided: where the deadline revokes, they go with it. Null: the campaign is too large to
    /// count them on a page; closing counts them.</summary>
    public required int? WithAccount { get; init; }

    /// <summary>What comes after it, drafted or open; null: nothing does.</summary>
    public LaterCampaign? Later { get; init; }

    /// <summary>Items that need a second reviewer, and how many of them the first has kept and the second not decided.</summary>
    public required (int Total, int Left) Second { get; init; }

    /// <summary>Items for whose second review nobody was found: a campaign owner names somebody.</summary>
    public required int WithoutSecond { get; init; }
}

/// <summary>Reads a launched campaign.</summary>
public sealed class CampaignPage(Databases databases, Mailing mailing, TimeProvider time)
{
    /// <summary>Reads it, for campaign owners and auditors.</summary>
    public async Task<Outcome<CampaignView>> RunAsync(Actor actor, int number, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        if (await CampaignDoor.ToReadAsync(db, actor, cancel) is { } denied)
        {
            return denied;
        }

        if (await db.Campaigns.AsNoTracking().Include(c => c.Applications).SingleOrDefaultAsync(c => c.Number == number, cancel) is not { } campaign)
        {
            return Problem.NotFound($"Campaign C{number}");
        }

        var mayChange = (await RolesOf.ActorAsync(db, actor, cancel)).HasFlag(Role.CampaignOwner);
        var names = await PersonNames.ReadAsync(db, [campaign.OwnerId, .. campaign.Applications.Select(a => a.ScopeApprovedById), .. campaign.Applications.Select(a => a.SecondReviewerId)], cancel);
        var now = time.Now();
        var accounts = await db.ReviewItems.CountAsync(i => i.CampaignId == campaign.Id && i.ParentItemId == null, cancel);
        var reviewers = await ReviewerProgress.ReadAsync(db, campaign, now, cancel);
        var totals = (await ItemTotals.ReadAsync(db, [campaign.Id], cancel))[campaign.Id];
        return new CampaignView
        {
            Id = campaign.Id,
            Number = campaign.Number,
            Name = campaign.Name,
            Purpose = campaign.Purpose,
            Controls = campaign.Controls,
            Period = (campaign.PeriodStart, campaign.PeriodEnd),
            Due = (campaign.DueDate, campaign.TimeZone),
            Extensions = await CampaignPageParts.ExtensionsAsync(db, campaign.Id, cancel),
            DaysLate = campaign.State == CampaignState.Active ? campaign.DaysLateAt(now) : 0,
            State = campaign.State,
            Deadline = campaign.Deadline,
            Owner = names.GetValueOrDefault(campaign.OwnerId, "not known"),
            MayChange = mayChange,
            Closer = (await CampaignOwners.OfAsync(db, campaign.OwnerId, cancel)).Contains(campaign.OwnerId) ? names.GetValueOrDefault(campaign.OwnerId, "Its owner") : "A campaign owner",
            MayClose = mayChange && await CloseRule.WhyNotAsync(db, campaign, actor, cancel) is null,
            At = (campaign.LaunchedAt, campaign.EndedAt),
            Conclusion = await db.PrivateTexts.Where(t => t.Id == campaign.ConclusionId).Select(t => t.Text).SingleOrDefaultAsync(cancel),
            EndedBy = campaign.EndedBy is { } by ? (await PeopleNames.ReadAsync(db, [], [by], cancel)).OfActor(by) : null,
            Exceptions = await ExceptionLine.ReadAsync(db, campaign.Id, actor, cancel),
            RetainUntil = campaign.RetainUntil,
            Items = (accounts, campaign.Items - accounts),
            Reviewers = reviewers,
            Addenda = (await NamesAsync(db.Campaigns.Where(c => c.Id == campaign.AddendumToId), cancel), await NamesAsync(db.Campaigns.Where(c => c.AddendumToId == campaign.Id && c.State != CampaignState.Cancelled), cancel)),
            Part = campaign.Part,
            IsOverEverybody = campaign.IsOverEverybody,
            Since = await CampaignDrift.CountAsync(db, campaign, cancel),
            Left = totals.Left,
            Revoked = totals.Revoked,
            Kept = totals.Kept,
            Carried = (await CarriedItems.ByCampaignAsync(db, [campaign], cancel)).GetValueOrDefault(campaign.Id),
            Second = (totals.Second, totals.SecondLeft),
            WithoutSecond = totals.SecondLeft == 0 || campaign.State != CampaignState.Active ? 0 : await SecondCandidates.WithNobody(db, now).CountAsync(t => t.CampaignId == campaign.Id, cancel),
            Later = await LaterCampaign.ReadAsync(db, campaign, now, cancel),
            Removals = await RemovalsAsync(db, campaign, cancel),
            WithAccount = await WithAccountAsync(db, campaign, totals, cancel),
            Mail = await CampaignMail.ReadAsync(db, campaign, reviewers, MailSwitch.WhyOff(mailing, databases)?.Sentence, now, cancel),
            Applications = await CampaignPageParts.ApplicationsAsync(db, campaign, names, actor, cancel),
            Checks = await CampaignPageParts.ChecksAsync(db, campaign.Id, cancel),
            OwnAccessRerouted = await db.ReviewTurns.Where(t => t.CampaignId == campaign.Id && t.Fallback == FallbackReason.OwnAccess).Select(t => t.ItemId).Distinct().CountAsync(cancel),
            Policy = CurrentPolicy.Parse(await db.PolicyVersions.Where(p => p.Id == campaign.PolicyVersionId).Select(p => p.Json).SingleOrDefaultAsync(cancel) ?? "{}"),
        };
    }

    private static async Task<(int NotBegun, int Begun)> RemovalsAsync(ReviewDb db, Campaign campaign, CancellationToken cancel) =>
        campaign.State == CampaignState.Active && await CancelRemovals.OfCampaignAsync(db, campaign.Id, cancel) is var of ? (of.Cancelled.Count, of.Begun) : default;

    private static async Task<int?> WithAccountAsync(ReviewDb db, Campaign campaign, ItemTotals totals, CancellationToken cancel) =>
        campaign is not { State: CampaignState.Active, Deadline: DeadlineRule.Revoke } || totals.Left == 0 || totals.Kept == 0 ? 0
        : campaign.Items > ReviewerProgress.MaxToReadAll ? null
        : (await ItemEnds.KeptOfUndecidedAccountsAsync(db, campaign.Id, cancel)).Sum(e => e.Count);

    private static async Task<IReadOnlyList<(int Number, string Name)>> NamesAsync(IQueryable<Campaign> campaigns, CancellationToken cancel) =>
        [.. (await campaigns.AsNoTracking().OrderBy(c => c.Number).Select(c => new { c.Number, c.Name }).ToListAsync(cancel)).Select(c => (c.Number, c.Name))];
}
