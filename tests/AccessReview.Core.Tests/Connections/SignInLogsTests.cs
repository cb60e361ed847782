using AccessReview.Core.Connections;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Fakes;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>The sign-in log of OneLogin: what the product makes of it, and what the test of the connection says.</summary>
public sealed class SignInLogsTests : IAsyncLifetime
{
    private readonly FakeOneLogin oneLogin = new();
    private TestDatabase database = null!;
    private ConnectedWorld world = null!;

    private DateTime Now => database.Time.GetUtcNow().UtcDateTime;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        world = await ConnectedWorld.CreateAsync(database);
        oneLogin.User(1, "zoe@example.test").User(2, "sami@example.test").Apps[70] = ([1, 2], []);
        await oneLogin.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await oneLogin.DisposeAsync();
        await world.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task OneLogin_shows_when_somebody_last_signed_in_and_says_nothing_of_the_others()
    {
        oneLogin.Log!.AddRange([new(1, 70, Now.AddDays(-100)), new(2, 71, Now.AddDays(-2))]);
        var reading = await world.ReadAsync(await OneLoginAsync());
        Assert.Equal(Completeness.Complete, reading.Completeness);
        await KnownAsync("Zoe", Now.AddDays(-100));
        await KnownAsync("Sami", null);
    }

    [Fact]
    public async Task The_test_asks_the_log_of_OneLogin_about_one_person_and_not_about_all()
    {
        var findings = await TestAsync(await OneLoginAsync());
        Assert.Contains("Say when somebody last signed in to a linked application, as far back as its log reaches.", findings.Can);
        Assert.Single(oneLogin.Requests, r => r.Contains("/api/1/events", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_the_right_to_the_log_of_OneLogin_the_reading_is_complete_and_the_test_says_what_is_not_known()
    {
        oneLogin.Log = null;
        var connection = await OneLoginAsync();
        var reading = await world.ReadAsync(connection);
        Assert.Equal(Completeness.Complete, reading.Completeness);
        Assert.Contains("not known: OneLogin could not be asked to list last sign-ins", reading.Files.Single(f => f.Kind == ExtractFileKind.Grants).Report, StringComparison.Ordinal);
        Assert.Contains((await TestAsync(connection)).Cannot, c => c.StartsWith("When somebody last signed in to a linked application stays not known. OneLogin could not be asked", StringComparison.Ordinal));
    }

    private async Task KnownAsync(string name, DateTime? at)
    {
        await using var db = database.Look();
        var person = world.World[name];
        var known = (await db.AppGrants.SingleAsync(g => g.PersonId == person)).LastSignInAt;
        Assert.Equal(at is null, known is null);
        Assert.Equal(at ?? default, known ?? default, TimeSpan.FromSeconds(5));
    }

    private async Task<long> OneLoginAsync() => (await database.Get<SetConnection>().RunAsync(
        Guid.NewGuid(), world.Ada,
        new EnteredConnection(
            null, await DirectoryAsync(DirectoryKind.OneLogin), ConnectionSystem.OneLogin, oneLogin.Address, FakeOneLogin.Secret, ConnectionUse.ReadOnly,
            new ConnectionSettings { Identity = FakeOneLogin.ClientId, Apps = [new LinkedApp("70", world.World.ApplicationId)] }),
        CancellationToken.None)).Require();

    private async Task<long> DirectoryAsync(DirectoryKind kind) =>
        (await database.Get<RegisterDirectory>().RunAsync(Guid.NewGuid(), world.Ada, $"{kind}", kind, CancellationToken.None)).Require();

    private async Task<ConnectionFindings> TestAsync(long connection) =>
        (await database.Get<TestConnection>().RunAsync(Guid.NewGuid(), world.Ada, connection, CancellationToken.None)).Require();
}
