using AccessReview.Core.Directories;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>An item in a campaign's list.</summary>
public sealed record ItemLine(
    long TurnId, string Name, string Application, string Account, string Person, string What, bool IsAssignment, AttentionRank Rank, long ReviewerId, string Reviewer, TurnState State, bool Signed);

/// <summary>A window of a campaign's items and how many match.</summary>
public sealed record ItemPage(IReadOnlyList<ItemLine> Items, int Total);

/// <summary>Lists the items of a launched campaign in their order, a window at a time.</summary>
public sealed class CampaignItems(Databases databases)
{
    /// <summary>The most items of a window.</summary>
    public const int MaxTake = 200;

    /// <summary>Reads a window.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="number">The campaign.</param>
    /// <param name="reviewerId">Only this reviewer's; null: everybody's.</param>
    /// <param name="state">Only items so decided; null: all.</param>
    /// <param name="skip">How many to pass over.</param>
    /// <param name="take">How many to give.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<Outcome<ItemPage>> RunAsync(Actor actor, int number, long? reviewerId, TurnState? state, int skip, int take, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        if (await CampaignDoor.ToReadAsync(db, actor, cancel) is { } denied)
        {
            return denied;
        }

        var campaignId = await db.Campaigns.Where(c => c.Number == number).Select(c => c.Id).SingleOrDefaultAsync(cancel);
        var turns = db.ReviewTurns.AsNoTracking().Where(t => t.CampaignId == campaignId && (reviewerId == null ? t.Stage == 1 : t.ReviewerId == reviewerId) && (state == null || t.State == state));
        var page =
            from turn in turns.OrderBy(t => t.Rank).ThenBy(t => t.Number).Skip(Math.Max(0, skip)).Take(Math.Clamp(take, 1, MaxTake))
            join item in db.ReviewItems on turn.ItemId equals item.Id
            join record in db.AccountRecords on item.AccountRecordId equals record.Id
            join plan in db.CampaignApplications on item.CampaignApplicationId equals plan.Id
            join application in db.Applications on plan.ApplicationId equals application.Id
            join g in db.Groups on item.GroupId equals (long?)g.Id into groups
            from grp in groups.DefaultIfEmpty()
            orderby turn.Rank, turn.Number
            select new
            {
                turn.Id, turn.Number, Application = application.Name, record.Email, record.Name, record.Role, Group = grp == null ? null : grp.Name,
                turn.Rank, turn.ReviewerId, turn.State, turn.SignOffId, item.HolderId,
            };
        var rows = await page.ToListAsync(cancel);
        var names = await PersonNames.ReadAsync(db, rows.Select(r => (long?)r.ReviewerId).Concat(rows.Select(r => r.HolderId)), cancel);
        return new ItemPage(
            [
                .. rows.Select(r => new ItemLine(
                    r.Id, ReviewItem.Name(number, r.Number), r.Application, r.Email.Length > 0 ? r.Email : r.Name, r.HolderId is { } holder ? names.GetValueOrDefault(holder, "not known") : "nobody known",
                    r.Group ?? (r.Role.Length > 0 ? r.Role : "not known"), r.Group is not null, r.Rank, r.ReviewerId, names.GetValueOrDefault(r.ReviewerId, "not known"), r.State, r.SignOffId is not null)),
            ],
            await turns.CountAsync(cancel));
    }
}
