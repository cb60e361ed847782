using AccessReview.Fakes;

namespace AccessReview.Connectors.Tests.Contract;

/// <summary>The same contract once a token is there: what goes wrong goes wrong at the lists, not at the login. The login gives one
/// token only, so that a source which asks for a second is told that its credentials are no longer good.</summary>
public abstract class SourceContractBehindALogin : SourceContract, IAsyncLifetime
{
    private FakeLogin? login;

    protected abstract FakeDirectory Directory { get; }

    protected sealed override FakeServer Server => Directory;

    protected Uri Login => new(login!.Address);

    public new async ValueTask InitializeAsync()
    {
        login = new FakeLogin(Directory);
        await login.StartAsync();
        await base.InitializeAsync();
    }

    public new async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await login!.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
