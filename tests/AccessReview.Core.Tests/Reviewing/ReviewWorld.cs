using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AccessReview.Core.Tests.Reviewing;

/// <summary>A launched campaign before Mia, with short words for what reviewers do.</summary>
internal sealed class ReviewWorld : IAsyncDisposable
{
    private ReviewWorld(TestDatabase database, TestWorld world) => (Database, World) = (database, world);

    public TestDatabase Database { get; }

    public TestWorld World { get; }

    public long CampaignId { get; private set; }

    /// <summary>Vera left and holds three teams; Sami and Tim are routine, each with one team; Zoe is the only administrator; Rob is dormant.
    /// Teams are before <paramref name="teams"/>.</summary>
    public static async Task<ReviewWorld> CreateAsync(string teams = "Mia", IInterceptor? interceptor = null, string administrator = "Admin")
    {
        var database = await TestDatabase.CreateAsync(interceptor: interceptor);
        var world = new TestWorld(database);
        await world.PeopleAsync(["Vera", "Sami", "Tim", "Zoe", "Rob"], left: ["Vera"]);
        await world.HeapAsync(
            new TestAccount("Vera", Findings: Finding.Left, Groups: ["Growth", "Finance", "Core"]),
            new TestAccount("Zoe", Role: administrator, Findings: Finding.Privileged),
            new TestAccount("Rob", Findings: Finding.Dormant),
            new TestAccount("Sami", Groups: ["Growth"]),
            new TestAccount("Tim", Groups: ["Core"]));
        await world.LaunchAsync("Mia", (_, group) => group is null ? "Mia" : teams);
        var created = new ReviewWorld(database, world);
        await using var db = database.Look();
        created.CampaignId = (await db.Campaigns.SingleAsync()).Id;
        return created;
    }

    public async Task<ReviewTurn> TurnAsync(string account, string? team = null)
    {
        await using var db = Database.Look();
        return await Turns(db, account, team).SingleAsync();
    }

    public async Task<List<ReviewTurn>> AllAsync(string account)
    {
        await using var db = Database.Look();
        return await (from turn in db.ReviewTurns
                      join item in db.ReviewItems on turn.ItemId equals item.Id
                      join record in db.AccountRecords on item.AccountRecordId equals record.Id
                      where record.Name == account
                      orderby turn.Number
                      select turn).ToListAsync();
    }

    public async Task<List<Decision>> DecisionsAsync()
    {
        await using var db = Database.Look();
        return await db.Decisions.OrderBy(d => d.Id).ToListAsync();
    }

    public async Task<Outcome<DecideAnswer>> DecideAsync(string by, string account, DecisionKind kind, string? reason = null, string? team = null, bool lines = false, long? seen = null)
    {
        var turn = await TurnAsync(account, team);
        return await Database.Get<DecideItem>().RunAsync(
            Guid.NewGuid(), World.As(by), new ItemChoice(turn.Id, seen ?? turn.EventSeq, kind, reason, lines), CancellationToken.None);
    }

    public async Task<Outcome<DecideAnswer>> UndoAsync(string by, string account, string? team = null, bool batch = false)
    {
        var turn = await TurnAsync(account, team);
        return await Database.Get<UndoDecision>().RunAsync(Guid.NewGuid(), World.As(by), turn.Id, turn.EventSeq, batch, CancellationToken.None);
    }

    public async Task<Outcome<DecideAnswer>> DecideManyAsync(string by, DecisionKind kind, string? reason = null, bool confirmed = false, params string[] accounts)
    {
        var seen = new List<SeenTurn>();
        foreach (var account in accounts)
        {
            seen.AddRange((await AllAsync(account)).Select(t => new SeenTurn(t.Id, t.EventSeq)));
        }

        return await Database.Get<DecideMany>().RunAsync(Guid.NewGuid(), World.As(by), new ManyChoice(kind, seen, reason, Confirmed: confirmed), CancellationToken.None);
    }

    /// <summary>Decides whatever is left before this reviewer: revokes what is recommended so, certifies the rest.</summary>
    public async Task DecideRestAsync(string by)
    {
        foreach (var account in new[] { "Vera", "Zoe", "Rob", "Sami", "Tim" })
        {
            foreach (var turn in (await AllAsync(account)).Where(t => t.ReviewerId == World[by]))
            {
                var now = (await AllAsync(account)).Single(t => t.Id == turn.Id);
                if (now.State == TurnState.Undecided)
                {
                    var kind = account == "Vera" ? DecisionKind.Revoke : DecisionKind.Certify;
                    (await Database.Get<DecideItem>().RunAsync(Guid.NewGuid(), World.As(by), new ItemChoice(now.Id, now.EventSeq, kind, account == "Zoe" ? "Runs Heap" : null), CancellationToken.None)).Require();
                }
            }
        }
    }

