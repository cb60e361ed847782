using AccessReview.Core.Applications;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests.Removals;

namespace AccessReview.Core.Tests.Audit;

public sealed class TheLogTests
{
    private static async Task<AuditPage> ReadAsync(TestDatabase database, Actor actor, AuditFilter? filter = null, long? before = null, int count = 50) =>
        (await database.Get<AuditLog>().RunAsync(actor, filter ?? new AuditFilter(), before, count, CancellationToken.None)).Require();

    [Fact]
    public async Task An_event_reads_as_a_sentence_with_names()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        (await database.Get<GrantRole>().RunAsync(Guid.NewGuid(), world.World.As("Ada"), world.World["Noa"], Role.Auditor, CancellationToken.None)).Require();

        var row = (await ReadAsync(database, world.World.As("Noa"))).Rows[0];
        Assert.Equal(("Gave Noa the role auditor", "Ada", "Administrator"), (row.Sentence, row.Actor, row.Roles));
    }

    [Fact]
    public async Task A_change_of_what_is_privileged_names_the_roles()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        var (ada, change) = (world.World.As("Ada"), database.Get<ChangeApplication>());
        var said = (await database.Get<ApplicationPage>().RunAsync(ada, world.World.ApplicationId, CancellationToken.None)).Require().Said;
        (await change.RunAsync(Guid.NewGuid(), ada, world.World.ApplicationId, said with { PrivilegedRoles = ["Owner", "Billing"] }, null, CancellationToken.None)).Require();
        (await change.RunAsync(Guid.NewGuid(), ada, world.World.ApplicationId, said with { PrivilegedRoles = ["Owner"] }, null, CancellationToken.None)).Require();

        Assert.Equal("Changed the settings of Heap; 1 role ceased to be privileged: Billing", (await ReadAsync(database, ada)).Rows[0].Sentence);
        Assert.Contains("2 roles became privileged: Owner, Billing", (await ReadAsync(database, ada)).Rows[1].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_type_without_words_is_shown_by_its_name_and_never_fails()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        Assert.All((await ReadAsync(database, world.World.As("Ada"), new AuditFilter(Type: "Seeded"))).Rows, r => Assert.Equal("Seeded", r.Sentence));
        Assert.Equal("Waiting for person", EventWords.Words("WaitingForPerson"));
    }

    [Fact]
    public async Task A_decision_reads_as_what_was_done_and_nothing_is_counted_that_there_is_none_of()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = new TestWorld(database);
        await world.PeopleAsync([]);
        foreach (var body in new EventBody[]
        {
            new ItemDecided(1, DecisionKind.Certify, 0), new ItemDecided(1, DecisionKind.Revoke, 1), new ItemsDecided(DecisionKind.Change, 1, 0, 2),
            new ItemsDecided(DecisionKind.Certify, 12_000, 3, 0), new DecisionsUndone(1, 0),
        })
        {
            (await database.Change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, "Test", (scope, _) =>
            {
                scope.Record(body);
                return Task.FromResult<Outcome<Done>>(Done.Yes);
            }, default)).Require();
        }

        Assert.Equal(
            [
                "Took back 1 decision", "Certified 12,000 items, 3 assignments with their accounts", "Chose a lower role for 1 item; 2 left undecided",
                "Revoked an item, 1 assignment with it", "Certified an item",
            ],
            (await ReadAsync(database, world.As("Ada"), count: 5)).Rows.Select(r => r.Sentence));
    }

    [Fact]
    public async Task Pages_follow_each_other_without_a_gap_and_filters_narrow_them()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        var ada = world.World.As("Ada");
        (await database.Get<GrantRole>().RunAsync(Guid.NewGuid(), ada, world.World["Noa"], Role.Auditor, CancellationToken.None)).Require();
        var first = await ReadAsync(database, ada, count: 2);
        var second = await ReadAsync(database, ada, before: first.Older, count: 2);
        Assert.Equal(first.Head, first.Rows[0].Seq);
        Assert.Equal(first.Rows[^1].Seq - 1, second.Rows[0].Seq);

        Assert.Equal(3, (await ReadAsync(database, ada, new AuditFilter(Type: "RoleGranted"))).Rows.Count);
        Assert.Single((await ReadAsync(database, ada, new AuditFilter(Actor: ada.Key))).Rows);
        Assert.Empty((await ReadAsync(database, ada, new AuditFilter(To: new DateOnly(2026, 11, 22)))).Rows);
        Assert.NotEmpty((await ReadAsync(database, ada, new AuditFilter(From: new DateOnly(2026, 11, 23), To: new DateOnly(2026, 11, 23)))).Rows);
    }

    [Fact]
    public async Task Reviewers_do_not_read_the_log()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        Assert.Equal(Problem.DeniedCode, (await database.Get<AuditLog>().RunAsync(world.World.As("Mia"), new AuditFilter(), null, 10, CancellationToken.None)).Problem?.Code);
    }
}
