using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Addenda;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Campaigns.Schedules;
using AccessReview.Core.Leavers;
using AccessReview.Core.Purging;
using AccessReview.Core.Seats;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>Each campaign, followed from its draft to its end: a deadline that somebody moved beside the product is found, and so is another day
/// until which it must be kept, and a purge before that day. What it is called and for, no event says.</summary>
internal sealed class CampaignsReplay
{
    private readonly SortedDictionary<long, SaidOfCampaign> campaigns = [];

    /// <summary>Takes in what an event says of it.</summary>
    /// <param name="line">The event.</param>
    /// <param name="rows">The rows that it covers: of a launch, the items.</param>
    /// <exception cref="System.Text.Json.JsonException">It is no event's body.</exception>
    public void Add(AuditEvent line, CoveredRows? rows)
    {
        switch (line.Type)
        {
            case nameof(CampaignDrafted):
                var drafted = EventJson.Read<CampaignDrafted>(line);
                Begin(line, drafted.Campaign, new CampaignBegun(drafted.Number, drafted.Owner, CampaignPart.Everything, null), drafted.Due, drafted.Deadline);
                break;
            case nameof(CampaignRepeated):
                var repeated = EventJson.Read<CampaignRepeated>(line);
                Begin(line, repeated.Campaign, new CampaignBegun(repeated.Number, repeated.Owner, CampaignPart.Everything, null), repeated.Due, null);
                break;
            case nameof(CyclePrepared) when EventJson.Read<CyclePrepared>(line) is var cycle && !campaigns.ContainsKey(cycle.Campaign):
                Begin(line, cycle.Campaign, new CampaignBegun(cycle.Number, cycle.Owner, CampaignPart.Everything, null), cycle.Due, null);
                break;
            case nameof(AddendumDrafted):
                var addendum = EventJson.Read<AddendumDrafted>(line);
                Begin(line, addendum.Campaign, new CampaignBegun(addendum.Number, addendum.Owner, CampaignPart.Everything, addendum.To), addendum.Due, null);
                break;
            case nameof(LeaversDrafted):
                var leavers = EventJson.Read<LeaversDrafted>(line);
                Begin(line, leavers.Campaign, new CampaignBegun(leavers.Number, leavers.Owner, CampaignPart.Leavers, null), leavers.Due, DeadlineRule.NotReviewed);
                break;
            case nameof(SeatReviewDrafted):
                var seats = EventJson.Read<SeatReviewDrafted>(line);
                Begin(line, seats.Campaign, new CampaignBegun(seats.Number, seats.Owner, CampaignPart.UnusedSeats, null), seats.Due, DeadlineRule.NotReviewed);
                break;
            case nameof(CampaignPlanChanged):
                var plan = EventJson.Read<CampaignPlanChanged>(line);
                var planned = Of(line, plan.Campaign);
                (planned.Period, planned.DueDate, planned.Deadline) = ((plan.PeriodStart, plan.PeriodEnd), plan.Due, plan.Deadline);
                break;
            case nameof(CampaignLaunched):
                Launch(line, EventJson.Read<CampaignLaunched>(line), rows);
                break;
            case nameof(DeadlineExtended):
                var extended = EventJson.Read<DeadlineExtended>(line);
                var later = Of(line, extended.Campaign);
                (later.DueDate, later.DueAt) = (extended.To, line.Version < DeadlineExtended.SinceItSaysTheHour ? null : extended.Due);
                break;
            case nameof(CampaignClosed):
                var closed = EventJson.Read<CampaignClosed>(line);
                End(line, closed.Campaign, CampaignState.Closed).RetainUntil = closed.RetainUntil;
                break;
            case nameof(CampaignCancelled):
                End(line, EventJson.Read<CampaignCancelled>(line).Campaign, CampaignState.Cancelled).GivenUpSeq = line.Seq;
                break;
            case nameof(CampaignKeptLonger):
                var longer = EventJson.Read<CampaignKeptLonger>(line);
                Of(line, longer.Campaign).RetainUntil = longer.RetainUntil;
                break;
            case nameof(Purged) when EventJson.Read<Purged>(line) is { Kind: PurgeKind.Campaign } purged:
                Of(line, purged.Target).PurgedAt = line.At;
                break;
        }
    }

    /// <summary>Holds the rows against what the events say.</summary>
    public async Task CheckAsync(Verification run, CancellationToken cancel)
    {
        var rows = await run.Db.Campaigns.AsNoTracking().ToDictionaryAsync(c => c.Id, cancel);
        foreach (var (id, said) in campaigns)
        {
            if (said is { GivenUpSeq: { } seq, Ended: { } end })
            {
                said.RetainUntil ??= await RetainedUntil.OfGivenUpAsync(run.Db, end.At, seq, cancel);
            }

            if (!rows.Remove(id, out var row))
            {
                run.Found("campaign.gone", $"Campaign {id}, of which event {said.Seq} speaks, is not there.");
                continue;
            }

            if (string.Join(", ", said.Unlike(row)) is { Length: > 0 } unlike)
            {
                run.Found("campaign.state", $"Campaign C{row.Number} is not as the events say: its {unlike}.");
            }

            if (said.PurgedAt is { } purged && said.RetainUntil is { } until && DateOnly.FromDateTime(purged) <= until)
            {
                run.Found("campaign.purged", $"Campaign C{row.Number} was purged on {Clock.Said(purged)}, and had to be kept until {Clock.Said(until)}.");
            }
        }

        // Its items would be under an event.
        foreach (var row in rows.Values.OrderBy(r => r.Id))
        {
            if (!await run.Db.ReviewItems.AnyAsync(i => i.CampaignId == row.Id, cancel))
            {
                run.Found("campaign.state", $"Of campaign C{row.Number} no event speaks.");
            }
        }
    }

    private void Begin(AuditEvent line, long id, CampaignBegun begun, DateOnly due, DeadlineRule? deadline)
    {
        var said = Of(line, id);
        (said.Begun, said.DueDate, said.Deadline, said.State) = (begun, due, deadline, CampaignState.Draft);
    }

    private void Launch(AuditEvent line, CampaignLaunched launched, CoveredRows? rows)
    {
        var said = Of(line, launched.Campaign);
        (said.State, said.DueAt, said.Deadline) = (CampaignState.Active, launched.Due, launched.Deadline);
        said.Started = new CampaignStarted(line.At, line.Actor, rows?.Count ?? 0, rows?.Sha256.ToString() ?? "", launched.PolicyVersion);
        if (line.Version >= CampaignLaunched.SinceItSaysThePeriod)
        {
            said.Period = (launched.PeriodStart, launched.PeriodEnd);
        }
    }

    private SaidOfCampaign End(AuditEvent line, long id, CampaignState state)
    {
        var said = Of(line, id);
        (said.State, said.Ended) = (state, (line.At, line.Actor));
        return said;
    }

    private SaidOfCampaign Of(AuditEvent line, long id)
    {
        if (!campaigns.TryGetValue(id, out var said))
        {
            campaigns[id] = said = new SaidOfCampaign();
        }

        said.Seq = line.Seq;
        return said;
    }
}
