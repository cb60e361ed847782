namespace AccessReview.Web.Tests.SignIn;

/// <summary>The first administrator whom the configuration names, at a provider that says of no address that it is verified.</summary>
public sealed class FirstAdministratorTests : IAsyncLifetime
{
    private readonly TestProvider provider = new();

    public ValueTask InitializeAsync()
    {
        provider.SignsIn("Root");
        provider.Claims.Remove("email_verified");
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => provider.DisposeAsync();

    [Theory]
    [InlineData("example.test", true)]
    [InlineData("another.test", false)]
    public async Task They_enter_an_empty_product_by_an_address_of_a_domain_that_the_configuration_vouches_for(string domain, bool enters)
    {
        await using var app = new TestApp(
            new(provider.AsOpenIdConnect()) { ["SignIn:FirstAdministrator"] = "root@example.test", ["SignIn:OpenIdConnect:VouchedDomains:0"] = domain }, now: DateTime.UtcNow);
        using var browser = new HttpBrowser(app.Address);

        await browser.SignInAsync(Links.Settings());

        Assert.Equal(enters ? Links.Settings() : Links.NotBound(), browser.At.AbsolutePath);
    }
}
