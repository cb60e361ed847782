namespace AccessReview.Web.Tests.SignIn;

/// <summary>A provider, the product that trusts it as any OpenID Connect provider, and the test organisation in it: one for all tests of
/// a class.</summary>
public sealed class SignInApp : IAsyncLifetime
{
    /// <summary>Starts both.</summary>
    public SignInApp() => App = new TestApp(new(Provider.AsOpenIdConnect()) { ["Proxy:Addresses:0"] = "127.0.0.1" }, now: DateTime.UtcNow);

    /// <summary>The provider.</summary>
    public TestProvider Provider { get; } = new();

    /// <summary>The product.</summary>
    public TestApp App { get; }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => await App.World.PeopleAsync([]);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Provider.DisposeAsync();
    }
}
