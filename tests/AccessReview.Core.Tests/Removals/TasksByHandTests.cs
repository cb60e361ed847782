using AccessReview.Core.Applications;
using AccessReview.Core.Audit;
using AccessReview.Core.Removals;
using AccessReview.Core.Tests.Evidence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Removals;

/// <summary>What a person does around a removal because no system does: written once, ticked by whom it waits for, and still open when
/// the access is gone.</summary>
public sealed class TasksByHandTests
{
    private static readonly DateOnly Today = new(2026, 11, 23);

    private static RemovalCase Case(ApplicationKind kind, bool whole = true, bool ofRole = false, bool privileged = false, bool happened = false) =>
        new() { RemovalId = 1, Kind = kind, Whole = whole, OfRole = ofRole, Privileged = privileged, Happened = happened };

    [Fact]
    public void The_policy_names_what_no_system_does()
    {
        Assert.Equal([RemovalTaskKind.HandOver], RemovalFollowUps.For(Case(ApplicationKind.Heap, privileged: true)));
        Assert.Empty(RemovalFollowUps.For(Case(ApplicationKind.Heap)));
        Assert.Empty(RemovalFollowUps.For(Case(ApplicationKind.EightByEight)));
        Assert.Equal([RemovalTaskKind.ReleaseLicence], RemovalFollowUps.For(Case(ApplicationKind.EightByEight, happened: true)));
        Assert.Equal([RemovalTaskKind.HandOver], RemovalFollowUps.For(Case(ApplicationKind.Mixpanel)));
        Assert.Equal([RemovalTaskKind.CheckGrants], RemovalFollowUps.For(Case(ApplicationKind.Mixpanel, whole: false, happened: true)));
        Assert.Equal([RemovalTaskKind.CheckRoleSource], RemovalFollowUps.For(Case(ApplicationKind.Heap, whole: false, ofRole: true, privileged: true, happened: true)));
        Assert.Empty(RemovalFollowUps.For(Case(ApplicationKind.Amplitude, privileged: true, happened: true)));
        Assert.Empty(RemovalFollowUps.For(Case(ApplicationKind.Other, privileged: true, happened: true)));
    }

    private static async Task<RevokedWorld> PlannedAsync(TestDatabase database)
    {
        var world = await RevokedWorld.CreateAsync(database);
        await world.Run(async (scope, _) => (await scope.Db.Applications.AsTracking().SingleAsync()).Kind = ApplicationKind.Heap);
        await world.RevokeAsync("Vera");
        await world.RevokeAsync("Zoe");
        await world.SignOffAsync("Vera", "Zoe");
        await database.Get<PlanTasks>().RunAsync(CancellationToken.None);
        return world;
    }

    private static Task<Outcome<Done>> NoteAsync(TestDatabase database, RevokedWorld world, string by, long task, string reference = "") =>
        database.Get<NoteTask>().RunAsync(Guid.NewGuid(), world.World.As(by), task, Today, reference, CancellationToken.None);

