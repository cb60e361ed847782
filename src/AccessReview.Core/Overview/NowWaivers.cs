using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Overview;

/// <summary>Waivers that the reader may answer, as <see cref="WaiverQueries.AnswerableBy"/> has it: none that they asked for, and none of their own access.</summary>
internal static class NowWaivers
{
    internal static async Task AddAsync(OverviewReader reader, List<NowItem> now, CancellationToken cancel)
    {
        if (reader.Actor.PersonId is not { } me)
        {
            return;
        }

        var asked = await reader.Db.Removals.CountAsync(WaiverQueries.AnswerableBy(reader.Db, reader.Moment, me), cancel);
        if (asked > 0)
        {
            now.Add(new NowItem(NowKind.WaiversAsked, Urgency.Waiting, NowList.Count(asked, "waiver waits for your answer", "waivers wait for your answer")));
        }
    }
}