    public async Task<Outcome<SignedOff>> SignAsync(string by)
    {
        var text = (await Database.Get<SignOffPreview>().RunAsync(World.As(by), CampaignId, CancellationToken.None)).Require().Text;
        return await Database.Get<SignOffReview>().RunAsync(Guid.NewGuid(), World.As(by), CampaignId, text, CancellationToken.None);
    }

    /// <summary>A newer reading takes the account for this person's, by an address that they are known by since.</summary>
    public Task ReadAsOfAsync(string account, string person) => ReadAgainAsync(account, MatchKind.OtherAddress, person, null);

    /// <summary>A newer reading takes the account for one of these people's, without saying whose.</summary>
    public Task ReadAsOneOfAsync(string account, params string[] people) =>
        ReadAgainAsync(account, MatchKind.Several, null, new FindingFacts { Candidates = [.. people.Select(p => World[p])] });

    /// <summary>The account is declared as nobody's own, with Noa inside, and a newer reading takes it for one that could be any of these people's.</summary>
    public async Task ReadAsDeclaredAsync(string account, params string[] people)
    {
        await using var db = Database.Look();
        var id = await db.AccountRecords.Where(r => r.Name == account).Select(r => r.AccountId).FirstAsync();
        await World.Run("Seed", scope => scope.Add(new Declaration
        {
            Id = scope.NewId(), AccountId = id, Kind = DeclaredKind.Shared, OwnerId = World["Noa"], PurposeId = scope.Keep("A screen").Id, By = Actor.Product.Key, At = scope.At,
        }));
        await ReadAgainAsync(account, MatchKind.Declared, null, new FindingFacts { Candidates = [.. people.Select(p => World[p])] });
    }

    private async Task ReadAgainAsync(string account, MatchKind match, string? person, FindingFacts? several) =>
        (await Database.Change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, "Seed", async (scope, token) =>
        {
            var application = await scope.Db.Applications.SingleAsync(token);
            var old = await scope.Db.Assessments.AsNoTracking().SingleAsync(token);
            var before = await scope.Db.AssessedAccounts.AsNoTracking().SingleAsync(a => scope.Db.AccountRecords.Any(r => r.Id == a.AccountRecordId && r.Name == account), token);
            application.CurrentAssessmentId = scope.Add(new Assessment
            {
                Id = scope.NewId(), ApplicationId = old.ApplicationId, ExtractId = old.ExtractId, PolicyVersionId = old.PolicyVersionId, AsOf = old.AsOf, MadeAt = scope.At, Rules = old.Rules, Accounts = 1, Assignments = 0,
            }).Id;
            scope.Add(new AssessedAccount
            {
                Id = scope.NewId(), AssessmentId = application.CurrentAssessmentId.Value, AccountId = before.AccountId, AccountRecordId = before.AccountRecordId, Match = match,
                PersonId = person is null ? null : World[person], PersonRecordId = person is null ? null : await scope.Db.PersonRecords.Where(r => r.PersonId == World[person]).Select(r => r.Id).SingleAsync(token),
                Findings = match == MatchKind.Several ? before.Findings | Finding.NobodyKnown : before.Findings, Facts = several?.ToJson() ?? before.Facts, Recommendation = before.Recommendation,
                Rank = match == MatchKind.Several ? AttentionRank.NobodyKnown : before.Rank, Fingerprint = before.Fingerprint,
            });
            scope.Record(new ReadAgain());
            return Done.Yes;
        }, CancellationToken.None)).Require();

    /// <summary>The kept counts equal a full count.</summary>
    public async Task<bool> CountsTieAsync()
    {
        await using var db = Database.Look();
        return await CountedProgress.DifferenceAsync(db, CampaignId, null, CancellationToken.None) is null;
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private static IQueryable<ReviewTurn> Turns(AccessReview.Core.Persistence.ReviewDb db, string account, string? team) =>
        from turn in db.ReviewTurns
        join item in db.ReviewItems on turn.ItemId equals item.Id
        join record in db.AccountRecords on item.AccountRecordId equals record.Id
        where record.Name == account && (team == null ? item.GroupId == null : db.Groups.Any(g => g.Id == item.GroupId && g.Name == team))
        select turn;

    private sealed record ReadAgain : EventBody;
}
