using AccessReview.Core.Removals;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Overview;

/// <summary>Waivers that the reader may answer: campaign owners all, an application's owner those of it.</summary>
internal static class NowWaivers
{
    internal static async Task AddAsync(OverviewReader reader, List<NowItem> now, CancellationToken cancel)
    {
        if (reader.Actor.PersonId is not { } me)
        {
            return;
        }

        var db = reader.Db;
        var all = reader.Has(Role.CampaignOwner);
        var asked = await db.Removals.Where(WaiverQueries.AnswerableBy(db, reader.Moment, me))
            .CountAsync(r => all || db.Applications.Any(a => a.Id == r.ApplicationId && a.OwnerId == me), cancel);
        if (asked > 0)
        {
            now.Add(new NowItem(NowKind.WaiversAsked, Urgency.Waiting, NowList.Count(asked, "waiver waits for your answer", "waivers wait for your answer")));
        }
    }
}
