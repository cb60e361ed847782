using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Scoping;

/// <summary>What rests on a directory, and keeps it in scope.</summary>
internal static class DirectoryInUse
{
    /// <summary>Why it stays in scope; null: nothing rests on it.</summary>
    public static async Task<Problem?> OfAsync(ChangeScope scope, IScoped directory, CancellationToken cancel)
    {
        var (db, id) = (scope.Db, directory.Id);
        var all = await db.Directories.AsNoTracking().InScope().OrderBy(d => d.Rank).ThenBy(d => d.Id).Select(d => new { d.Id, Read = d.CurrentExtractId != null }).ToListAsync(cancel);
        if (all.Exists(d => d.Id == id && d.Read) && !all.Exists(d => d.Id != id && d.Read))
        {
            return new Problem("scope.only", $"{directory.Name} is the only directory that was read: without it nobody could tell a leaver from a colleague.");
        }

        if (all[0].Id == id)
        {
            return new Problem("scope.leads", $"{directory.Name} leads among the directories. Let another one lead first.");
        }

        // Whom it alone knows may be reviewing there.
        var open = await db.Campaigns.AsNoTracking()
            .Where(c => c.State == CampaignState.Active && db.CampaignApplications.Any(p => p.CampaignId == c.Id && p.Active
                && db.AssessmentSources.Any(s => s.AssessmentId == p.AssessmentId && db.Extracts.Any(e => e.Id == s.ExtractId && e.DirectoryId == id))))
            .OrderBy(c => c.Number).Select(c => (int?)c.Number).FirstOrDefaultAsync(cancel);
        if (open is { } number)
        {
            return new Problem("scope.open", $"C{number} was launched on what {directory.Name} says of people. Close that campaign first.");
        }

        var carriedOut = RemovalRules.AtDirectories(db).Where(a => db.Connections.Any(c => c.Id == a.ConnectionId && c.DirectoryId == id));

        // What is still ahead may be carried out in it, as long as it is what lets accounts in.
        var needed = db.Removals.Where(r => carriedOut.Any(a => a.RemovalId == r.Id)
            || (RemovalRules.AheadStates.Contains(r.State) && db.AppGrants.Any(g => g.ApplicationId == r.ApplicationId && db.Directories.Any(d => d.Id == id && d.CurrentExtractId == g.ExtractId))));
        if (await RemovalsOpen.OfAsync(needed, directory.Name, cancel) is { } removals)
        {
            return removals;
        }

        var sayings = await Administrators.SayingsAsync(db, scope.Today, cancel);
        return Administrators.Stay(sayings) && !Administrators.Stay(sayings.Where(s => s.DirectoryId != id))
            ? new Problem("directory.no-administrator", $"Without {directory.Name} nobody who administers AccessReview works here. Give the role to somebody whom another directory has first.")
            : null;
    }
}
