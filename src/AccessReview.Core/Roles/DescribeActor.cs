using AccessReview.Core.Absences;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Roles;

/// <summary>Who somebody is to the product right now, for the frame around every page: name, roles, and what waits.</summary>
public sealed class DescribeActor(Databases databases, TimeProvider time)
{
    /// <summary>What the frame shows.</summary>
    /// <param name="Name">The name in the newest staff list.</param>
    /// <param name="Roles">Roles held.</param>
    /// <param name="ToDecide">Undecided items of active campaigns that are theirs to decide.</param>
    /// <param name="Reviews">Whether the person has, or had, anything to review.</param>
    /// <param name="OpenRemovals">Removals not verified, waived, overruled or cancelled that they see; null when they see none at all.</param>
    /// <param name="Sample">True in the sample organisation's database.</param>
    /// <param name="Questions">Questions about their own access that wait for their answer.</param>
    /// <param name="Absences">Absences that wait for their yes.</param>
    /// <param name="Asked">Whether the person was ever asked about their own access.</param>
    /// <param name="Signed">Whether the person has ever signed off.</param>
    /// <param name="ToSign">Campaigns in which own decisions wait for a signature, where nothing is left to decide: one is one thing to do.</param>
    public sealed record Facts(string Name, Role Roles, int ToDecide, bool Reviews, int? OpenRemovals, bool Sample, int Questions = 0, int Absences = 0, bool Asked = false, bool Signed = false, int ToSign = 0)
    {
        /// <summary>Of the undecided items, those of each campaign that are the person's own access, which wait for somebody else.</summary>
        internal IReadOnlyDictionary<long, int> Own { get; init; } = new Dictionary<long, int>();

        /// <summary>Exceptions that the person is to follow up; null: they were never named for one.</summary>
        public int? FollowUps { get; init; }
    }

    /// <summary>Describes the actor.</summary>
    public async Task<Facts> RunAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var roles = await RolesOf.ActorAsync(db, actor, cancel);
        var sample = await db.Installations.AsNoTracking().Select(i => i.Sample).SingleOrDefaultAsync(cancel);
        var removals = await OpenRemovalsAsync(db, actor, roles, cancel);
        if (actor is not { Kind: ActorKind.Person, PersonId: { } person })
        {
            return new Facts("First administrator", roles, 0, Reviews: false, removals, sample);
        }

        var own = (await OwnTurns.UndecidedAsync(db, person, cancel)).ToDictionary(o => o.Key.CampaignId, o => o.Value);
        var (toDecide, toSign, reviews) = await ReviewsAsync(db, person, own, cancel);
        return new Facts(
            (await CurrentPeople.FindAsync(db, person, cancel))?.Name ?? $"Person {person}",
            roles,
            toDecide,
            reviews,
            removals,
            sample,
            await MyQuestions.Waiting(db, person).CountAsync(cancel),
            await AbsenceList.WaitingAsync(db, actor, (roles & Role.CampaignOwner) != Role.None, await CurrentPolicy.DayAsync(db, time.Now(), cancel), cancel),
            await db.Questions.AnyAsync(q => q.HolderId == person, cancel),
            await db.SignOffs.AnyAsync(s => s.SignerId == person, cancel),
            toSign)
        {
            Own = own,
            FollowUps = await db.CampaignExceptions.AnyAsync(e => e.PersonId == person, cancel) ? await MyFollowUps.Waiting(db).CountAsync(e => e.PersonId == person, cancel) : null,
        };
    }

    /// <summary>Describes anew an actor who is still on the same page: only what they have to decide and to sign is read, for it changes with every key.</summary>
    public async Task<Facts> RunAsync(Actor actor, Facts known, CancellationToken cancel)
    {
        if (actor is not { Kind: ActorKind.Person, PersonId: { } person })
        {
            return known;
        }

        await using var db = databases.CreateDbContext();
        var (toDecide, toSign, reviews) = await ReviewsAsync(db, person, known.Own, cancel);
        return known with { ToDecide = toDecide, ToSign = toSign, Reviews = reviews };
    }

    private static async Task<(int ToDecide, int ToSign, bool Any)> ReviewsAsync(ReviewDb db, long person, IReadOnlyDictionary<long, int> own, CancellationToken cancel)
    {
        var counts = await (from progress in db.CampaignProgress.AsNoTracking()
                            join campaign in db.Campaigns.AsNoTracking() on progress.CampaignId equals campaign.Id
                            where progress.ReviewerId == person
                            select new { campaign.Id, campaign.State, Turn = progress.State, progress.Count }).ToListAsync(cancel);
        var (toDecide, toSign) = (0, 0);
        foreach (var open in counts.Where(c => c is { State: CampaignState.Active, Count: > 0 }).GroupBy(c => c.Id))
        {
            var left = int.Max(0, open.Where(c => c.Turn == TurnState.Undecided).Sum(c => c.Count) - own.GetValueOrDefault(open.Key));
            toDecide += left;
            toSign += left == 0 && await SignOffScope.AnyAsync(db, open.Key, person, cancel) ? 1 : 0;
        }

        return (toDecide, toSign, counts.Count > 0);
    }

    private static async Task<int?> OpenRemovalsAsync(ReviewDb db, Actor actor, Role roles, CancellationToken cancel)
    {
        var all = (roles & Sight.Removals) != Role.None;
        var seen = all ? db.Removals.AsNoTracking() : RemovalFilter.Own(db, actor);
        return all || await seen.AnyAsync(cancel)
            ? await seen.CountAsync(r => RemovalRules.OpenStates.Contains(r.State), cancel)
            : null;
    }
}
