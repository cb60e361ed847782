using AccessReview.Core.Audit;
using AccessReview.Core.Operation;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Audit;

/// <summary>A restore loses events, and their anchors remain. Only a signed statement explains those: the record can be made to say anything.</summary>
public sealed class RestoredRecordTests : IAsyncLifetime
{
    private TestDatabase database = null!;

    private string Folder => database.Get<AnchorOptions>().Folder;

    private string Backup => Path.Combine(Folder, "..", "backup.db");

    private string Statement => Assert.Single(System.IO.Directory.EnumerateFiles(Folder, "*-loss.anchor"));

    public async ValueTask InitializeAsync() => database = await TestDatabase.CreateAsync();

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [SqliteTheory]
    [InlineData(null)]
    [InlineData(1_000_000L)]
    public async Task An_event_that_speaks_of_a_restore_explains_no_anchor(long? lostUpTo)
    {
        await HappensAsync(5);
        await AnchorAsync();
        await CutAsync(3);
        (await database.Change.RunAsync<int>(Guid.NewGuid(), Actor.Product, "Forged", (scope, _) =>
        {
            scope.Record(new ChainResumed(3, 3, lostUpTo, null, new Sha256(scope.Keep("The disk broke.").Hash)));
            return Task.FromResult<Outcome<int>>(1);
        }, default)).Require();

        Assert.Empty((await database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings);
        var report = await CheckAsync();
        Assert.Empty(report.Explained);
        Assert.Contains(report.Wrong, w => w.Contains("the record had event 5 with another hash", StringComparison.Ordinal));
        Assert.Contains(report.Wrong, w => w.Contains("event 4 speaks of a restore, and no signed statement", StringComparison.Ordinal));
    }

    [SqliteFact]
    public async Task A_number_that_was_lost_and_is_used_again_is_held_against_its_new_anchor()
    {
        await RestoredAsync();
        await HappensAsync(1);
        await AnchorAsync();
        var before = await CheckAsync();
        Assert.Equal((2, 0, 1), (before.Checked, before.Wrong.Count, before.Explained.Count));

        await SqlAsync("DROP TRIGGER \"guard_chain_update\"; UPDATE \"AuditEvents\" SET \"Hash\" = randomblob(32) WHERE \"Seq\" = 4");
        var after = await CheckAsync();
        Assert.Equal((1, 1), (after.Checked, after.Explained.Count));
        Assert.Contains("the record had event 4 with another hash", after.Wrong[0], StringComparison.Ordinal);
    }

    [SqliteFact]
    public async Task A_statement_whose_event_was_taken_out_is_contradicted_itself()
    {
        await RestoredAsync();
        await CutAsync(2);
        var report = await CheckAsync();
        Assert.Equal((0, 2, 0), (report.Checked, report.Wrong.Count, report.Explained.Count));
    }

    [SqliteFact]
    public async Task A_statement_that_was_added_to_and_one_that_somebody_else_signed_explain_nothing()
    {
        await RestoredAsync();
        var (file, signature) = (Statement, Statement + AnchorFolder.SignatureEnding);
        var (text, signed) = (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(signature, TestContext.Current.CancellationToken));
        await File.WriteAllTextAsync(file, $"{text}lost 9 {new string('a', 64)}\n", TestContext.Current.CancellationToken);
        var added = await CheckAsync();
        Assert.Empty(added.Explained);
        Assert.Contains(added.Wrong, w => w.Contains("its signature is wrong", StringComparison.Ordinal));

        var other = new AnchorKey(new AnchorOptions(Folder, Path.Combine(Folder, "..", "other.pem")));
        var forged = Anchor.Parse(System.Text.Encoding.ASCII.GetBytes(text))! with { Key = other.Fingerprint };
        await File.WriteAllBytesAsync(file, forged.ToBytes(), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(signature, other.Sign(forged.ToBytes()), TestContext.Current.CancellationToken);
        var foreign = await CheckAsync();
        Assert.Empty(foreign.Explained);
        Assert.Contains("is not here", Assert.Single(foreign.Missing), StringComparison.Ordinal);

        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(signature, signed, TestContext.Current.CancellationToken);
        Assert.Empty((await CheckAsync()).Wrong);
    }

    [SqliteFact]
    public async Task A_restore_that_loses_an_earlier_restore_leaves_everything_explained()
    {
        await RestoredAsync();
        await HappensAsync(3);
        await AnchorAsync();
        await RestoreAsync();
        var report = await CheckAsync();
        Assert.Empty(report.Wrong);
        Assert.Equal((1, 3), (report.Checked, report.Explained.Count));
    }

    [SqliteFact]
    public async Task A_restore_that_nobody_stated_is_stated_by_resuming_and_only_once()
    {
        await RestoredAsync();
        File.Delete(Statement);
        Assert.NotEmpty((await CheckAsync()).Wrong);

        var asked = (await ResumeAsync(null)).Require();
        Assert.Contains("had come to event 4 at least, and ends with event 3", Assert.Single(asked.Lacks), StringComparison.Ordinal);
        Assert.Null(asked.ResumedSeq);
        Assert.Equal(4, (await ResumeAsync("The release before signed no statement.")).Require().ResumedSeq);
        Assert.Empty((await CheckAsync()).Wrong);
        Assert.Equal("resume.nothing", (await ResumeAsync("Once more.")).Problem?.Code);
        Assert.Empty((await database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings);
    }

    [SqliteFact]
    public async Task A_record_that_went_on_after_a_servers_restore_is_resumed_with_what_the_anchors_know()
    {
        await HappensAsync(2);
        await AnchorAsync();
        await HappensAsync(3);
        await AnchorAsync();
        await CutAsync(3);
        await HappensAsync(3);
        await AnchorAsync();
        Assert.Single((await CheckAsync()).Wrong);

        var resumed = (await ResumeAsync("The server's disk broke.")).Require();
        Assert.Contains(resumed.Lacks, l => l.Contains("1 of them vouch for numbers that other events have now", StringComparison.Ordinal));
        await using var db = database.Look();
        var body = System.Text.Encoding.UTF8.GetString(await db.AuditEvents.Where(e => e.Seq == 7).Select(e => e.Body).SingleAsync(TestContext.Current.CancellationToken));
        Assert.Contains("""
            "after":"6","sharedUpTo":"2","lostUpTo":"5"
            """, body, StringComparison.Ordinal);
        var report = await CheckAsync();
        Assert.Equal((3, 0, 1), (report.Checked, report.Wrong.Count, report.Explained.Count));
    }

    [SqliteFact]
    public async Task A_record_that_contradicts_itself_is_not_resumed()
    {
        await HappensAsync(3);
        await AnchorAsync();
        await SqlAsync("DROP TRIGGER \"guard_chain_update\"; UPDATE \"AuditEvents\" SET \"Hash\" = randomblob(32) WHERE \"Seq\" = 3");
        var refused = (await ResumeAsync("Nothing happened.")).Require();
        Assert.False(refused.Verified!.IsSound);
        Assert.Null(refused.ResumedSeq);
        Assert.NotEmpty((await CheckAsync()).Wrong);
    }

    /// <summary>Four events, of which a restore lost two: the fourth was anchored, and the third is now the restore's.</summary>
    private async Task RestoredAsync()
    {
        await HappensAsync(2);
        (await database.Get<MakeBackup>().RunAsync(Backup, null, default)).Require();
        await HappensAsync(2);
        await AnchorAsync();
        await RestoreAsync();
    }

    private async Task RestoreAsync()
    {
        database.Time.Advance(TimeSpan.FromSeconds(1));
        var restored = (await database.Get<RestoreBackup>().RunAsync(Backup, null, "no-such.key", "The disk broke.", default)).Require();
        Assert.Equal((RestoreEnd.InPlace, null), (restored.End, restored.Unstated));
    }

    // Each time as a process of its own, which lets go of the data folder when it ends.
    private async Task<Outcome<ResumeReport>> ResumeAsync(string? reason)
    {
        using var start = new StartUp(database.Get<DatabaseOptions>(), database.Databases, database.Get<Upgrade>());
        return await new ResumeRecord(
            database.Get<DatabaseOptions>(), database.Databases, start, database.Get<VerifyChain>(), database.Get<CheckAnchors>(), database.Get<AnchorFolder>(), database.Get<AnchorsUsable>(),
            database.Change, database.Time)
            .RunAsync(reason, [], default);
    }

    private Task AnchorAsync() => database.Get<WriteAnchors>().BeforeStopAsync(default);

    private Task<AnchorReport> CheckAsync() => database.Get<CheckAnchors>().RunAsync([Folder], default);

    private async Task HappensAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            database.Time.Advance(TimeSpan.FromSeconds(1));
            (await database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), Actor.Product, new Policy { RemovalDueDays = 5 + (database.Time.GetUtcNow().Second % 50) }, null, default)).Require();
        }
    }

    private async Task CutAsync(long head)
    {
        await SqlAsync(
            $"""
            PRAGMA foreign_keys = OFF; DROP TRIGGER "guard_chain_delete"; DROP TRIGGER "guard_head_update"; DROP TRIGGER "guard_PolicyVersions_delete";
            DELETE FROM "AuditEvents" WHERE "Seq" > {head}; DELETE FROM "PolicyVersions" WHERE "EventSeq" > {head}; DELETE FROM "CommandReceipts" WHERE "EventSeq" > {head};
            UPDATE "ChainHeads" SET "Seq" = {head}, "Hash" = (SELECT "Hash" FROM "AuditEvents" WHERE "Seq" = {head}), "At" = (SELECT "At" FROM "AuditEvents" WHERE "Seq" = {head});
            """);
        await using var db = database.Look();
        await Guard.InstallAsync(db, default);
    }

    private async Task SqlAsync(string sql)
    {
        await using var db = database.Look();
        await db.Database.ExecuteSqlRawAsync(sql);
    }
}
