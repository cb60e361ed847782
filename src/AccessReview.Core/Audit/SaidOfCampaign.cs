using AccessReview.Core.Campaigns;

namespace AccessReview.Core.Audit;

/// <summary>What the events say of a campaign, the last of each kind; null where none says it.</summary>
internal sealed class SaidOfCampaign
{
    // Since it was written, the rules of a time zone may have been changed by so much.
    private static readonly TimeSpan ZonesMove = TimeSpan.FromHours(2);

    /// <summary>The last event that speaks of it.</summary>
    public long Seq { get; set; }

    /// <summary>How it began; null: no event says it, and what it was before the first that does is not known.</summary>
    public CampaignBegun? Begun { get; set; }

    public DateOnly? DueDate { get; set; }

    public DateTime? DueAt { get; set; }

    public DeadlineRule? Deadline { get; set; }

    public (DateOnly Start, DateOnly End)? Period { get; set; }

    public CampaignState? State { get; set; }

    public CampaignStarted? Started { get; set; }

    public (DateTime At, string By)? Ended { get; set; }

    /// <summary>The event by which it was given up: the day until which it must be kept follows from that.</summary>
    public long? GivenUpSeq { get; set; }

    public DateOnly? RetainUntil { get; set; }

    public DateTime? PurgedAt { get; set; }

    /// <summary>In what a row is otherwise, in words.</summary>
    public IEnumerable<string> Unlike(Campaign row)
    {
        (string What, bool Same)[] all =
        [
            ("number, owner or kind", Begun is null || Begun == new CampaignBegun(row.Number, row.OwnerId, row.Part, row.AddendumToId)),
            ("period", Period is null || Period == (row.PeriodStart, row.PeriodEnd)),
            ("due day", DueDate is null || DueDate == row.DueDate),
            ("deadline", (DueAt is null || DueAt == row.DueAt) && EndsWithItsDay(row)),
            ("rule at the deadline", Deadline is null || Deadline == row.Deadline),
            ("state", State is null || State == row.State),
            ("launch", (Begun is null && Started is null) || Started == CampaignStarted.Of(row)),
            ("end", Ended == (row.EndedAt is { } at ? (at, row.EndedBy ?? "") : ((DateTime, string)?)null)),
            ("last day of being kept", RetainUntil == row.RetainUntil),
        ];
        return all.Where(one => !one.Same).Select(one => one.What);
    }

    // Where its time zone is not known here, nothing can be said.
    private static bool EndsWithItsDay(Campaign row) =>
        !TimeZoneInfo.TryFindSystemTimeZoneById(row.TimeZone, out var zone) || (Clock.EndOfDay(row.DueDate, zone) - row.DueAt).Duration() <= ZonesMove;
}

/// <summary>How a campaign began.</summary>
internal sealed record CampaignBegun(int Number, long OwnerId, CampaignPart Part, long? AddendumToId);

/// <summary>What a campaign was launched with.</summary>
internal sealed record CampaignStarted(DateTime At, string By, long Items, string ItemsSha256, long PolicyVersionId)
{
    /// <summary>As a row has it; null: it was not.</summary>
    public static CampaignStarted? Of(Campaign row) => row is { LaunchedAt: null, LaunchedBy: null, Items: 0, ItemsHash: null, PolicyVersionId: null } ? null : new CampaignStarted(
        row.LaunchedAt ?? default, row.LaunchedBy ?? "", row.Items, Convert.ToHexStringLower(row.ItemsHash ?? []), row.PolicyVersionId ?? 0);
}
