using AccessReview.Core.Applications;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Campaigns.Schedules;
using AccessReview.Core.Evidence;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests.Persistence;
using AccessReview.Core.Tests.Removals;
using AccessReview.Core.Tests.Reviewing;
using Microsoft.EntityFrameworkCore;

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
        Assert.Equal(["Waiting for a person", "Waiting for a second person", "Still present"], new[] { "WaitingForPerson", "WaitingForSecondPerson", "StillPresent" }.Select(EventWords.Words));
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
                "Revoked item 1, 1 assignment with it", "Certified item 1",
            ],
            (await ReadAsync(database, world.As("Ada"), count: 5)).Rows.Select(r => r.Sentence));
    }

    [Fact]
    public async Task What_was_changed_and_what_the_deadline_revoked_is_said_where_there_is_any()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = new TestWorld(database);
        await world.PeopleAsync([]);
        var none = new Sha256(Hashes.Genesis);
        foreach (var body in new EventBody[]
        {
            new ReviewSignedOff(1, 22, 18, 3, 1, none), new ReviewSignedOff(1, 21, 18, 3, 0, none),
            new CampaignClosed(1, 10, 4, 3, 1, 2, 2, 0, 0, 0, none, none, new DateOnly(2033, 1, 1)), new CampaignClosed(1, 7, 4, 3, 0, 0, 0, 0, 0, 0, none, none, new DateOnly(2033, 1, 1)),
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
                "Closed the campaign: 4 certified, 3 revoked, 0 not reviewed", "Closed the campaign: 4 certified, 1 changed, 3 revoked, of these 2 by the deadline, 2 not reviewed",
                "Signed off 21 items: 18 certified, 3 revoked", "Signed off 22 items: 18 certified, 1 changed, 3 revoked",
            ],
            (await ReadAsync(database, world.As("Ada"), count: 4)).Rows.Select(r => r.Sentence));
    }

    [Fact]
    public async Task A_decision_names_the_item_and_its_account_and_evidence_its_edition_and_campaign()
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await world.DecideAsync("Mia", "Rob", DecisionKind.Certify, "Back from leave")).Require();
        var owner = world.World.As("Owen");
        (await world.Database.Get<AskForEvidence>().RunAsync(owner, 1, default)).Require();
        Assert.Equal(1, await world.Database.Get<RunExports>().RunAsync(default));
        var edition = (await world.Database.Get<AskForEvidence>().RunAsync(owner, 1, default)).Require().EditionId!.Value;
        (await world.Database.Get<DownloadEvidence>().RunAsync(Guid.NewGuid(), owner, 1, edition, EvidencePart.Pack, default)).Require();

        await using var db = world.Database.Look();
        var rob = await (from item in db.ReviewItems join record in db.AccountRecords on item.AccountRecordId equals record.Id where record.Name == "Rob" select new { item.Number, item.AccountId, record.Email }).SingleAsync();
        var rows = (await ReadAsync(world.Database, owner)).Rows;
        var decided = rows.Single(r => r.Type == nameof(ItemDecided));
        Assert.Equal(($"Certified C1-{rob.Number:000000} ({rob.Email})", rob.AccountId), (decided.Sentence, decided.Item!.AccountId));
        Assert.Equal(
            [("Downloaded evidence: pack of Interim 1", 1), ("Made the evidence: Interim 1", 1)],
            rows.Where(r => r.Type is nameof(EvidenceDownloaded) or nameof(EvidenceMade)).Select(r => (r.Sentence, r.CampaignNumber)));
    }

    [Fact]
    public async Task A_campaign_held_again_reads_as_often_as_it_is()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = new TestWorld(database);
        await world.PeopleAsync([]);
        foreach (var cadence in new[] { Cadence.Quarterly, new(CadenceUnit.Weeks, 6) })
        {
            (await database.Change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, "Test", (scope, _) =>
            {
                scope.Record(new ScheduleSet(1, 7, 1, cadence.Unit, cadence.Every, 1, new(2027, 1, 4), 14, 10, LaunchesItself: false));
                return Task.FromResult<Outcome<Done>>(Done.Yes);
            }, default)).Require();
        }

        Assert.Equal(
            ["Set that campaign 7 is held again every 6 weeks; next on 4 Jan 2027", "Set that campaign 7 is held again every quarter; next on 4 Jan 2027"],
            (await ReadAsync(database, world.As("Ada"), count: 2)).Rows.Select(r => r.Sentence));
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
        Assert.NotEmpty((await ReadAsync(database, ada, new AuditFilter(To: DateOnly.MaxValue))).Rows);
    }

    [Fact]
    public async Task What_there_is_to_filter_by_is_told_without_reading_the_whole_record()
    {
        var asked = new AskedQueries();
        await using var database = await TestDatabase.CreateAsync(interceptor: asked);
        var world = await RevokedWorld.CreateAsync(database);
        asked.Forget();
        var page = await ReadAsync(database, world.World.As("Ada"), new AuditFilter(Actor: world.World.As("Mia").Key), count: 1);
        Assert.All(asked.Of("AuditEvents"), q => Assert.DoesNotContain("DISTINCT", q.Text, StringComparison.Ordinal));
        Assert.Superset(new HashSet<string> { "Ada", "Owen", "Mia", "the product" }, page.Actors.Select(a => a.Name).ToHashSet());
        Assert.Superset(new HashSet<string> { nameof(RoleGranted), nameof(EvidenceMade) }, page.Types.ToHashSet());
        Assert.Contains("Seeded", (await ReadAsync(database, world.World.As("Ada"))).Types);
    }

    [Fact]
    public async Task Reviewers_do_not_read_the_log()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        Assert.Equal(Problem.DeniedCode, (await database.Get<AuditLog>().RunAsync(world.World.As("Mia"), new AuditFilter(), null, 10, CancellationToken.None)).Problem?.Code);
    }
}
