using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Addenda;
using AccessReview.Core.Campaigns.Schedules;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Leavers;
using AccessReview.Core.Seats;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>What each campaign reviews of which application, by whom, on which assessments, and who approved what it leaves out, followed from event
/// to event. Which campaign it was compared with, no event says.</summary>
internal sealed class PlansReplay
{
    private static readonly (Code Assignments, Code Disabled) Include = (new("assignments"), new("disabled"));
    private readonly Dictionary<long, Dictionary<long, SaidOfPlan>> plans = [];
    private readonly Dictionary<(long Campaign, long Application), Approval> approvals = [];
    private readonly Dictionary<long, IReadOnlyList<long>> assessments = [];

    /// <summary>Takes in what an event says of it.</summary>
    /// <param name="line">The event.</param>
    /// <param name="outOfScope">What is out of scope by then: a campaign like an earlier one leaves it out.</param>
    /// <exception cref="System.Text.Json.JsonException">It is no event's body.</exception>
    public void Add(AuditEvent line, IReadOnlyCollection<long> outOfScope)
    {
        switch (line.Type)
        {
            case nameof(CampaignDrafted):
                plans[EventJson.Read<CampaignDrafted>(line).Campaign] = [];
                break;
            case nameof(CampaignRepeated):
                var repeated = EventJson.Read<CampaignRepeated>(line);
                Take(repeated.Like, repeated.Campaign, outOfScope);
                break;
            case nameof(CyclePrepared) when EventJson.Read<CyclePrepared>(line) is var cycle && !plans.ContainsKey(cycle.Campaign):
                Take(cycle.Like, cycle.Campaign, outOfScope);
                break;
            case nameof(AddendumDrafted):
                var addendum = EventJson.Read<AddendumDrafted>(line);
                Take(addendum.To, addendum.Campaign, outOfScope);
                break;
            case nameof(LeaversDrafted):
                var leavers = EventJson.Read<LeaversDrafted>(line);
                var named = leavers.Approver == ReviewerRule.Named ? leavers.Owner : (long?)null;
                plans[leavers.Campaign] = new() { [leavers.Application] = new SaidOfPlan(CampaignScope.Default with { AccountReviewer = leavers.Approver, NamedReviewerId = named, FallbackReviewerId = leavers.Owner }) };
                break;
            case nameof(SeatReviewDrafted):
                // Who takes what the rule has nobody for is the application's owner of then.
                var seats = EventJson.Read<SeatReviewDrafted>(line);
                plans[seats.Campaign] = new() { [seats.Application] = new SaidOfPlan(CampaignScope.Default) { SaysFallback = false } };
                break;
            case nameof(CampaignApplicationAdded):
                var added = EventJson.Read<CampaignApplicationAdded>(line);
                Change(added.Campaign, added.Application, p => Chosen(p, added.Includes, added.AccountReviewer, added.AssignmentReviewer, added.Named, added.Fallback));
                break;
            case nameof(CampaignApplicationChanged):
                var changed = EventJson.Read<CampaignApplicationChanged>(line);
                Change(changed.Campaign, changed.Application, p => Chosen(p, changed.Includes, changed.AccountReviewer, changed.AssignmentReviewer, changed.Named, changed.Fallback));
                break;
            case nameof(CampaignApplicationRemoved):
                var removed = EventJson.Read<CampaignApplicationRemoved>(line);
                Change(removed.Campaign, removed.Application, p => p with { Active = false });
                break;
            case nameof(SecondReviewSet):
                var second = EventJson.Read<SecondReviewSet>(line);
                Change(second.Campaign, second.Application, p => p with { SecondReview = second.Rule, SecondReviewerId = second.ReviewerId });
                break;
            case nameof(ScopeApproved):
                var approved = EventJson.Read<ScopeApproved>(line);
                approvals[(approved.Campaign, approved.Application)] = new Approval(Actor.PersonOf(line.Actor), line.At, approved.List.ToString());
                break;
            case nameof(CampaignLaunched):
                var launched = EventJson.Read<CampaignLaunched>(line);
                assessments[launched.Campaign] = [.. launched.Assessments.Order()];
                break;
        }
    }

    /// <summary>Holds the rows against what the events say.</summary>
    public async Task CheckAsync(Verification run, CancellationToken cancel)
    {
        var rows = await run.Db.CampaignApplications.AsNoTracking().OrderBy(p => p.Id).ToListAsync(cancel);
        foreach (var row in rows)
        {
            var said = plans.GetValueOrDefault(row.CampaignId);
            if (said is not null && (!said.Remove(row.ApplicationId, out var plan) || !plan.Is(row)))
            {
                run.Found("plan.state", $"What campaign {row.CampaignId} reviews of application {row.ApplicationId}, or by whom, is not as the events say.");
            }

            if (approvals.GetValueOrDefault((row.CampaignId, row.ApplicationId)) != Approval.Of(row))
            {
                run.Found("plan.approval", $"Who approved what campaign {row.CampaignId} leaves out of application {row.ApplicationId}, or when, is not as the events say.");
            }
        }

        foreach (var (campaign, application) in plans.SelectMany(p => p.Value.Keys.Select(application => (p.Key, application))).Order())
        {
            run.Found("plan.gone", $"What campaign {campaign} reviews of application {application} is not there.");
        }

        var judged = rows.Where(p => p.Active).ToLookup(p => p.CampaignId, p => p.AssessmentId ?? 0);
        foreach (var campaign in assessments.Keys.Where(c => !judged[c].Order().SequenceEqual(assessments[c])).Order())
        {
            run.Found("plan.assessments", $"Campaign {campaign} is said to rest on other judgements than those it was launched on.");
        }
    }

    private static SaidOfPlan Chosen(SaidOfPlan plan, IReadOnlyList<Code> includes, ReviewerRule account, ReviewerRule? assignment, long? named, long? fallback) => plan with
    {
        Active = true, SaysFallback = true, Scope = new CampaignScope(includes.Contains(Include.Assignments), includes.Contains(Include.Disabled), account, assignment, named, fallback),
    };

    // Of a campaign whose plan no event says, one made like it says none either.
    private void Take(long from, long into, IReadOnlyCollection<long> outOfScope)
    {
        if (plans.TryGetValue(from, out var last))
        {
            plans[into] = last.Where(p => p.Value.Active && !outOfScope.Contains(p.Key)).ToDictionary();
        }
    }

    private void Change(long campaign, long application, Func<SaidOfPlan, SaidOfPlan> how)
    {
        if (plans.TryGetValue(campaign, out var said))
        {
            said[application] = how(said.GetValueOrDefault(application) ?? new SaidOfPlan(CampaignScope.Default));
        }
    }

    private sealed record SaidOfPlan(CampaignScope Scope)
    {
        public bool Active { get; init; } = true;

        public bool SaysFallback { get; init; } = true;

        public SecondReviewRule SecondReview { get; init; }

        public long? SecondReviewerId { get; init; }

        public bool Is(CampaignApplication row) =>
            (Active, SecondReview, SecondReviewerId) == (row.Active, row.SecondReview, row.SecondReviewerId)
            && (SaysFallback ? Scope : Scope with { FallbackReviewerId = row.FallbackReviewerId }) == CampaignScope.Of(row);
    }

    private sealed record Approval(long? ById, DateTime At, string List)
    {
        public static Approval? Of(CampaignApplication row) => row is { ScopeApprovedById: null, ScopeApprovedAt: null, ScopeApprovedHash: null } ? null : new Approval(
            row.ScopeApprovedById, row.ScopeApprovedAt ?? default, Convert.ToHexStringLower(row.ScopeApprovedHash ?? []));
    }
}
