using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>What was signed, and what stands of it: the decisions under each reviewer's sign-off, and those in force under the close, against the hash that was signed, each withdrawal
/// against its event, and each turn against the sign-off in force that covers it. Sign-offs and decisions themselves are rows of evidence.</summary>
internal static class SignaturesCheck
{
    internal static async Task RunAsync(Verification run, CancellationToken cancel)
    {
        var signed = await run.Db.SignOffs.AsNoTracking().OrderBy(s => s.Id).Select(s => new Signed(s.Id, s.CampaignId, s.Level, s.SignerId, s.Items, s.ItemsHash, s.WithdrawnAt)).ToDictionaryAsync(s => s.Id, cancel);
        foreach (var signOff in signed.Values.Where(s => s.WithdrawnAt != (run.Withdrawn.TryGetValue(s.Id, out var at) ? at : (DateTime?)null)))
        {
            run.Found("sign-off.withdrawn", $"Whether and when sign-off {signOff.Id} was withdrawn is not as the events say.");
        }

        await CoveredAsync(run, signed, cancel);
        await ClosedAsync(run, signed, cancel);
        await TurnsAsync(run, cancel);
    }

    // Keys of items are given in the order of their numbers, which is the order that was signed.
    private static async Task CoveredAsync(Verification run, Dictionary<long, Signed> signed, CancellationToken cancel)
    {
        var (db, left) = (run.Db, signed.Values.Where(s => s.Level == SignOffLevel.Reviewer).ToDictionary(s => s.Id));
        using var hash = new RowsHash();
        var rows = from item in db.SignOffItems
                   join decision in db.Decisions on item.DecisionId equals decision.Id into decisions
                   from made in decisions.DefaultIfEmpty()
                   join turn in db.ReviewTurns on made.TurnId equals turn.Id into turns
                   from held in turns.DefaultIfEmpty()
                   orderby item.SignOffId, item.ItemId
                   select new Covered(
                       item.SignOffId, item.ItemId, item.EventSeq, (long?)made.ItemId, made.RowHash, (DecisionMode?)made.Mode, (long?)held.Id, held.DecisionId == item.DecisionId, held.SignOffId, (long?)held.ReviewerId);
        var (of, same) = (0L, true);
        await foreach (var row in rows.ReadAhead(cancel).WithCancellation(cancel))
        {
            if (row.SignOffId != of)
            {
                Settle(run, left, of, same, hash);
                (of, same) = (row.SignOffId, true);
            }

            same &= row.DecidedItem == row.ItemId && row.EventSeq == run.SignOffSeqs.GetValueOrDefault(of, row.EventSeq);
            hash.Add(row.Decision ?? []);

            // What its reviewer had signed is under nobody's signature where somebody else has it by now.
            if (row is { InForce: true, TurnSignOffId: null } && signed.GetValueOrDefault(of) is { WithdrawnAt: null } by && (row.Mode == DecisionMode.WithAccount || row.ReviewerId == by.SignerId))
            {
                run.Found("turn.signature", $"Turn {row.TurnId} is under no sign-off, and sign-off {of} covers what was decided there.");
            }
        }

        Settle(run, left, of, same, hash);
        foreach (var signOff in left.Keys.Order())
        {
            run.Found("sign-off.items", $"What sign-off {signOff} covers is not there.");
        }
    }

    private static void Settle(Verification run, Dictionary<long, Signed> left, long of, bool same, RowsHash hash)
    {
        var covered = hash.Take();
        if (covered.Count > 0 && (!left.Remove(of, out var signOff) || !same || covered.Count != signOff.Items || !covered.Sha256.Bytes.AsSpan().SequenceEqual(signOff.ItemsHash)))
        {
            run.Found("sign-off.items", $"What stands under sign-off {of} is not what was signed.");
        }
    }

    /// <summary>What the owner signed at the close: the decisions in force of every turn then, and nothing moves a turn of a closed campaign.</summary>
    private static async Task ClosedAsync(Verification run, Dictionary<long, Signed> signed, CancellationToken cancel)
    {
        var db = run.Db;
        var left = signed.Values.Where(s => s.Level == SignOffLevel.CampaignOwner).ToDictionary(s => s.CampaignId);
        using var hash = new RowsHash();
        var rows = from turn in db.ReviewTurns
                   where db.SignOffs.Any(s => s.CampaignId == turn.CampaignId && s.Level == SignOffLevel.CampaignOwner)
                   join decision in db.Decisions on turn.DecisionId equals (long?)decision.Id
                   orderby turn.ItemId, turn.Stage
                   select new { turn.CampaignId, decision.RowHash };
        var of = 0L;
        await foreach (var row in rows.ReadAhead(cancel).WithCancellation(cancel))
        {
            if (row.CampaignId != of)
            {
                Close(run, left, of, hash);
                of = row.CampaignId;
            }

            hash.Add(row.RowHash);
        }

        Close(run, left, of, hash);
        foreach (var campaign in left.Keys.Order().ToList())
        {
            Close(run, left, campaign, hash); // Nothing was decided: the hash over nothing.
        }
    }

    private static void Close(Verification run, Dictionary<long, Signed> left, long campaign, RowsHash hash)
    {
        var covered = hash.Take();
        if (left.Remove(campaign, out var signOff) && !covered.Sha256.Bytes.AsSpan().SequenceEqual(signOff.ItemsHash))
        {
            run.Found("sign-off.items", $"What stands in the campaign that sign-off {signOff.Id} closed is not what its owner signed.");
        }
    }

    /// <summary>A turn is signed by the sign-off in force over its decision. Of two turns of an item that were signed at once, one's decision is covered.</summary>
    private static async Task TurnsAsync(Verification run, CancellationToken cancel)
    {
        var db = run.Db;
        var covering = from item in db.SignOffItems
                       join signOff in db.SignOffs on item.SignOffId equals signOff.Id
                       where signOff.WithdrawnAt == null
                       select new { item.SignOffId, item.ItemId, item.DecisionId, signOff.CampaignId, signOff.SignerId };
        foreach (var turn in await db.ReviewTurns
            .Where(t => t.SignOffId != null && !covering.Any(c => c.SignOffId == t.SignOffId && c.ItemId == t.ItemId && c.CampaignId == t.CampaignId
                && (c.DecisionId == t.DecisionId
                    || (db.ReviewTurns.Any(o => o.ItemId == t.ItemId && o.Stage == 3 - t.Stage && o.SignOffId == t.SignOffId && o.DecisionId == c.DecisionId)
                        && (c.SignerId == t.ReviewerId || db.Decisions.Any(d => d.Id == t.DecisionId && d.Mode == DecisionMode.WithAccount))))))
            .OrderBy(t => t.Id).Select(t => t.Id).Take(VerifyReport.MaxListed).ToListAsync(cancel))
        {
            run.Found("turn.signature", $"Turn {turn} is under a sign-off that does not cover what was decided there, or was withdrawn.");
        }
    }

    private sealed record Signed(long Id, long CampaignId, SignOffLevel Level, long SignerId, int Items, byte[] ItemsHash, DateTime? WithdrawnAt);

    private sealed record Covered(
        long SignOffId, long ItemId, long EventSeq, long? DecidedItem, byte[]? Decision, DecisionMode? Mode, long? TurnId, bool InForce, long? TurnSignOffId, long? ReviewerId);
}
