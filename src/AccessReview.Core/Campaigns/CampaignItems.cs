using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Directories;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>An item in a campaign's list.</summary>
/// <param name="TurnId">The turn that makes it what it is, or that it waits for.</param>
/// <param name="Name">The item as people name it.</param>
/// <param name="Application">The application.</param>
/// <param name="Account">The account.</param>
/// <param name="Person">Whose access it is.</param>
/// <param name="What">The role, or the group.</param>
/// <param name="IsAssignment">Whether it is an assignment.</param>
/// <param name="Rank">Where it stands in the list.</param>
/// <param name="ReviewerId">The reviewer of that turn.</param>
/// <param name="Reviewer">Who reviews it, the second after the first.</param>
/// <param name="State">How it stands by both stages; in the list of one reviewer, what that one decided.</param>
/// <param name="Signed">Whether what makes it so is signed.</param>
/// <param name="MayMove">Whether the turn can still go to somebody else.</param>
public sealed record ItemLine(
    long TurnId, string Name, string Application, string Account, string Person, string What, bool IsAssignment, AttentionRank Rank, long ReviewerId, string Reviewer, TurnState State, bool Signed, bool MayMove);

/// <summary>A window of a campaign's items, how many match, and how many of them before it.</summary>
public sealed record ItemPage(IReadOnlyList<ItemLine> Items, int Total, int From);

/// <summary>Lists the items of a launched campaign in their order, a window at a time.</summary>
public sealed class CampaignItems(Databases databases)
{
    /// <summary>The most items of a window.</summary>
    public const int MaxTake = 200;

    /// <summary>Reads a window.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="number">The campaign.</param>
    /// <param name="only">Which of them.</param>
    /// <param name="skip">How many to pass over.</param>
    /// <param name="take">How many to give.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<Outcome<ItemPage>> RunAsync(Actor actor, int number, ItemFilter only, long skip, int take, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        if (await CampaignDoor.ToReadAsync(db, actor, cancel) is { } denied)
        {
            return denied;
        }

        var campaignId = await db.Campaigns.Where(c => c.Number == number).Select(c => c.Id).SingleOrDefaultAsync(cancel);
        var turns = await only.TurnsAsync(db, campaignId, cancel);
        var (total, size) = (await turns.CountAsync(cancel), Math.Clamp(take, 1, MaxTake));
        var first = Paging.From(skip, size, total);
        var once = only.Why is not null || only.ReviewerId is null;
        var page =
            from turn in turns.OrderBy(t => t.Rank).ThenBy(t => t.Number).Skip(first).Take(size)
            join item in db.ReviewItems on turn.ItemId equals item.Id
            join record in db.AccountRecords on item.AccountRecordId equals record.Id
            join plan in db.CampaignApplications on item.CampaignApplicationId equals plan.Id
            join application in db.Applications on plan.ApplicationId equals application.Id
            join g in db.GroupRecords on new { record.ExtractId, item.GroupId } equals new { g.ExtractId, GroupId = (long?)g.GroupId } into groups
            from grp in groups.DefaultIfEmpty()
            from second in db.ReviewTurns.Where(t => once && t.ItemId == turn.ItemId && t.Stage == 2).DefaultIfEmpty()
            orderby turn.Rank, turn.Number
            select new
            {
                turn.Number, turn.Rank, Application = application.Name, record.Email, record.Name, record.Role, Group = grp == null ? null : grp.Name, item.HolderId,
                turn.Id, turn.ReviewerId, turn.ForId, turn.State, turn.SignOffId, SecondId = (long?)second.Id, SecondReviewerId = (long?)second.ReviewerId, SecondForId = second.ForId,
                SecondState = (TurnState?)second.State, SecondSignOffId = second.SignOffId, NeedsSecond = once && db.SecondReviews.Any(n => n.ItemId == turn.ItemId),
            };
        var rows = (await page.ToListAsync(cancel)).ConvertAll(r => (Item: r, Turns: new ItemTurns(
            new StageTurn(r.Id, r.ReviewerId, r.ForId, r.State, r.SignOffId is not null), StageTurn.Of(r.SecondId, r.SecondReviewerId, r.SecondForId, r.SecondState, r.SecondSignOffId), r.NeedsSecond)));
        var names = await PersonNames.ReadAsync(db, rows.SelectMany(r => r.Turns.People.Append(r.Item.HolderId)), cancel);
        return new ItemPage(
            [
                .. rows.Select(row =>
                {
                    var (r, both) = row;
                    return new ItemLine(
                        both.Telling.Id, ReviewItem.Name(number, r.Number), r.Application, r.Email.Length > 0 ? r.Email : r.Name, r.HolderId is { } holder ? names.GetValueOrDefault(holder, "not known") : "nobody known",
                        r.Group ?? (r.Role.Length > 0 ? r.Role : "not known"), r.Group is not null, r.Rank, both.Telling.ReviewerId, both.Reviewers(names), both.State, both.Signed, !both.Telling.Signed);
                }),
            ],
            total, first);
    }
}
