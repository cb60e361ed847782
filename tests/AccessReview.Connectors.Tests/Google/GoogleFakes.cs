using AccessReview.Connectors.Google;
using AccessReview.Connectors.Tests.Contract;
using AccessReview.Fakes;

namespace AccessReview.Connectors.Tests.Google;

public sealed class GoogleKeepsTheContract : SourceContract
{
    private readonly FakeGoogle server = GoogleFakes.Five();

    protected override FakeServer Server => server;

    protected override IReadOnlyList<string> Secrets => GoogleFakes.Secrets;

    protected override ISource Source(string? token = null) => new GoogleSource(Reading.Http, GoogleFakes.Settings(server, token), TimeProvider.System);
}

public sealed class GoogleKeepsTheContractWithATokenInHand : SourceContractBehindALogin
{
    private readonly FakeGoogle server = GoogleFakes.Five();

    protected override FakeDirectory Directory => server;

    protected override IReadOnlyList<string> Secrets => GoogleFakes.Secrets;

    protected override ISource Source(string? token = null) =>
        new GoogleSource(Reading.Http, GoogleFakes.Settings(server, token) with { Login = Login }, TimeProvider.System);
}

internal static class GoogleFakes
{
    public static IReadOnlyList<string> Secrets => [FakeGoogle.PrivateKey, FakeGoogle.PrivateKey.Split('\n')[3], FakeDirectory.TokenStem];

    /// <summary>Five people, one suspended and one archived. The group heap@example.com lets into heap; in it are u1 and the group of
    /// the partners with u2.</summary>
    public static FakeGoogle Five()
    {
        var server = new FakeGoogle { PageSize = 2 };
        for (var i = 1; i <= 5; i++)
        {
            server.User($"10{i}", $"u{i}@example.com", suspended: i == 5, archived: i == 4);
        }

        server.Groups["g1"] = new("Heap users", "heap@example.com", ["u1@example.com", "partners@example.com"]);
        server.Groups["g2"] = new("Partners", "partners@example.com", ["u2@example.com"]);
        return server;
    }

    public static GoogleSettings Settings(FakeGoogle server, string? key = null) =>
        new(FakeGoogle.ServiceAccount, key ?? FakeGoogle.PrivateKey, FakeGoogle.Admin, [new AppGroup("heap", "heap@example.com")])
        {
            Login = new Uri(server.Address + "/token"), Directory = new Uri(server.Address + "/admin/directory/v1"),
        };

    public static async Task<Reading> ReadAsync(FakeGoogle server, Func<GoogleSettings, GoogleSettings>? change = null)
    {
        await server.StartAsync();
        return await Reading.OfAsync(new GoogleSource(Reading.Http, change?.Invoke(Settings(server)) ?? Settings(server), TimeProvider.System));
    }
}
