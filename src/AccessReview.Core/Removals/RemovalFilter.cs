using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>Which removals a list shows.</summary>
public enum RemovalShow
{
    /// <summary>Whatever was asked for and not taken back.</summary>
    Decided,

    /// <summary>Whatever is not verified, accepted, overruled or taken back.</summary>
    Open,

    /// <summary>Past their day or instant.</summary>
    Late,

    /// <summary>Past their day or instant, and not because they wait for the reader.</summary>
    LateElsewhere,

    /// <summary>A person has still to do them.</summary>
    WaitsForPerson,

    /// <summary>A person has still to do them, and nobody who works here is named for it.</summary>
    WaitsForNobody,

    /// <summary>Noted as done by somebody.</summary>
    Done,

    /// <summary>Noted as done by somebody, past their day or instant, and no reading tells since.</summary>
    OnlyNoted,

    /// <summary>Carried out by the product.</summary>
    Executed,

    /// <summary>Held until a second person agrees.</summary>
    SecondPerson,

    /// <summary>Gone in the last reading.</summary>
    Verified,

    /// <summary>Still there in the last reading.</summary>
    StillPresent,

    /// <summary>Gone once and there again.</summary>
    Reappeared,

    /// <summary>Accepted as they are until a day.</summary>
    Waived,

    /// <summary>A waiver waits for an answer.</summary>
    WaiverAsked,

    /// <summary>A waiver waits for an answer that the reader may give.</summary>
    WaiverAnswerable,

    /// <summary>Open again because their waiver is over.</summary>
    WaiverEnded,

    /// <summary>Ended because a newer signed decision keeps the access.</summary>
    Overruled,

    /// <summary>A task by hand that goes with it is still to be done.</summary>
    Tasks,

    /// <summary>A task by hand that goes with it is late or nobody's who works here, and is not the reader's.</summary>
    TasksElsewhere,

    /// <summary>Taken back with the sign-off behind them.</summary>
    Cancelled,

    /// <summary>All of them.</summary>
    All,
}

/// <summary>A choice among removals; the URL carries it.</summary>
/// <param name="Show">By state.</param>
/// <param name="ApplicationId">Of one application.</param>
/// <param name="CampaignNumber">Of one campaign, by its number.</param>
/// <param name="PersonId">Of one person: they wait for that person, or have a task by hand of theirs, of which the state asks for one or the other.</param>
/// <param name="Number">Only the removal of this number.</param>
/// <param name="Seats">Only those by which a seat was recovered.</param>
/// <param name="Age">Only open ones, by how long ago they were decided.</param>
public sealed record RemovalFilter(RemovalShow Show = RemovalShow.All, long? ApplicationId = null, int? CampaignNumber = null, long? PersonId = null, int? Number = null, bool Seats = false, RemovalAge? Age = null)
{
    /// <summary>What an address asks to be shown; everything where it says nothing that there is.</summary>
    public static RemovalShow ShowOf(string? word) => Enum.TryParse<RemovalShow>(word, ignoreCase: true, out var show) && Enum.IsDefined(show) ? show : RemovalShow.All;

    /// <summary>The age an address asks for; null where it says none that there is.</summary>
    public static RemovalAge? AgeOf(string? word) => Enum.TryParse<RemovalAge>(word, ignoreCase: true, out var age) && Enum.IsDefined(age) ? age : null;

    /// <summary>Why somebody sees no removals at all.</summary>
    internal const string Denied = "Removals are seen by campaign owners, by whoever carries one out, and by the owner of its application or of its group.";

    /// <summary>The removals the actor may see: who holds a role of <paramref name="all"/> sees all, others their own; null when there
    /// is none for them.</summary>
    internal static async Task<IQueryable<Removal>?> VisibleAsync(ReviewDb db, Actor actor, Role all, CancellationToken cancel) =>
        (await RolesOf.ActorAsync(db, actor, cancel) & all) != Role.None ? db.Removals.AsNoTracking()
        : await Own(db, actor).AnyAsync(cancel) ? Own(db, actor)
        : null;

