using AccessReview.Core.Overview;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Scoping;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Leavers;

/// <summary>How long people kept access after they had left, as complete readings have it.</summary>
public sealed class LeaverList(IDbContextFactory<ReviewDb> databases)
{
    /// <summary>The most rows of a page.</summary>
    public const int MaxRows = 200;

    internal const string Denied = "Administrators, campaign owners and auditors see the accounts of people who have left.";

    /// <summary>Reads it.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="filter">Which are shown.</param>
    /// <param name="from">Rows to skip.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<Outcome<LeaversView>> RunAsync(Actor actor, LeaverFilter filter, long from, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await Sight.RefusalAsync(db, actor, Sight.People, Denied, cancel) is { } denied)
        {
            return denied;
        }

        var (_, policy) = await CurrentPolicy.ReadAsync(db, cancel);
        var applications = await db.Applications.AsNoTracking().InScope().Where(a => a.CurrentAssessmentId != null).OrderBy(a => a.NameKey).Select(a => new { a.Id, a.Name, Newest = a.CurrentAssessmentId!.Value }).ToListAsync(cancel);
        var all = await LeaverRows.ReadAsync(db, policy.Zone, filter.ApplicationId, cancel);
        List<LeaverRow> shown = [.. all.Where(filter.Shows)];
        var first = Paging.From(from, MaxRows, shown.Count);
        return new LeaversView(
            [.. applications.Select(a => (a.Id, a.Name))], LeaverFigures.Of(all, policy.Leavers == LeaversRule.AtOnce ? await LeaversToAsk.AccountsAsync(db, [.. applications.Select(a => a.Newest)], cancel) : null),
            [.. Enum.GetValues<LeaverLength>().Select(l => new LeaverLengthCount(l, all.Count(r => r.Length == l && r.Open), all.Count(r => r.Length == l && !r.Open)))],
            shown.Count, first, [.. shown.Skip(first).Take(MaxRows)], policy.Leavers,
            await JudgedApplications.ReadAsync(db, filter.ApplicationId, cancel));
    }
}
