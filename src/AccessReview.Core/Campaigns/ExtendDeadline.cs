using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;

namespace AccessReview.Core.Campaigns;

/// <summary>Gives the reviewers of an open campaign more days, with a reason. What was late by then stays late, and every day it was due
/// stays on record.</summary>
public sealed class ExtendDeadline(Change change)
{
    /// <summary>The most days past the day it is due now; of a campaign that is late, past today.</summary>
    public const int MaxDays = 92;

    /// <summary>Extends it to the end of the given day in the campaign's time zone.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, int number, DateOnly due, string reason, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(ExtendDeadline), async (scope, token) =>
        {
            var found = await CampaignDoor.ToChangeAsync(scope, number, token);
            if (!found.IsOk)
            {
                return found.Problem;
            }

            var campaign = found.Value;
            if (campaign.State != CampaignState.Active)
            {
                return new Problem("campaign.not-active", $"This campaign is {Campaign.Word(campaign.State)}; only an open one is extended.");
            }

            // The end of the calendar's last day is no instant: a day is looked at before its end is counted.
            var (from, today) = (campaign.DueDate, campaign.DayOf(scope.At));
            if (due <= from || due > (from > today ? from : today).AddDays(MaxDays)
                || (Clock.EndOfDay(due, TimeZoneInfo.FindSystemTimeZoneById(campaign.TimeZone)) is var dueAt && dueAt <= scope.At))
            {
                return new Problem("extend.day", from >= today
                    ? $"Choose a day after {Clock.Said(from)}, at most {MaxDays} days later. A deadline is not brought forward."
                    : $"Choose a day that is not over, at most {MaxDays} days from now. It was due on {Clock.Said(from)}; a deadline is not brought forward.");
            }

            if (reason.Trim() is not { Length: >= Campaign.MinReason and <= PrivateText.MaxLength } words)
            {
                return new Problem("extend.reason", $"Say why the reviewers need more days, in at most {PrivateText.MaxLength} characters.");
            }

            var kept = scope.Keep(words);
            var extension = scope.Add(new DeadlineExtension
            {
                Id = scope.NewId(), CampaignId = campaign.Id, From = campaign.DueDate, To = due, By = scope.Actor.Key, At = scope.At, ReasonId = kept.Id, ReasonHash = kept.Hash,
            });
            (campaign.DueDate, campaign.DueAt) = (due, dueAt);
            using var rows = new RowsHash();
            rows.Add(extension.ToRowText().Hash());
            scope.Record(new DeadlineExtended(campaign.Id, extension.From, extension.To, dueAt) { Rows = rows.ToCovered() }, campaign.Id);
            return Done.Yes;
        }, cancel);
}

/// <summary>An open campaign is due later. Its row is the extension.</summary>
/// <param name="Campaign">Which.</param>
/// <param name="From">The day it was due.</param>
/// <param name="To">The day it is due.</param>
/// <param name="Due">The end of that day where it is held, as its time zone had it then.</param>
public sealed record DeadlineExtended(long Campaign, DateOnly From, DateOnly To, DateTime Due) : EventBody
{
    internal const int SinceItSaysTheHour = 2;

    /// <inheritdoc/>
    public override int Version => SinceItSaysTheHour;
}
