using AccessReview.Connectors.Entra;
using AccessReview.Connectors.Tests.Contract;
using AccessReview.Fakes;

namespace AccessReview.Connectors.Tests.Entra;

public sealed class EntraKeepsTheContract : SourceContract
{
    private readonly FakeEntra server = EntraFakes.Five();

    protected override FakeServer Server => server;

    protected override IReadOnlyList<string> Secrets => [FakeEntra.Secret, FakeDirectory.TokenStem];

    protected override ISource Source(string? token = null) => new EntraSource(Reading.Http, EntraFakes.Settings(server, token), TimeProvider.System);
}

public sealed class EntraKeepsTheContractWithATokenInHand : SourceContractBehindALogin
{
    private readonly FakeEntra server = EntraFakes.Five();

    protected override FakeDirectory Directory => server;

    protected override IReadOnlyList<string> Secrets => [FakeEntra.Secret, FakeDirectory.TokenStem];

    protected override ISource Source(string? token = null) =>
        new EntraSource(Reading.Http, EntraFakes.Settings(server, token) with { Login = Login }, TimeProvider.System);
}

internal static class EntraFakes
{
    /// <summary>Five people, one of them disabled; heap is given to u1 directly and to prod-analytics, in which are u2 and the group
    /// partners with u3.</summary>
    public static FakeEntra Five()
    {
        var server = new FakeEntra { PageSize = 2 };
        for (var i = 1; i <= 5; i++)
        {
            server.User($"u{i}", $"u{i}@example.com", enabled: i != 5, manager: i == 2 ? "u1" : null);
        }

        server.Groups["g1"] = ("prod-analytics", ["u2"], ["g2"]);
        server.Groups["g2"] = ("partners", ["u3"], []);
        server.Apps["heap"] = [("a1", "User", "u1"), ("a2", "Group", "g1"), ("a3", "ServicePrincipal", "sp9"), ("a4", "User", "u4")];
        return server;
    }

    public static EntraSettings Settings(FakeEntra server, string? secret = null) => new(FakeEntra.Tenant, FakeEntra.ClientId, secret ?? FakeEntra.Secret, ["heap"])
    {
        Login = new Uri(server.Address), Graph = new Uri(server.Address + "/v1.0"),
    };

    public static async Task<Reading> ReadAsync(FakeEntra server)
    {
        await server.StartAsync();
        return await Reading.OfAsync(new EntraSource(Reading.Http, Settings(server), TimeProvider.System));
    }
}
