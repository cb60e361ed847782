using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Samples;

/// <summary>A draw as lists show it.</summary>
public sealed record SampleLine(int Number, string Seed, SamplePopulation Population, int PopulationItems, int Size, string ItemsSha256, string By, DateTime At);

/// <summary>An item of a draw.</summary>
public sealed record SampledItem(int Position, string Name, string Account, string Person, string What, string Reviewer, TurnState State, bool Signed, long AccountId);

/// <summary>The draws of a campaign, the newest first, the items of one of them, and of which populations can be drawn now.</summary>
public sealed record SampleView(IReadOnlyList<SampleLine> Draws, SampleLine? Shown, IReadOnlyList<SampledItem> Items, IReadOnlyList<SamplePopulation> Populations);

/// <summary>Reads the samples drawn of a campaign.</summary>
public sealed class SampleList(Databases databases)
{
    /// <summary>Reads them, for campaign owners and auditors.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="campaignNumber">The campaign.</param>
    /// <param name="draw">Whose items; null: the newest's.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<Outcome<SampleView>> RunAsync(Actor actor, int campaignNumber, int? draw, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var entered = await EvidenceDoor.EnterAsync(db, await RolesOf.ActorAsync(db, actor, cancel), campaignNumber, cancel);
        if (!entered.IsOk)
        {
            return entered.Problem;
        }

        var campaign = entered.Value;
        var draws = await db.SampleDraws.AsNoTracking().Where(d => d.CampaignId == campaign.Id).OrderByDescending(d => d.Number).ToListAsync(cancel);
        var names = await PersonNames.ReadAsync(db, draws.Select(d => Actor.PersonOf(d.By)), cancel);
        SampleLine Line(SampleDraw d) => new(
            d.Number, d.Seed, d.Population, d.PopulationItems, d.Size, Convert.ToHexStringLower(d.ItemsHash), Actor.PersonOf(d.By) is { } by ? names.GetValueOrDefault(by, "not known") : "the product", d.At);
        var shown = draws.Find(d => d.Number == draw) ?? draws.FirstOrDefault();
        return new SampleView([.. draws.Select(Line)], shown is null ? null : Line(shown), shown is null ? [] : await ItemsAsync(db, campaign.Number, shown.Id, cancel), SampleRule.Of(campaign.State));
    }

    private static async Task<IReadOnlyList<SampledItem>> ItemsAsync(ReviewDb db, int campaign, long drawId, CancellationToken cancel)
    {
        var rows = await (
            from sampled in db.SampleItems.AsNoTracking()
            where sampled.DrawId == drawId
            join item in db.ReviewItems on sampled.ItemId equals item.Id
            join turn in db.ReviewTurns.Where(t => t.Stage == 1) on item.Id equals turn.ItemId
            from second in db.ReviewTurns.Where(t => t.ItemId == item.Id && t.Stage == 2).DefaultIfEmpty()
            join record in db.AccountRecords on item.AccountRecordId equals record.Id
            join g in db.GroupRecords on new { record.ExtractId, item.GroupId } equals new { g.ExtractId, GroupId = (long?)g.GroupId } into groups
            from team in groups.DefaultIfEmpty()
            orderby sampled.Position
            select new
            {
                sampled.Position, item.Number, record.Email, record.Name, record.Role, Group = team == null ? null : team.Name, item.HolderId, item.AccountId,
                turn.Id, turn.ReviewerId, turn.ForId, turn.State, turn.SignOffId, SecondId = (long?)second.Id, SecondReviewerId = (long?)second.ReviewerId, SecondForId = second.ForId,
                SecondState = (TurnState?)second.State, SecondSignOffId = second.SignOffId, NeedsSecond = db.SecondReviews.Any(s => s.ItemId == item.Id),
            })
            .ToListAsync(cancel);
        var both = rows.ConvertAll(r => (Item: r, Turns: new ItemTurns(
            new StageTurn(r.Id, r.ReviewerId, r.ForId, r.State, r.SignOffId is not null), StageTurn.Of(r.SecondId, r.SecondReviewerId, r.SecondForId, r.SecondState, r.SecondSignOffId), r.NeedsSecond)));
        var names = await PersonNames.ReadAsync(db, both.SelectMany(b => b.Turns.People.Append(b.Item.HolderId)), cancel);
        return
        [
            .. both.Select(b =>
            {
                var (r, turns) = b;
                return new SampledItem(
                    r.Position, ReviewItem.Name(campaign, r.Number), r.Email.Length > 0 ? r.Email : r.Name, r.HolderId is { } holder ? names.GetValueOrDefault(holder, "not known") : "nobody known",
                    r.Group is { } group ? $"{group}, group" : r.Role.Length > 0 ? r.Role : "not known", turns.Reviewers(names), turns.State, turns.Signed, r.AccountId);
            }),
        ];
    }
}
