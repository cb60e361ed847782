using AccessReview.Connectors;
using AccessReview.Connectors.Http;
using AccessReview.Connectors.Scim;
using AccessReview.Core.Applications;
using AccessReview.Core.Connections;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>The fear: a product is asked faster than it allows, and whoever provisions it is throttled with us.</summary>
public sealed class PacedConnectionTests : ConnectedTests
{
    [Fact]
    public async Task Whatever_is_asked_through_a_connection_is_as_far_apart_as_its_product_wants_it()
    {
        var connection = await world.ConnectHeapAsync();
        await world.Revoked.Run(async (scope, cancel) => (await scope.Db.Applications.AsTracking().SingleAsync(cancel)).Kind = ApplicationKind.Amplitude);
        var (time, asked) = (new JumpingTime(), new List<DateTimeOffset>());
        world.Heap.Before = (_, _) =>
        {
            asked.Add(time.GetUtcNow());
            return Task.FromResult(false);
        };
        var factory = new ConnectorFactory(database.Get<ConnectorHttp>(), database.Get<OutboundRules>(), database.Get<ISecretVault>(), time);
        await using var db = database.Look();
        foreach (var account in (string[])["h1", "h2"])
        {
            var ready = (await factory.ReadyAsync(db, connection, CancellationToken.None)).Require();
            Assert.Equal(RemovalEffect.Done, (await ready.Remover!.RemoveAsync(new RemovalAct.Account(account), CancellationToken.None)).Effect);
            await ready.Source.FetchAsync(ScimSource.Users, null, CancellationToken.None);
        }

        Assert.Equal(8, asked.Count); // Each time the user read, switched off and read back, and a page of a reading.
        var apart = TimeSpan.FromMinutes(1.0 / ScimProfiles.Amplitude.PerMinute);
        Assert.All(asked.Zip(asked.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, apart, 2 * apart));
    }
}
