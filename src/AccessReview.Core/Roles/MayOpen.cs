using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Roles;

/// <summary>Whether somebody may open a page. What may not be seen and what is not there look the same.</summary>
public sealed class MayOpen(Databases databases)
{
    /// <summary>Whether a page opens.</summary>
    /// <param name="Yes">The page is there for the actor.</param>
    /// <param name="Reader">The roles they hold, so that the page leads to no page that is not there for them.</param>
    public sealed record Answer(bool Yes, Role Reader);

    /// <summary>Asks about one page.</summary>
    public async Task<Answer> RunAsync(Actor actor, Place place, PlaceKeys keys, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var held = await RolesOf.ActorAsync(db, actor, cancel);
        return new Answer(await IsOpenAsync(db, actor, held, place, keys, cancel), held);
    }

    private static async Task<bool> IsOpenAsync(ReviewDb db, Actor actor, Role held, Place place, PlaceKeys keys, CancellationToken cancel)
    {
        bool Holds(Role any) => (held & any) != Role.None;
        return place switch
        {
            Place.Own => true,
            Place.Workspace => await HasItemsAsync(db, actor, keys, cancel),
            Place.SecondSignature => await SpeaksAsync(db, actor, keys, cancel),
            Place.Scope => await SpeaksAsync(db, actor, keys, cancel)
                || (Holds(Sight.Campaigns) && await Reviewed(db, keys).AnyAsync(cancel)),
            Place.Removals => Holds(Sight.Removals) || await RemovalFilter.Own(db, actor).AnyAsync(cancel),
            _ => Holds(SeenBy(place)) && await IsThereAsync(db, place, keys, cancel),
        };
    }

    private static Role SeenBy(Place place) => place switch
    {
        Place.Campaigns or Place.Campaign => Sight.Campaigns,
        Place.NewCampaign or Place.RunCampaign => Sight.Running,
        Place.Applications or Place.Application or Place.Directories or Place.Import => Sight.Sources,
        Place.People or Place.Person or Place.Account => Sight.People,
        Place.Evidence => Sight.Evidence,
        Place.Audit => Sight.Audit,
        Place.Retention => Sight.Retention,
        Place.Settings => Sight.Settings,
        _ => throw new InvalidOperationException($"{place} is not seen by role alone."),
    };

    private static Task<bool> IsThereAsync(ReviewDb db, Place place, PlaceKeys keys, CancellationToken cancel) => place switch
    {
        Place.Campaign or Place.RunCampaign => db.Campaigns.AnyAsync(c => c.Number == keys.Campaign, cancel),
        Place.Application => db.Applications.AnyAsync(a => a.Id == keys.Id, cancel),
        Place.Person => db.People.AnyAsync(p => p.Id == keys.Id, cancel),
        Place.Account => db.Accounts.AnyAsync(a => a.Id == keys.Id, cancel),
        Place.Directories => keys.Id is null ? Task.FromResult(true) : db.Directories.AnyAsync(d => d.Id == keys.Id, cancel),
        Place.Import => keys.Application is { } application
            ? db.Applications.AnyAsync(a => a.Id == application, cancel)
            : db.Directories.AnyAsync(d => d.Id == keys.Directory, cancel),
        _ => Task.FromResult(true),
    };

    private static Task<bool> HasItemsAsync(ReviewDb db, Actor actor, PlaceKeys keys, CancellationToken cancel) =>
        (from campaign in db.Campaigns
         where campaign.Number == keys.Campaign && campaign.State != CampaignState.Draft
         join progress in db.CampaignProgress on campaign.Id equals progress.CampaignId
         where progress.ReviewerId == actor.PersonId
         select progress.ReviewerId).AnyAsync(cancel);

    /// <summary>Whether the actor owns the application under review.</summary>
    private static Task<bool> SpeaksAsync(ReviewDb db, Actor actor, PlaceKeys keys, CancellationToken cancel) => actor.PersonId is { } person
        ? (from inCampaign in Reviewed(db, keys)
           join application in db.Applications on inCampaign.ApplicationId equals application.Id
           where application.OwnerId == person
           select application.Id).AnyAsync(cancel)
        : Task.FromResult(false);

    private static IQueryable<CampaignApplication> Reviewed(ReviewDb db, PlaceKeys keys) =>
        from campaign in db.Campaigns
        where campaign.Number == keys.Campaign
        join inCampaign in db.CampaignApplications on campaign.Id equals inCampaign.CampaignId
        where inCampaign.ApplicationId == keys.Application && inCampaign.Active
        select inCampaign;
}
