using AccessReview.Core.Applications;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Tests.Journeys;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Removals;

/// <summary>The test world with decisions, sign-offs and later readings written straight through the one door, so that tests of
/// removals do not depend on how people decide.</summary>
internal sealed class RevokedWorld(TestDatabase database, TestWorld world)
{
    /// <summary>The world underneath.</summary>
    public TestWorld World => world;

    /// <summary>Owen owns the campaign; Vera left and holds two teams, Sami holds one team, Zoe is an administrator; more people hold an
    /// account each.</summary>
    public static async Task<RevokedWorld> CreateAsync(TestDatabase database, params string[] more)
    {
        var world = new TestWorld(database);
        await world.PeopleAsync(["Vera", "Sami", "Zoe", .. more], left: ["Vera"]);
        await world.HeapAsync([
            new TestAccount("Vera", Findings: Findings.Finding.Left, Groups: ["Growth", "Finance"]),
            new TestAccount("Sami", Groups: ["Growth"]),
            new TestAccount("Zoe", Role: "Admin", Findings: Findings.Finding.Privileged),
            .. more.Select(name => new TestAccount(name)),
        ]);
        await world.LaunchAsync();
        return new RevokedWorld(database, world);
    }

    /// <summary>Revokes an account with its assignments, or one assignment.</summary>
    public Task RevokeAsync(string account, string? group = null, string? reason = null) => Run(async (scope, _) =>
    {
        var kept = reason is null ? null : scope.Keep(reason);
        foreach (var turn in await Turns(scope.Db, account, group).AsTracking().ToListAsync())
        {
            var ofAccount = await scope.Db.ReviewItems.AnyAsync(i => i.Id == turn.ItemId && i.GroupId == null);
            var decision = new Decision
            {
                Id = scope.NewId(), CampaignId = turn.CampaignId, ItemId = turn.ItemId, TurnId = turn.Id, Kind = DecisionKind.Revoke,
                Mode = group is null && !ofAccount ? DecisionMode.WithAccount : DecisionMode.Single, By = $"person:{turn.ReviewerId}", At = scope.At,
                ReasonId = kept?.Id, ReasonHash = kept?.Hash, Recommendation = Findings.Recommendation.None, RecommendationRules = 1, Method = AuthenticationMethod.Demo, Session = "test",
            };
            decision.RowHash = decision.ToRowText().Hash();
            scope.Add(decision);
            (turn.State, turn.DecisionId) = (TurnState.Revoked, decision.Id);
        }
    });

    /// <summary>Signs off the turns of the named accounts and plans what follows.</summary>
    public async Task<long> SignOffAsync(params string[] accounts)
    {
        long signOffId = 0;
        await Run(async (scope, cancel) =>
        {
            signOffId = scope.NewId();
            var turns = await Turns(scope.Db, null, null).Where(t => scope.Db.ReviewItems.Any(i => i.Id == t.ItemId
                && scope.Db.AccountRecords.Any(r => r.Id == i.AccountRecordId && accounts.Contains(r.Name)))).ToListAsync(cancel);
            var decided = turns.FindAll(t => t.DecisionId != null);
            var text = scope.Keep("I signed.");
            scope.Add(new SignOff
            {
                Id = signOffId, CampaignId = turns[0].CampaignId, Level = SignOffLevel.Reviewer, SignerId = world["Mia"], TextId = text.Id, TextHash = text.Hash, Items = decided.Count,
                Certified = 0, Revoked = decided.Count, Changed = 0, ItemsHash = await SignedDecisions.HashAsync(scope.Db, decided), At = scope.At, Late = false, Method = AuthenticationMethod.Demo,
            });
            foreach (var turn in decided)
            {
                turn.SignOffId = signOffId;
                scope.Add(new SignOffItem { SignOffId = signOffId, ItemId = turn.ItemId, DecisionId = turn.DecisionId!.Value });
            }

            await database.Get<PlanRemovals>().PlanAsync(scope, turns[0].CampaignId, [.. turns.Select(t => t.Id)], cancel);
        });
        return signOffId;
    }

    /// <summary>Owen closes the campaign, whose deadline has just come and revokes what nobody has decided.</summary>
    public async Task CloseByDeadlineAsync(int number = 1)
    {
        await Run(async (scope, cancel) =>
        {
            var campaign = await scope.Db.Campaigns.AsTracking().SingleAsync(c => c.Number == number, cancel);
            (campaign.Deadline, campaign.DueAt) = (DeadlineRule.Revoke, scope.At.AddMinutes(-1));
        });
        await CloseAsync(number);
    }

    /// <summary>Another campaign over the same access, in which everybody certifies and signs; Owen closes it, unless it stays open.</summary>
    public async Task KeepAsync(int campaign, bool close = true)
    {
        await world.LaunchAsync(number: campaign);
        var reviewers = new Reviewers(database.Services, campaign);
        await reviewers.DecideAllAsync(new HashSet<string>());
        await reviewers.SignAllAsync();
        if (close)
        {
            await CloseAsync(campaign);
        }
    }

    /// <summary>Owen closes a campaign and states what is left open in it.</summary>
    public async Task CloseAsync(int campaign)
    {
        var view = (await database.Get<ClosePreview>().RunAsync(world.As("Owen"), campaign, CancellationToken.None)).Require();
        var stated = view.Exceptions.Select(e => new StatedException(e.Kind, "Known and followed up", world["Noa"], view.Today.AddDays(9)));
        (await database.Get<CloseCampaign>().RunAsync(Guid.NewGuid(), world.As("Owen"), campaign, new CloseInput(view.Statement, "As it stands.", [.. stated]), CancellationToken.None)).Require();
    }

