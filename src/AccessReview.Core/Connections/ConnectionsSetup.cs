using AccessReview.Connectors.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AccessReview.Core.Connections;

/// <summary>Registers this feature's use cases.</summary>
internal static class ConnectionsSetup
{
    public static IServiceCollection AddConnections(this IServiceCollection services)
    {
        services.TryAddSingleton(new OutboundRules());
        services.TryAddSingleton<ISecretVault, NoVault>();
        services.AddSingleton(s => new ConnectorHttp(s.GetRequiredService<OutboundRules>(), s.GetRequiredService<TimeProvider>(), s.GetService<DelegatingHandler>()));
        return services.AddSingleton<ConnectorFactory>().AddSingleton<ConnectionPage>().AddSingleton<SetConnection>().AddSingleton<TestConnection>().AddSingleton<EndConnection>().AddSingleton<AcceptMore>().AddSingleton<AcceptFewer>();
    }

    /// <summary>What runs beside the server has no keys and opens nothing.</summary>
    private sealed class NoVault : ISecretVault
    {
        public byte[] Seal(long connectionId, string secret) => throw new InvalidOperationException("There are no keys here to seal a secret with.");

        public string? Open(long connectionId, byte[] sealedSecret) => null;
    }
}
