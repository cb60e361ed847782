using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>Holds every reason and statement against its hash, and against the hash in the row or the event that cites it.</summary>
internal static class TextsCheck
{
    internal static async Task RunAsync(Verification run, CancellationToken cancel)
    {
        var total = await run.Db.PrivateTexts.LongCountAsync(cancel);
        await foreach (var text in run.Db.PrivateTexts.ReadAhead().WithCancellation(cancel))
        {
            run.Reached("Texts", ++run.Texts, total);
            if (text is { Salt: null, Text: null })
            {
                run.Purged++;
                if (!run.PurgeSeqs.Contains(text.EventSeq))
                {
                    run.Found("text.gone", $"The text {text.Id} of event {text.EventSeq} is gone, and no purge took it.");
                }
            }
            else if (text.Salt is null || text.Text is null || !Hashes.OfText(text.Salt, text.Text).AsSpan().SequenceEqual(text.Hash))
            {
                run.Found("text.changed", $"The text {text.Id} of event {text.EventSeq} is not as it was written.");
            }
        }

        foreach (var (what, swapped) in Citations(run.Db))
        {
            foreach (var id in await swapped.Take(VerifyReport.MaxListed).ToListAsync(cancel))
            {
                run.Found("text.swapped", $"{what} {id} cites another text than the one it was written with.");
            }
        }

        await run.EventTexts.CheckAsync(run, cancel);
    }

    private static IEnumerable<(string What, IQueryable<long> Swapped)> Citations(ReviewDb db)
    {
        yield return ("Decision", db.Decisions.Where(d => (d.ReasonId == null) != (d.ReasonHash == null)
            || (d.ReasonId != null && !db.PrivateTexts.Any(t => t.Id == d.ReasonId && t.Hash == d.ReasonHash))).Select(d => d.Id));
        yield return ("Reassignment", db.Reassignments.Where(r => !db.PrivateTexts.Any(t => t.Id == r.ReasonId && t.Hash == r.ReasonHash)).Select(r => r.Id));
        yield return ("Exception", db.CampaignExceptions.Where(e => !db.PrivateTexts.Any(t => t.Id == e.ReasonId && t.Hash == e.ReasonHash)).Select(e => e.Id));
        yield return ("Follow-up", db.FollowUpsDone.Where(d => !db.PrivateTexts.Any(t => t.Id == d.TextId && t.Hash == d.TextHash)).Select(d => d.ExceptionId));
        yield return ("Extension", db.DeadlineExtensions.Where(e => !db.PrivateTexts.Any(t => t.Id == e.ReasonId && t.Hash == e.ReasonHash)).Select(e => e.Id));
        yield return ("Question", db.Questions.Where(q => !db.PrivateTexts.Any(t => t.Id == q.TextId && t.Hash == q.TextHash)).Select(q => q.Id));
        yield return ("Answer to question", db.QuestionAnswers.Where(a => !db.PrivateTexts.Any(t => t.Id == a.TextId && t.Hash == a.TextHash)).Select(a => a.QuestionId));
        yield return ("Waiver", db.RemovalWaivers.Where(w => !db.PrivateTexts.Any(t => t.Id == w.ReasonId && t.Hash == w.ReasonHash)).Select(w => w.Id));
        yield return ("Notification", db.Notifications.Where(n => (n.AddressId == null) != (n.AddressHash == null)
            || (n.AddressId != null && !db.PrivateTexts.Any(t => t.Id == n.AddressId && t.Hash == n.AddressHash))).Select(n => n.Id));
        yield return ("Sign-off", db.SignOffs.Where(s => !db.PrivateTexts.Any(t => t.Id == s.TextId && t.Hash == s.TextHash)).Select(s => s.Id));
    }
}