    /// <summary>Another campaign that revokes what the first one's removal of that number takes away, as itself or under another id.</summary>
    public Task AgainAsync(int campaign, string name, int removal, RemovalState state = RemovalState.WaitingForPerson, string? id = null) => Run(async (scope, cancel) =>
    {
        var first = await scope.Db.Removals.SingleAsync(r => r.Number == removal, cancel);
        var again = scope.Add(new Campaign
        {
            Id = scope.NewId(), Number = campaign, Name = name, PeriodStart = new(2027, 1, 1), PeriodEnd = new(2027, 3, 31), TimeZone = "UTC", DueDate = new(2027, 3, 5),
            DueAt = Clock.EndOfDay(new(2027, 3, 5), TimeZoneInfo.Utc), State = CampaignState.Active, OwnerId = world["Owen"],
        });
        scope.Add(new Removal
        {
            Id = scope.NewId(), Number = 1 + await scope.Db.Removals.MaxAsync(r => r.Number, cancel), CampaignId = again.Id, ItemId = first.ItemId, ApplicationId = first.ApplicationId,
            AccountId = id is null ? first.AccountId : await scope.Db.Accounts.Where(a => a.SourceKey == id).Select(a => a.Id).SingleAsync(cancel), GroupId = first.GroupId, DecisionId = first.DecisionId, DecidedAt = scope.At, RequestedAt = scope.At, DueDate = first.DueDate,
            State = state, NotBefore = state == RemovalState.Requested ? first.NotBefore : null,
        });
    });

    /// <summary>A later reading of the application that finds the named accounts with their groups.</summary>
    public async Task<long> ReadAsync(DateTime asOf, TestAccount[] found, bool assignments = true, Completeness completeness = Completeness.Complete)
    {
        long extractId = 0;
        await Run(async (scope, cancel) =>
        {
            extractId = scope.NewId();
            var number = await scope.Db.Extracts.MaxAsync(e => e.Number, cancel) + 1;
            scope.Add(new Extract
            {
                Id = extractId, Number = number, Kind = ExtractKind.Access, ApplicationId = world.ApplicationId, AsOf = asOf, ReadAt = scope.At, ReadBy = "product",
                Completeness = completeness, CoversAssignments = assignments, Records = found.Length, Assignments = 0,
            });
            foreach (var account in found)
            {
                var key = TextKey.Of(account.Name + "@example.test");
                var source = account.Id ?? key;
                var id = (await scope.Db.Accounts.SingleOrDefaultAsync(a => a.SourceKey == source, cancel)
                    ?? scope.Add(new Account { Id = scope.NewId(), ApplicationId = world.ApplicationId, SourceKey = source, FirstExtractId = extractId })).Id;
                var record = scope.Add(new AccountRecord
                {
                    Id = scope.NewId(), ExtractId = extractId, AccountId = id, Line = 2, Email = key, EmailKey = key, Name = account.Name, NameSort = TextKey.Sort(account.Name),
                    Role = account.Role, RoleKey = TextKey.Of(account.Role), Status = account.Status, LastUsedState = LastUsedState.NotGiven,
                });
                foreach (var name in account.Groups)
                {
                    var group = await scope.Db.Groups.SingleAsync(g => g.Name == name, cancel);
                    scope.Add(new AssignmentRecord { Id = scope.NewId(), ExtractId = extractId, AccountRecordId = record.Id, GroupId = group.Id, Line = 2 });
                }
            }
        });
        return extractId;
    }

    /// <summary>A file the reading was made of: the filters stated for it, and a line of it that was set aside, if any.</summary>
    public Task FileAsync(long extractId, ExtractFileKind kind, string filters, string? line = null, SetAsideReason reason = SetAsideReason.Other) => Run((scope, _) =>
    {
        var file = scope.Add(new ExtractFile
        {
            Id = scope.NewId(), ExtractId = extractId, Kind = kind, FileName = "heap.csv", StoredFileId = 0, UploadedSha256 = Hashes.Genesis, StoredSha256 = Hashes.Genesis, Bytes = 1, Lines = 1,
            Stored = 0, SetAside = 1, System = "Heap", Report = "Teammates", Filters = filters, ExportedBy = "Owen", ExportedAt = scope.At, Mapping = "{}", Format = "CSV",
        });
        if (line is not null)
        {
            scope.Add(new SetAsideLine { Id = scope.NewId(), ExtractFileId = file.Id, Line = 2, Reason = reason, Words = "", Raw = line });
        }

        return Task.CompletedTask;
    });

    /// <summary>Every removal, in the order of its number.</summary>
    public async Task<List<Removal>> RemovalsAsync()
    {
        await using var db = database.Look();
        return await db.Removals.OrderBy(r => r.Number).ToListAsync();
    }

    /// <summary>Work inside one change with an event of no meaning.</summary>
    public async Task Run(Func<ChangeScope, CancellationToken, Task> work) =>
        (await database.Change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, "Seed", async (scope, cancel) =>
        {
            await work(scope, cancel);
            scope.Record(new Seeded { Rows = TestWorld.Cover(scope) });
            return Done.Yes;
        }, CancellationToken.None)).Require();

    private static IQueryable<ReviewTurn> Turns(ReviewDb db, string? account, string? team) =>
        from turn in db.ReviewTurns
        join item in db.ReviewItems on turn.ItemId equals item.Id
        join record in db.AccountRecords on item.AccountRecordId equals record.Id
        where (account == null || record.Name == account)
            && (team == null || db.Groups.Any(g => g.Id == item.GroupId && g.Name == team))
        orderby turn.Number
        select turn;

    private sealed record Seeded : EventBody;
}
