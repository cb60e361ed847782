using AccessReview.Core.Campaigns;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests.Extracts;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Histories;

/// <summary>A life of campaigns, step by step, as chance has it: each act is done to the product and to the model, and they must agree
/// on whether it may be and on what is so afterwards. Chance may order what nobody should: the wrong person, a row long changed, the same
/// command twice, a campaign that has ended, a clock that goes back.</summary>
internal sealed partial class RandomHistory(TestDatabase database, int seed)
{
    private const string Why = "As chance has it";
    private readonly Random chance = new(seed);
    private readonly SmallCompany company = new(database);
    private readonly List<string> told = [];
    private readonly Dictionary<long, long> seen = [];
    private readonly List<ReviewModel> reviews = [];
    private readonly Queue<Func<Task>> cards = [];
    private ReviewModel model = null!;
    private AbsencesModel absences = null!;
    private WaiversModel waivers = null!;
    private Func<Task>? again;

    /// <summary>What happened so far, for the report of a failure.</summary>
    public string Told => string.Join('\n', told);

    /// <summary>Every review as it should be, those that have ended too.</summary>
    public IReadOnlyList<ReviewModel> Reviews => reviews;

    /// <summary>The number of the campaign of the last act.</summary>
    public int Number => model.Number;

    /// <summary>Kinds of acts that were allowed at least once, and of what came of them.</summary>
    public HashSet<string> Done { get; } = new(StringComparer.Ordinal);

    /// <summary>Where it happens.</summary>
    public SmallCompany Company => company;

    private IReadOnlyList<long> Owners => [company["Olga"], company["Noa"]];

    /// <summary>The company, before anything happened. Noa owns campaigns too.</summary>
    public async Task BeginAsync()
    {
        await company.FoundAsync();
        (await database.Get<GrantRole>().RunAsync(Guid.NewGuid(), Importing.Admin, company["Noa"], Role.CampaignOwner, default)).Require();
        (absences, waivers) = (new AbsencesModel(Owners, company.ManagerOf, company["Hal"]), new WaiversModel(Owners));
    }

    /// <summary>One more act.</summary>
    public async Task StepAsync()
    {
        database.Time.Advance(TimeSpan.FromSeconds(chance.Next(1, 4000)));
        var (open, ended) = (reviews.FindAll(r => r.Open), reviews.FindAll(r => !r.Open));
        if (open.Count == 0)
        {
            await LaunchAsync();
            return;
        }

        model = ended.Count > 0 && Sometimes(8) ? Any(ended) : Any(open);
        if (cards.Count == 0)
        {
            Shuffle();
        }

        await cards.Dequeue()();
    }

    /// <summary>Every kind of act so often, in whatever order: chance forgets none of them for long.</summary>
    private void Shuffle()
    {
        (int Times, Func<Task> Act)[] deck =
        [
            (9, () => DecideAsync(AnyTurn(), Sometimes(10) ? Anybody() : null)), (3, () => DecideAsync(AnyTurn(t => t is { ForId: not null, State: TurnState.Undecided }))), (5, () => UndoAsync(AnyTurn())), (3, BulkAsync), (5, LineAsync),
            (5, () => SignAsync(Sometimes(30) ? AnyTurn(t => t.ForId is not null).ReviewerId : Anybody(), finish: Sometimes(70))), (3, WithdrawAsync),
            (3, ReassignAsync), (3, HandOverAsync), (2, AskAsync), (2, AnswerAsync),
            (4, StateAbsenceAsync), (4, AgreeToAbsenceAsync), (1, EndAbsenceAsync), (4, FollowAsync), (4, RereadAsync), (4, AskForWaiverAsync), (4, AnswerWaiverAsync),
            (3, AddendumAsync), (2, ExtendAsync), (1, CancelAsync), (2, CloseAsync), (1, StepBackAsync), (2, AgainAsync),
        ];
        Func<Task>[] all = [.. deck.SelectMany(d => Enumerable.Repeat(d.Act, d.Times))];
        chance.Shuffle(all);
        Array.ForEach(all, cards.Enqueue);
    }

    /// <summary>Ends what is open, as everything ends, and does what follows.</summary>
    public async Task EndAsync()
    {
        foreach (var review in reviews.FindAll(r => r.Open))
        {
            model = review;
            await WaitForTheDeadlineAsync();
            await CloseAsync();
        }

        await database.Get<FollowUps>().RunAsync(default);
        Followed();
        await CheckRemovalsAsync();
    }

    /// <summary>What follows from the clock and from what was read, whenever the product has done it.</summary>
    private void Followed()
    {
        var today = Today();
        foreach (var (gone, back) in reviews.ConvertAll(r => r.StandIn(absences.On(today))))
        {
            Note("items go to a stand-in", gone > 0);
            Note("items come back", back > 0);
        }

        Note("a waiver is over", waivers.Follow(today) > 0);
    }

    private async Task FollowAsync()
    {
        database.Time.Advance(TimeSpan.FromHours(chance.Next(30)));
        await database.Get<FollowUps>().RunAsync(default);
        Tell("follow", true, $"on {Today():yyyy-MM-dd}");
        Followed();
    }

    private Task StepBackAsync()
    {
        // The machine's clock was set right.
        database.Time.AdjustTime(database.Time.GetUtcNow().AddMinutes(-chance.Next(1, 90)));
        Tell("clock back", true, "");
        return Task.CompletedTask;
    }

    private async Task AgainAsync()
    {
        if (again is not null)
        {
            await again();
            Tell("again", true, "the last decision, by its id");
        }
    }

    private void Agree(string act, bool may, bool did, string what)
    {
        Tell(act, did, what);
        Assert.True(may == did, $"{Told}\nthe model says it {(may ? "may" : "may not")} be");
        Note("refused after the end", !model.Open && !did);
    }

    private void Tell(string act, bool did, string what)
    {
        told.Add($"{told.Count + 1}. C{model.Number} {act} {(did ? "done" : "refused")} {what}");
        Note(act, did);
    }

    private void Note(string what, bool did)
    {
        if (did)
        {
            Done.Add(what);
        }
    }

    private bool Sometimes(int percent) => chance.Next(100) < percent;

    private T Any<T>(IReadOnlyList<T> of) => of[chance.Next(of.Count)];

    private ReviewModel.Turn AnyTurn() => Any(model.Turns);

    // One of some, where there are any, but for now and then.
    private ReviewModel.Turn AnyTurn(Func<ReviewModel.Turn, bool> of) => Sometimes(80) && model.Turns.Where(of).ToList() is { Count: > 0 } some ? Any(some) : AnyTurn();

    private long Anybody() => Any(company.Reviewers);

    // An owner of campaigns, but for now and then.
    private long AnOwner() => Sometimes(85) ? Any(Owners) : Anybody();

    private string Name(long person) => company.NameOf(person);

    private DateOnly Today() => DateOnly.FromDateTime(database.Time.GetUtcNow().UtcDateTime);

    /// <summary>The day of whatever is recorded now: its time never goes back.</summary>
    private async Task<DateOnly> DayOfRecordAsync()
    {
        await using var db = database.Look();
        var last = DateOnly.FromDateTime(await db.ChainHeads.Select(h => h.At).SingleAsync());
        return last > Today() ? last : Today();
    }

    private async Task<long> SeqAsync(ReviewModel.Turn turn)
    {
        await using var db = database.Look();
        return await db.ReviewTurns.Where(t => t.Id == turn.Id).Select(t => t.EventSeq).SingleAsync();
    }
}