    /// <summary>The removals that wait for the actor, or have a task by hand that does or that they did, lie in an application they own, or end an assignment to a group they own.</summary>
    internal static IQueryable<Removal> Own(ReviewDb db, Actor actor)
    {
        var owned = RemovalOwners.OwnedBy(db, actor.PersonId).Select(r => r.Id);
        return db.Removals.AsNoTracking().Where(r => actor.PersonId != null && (r.PersonId == actor.PersonId || db.RemovalTasks.Any(t => t.RemovalId == r.Id && t.PersonId == actor.PersonId) || owned.Contains(r.Id)));
    }

    /// <summary>Who sees all that fits, and not their own alone: of a campaign, whoever reads campaigns.</summary>
    internal Role Sees => CampaignNumber is null ? Sight.Removals : Sight.Removals | Sight.Campaigns;

    /// <summary>Narrows to everything but the state, so that the counts of the states stand beside each other.</summary>
    internal IQueryable<Removal> AnyState(ReviewDb db, IQueryable<Removal> removals, Moment now) => OfAge(Seats ? removals.Where(RemovalRules.RecoversSeat(db)) : removals, now).Where(r =>
        (ApplicationId == null || r.ApplicationId == ApplicationId)
        && (PersonId == null || r.PersonId == PersonId || db.RemovalTasks.Any(t => t.RemovalId == r.Id && t.PersonId == PersonId))
        && (Number == null || r.Number == Number)
        && (CampaignNumber == null || db.Campaigns.Any(c => c.Id == r.CampaignId && c.Number == CampaignNumber)));

    private IQueryable<Removal> OfAge(IQueryable<Removal> removals, Moment now) => Age is { } age ? removals.Where(RemovalAges.Of(age, now.At)) : removals;

    /// <summary>Narrows by state; what that means may depend on who reads.</summary>
    internal IQueryable<Removal> ByState(ReviewDb db, IQueryable<Removal> removals, Moment now, Actor reader) => Show switch
    {
        RemovalShow.Decided => removals.Where(r => r.State != RemovalState.Cancelled),
        RemovalShow.Open => removals.Where(r => RemovalRules.OpenStates.Contains(r.State)),
        RemovalShow.Late => removals.LateAt(db, now),
        RemovalShow.LateElsewhere => removals.LateElsewhere(db, now, reader.PersonId),
        RemovalShow.WaitsForPerson => removals.WaitsForPerson(db).Where(r => PersonId == null || r.PersonId == PersonId),
        RemovalShow.WaitsForNobody => removals.WaitForNobody(db, now.Day),
        RemovalShow.Done => removals.Where(r => r.DoneById != null && r.State != RemovalState.Cancelled),
        RemovalShow.OnlyNoted => removals.OnlyNoted(db, now),
        RemovalShow.Executed => removals.Where(r => r.ExecutedAt != null && r.State != RemovalState.Cancelled),
        RemovalShow.SecondPerson => removals.Where(r => r.State == RemovalState.WaitingForSecondPerson),
        RemovalShow.Verified => removals.Where(r => r.State == RemovalState.Verified),
        RemovalShow.StillPresent => removals.Where(r => r.State == RemovalState.StillPresent),
        RemovalShow.Reappeared => removals.Where(r => r.State == RemovalState.Reappeared),
        RemovalShow.Waived => removals.Where(r => r.State == RemovalState.Waived),
        RemovalShow.WaiverAsked => removals.Where(WaiverQueries.Asked(db, now)),
        RemovalShow.WaiverAnswerable => reader.PersonId is { } me ? removals.Where(WaiverQueries.AnswerableBy(db, now, me)) : removals.Where(_ => false),
        RemovalShow.WaiverEnded => removals.Where(WaiverQueries.Ended(db, now)),
        RemovalShow.Overruled => removals.Where(r => r.State == RemovalState.Overruled),
        RemovalShow.Tasks => removals.Where(RemovalRules.HasTasks(db, PersonId)),
        RemovalShow.TasksElsewhere => removals.TasksElsewhere(db, now.Day, reader.PersonId),
        RemovalShow.Cancelled => removals.Where(r => r.State == RemovalState.Cancelled),
        RemovalShow.All => removals,
        _ => throw new InvalidOperationException($"Unknown choice {Show}."),
    };
}
