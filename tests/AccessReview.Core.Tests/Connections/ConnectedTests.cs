namespace AccessReview.Core.Tests.Connections;

/// <summary>Tests of the revoked world with its Heap and its Okta, made anew for each.</summary>
public abstract class ConnectedTests : IAsyncLifetime
{
    private protected TestDatabase database = null!;
    private protected ConnectedWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        world = await ConnectedWorld.CreateAsync(database);
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await database.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