    [Fact]
    public async Task Only_the_privileged_account_of_heap_gets_the_task_and_gets_it_once()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await PlannedAsync(database);
        await database.Get<PlanTasks>().RunAsync(CancellationToken.None);
        await using var db = database.Look();
        var task = await db.RemovalTasks.SingleAsync();
        Assert.Equal((RemovalTaskKind.HandOver, world.World["Owen"]), (task.Kind, task.PersonId));
        Assert.Equal(1, await db.AuditEvents.CountAsync(e => e.Type == nameof(RemovalTasksPlanned)));
        var rows = (await database.Get<RemovalList>().RunAsync(world.World.As("Owen"), new RemovalFilter(RemovalShow.Tasks), 0, 10, CancellationToken.None)).Require();
        Assert.Equal(("Zoe", 1, 1), (Assert.Single(rows.Rows).AccountName, rows.Rows[0].OpenTasks, rows.Counts.WithTasks));
    }

    [Fact]
    public async Task The_evidence_names_an_account_without_an_address_by_its_name()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await PlannedAsync(database);
        await world.Run(async (scope, _) => scope.Db.Entry(await scope.Db.AccountRecords.SingleAsync(r => r.Name == "Zoe")).Property(r => r.Email).CurrentValue = "");
        using var book = await CampaignWorkbook.OfAsync(database, 1);
        var removal = book["Removals"].Rows().Single(r => r["Person"] == "Zoe");
        Assert.Equal("Zoe", removal["Account"]);
        Assert.StartsWith("Hand over what Zoe owns in Heap", removal["Tasks by hand"], StringComparison.Ordinal);
        Assert.Equal("vera@example.test", book["Removals"].Rows().Single(r => r["Person"] == "Vera")["Account"]);
    }

    [Fact]
    public async Task A_verified_removal_still_says_that_a_task_is_open_until_it_is_ticked()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await PlannedAsync(database);
        await world.ReadAsync(new DateTime(2026, 11, 24, 8, 0, 0, DateTimeKind.Utc), []);
        await database.Get<CheckRemovals>().RunAsync(CancellationToken.None);
        async Task<RemovalRow> RowAsync() => (await database.Get<RemovalList>().RunAsync(world.World.As("Owen"), new RemovalFilter(), 0, 10, CancellationToken.None)).Require().Rows.Single(r => r.AccountName == "Zoe");
        Assert.Equal((RemovalState.Verified, 1), ((await RowAsync()).State, (await RowAsync()).OpenTasks));

        await using var db = database.Look();
        var task = await db.RemovalTasks.Select(t => t.Id).SingleAsync();
        Assert.Equal(Problem.DeniedCode, (await NoteAsync(database, world, "Sami", task)).Problem?.Code);
        (await NoteAsync(database, world, "Owen", task, "JIRA-8")).Require();
        Assert.Equal((RemovalState.Verified, 0), ((await RowAsync()).State, (await RowAsync()).OpenTasks));
        Assert.Equal("task.ended", (await NoteAsync(database, world, "Owen", task)).Problem?.Code);
        var told = Assert.Single((await database.Get<RemovalStory>().RunAsync(world.World.As("Owen"), (await RowAsync()).Id, CancellationToken.None)).Require().Tasks);
        Assert.Equal(("Owen", "JIRA-8", false), (told.DoneBy, told.Reference, told.MayNote));
    }

    [Fact]
    public async Task A_tick_is_taken_back_by_whoever_made_it_or_a_campaign_owner_and_both_stay_in_the_record()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await PlannedAsync(database);
        await using var db = database.Look();
        var task = await db.RemovalTasks.AsNoTracking().SingleAsync();
        var before = (await world.RemovalsAsync()).Single(r => r.Id == task.RemovalId).State;
        await database.Get<AssignRemoval>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), task.RemovalId, world.World["Sami"], CancellationToken.None);
        Assert.Equal("task.open", (await TakeBackAsync(database, world, "Owen", task.Id)).Problem?.Code);
        (await NoteAsync(database, world, "Sami", task.Id, "JIRA-8")).Require();
        Assert.Equal(Problem.DeniedCode, (await TakeBackAsync(database, world, "Noa", task.Id)).Problem?.Code);
        Assert.Equal((true, false), await MayAsync("Sami"));

        (await TakeBackAsync(database, world, "Sami", task.Id)).Require();
        var open = await db.RemovalTasks.AsNoTracking().SingleAsync();
        Assert.Equal((null, null, null), (open.DoneById, open.DoneOn, open.DoneReference));
        Assert.Equal(before, (await world.RemovalsAsync()).Single(r => r.Id == task.RemovalId).State);
        Assert.Equal((false, true), await MayAsync("Sami"));
        Assert.Equal(Problem.DeniedCode, (await TakeBackAsync(database, world, "Sami", task.Id)).Problem?.Code); // It is nobody's note any more.

        (await NoteAsync(database, world, "Sami", task.Id)).Require();
        (await TakeBackAsync(database, world, "Owen", task.Id)).Require();
        var told = await db.AuditEvents.AsNoTracking().Where(e => e.Type == nameof(RemovalTaskDone) || e.Type == nameof(RemovalTaskTakenBack)).OrderBy(e => e.Seq).Select(e => new { e.Type, e.Actor }).ToListAsync();
        Assert.Equal(
            [(nameof(RemovalTaskDone), world.World.As("Sami").Key), (nameof(RemovalTaskTakenBack), world.World.As("Sami").Key), (nameof(RemovalTaskDone), world.World.As("Sami").Key), (nameof(RemovalTaskTakenBack), world.World.As("Owen").Key)],
            told.Select(e => (e.Type, e.Actor)));

        async Task<(bool TakeBack, bool Note)> MayAsync(string by)
        {
            var todo = Assert.Single((await database.Get<RemovalStory>().RunAsync(world.World.As(by), task.RemovalId, CancellationToken.None)).Require().Tasks);
            return (todo.MayTakeBack, todo.MayNote);
        }
    }

    [Fact]
    public async Task Once_the_removal_is_verified_a_tick_stays_and_when_the_access_comes_back_it_need_not()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await PlannedAsync(database);
        await using var db = database.Look();
        var task = await db.RemovalTasks.AsNoTracking().SingleAsync();
        (await NoteAsync(database, world, "Owen", task.Id)).Require();
        await world.ReadAsync(new DateTime(2026, 11, 24, 8, 0, 0, DateTimeKind.Utc), []);
        await database.Get<CheckRemovals>().RunAsync(CancellationToken.None);
        Assert.Equal("task.settled", (await TakeBackAsync(database, world, "Owen", task.Id)).Problem?.Code);
        Assert.False(Assert.Single((await database.Get<RemovalStory>().RunAsync(world.World.As("Owen"), task.RemovalId, CancellationToken.None)).Require().Tasks).MayTakeBack);
        Assert.NotNull((await db.RemovalTasks.AsNoTracking().SingleAsync()).DoneById);

        await world.ReadAsync(new DateTime(2026, 11, 25, 8, 0, 0, DateTimeKind.Utc), [new TestAccount("Zoe", Role: "Admin")]);
        await database.Get<CheckRemovals>().RunAsync(CancellationToken.None);
        (await TakeBackAsync(database, world, "Owen", task.Id)).Require();
    }

    private static Task<Outcome<Done>> TakeBackAsync(TestDatabase database, RevokedWorld world, string by, long task) =>
        database.Get<TakeBackTask>().RunAsync(Guid.NewGuid(), world.World.As(by), task, CancellationToken.None);

    [Fact]
    public async Task Whoever_the_removal_is_given_to_has_its_open_tasks_too()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await PlannedAsync(database);
        await using var db = database.Look();
        var task = await db.RemovalTasks.AsNoTracking().SingleAsync();
        (await database.Get<AssignRemoval>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), task.RemovalId, world.World["Sami"], CancellationToken.None)).Require();
        (await NoteAsync(database, world, "Sami", task.Id)).Require();
        Assert.Equal(world.World["Sami"], (await db.RemovalTasks.AsNoTracking().SingleAsync()).DoneById);
    }

    [Fact]
    public async Task What_is_left_to_do_after_a_removal_is_verified_is_given_to_somebody_else_who_then_sees_it_and_the_removal_stays_whose_it_was()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await PlannedAsync(database);
        await using var db = database.Look();
        var task = await db.RemovalTasks.AsNoTracking().SingleAsync();
        await world.ReadAsync(new DateTime(2026, 11, 24, 8, 0, 0, DateTimeKind.Utc), []);
        await database.Get<CheckRemovals>().RunAsync(CancellationToken.None);
        Assert.True(Assert.Single((await ListAsync("Owen", new RemovalFilter(RemovalShow.Tasks))).Require().Rows).MayAssign);
        Assert.Equal(Problem.DeniedCode, (await ListAsync("Sami", new RemovalFilter())).Problem?.Code);

        (await AssignAsync(task.RemovalId)).Require();
        Assert.Equal(task.Id, Assert.Single((await database.Get<RemovalStory>().RunAsync(world.World.As("Sami"), task.RemovalId, CancellationToken.None)).Require().Tasks, t => t.MayNote).Id);
        Assert.Equal([task.RemovalId], (await ListAsync("Sami", new RemovalFilter(RemovalShow.Tasks, PersonId: world.World["Sami"]))).Require().Rows.Select(r => r.Id));
        Assert.Equal(0, (await ListAsync("Owen", new RemovalFilter(RemovalShow.Tasks, PersonId: world.World["Owen"]))).Require().Total);
        var removal = (await world.RemovalsAsync()).Single(r => r.Id == task.RemovalId);
        Assert.Equal((RemovalState.Verified, world.World["Owen"]), (removal.State, removal.PersonId!.Value));
        var told = EventJson.Read<RemovalTasksAssigned>(await db.AuditEvents.OrderByDescending(e => e.Seq).FirstAsync());
        Assert.Equal((task.RemovalId, task.Id, world.World["Sami"]), (told.RemovalId, Assert.Single(told.TaskIds), told.ToId));

        (await NoteAsync(database, world, "Sami", task.Id)).Require();
        Assert.Equal("removal.ended", (await AssignAsync(task.RemovalId)).Problem?.Code);

        Task<Outcome<Done>> AssignAsync(long id) => database.Get<AssignRemoval>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), id, world.World["Sami"], CancellationToken.None);

        Task<Outcome<RemovalPage>> ListAsync(string who, RemovalFilter filter) => database.Get<RemovalList>().RunAsync(world.World.As(who), filter, 0, 10, CancellationToken.None);
    }
}
