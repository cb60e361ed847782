using System.Text.Json;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Purging;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>Walks the chain: no gap, each event after the one before, each hash right, the columns as the body says, the head where
/// the chain ends.</summary>
internal static class EventsCheck
{
    internal static async Task RunAsync(Verification run, CancellationToken cancel)
    {
        var head = await run.Db.ChainHeads.Select(h => new AuditHead(h.Seq, h.At, h.Hash)).SingleAsync(cancel);
        var last = run.Head;
        await foreach (var line in run.Db.AuditEvents.OrderBy(e => e.Seq).ReadAhead().WithCancellation(cancel))
        {
            Follow(run, last, line);
            ReadBody(run, line);
            last = new AuditHead(line.Seq, line.At, line.Hash);
            run.Reached("Events", ++run.Events, head.Seq);
        }

        run.Head = last;
        if (last.Seq != head.Seq || !last.Hash.AsSpan().SequenceEqual(head.Hash) || (last.Seq > 0 && last.At != head.At))
        {
            run.Found("chain.end", $"The chain ends at event {last.Seq}; its head says {head.Seq}. Events at the end were removed or added, or the head was changed.");
        }
    }

    private static void Follow(Verification run, AuditHead before, AuditEvent line)
    {
        if (line.Seq != before.Seq + 1)
        {
            run.Found("chain.gap", line.Seq == before.Seq + 2 ? $"Event {before.Seq + 1} is missing." : $"Events {before.Seq + 1} to {line.Seq - 1} are missing.");
        }
        else if (!line.PrevHash.AsSpan().SequenceEqual(before.Hash))
        {
            run.Found("chain.link", $"Event {line.Seq} does not follow the event before it.");
        }

        if (!Hashes.OfEvent(line.PrevHash, line.Body).AsSpan().SequenceEqual(line.Hash))
        {
            run.Found("event.hash", $"Event {line.Seq} is not as it was written: its hash is another.");
        }

        if (line.At < before.At)
        {
            run.Found("event.time", $"Event {line.Seq} is earlier than the event before it.");
        }
    }

    /// <summary>Which event a sign-off belongs to, when it was withdrawn, which pictures a reading came with, which campaigns began and ended, and what was purged. Only the chain says the latter: whatever else is missing was taken.</summary>
    private static void ReadFacts(Verification run, AuditEvent line)
    {
        switch (line.Type)
        {
            case nameof(ReviewSignedOff):
                run.SignOffSeqs[EventJson.Read<ReviewSignedOff>(line).SignOffId] = line.Seq;
                break;
            case nameof(ApplicationOwnerSigned):
                run.SignOffSeqs[EventJson.Read<ApplicationOwnerSigned>(line).SignOffId] = line.Seq;
                break;
            case nameof(SignOffWithdrawn):
                run.Withdrawn[EventJson.Read<SignOffWithdrawn>(line).SignOffId] = line.At;
                break;
            case nameof(ExtractImported) when line.Version >= ExtractImported.SinceItNamesPictures:
                var imported = EventJson.Read<ExtractImported>(line);
                run.Pictures[imported.ExtractId] = [.. imported.Pictures.Select(p => p.ToString())];
                break;
            case nameof(CampaignLaunched):
                run.Launched[EventJson.Read<CampaignLaunched>(line).Campaign] = new LaunchedSeqs(line.Seq);
                break;
            case nameof(CampaignClosed) when EventJson.Read<CampaignClosed>(line).Campaign is var closed && run.Launched.TryGetValue(closed, out var launched):
                run.Launched[closed] = launched with { Close = line.Seq };
                break;
            case nameof(Purged):
                var purged = EventJson.Read<Purged>(line);
                run.PurgeSeqs.Add(line.Seq);
                run.PurgedReadings.UnionWith(purged.Extracts);
                if (purged.Kind == PurgeKind.Campaign)
                {
                    run.PurgedCampaigns.Add(purged.Target);
                }

                break;
        }
    }

    private static void FollowTwoPersons(Verification run, AuditEvent line)
    {
        if (!run.Purges.Add(line, run.Rights.HeldBy))
        {
            run.Found("event.two-persons", $"Event {line.Seq} is about a purge that, by the events before it, an administrator and a campaign owner did not decide together.");
        }

        if (!run.LooserBrakes.Add(line))
        {
            run.Found("event.two-persons", $"Event {line.Seq} agrees to a brake that, by the events before it, no other person asked for.");
        }
    }

    private static void ReadBody(Verification run, AuditEvent line)
    {
        try
        {
            var said = EventSaid.Read(line);
            if (!said.AsItsColumns)
            {
                run.Found("event.columns", $"Event {line.Seq}: its columns say something else than its body.");
            }

            ReadFacts(run, line);
            run.EventTexts.Add(line);
            run.Rights.Follow(run, line, said);
            FollowTwoPersons(run, line);
            run.Campaigns.Add(line, said.Rows);
            run.Scope.Add(line);
            run.Plans.Add(line, run.Scope.Out);
            run.ByHand.Add(line);
            run.Reviewers.Add(line);
            run.Removals.Add(line);
            run.Editions.Add(line);
            run.Readings.Add(line);
            run.Owners.Follow(run, line);
            if (said.Rows is { } rows)
            {
                run.Covered.Add(line.Seq, rows.Count, rows.Sha256.Bytes);
            }
        }
        // A property that somebody renamed is read as nothing, whatever its type.
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidOperationException or NullReferenceException or ArgumentException)
        {
            run.Found("event.body", $"Event {line.Seq} cannot be read any more.");
        }
    }
}
