using AccessReview.Connectors.OneLogin;
using AccessReview.Connectors.Tests.Contract;
using AccessReview.Fakes;

namespace AccessReview.Connectors.Tests.OneLogin;

public sealed class OneLoginKeepsTheContract : SourceContract
{
    private readonly FakeOneLogin server = OneLoginFakes.Five();

    protected override FakeServer Server => server;

    protected override IReadOnlyList<string> Secrets => [FakeOneLogin.Secret, FakeDirectory.TokenStem];

    protected override ISource Source(string? token = null) => new OneLoginSource(Reading.Http, OneLoginFakes.Settings(server, token), TimeProvider.System);
}

public sealed class OneLoginKeepsTheContractWithATokenInHand : SourceContractBehindALogin
{
    private readonly FakeOneLogin server = OneLoginFakes.Five();

    protected override FakeDirectory Directory => server;

    protected override IReadOnlyList<string> Secrets => [FakeOneLogin.Secret, FakeDirectory.TokenStem];

    protected override ISource Source(string? token = null) =>
        new OneLoginSource(Reading.Http, OneLoginFakes.Settings(server, token) with { Login = Login }, TimeProvider.System);
}

internal static class OneLoginFakes
{
    /// <summary>Five people, one of them suspended; 70 is given to 101 alone and by the role 7 to 102, 103 and 104.</summary>
    public static FakeOneLogin Five()
    {
        var server = new FakeOneLogin { PageSize = 2 };
        for (var i = 1; i <= 5; i++)
        {
            server.User(100 + i, $"u{i}@example.com", status: i == 5 ? 2 : 1, manager: i == 2 ? 101 : null);
        }

        server.Roles[7] = ("prod-analytics", [102, 103, 104], []);
        server.Apps[70] = ([101], [7]);
        return server;
    }

    public static OneLoginSettings Settings(FakeOneLogin server, string? secret = null) => new(new Uri(server.Address), FakeOneLogin.ClientId, secret ?? FakeOneLogin.Secret, ["70"]);

    public static async Task<Reading> ReadAsync(FakeOneLogin server)
    {
        await server.StartAsync();
        return await Reading.OfAsync(new OneLoginSource(Reading.Http, Settings(server), TimeProvider.System));
    }
}
