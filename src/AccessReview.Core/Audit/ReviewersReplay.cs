using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>Before whom each item is, followed from the launch over every reassignment: a turn that somebody moved to themselves beside the
/// product, to decide it, is found, and so is a second review that was taken away. Launches of before this was written down (the
/// first version of their event) say nothing of it.</summary>
internal sealed class ReviewersReplay
{
    private const int SinceVersion = 2;
    private readonly Dictionary<long, (long Seq, Sha256 Reviewers)> launched = [];
    private readonly List<(long Seq, SecondReviewsOpened Said)> opened = [];
    private readonly Dictionary<long, string> seconds = [];
    private readonly HashSet<long> silent = [];

    /// <summary>Takes in what an event says of it.</summary>
    /// <exception cref="System.Text.Json.JsonException">It is no event's body.</exception>
    public void Add(AuditEvent line)
    {
        switch (line.Type)
        {
            case nameof(CampaignLaunched) or nameof(SecondReviewsAsked) or nameof(SecondReviewsOpened) when line.Version < SinceVersion:
                silent.Add(line.Seq);
                break;
            case nameof(CampaignLaunched):
                var launch = EventJson.Read<CampaignLaunched>(line);
                launched[launch.Campaign] = (line.Seq, launch.Reviewers);
                seconds[line.Seq] = launch.SecondReviewers.ToString();
                break;
            case nameof(SecondReviewsAsked):
                seconds[line.Seq] = EventJson.Read<SecondReviewsAsked>(line).Reviewers.ToString();
                break;
            case nameof(SecondReviewsOpened):
                opened.Add((line.Seq, EventJson.Read<SecondReviewsOpened>(line)));
                break;
        }
    }

    /// <summary>Holds the turns and the second reviews against what the events say.</summary>
    public async Task CheckAsync(Verification run, CancellationToken cancel)
    {
        await TurnsAsync(run, cancel);
        await SecondsAsync(run, cancel);
    }

    // The turns of one event have keys that follow each other.
    private async Task TurnsAsync(Verification run, CancellationToken cancel)
    {
        var db = run.Db;
        var turns = db.ReviewTurns.OrderBy(t => t.Id).Select(t => new
        {
            t.Id, t.CampaignId, t.Stage, t.Number, t.ReviewerId,
            First = db.Reassignments.Where(r => r.ItemId == t.ItemId && r.TurnId == t.Id).OrderBy(r => r.Id).Select(r => (long?)r.FromId).FirstOrDefault(),
            Last = db.Reassignments.Where(r => r.ItemId == t.ItemId && r.TurnId == t.Id).OrderByDescending(r => r.Id).Select(r => (long?)r.ToId).FirstOrDefault(),
        });
        var (found, told) = (new Dictionary<(int Stage, long Of), Sha256>(), new Told(opened));
        var (of, hash) = ((Stage: 0, Of: 0L), new ReviewersHash());
        await foreach (var turn in turns.ReadAhead(cancel).WithCancellation(cancel))
        {
            if (turn.Last is { } last && last != turn.ReviewerId)
            {
                run.Found("turn.reviewer", $"Turn {turn.Id} is before person {turn.ReviewerId}, and was given to person {last}.");
            }

            if (turn.Stage is not (1 or 2))
            {
                run.Found("turn.stage", $"Turn {turn.Id} is of stage {turn.Stage}, and there are two.");
            }

            if (turn.Stage == 2 && told.EventOf(turn.Id) is null && launched.ContainsKey(turn.CampaignId))
            {
                run.Found("turn.unopened", $"Turn {turn.Id} is a second review that no event opened.");
                continue;
            }

            var now = turn.Stage == 1 ? (1, turn.CampaignId) : (2, told.EventOf(turn.Id) ?? 0);
            if (now != of)
            {
                found.TryAdd(of, hash.ToSha256());
                hash.Dispose();
                (of, hash) = (now, new ReviewersHash());
            }

            hash.Add(turn.Number, turn.First ?? turn.ReviewerId);
        }

        found.TryAdd(of, hash.ToSha256());
        hash.Dispose();
        foreach (var (campaign, (seq, reviewers)) in launched.Where(l => found.GetValueOrDefault((1, l.Key))?.ToString() != l.Value.Reviewers.ToString()))
        {
            run.Found("campaign.reviewers", $"Items of campaign {campaign} are before others than event {seq} and the reassignments say.");
        }

        foreach (var (seq, _) in opened.Where(o => found.GetValueOrDefault((2, o.Seq))?.ToString() != o.Said.Reviewers.ToString()))
        {
            run.Found("campaign.reviewers", $"Second reviews are before others than event {seq} and the reassignments say.");
        }
    }

    private async Task SecondsAsync(Verification run, CancellationToken cancel)
    {
        var rows = from second in run.Db.SecondReviews
                   join item in run.Db.ReviewItems on second.ItemId equals item.Id
                   orderby second.EventSeq, item.Number
                   select new { second.EventSeq, item.Number, second.ReviewerId, second.CampaignId, ItsCampaignId = item.CampaignId };
        var found = new Dictionary<long, ReviewersHash>();
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (!found.TryGetValue(row.EventSeq, out var hash))
            {
                found[row.EventSeq] = hash = new ReviewersHash();
            }

            hash.Add(row.Number, row.ReviewerId);
            if (row.CampaignId != row.ItsCampaignId)
            {
                run.Found("second.changed", $"The second review of item {row.Number} under event {row.EventSeq} is not in the campaign of its item.");
            }
        }

        var nobody = ReviewersHash.Of([]).ToString();
        foreach (var seq in found.Keys.Union(seconds.Keys).Where(seq => !silent.Contains(seq)).Order())
        {
            if ((found.TryGetValue(seq, out var hash) ? hash.ToSha256().ToString() : nobody) != seconds.GetValueOrDefault(seq, nobody))
            {
                run.Found("second.changed", $"The items that event {seq} gave a second reviewer, or whom it gave them, are not as it says.");
            }
        }

        foreach (var hash in found.Values)
        {
            hash.Dispose();
        }
    }

    /// <summary>Which event opened a second review, asked in the order of the turns' keys.</summary>
    private sealed class Told(IEnumerable<(long Seq, SecondReviewsOpened Said)> opened)
    {
        private readonly (long Seq, SecondReviewsOpened Said)[] events = [.. opened.OrderBy(o => o.Said.FirstTurn)];
        private int at;

        public long? EventOf(long turnId)
        {
            while (at < events.Length && turnId >= events[at].Said.FirstTurn + events[at].Said.Items)
            {
                at++;
            }

            return at < events.Length && turnId >= events[at].Said.FirstTurn ? events[at].Seq : null;
        }
    }
}
