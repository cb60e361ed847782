using AccessReview.Core.Audit;
using AccessReview.Core.Operation;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Removals;

/// <summary>What the product would carry out by a backup waits for a second person once that was restored: what was lost may have taken it back.</summary>
public sealed class RestoredRemovalsTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private RevokedWorld world = null!;

    private string Backup => Path.Combine(database.Get<AnchorOptions>().Folder, "..", "backup.db");

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        world = await RevokedWorld.CreateAsync(database);
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        await world.RevokeAsync("Sami");
        await world.SignOffAsync("Sami");
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [SqliteFact]
    public async Task What_was_asked_for_in_the_backup_and_taken_back_since_is_named_and_waits_for_a_second_person()
    {
        var removal = Assert.Single(await world.RemovalsAsync());
        await RequestedAsync();
        (await database.Get<MakeBackup>().RunAsync(Backup, null, default)).Require();
        await world.Run(async (scope, cancel) => (await scope.Db.Removals.AsTracking().SingleAsync(cancel)).State = RemovalState.Cancelled);

        var lacks = (await database.Get<RestoreBackup>().RunAsync(Backup, null, "no-such.key", null, default)).Require().Lacks;
        Assert.Contains("how R1 went on, now “Cancelled”: the backup has it as asked for, so it waits for a second person", lacks);
        await RestoreAsync();
        Assert.Equal(0, await database.Get<CarryOutRemovals>().RunAsync(default));
        Assert.Equal(RemovalState.WaitingForSecondPerson, Assert.Single(await world.RemovalsAsync()).State);
        await using var db = database.Look();
        var held = await db.AuditEvents.SingleAsync(e => e.Type == nameof(RemovalsHeld));
        Assert.Equal([removal.Id], EventJson.Read<RemovalsHeld>(held).RemovalIds);
        Assert.Equal(held.Seq - 1, EventJson.Read<ChainResumed>(await db.AuditEvents.SingleAsync(e => e.Type == nameof(ChainResumed))).After);
        Assert.Empty((await database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings);
    }

    [SqliteFact]
    public async Task On_a_machine_without_the_database_nobody_can_say_what_was_taken_back_so_a_reason_is_asked_for_and_it_waits()
    {
        await RequestedAsync();
        (await database.Get<MakeBackup>().RunAsync(Backup, null, default)).Require();
        await world.Run(async (scope, cancel) => (await scope.Db.Removals.AsTracking().SingleAsync(cancel)).State = RemovalState.Cancelled);
        long head;
        await using (var db = database.Look())
        {
            head = await db.AuditEvents.MaxAsync(e => e.Seq) - 1;
        }

        database.Databases.LetGo();
        foreach (var ending in new[] { "", "-wal", "-shm" })
        {
            File.Delete(database.Databases.CurrentFile + ending);
        }

        if (System.IO.Directory.Exists(database.Get<AnchorOptions>().Folder))
        {
            System.IO.Directory.Delete(database.Get<AnchorOptions>().Folder, recursive: true);
        }

        var asked = (await database.Get<RestoreBackup>().RunAsync(Backup, null, "no-such.key", null, default)).Require();
        Assert.Equal(RestoreEnd.NeedsReason, asked.End);
        Assert.StartsWith($"what happened after event {head} of ", Assert.Single(asked.Lacks), StringComparison.Ordinal);
        Assert.False(File.Exists(database.Databases.CurrentFile));

        await RestoreAsync();
        Assert.Equal(0, await database.Get<CarryOutRemovals>().RunAsync(default));
        Assert.Equal(RemovalState.WaitingForSecondPerson, Assert.Single(await world.RemovalsAsync()).State);
        await using var look = database.Look();
        var resumed = EventJson.Read<ChainResumed>(await look.AuditEvents.SingleAsync(e => e.Type == nameof(ChainResumed)));
        Assert.Equal((head, null, null), (resumed.After, resumed.SharedUpTo, resumed.LostUpTo));
        Assert.Empty((await database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings);
    }

    [SqliteFact]
    public async Task What_was_asked_for_waits_too_where_a_restore_by_another_program_is_stated_of_which_no_anchor_says_what_it_lost()
    {
        await RequestedAsync();
        Assert.Contains("cannot be said: no anchor vouches for more", Assert.Single((await ResumeAsync(null)).Require().Lacks), StringComparison.Ordinal);
        Assert.Equal(RemovalState.Requested, Assert.Single(await world.RemovalsAsync()).State);

        Assert.NotNull((await ResumeAsync("The server's log was lost.")).Require().ResumedSeq);
        Assert.Equal(0, await database.Get<CarryOutRemovals>().RunAsync(default));
        Assert.Equal(RemovalState.WaitingForSecondPerson, Assert.Single(await world.RemovalsAsync()).State);
    }

    [SqliteFact]
    public async Task What_was_waived_in_the_backup_waits_for_a_second_person_once_its_waiver_is_over()
    {
        var removal = Assert.Single(await world.RemovalsAsync());
        await world.Run(async (scope, cancel) => (await scope.Db.Removals.AsTracking().SingleAsync(cancel)).NotBefore = scope.At);
        var until = DateOnly.FromDateTime(database.Time.GetUtcNow().UtcDateTime).AddDays(10);
        var waiver = (await database.Get<AskForWaiver>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), removal.Id, until, "The handover takes until then", default)).Require();
        (await database.Get<AnswerWaiver>().RunAsync(Guid.NewGuid(), world.World.As("Noa"), waiver, true, default)).Require();
        (await database.Get<MakeBackup>().RunAsync(Backup, null, default)).Require();
        (await database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), Actor.Product, new Policy { RemovalDueDays = 6 }, null, default)).Require();
        await RestoreAsync();

        database.Time.Advance(TimeSpan.FromDays(12));
        await database.Get<EndWaivers>().RunAsync(default);
        Assert.Equal(RemovalState.Requested, Assert.Single(await world.RemovalsAsync()).State);
        database.Time.Advance(TimeSpan.FromHours(1));
        await database.Get<CarryOutRemovals>().RunAsync(default);
        Assert.Equal(RemovalState.WaitingForSecondPerson, Assert.Single(await world.RemovalsAsync()).State);

        // Agreed to once, it is held no more, whatever happens to its row meanwhile.
        (await database.Get<AgreeToRemovals>().RunAsync(Guid.NewGuid(), world.World.As("Noa"), [removal.Id], default)).Require();
        (await database.Get<AssignRemoval>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), removal.Id, world.World["Noa"], default)).Require();
        await database.Get<CarryOutRemovals>().RunAsync(default);
        Assert.Equal(RemovalState.WaitingForPerson, Assert.Single(await world.RemovalsAsync()).State);
        Assert.Empty((await database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings);
    }

    private Task RequestedAsync() => world.Run(async (scope, cancel) =>
    {
        var asked = await scope.Db.Removals.AsTracking().SingleAsync(cancel);
        (asked.State, asked.NotBefore) = (RemovalState.Requested, scope.At);
    });

    // As a process of its own, which lets go of the data folder when it ends.
    private async Task<Outcome<ResumeReport>> ResumeAsync(string? reason)
    {
        using var start = new StartUp(database.Get<DatabaseOptions>(), database.Databases, database.Get<Upgrade>());
        return await new ResumeRecord(
            database.Get<DatabaseOptions>(), database.Databases, start, database.Get<VerifyChain>(), database.Get<CheckAnchors>(), database.Get<AnchorFolder>(), database.Get<AnchorsUsable>(),
            database.Change, database.Time)
            .RunAsync(reason, [], default);
    }

    private async Task RestoreAsync()
    {
        database.Time.Advance(TimeSpan.FromSeconds(1));
        (await database.Get<RestoreBackup>().RunAsync(Backup, null, "no-such.key", "The disk broke.", default)).Require();
    }
}
