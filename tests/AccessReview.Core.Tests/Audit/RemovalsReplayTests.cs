using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Campaigns;
using AccessReview.Core.Tests.Connections;
using AccessReview.Core.Tests.Removals;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Audit;

/// <summary>How a removal stands, what was tried for it and what proves it follows from the events: what somebody writes into the tables beside the
/// product is found.</summary>
public sealed class RemovalsReplayTests
{
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    [SqliteTheory]
    [InlineData("removal.state", "UPDATE Removals SET State = 'Cancelled' WHERE Number = 3")]
    [InlineData("removal.state", "UPDATE Removals SET State = 'Overruled' WHERE Number = 3")]
    [InlineData("removal.state", "UPDATE Removals SET State = 'Requested' WHERE Number = 3")]
    [InlineData("removal.state", "UPDATE Removals SET State = 'Executed' WHERE Number = 3")]
    [InlineData("removal.state", "UPDATE Removals SET State = 'WaitingForPerson' WHERE Number = 4")]
    [InlineData("removal.state", "UPDATE Removals SET DoneOn = '2026-11-22' WHERE Number = 1")]
    [InlineData("removal.state", "UPDATE Removals SET DoneById = {Owen}, DoneOn = '2026-11-23' WHERE Number = 3")]
    [InlineData("removal.state", "UPDATE Removals SET PersonId = {Owen} WHERE Number = 2")]
    [InlineData("removal.decision", "UPDATE Removals SET DecisionId = (SELECT DecisionId FROM Removals WHERE Number = 1) WHERE Number = 3")]
    [InlineData("removal.gone", "DELETE FROM Removals WHERE Number = 1")]
    [InlineData("removal.gone", "DELETE FROM Removals WHERE Number = 3")]
    [InlineData("proof.state", "UPDATE HandProofs SET Kind = 'Pdf'")]
    [InlineData("proof.gone", "DELETE FROM HandProofs")]
    [InlineData("file.changed", "DELETE FROM StoredFileChunks WHERE StoredFileId = (SELECT StoredFileId FROM HandProofs)")]
    [InlineData("task.state", "UPDATE RemovalTasks SET DoneById = {Owen}, DoneOn = '2026-11-23' WHERE Id = (SELECT MIN(Id) FROM RemovalTasks)")]
    [InlineData("task.gone", "DELETE FROM RemovalTasks WHERE Id = (SELECT MIN(Id) FROM RemovalTasks)")]
    public async Task Work_by_hand_that_no_event_speaks_of_is_found(string expected, string tampering)
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await ByHandAsync(database);
        Assert.Empty(await FindingsAsync(database));
        await using var db = await Unguarded.OpenAsync(database);
        Assert.Equal(1, await db.Database.ExecuteSqlRawAsync(world.World.Named(tampering)));
        Assert.Contains(expected, await FindingsAsync(database));
    }

    [SqliteTheory]
    [InlineData("removal.state", "UPDATE Removals SET State = 'Requested'")]
    [InlineData("removal.state", "UPDATE Removals SET ExecutedAt = '2026-11-01 08:00:00'")]
    [InlineData("attempt.state", "UPDATE RemovalAttempts SET Result = 'Done'")]
    [InlineData("attempt.state", "UPDATE RemovalAttempts SET ProofSha256 = randomblob(32)")]
    [InlineData("attempt.gone", "DELETE FROM RemovalAttempts")]
    [InlineData("file.changed", "UPDATE RemovalAttempts SET ProofFileId = NULL")]
    [InlineData("file.changed", "DELETE FROM StoredFileChunks WHERE StoredFileId = (SELECT ProofFileId FROM RemovalAttempts)")]
    public async Task Work_of_the_product_that_no_event_speaks_of_is_found(string expected, string tampering)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var world = await ConnectedWorld.CreateAsync(database);
        await world.ReadAsync(await world.ConnectHeapAsync());
        await world.Revoked.RevokeAsync("Vera");
        await world.Revoked.SignOffAsync("Vera");
        world.Heap.Find("h1")!["active"] = false;
        await world.CarryOutAsync(TimeSpan.FromHours(1));
        Assert.Equal(AttemptResult.AlreadyGone, await AttemptAsync(database));
        Assert.Empty(await FindingsAsync(database));
        await using var db = await Unguarded.OpenAsync(database);
        Assert.Equal(1, await db.Database.ExecuteSqlRawAsync(tampering));
        Assert.Contains(expected, await FindingsAsync(database));
    }

    // R1 is Vera's and is there again, R2 is Sami's and still there, R3 is Zoe's and verified by both readings.
    [SqliteTheory]
    [InlineData("removal.state", "UPDATE Removals SET State = 'Verified', VerifiedAt = '2026-11-24 08:00:00', LastExtractId = (SELECT MIN(ExtractId) FROM RemovalChecks) WHERE Number = 1")]
    [InlineData("removal.state", "UPDATE Removals SET LastExtractId = (SELECT MIN(ExtractId) FROM RemovalChecks) WHERE Number = 3")]
    [InlineData("removal.state", "UPDATE Removals SET State = 'WaitingForPerson', LastExtractId = NULL WHERE Number = 2")]
    [InlineData("removal.state", "UPDATE Removals SET VerifiedAt = '2026-11-22 08:00:00' WHERE Number = 3")]
    [InlineData("removal.state", "UPDATE Removals SET VerifiedAt = NULL WHERE Number = 3")]
    [InlineData("removal.state", "UPDATE Removals SET VerifiedAt = '2026-11-24 08:00:00' WHERE Number = 2")]
    [InlineData("removal.item", "UPDATE Removals SET AccountId = (SELECT AccountId FROM Removals WHERE Number = 1) WHERE Number = 3")]
    [InlineData("removal.item", "UPDATE Removals SET GroupId = (SELECT MIN(Id) FROM Groups) WHERE Number = 3")]
    [InlineData("removal.item", "UPDATE Removals SET ApplicationId = ApplicationId + 1 WHERE Number = 3")]
    [InlineData("removal.decision", "UPDATE Removals SET ChangeTo = 'Viewer' WHERE Number = 3")]
    public async Task What_readings_said_that_a_removal_belies_is_found(string expected, string tampering)
    {
        await using var database = await TestDatabase.CreateAsync();
        await ReadTwiceAsync(database, await SignedAsync(database));
        Assert.Empty(await FindingsAsync(database));
        await using var db = await Unguarded.OpenAsync(database);
        Assert.Equal(1, await db.Database.ExecuteSqlRawAsync(tampering));
        Assert.Contains(expected, await FindingsAsync(database));
    }

    [SqliteFact]
    public async Task A_removal_that_was_aimed_at_somebody_gone_until_a_reading_verified_it_is_found()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await SignedAsync(database);
        await world.ReadAsync(new(2026, 11, 24, 8, 0, 0, DateTimeKind.Utc), [new("Vera"), new("Sami")]);
        await database.Get<CheckRemovals>().RunAsync(default);
        await using (var db = await Unguarded.OpenAsync(database))
        {
            // Aimed at Zoe, who is gone, and back once the next reading was held against it.
            var vera = await db.Removals.Where(r => r.Number == 1).Select(r => r.AccountId).SingleAsync();
            await db.Database.ExecuteSqlRawAsync("UPDATE Removals SET AccountId = (SELECT AccountId FROM Removals WHERE Number = 3) WHERE Number = 1");
            await world.ReadAsync(new(2026, 11, 25, 8, 0, 0, DateTimeKind.Utc), [new("Vera"), new("Sami")]);
            await database.Get<CheckRemovals>().RunAsync(default);
            await db.Database.ExecuteSqlAsync($"UPDATE Removals SET AccountId = {vera} WHERE Number = 1");
        }

        Assert.Equal(RemovalState.Verified, (await world.RemovalsAsync())[0].State);
        Assert.Equal(["removal.check"], await FindingsAsync(database));
    }

    [SqliteFact]
    public async Task A_revoke_of_a_closed_campaign_whose_last_removal_was_deleted_is_found()
    {
        await using var world = await ClosingWorld.LaunchedAsync(Core.Campaigns.DeadlineRule.Revoke);
        (await world.CloseAsync()).Require();
        Assert.DoesNotContain("removal.gone", await FindingsAsync(world.Database));
        await using var db = await Unguarded.OpenAsync(world.Database);
        Assert.Equal(1, await db.Database.ExecuteSqlRawAsync("DELETE FROM Removals WHERE Number = (SELECT MAX(Number) FROM Removals)"));
        Assert.Contains("removal.gone", await FindingsAsync(world.Database));
    }

    [SqliteFact]
    public async Task A_removal_cancelled_with_its_campaign_is_followed_and_one_asked_for_again_beside_the_product_is_found()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await ByHandAsync(database);
        (await database.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), 1, "The wrong quarter", default)).Require();
        Assert.Empty(await FindingsAsync(database));
        await using var db = await Unguarded.OpenAsync(database);
        Assert.Equal(1, await db.Database.ExecuteSqlRawAsync("UPDATE Removals SET State = 'WaitingForPerson' WHERE Number = 3"));
        Assert.Contains("removal.state", await FindingsAsync(database));
    }

    private static async Task<RevokedWorld> SignedAsync(TestDatabase database)
    {
        var world = await RevokedWorld.CreateAsync(database);
        foreach (var name in new[] { "Vera", "Sami", "Zoe" })
        {
            await world.RevokeAsync(name);
            await world.SignOffAsync(name);
        }

        return world;
    }

    private static async Task ReadTwiceAsync(TestDatabase database, RevokedWorld world)
    {
        await world.ReadAsync(new(2026, 11, 24, 8, 0, 0, DateTimeKind.Utc), [new("Sami")]);
        await database.Get<CheckRemovals>().RunAsync(default);
        await world.ReadAsync(new(2026, 11, 25, 8, 0, 0, DateTimeKind.Utc), [new("Vera"), new("Sami")]);
        await database.Get<CheckRemovals>().RunAsync(default);
        Assert.Equal([RemovalState.Reappeared, RemovalState.StillPresent, RemovalState.Verified], (await world.RemovalsAsync()).Select(r => r.State));
    }

    /// <summary>R1 was noted as done with a proof and its tasks planned, R2 goes to another person, R3 waits once more since its note was taken back, R4's sign-off was withdrawn.</summary>
    private static async Task<RevokedWorld> ByHandAsync(TestDatabase database)
    {
        var world = await RevokedWorld.CreateAsync(database, "Pat");
        foreach (var name in new[] { "Vera", "Sami", "Zoe" })
        {
            await world.RevokeAsync(name);
            await world.SignOffAsync(name);
        }

        await world.RevokeAsync("Pat");
        var withdrawn = await world.SignOffAsync("Pat");
        (await database.Get<WithdrawSignOff>().RunAsync(Guid.NewGuid(), world.World.As("Mia"), withdrawn, "Pat needs it after all.", default)).Require();
        var removals = await world.RemovalsAsync();
        Assert.Equal(RemovalState.Cancelled, removals[3].State);

        var (owen, first) = (world.World.As("Owen"), removals[0].Id);
        (await database.Get<NoteDone>().RunAsync(Guid.NewGuid(), owen, new HandWork([first], world.World["Owen"], new DateOnly(2026, 11, 23), ""), default)).Require();
        (await database.Get<AttachProof>().RunAsync(Guid.NewGuid(), owen, [first], new MemoryStream(Png), default)).Require();
        (await database.Get<NoteDone>().RunAsync(Guid.NewGuid(), owen, new HandWork([removals[2].Id], world.World["Owen"], new DateOnly(2026, 11, 23), ""), default)).Require();
        (await database.Get<TakeBackNote>().RunAsync(Guid.NewGuid(), owen, [removals[2].Id], default)).Require();
        (await database.Get<AssignRemoval>().RunAsync(Guid.NewGuid(), owen, removals[1].Id, world.World["Mia"], default)).Require();
        await database.Get<PlanTasks>().RunAsync(default);
        return world;
    }

    private static async Task<AttemptResult> AttemptAsync(TestDatabase database)
    {
        await using var db = database.Look();
        return await db.RemovalAttempts.Select(a => a.Result).SingleAsync();
    }

    private static async Task<List<string>> FindingsAsync(TestDatabase database) =>
        [.. (await database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings.Where(f => f.Code != "guard.missing").Select(f => f.Code)];
}
