using System.Text.Json.Nodes;
using AccessReview.Core.Audit;
using AccessReview.Core.Connections;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Fakes;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>On which day somebody leaves and when they last signed in, where Entra ID knows it and lets the product read it.</summary>
public sealed class GoodToKnowOfEntraTests : IAsyncLifetime
{
    private readonly FakeEntra entra = new();
    private TestDatabase database = null!;
    private ConnectedWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        world = await ConnectedWorld.CreateAsync(database);
        entra.User("e1", "zoe@example.test").User("e2", "sami@example.test").Users[0]["employeeLeaveDateTime"] = "2026-12-31T00:00:00Z";
        await entra.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await entra.DisposeAsync();
        await world.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task The_last_day_is_kept_with_the_person_and_its_pages_with_the_people()
    {
        var connection = await EntraAsync();
        Assert.Contains("Say on which day people leave, where it was entered there.", (await TestAsync(connection)).Can);

        var reading = await world.ReadAsync(connection);
        Assert.Equal((Completeness.Complete, 2), (reading.Completeness, reading.Records));
        await using var db = database.Look();
        Assert.Equal(
            [("sami@example.test", (DateOnly?)null), ("zoe@example.test", new DateOnly(2026, 12, 31))],
            (await db.PersonRecords.Where(r => r.ExtractId == reading.Id).OrderBy(r => r.WorkEmail).ToListAsync()).Select(r => (r.WorkEmail, r.EndDate)));
        var kept = System.Text.Encoding.UTF8.GetString(await database.Get<FileStore>().ReadAsync(Assert.Single(reading.Files).StoredFileId, CancellationToken.None));
        Assert.Contains("employeeLeaveDateTime", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_right_to_it_the_reading_is_complete_and_says_what_is_not_known()
    {
        entra.ShowsLastDays = false;
        var connection = await EntraAsync();
        Assert.Contains(
            "On which day somebody leaves stays not known. Microsoft Entra ID could not be asked to list last days (403): it does not allow it with these credentials.",
            (await TestAsync(connection)).Cannot);

        var reading = await world.ReadAsync(connection);
        Assert.Equal((Completeness.Complete, 2), (reading.Completeness, reading.Records));
        Assert.Contains("not known: Microsoft Entra ID could not be asked to list last days", Assert.Single(reading.Files).Report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_sign_in_to_the_directory_is_kept_with_the_person_who_never_did_and_of_whom_it_is_not_known()
    {
        entra.User("e3", "noa@example.test");
        entra.Users[0]["signInActivity"] = new JsonObject { ["lastSuccessfulSignInDateTime"] = "2026-11-18T08:00:00Z" };
        entra.Users[1]["signInActivity"] = new JsonObject { ["lastSignInDateTime"] = "0001-01-01T00:00:00Z" };
        var connection = await EntraAsync();
        Assert.Contains("Say when somebody last signed in to the directory itself, for whatever application.", (await TestAsync(connection)).Can);

        var reading = await world.ReadAsync(connection);
        Assert.Equal((Completeness.Complete, 3), (reading.Completeness, reading.Records));
        Assert.Equal(
            [
                ("noa@example.test", LastUsedState.NotKnown, null), ("sami@example.test", LastUsedState.Never, null),
                ("zoe@example.test", LastUsedState.Known, new DateTime(2026, 11, 18, 8, 0, 0, DateTimeKind.Utc)),
            ],
            await SignInsAsync(reading.Id));
        Assert.DoesNotContain((await database.Get<VerifyChain>().RunAsync(Actor.Product, null, CancellationToken.None)).Require().Findings, f => f.Code.StartsWith("reading", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_premium_tenant_or_the_right_to_it_the_reading_is_complete_and_says_that_sign_ins_are_not_known()
    {
        entra.Users[0]["signInActivity"] = new JsonObject { ["lastSuccessfulSignInDateTime"] = "2026-11-18T08:00:00Z" };
        entra.ShowsSignIns = false;
        var connection = await EntraAsync();
        var test = await TestAsync(connection);
        Assert.Contains(
            "When somebody last signed in to the directory itself stays not known. Microsoft Entra ID could not be asked to list last sign-ins to the directory (403): it does not allow it with these credentials.",
            test.Cannot);
        Assert.Contains("Say on which day people leave, where it was entered there.", test.Can);

        var reading = await world.ReadAsync(connection);
        Assert.Equal((Completeness.Complete, 2), (reading.Completeness, reading.Records));
        Assert.Contains("not known: Microsoft Entra ID could not be asked to list last sign-ins to the directory", Assert.Single(reading.Files).Report, StringComparison.Ordinal);
        Assert.Equal([("sami@example.test", LastUsedState.NotKnown, null), ("zoe@example.test", LastUsedState.NotKnown, null)], await SignInsAsync(reading.Id));
    }

    private async Task<IEnumerable<(string, LastUsedState?, DateTime?)>> SignInsAsync(long reading)
    {
        await using var db = database.Look();
        return (await db.PersonRecords.Where(r => r.ExtractId == reading).OrderBy(r => r.WorkEmail).ToListAsync()).Select(r => (r.WorkEmail, r.LastSignInState, r.LastSignInAt));
    }

    private async Task<long> EntraAsync() => (await database.Get<SetConnection>().RunAsync(
        Guid.NewGuid(), world.Ada,
        new EnteredConnection(
            null, (await database.Get<RegisterDirectory>().RunAsync(Guid.NewGuid(), world.Ada, "Entra ID", DirectoryKind.EntraId, CancellationToken.None)).Require(),
            ConnectionSystem.EntraId, entra.Address + "/v1.0", FakeEntra.Secret, ConnectionUse.ReadOnly,
            new ConnectionSettings { Tenant = FakeEntra.Tenant, Identity = FakeEntra.ClientId, Login = entra.Address }),
        CancellationToken.None)).Require();

    private async Task<ConnectionFindings> TestAsync(long connection) =>
        (await database.Get<TestConnection>().RunAsync(Guid.NewGuid(), world.Ada, connection, CancellationToken.None)).Require();
}
