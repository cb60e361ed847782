using System.Security.Claims;
using AccessReview.Core;
using AccessReview.Core.Persistence;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components.Authorization;

namespace AccessReview.Web.Tests.Rules;

/// <summary>The fear: somebody with many pages open is locked out for good, or gets more than there is room for.</summary>
public sealed class CircuitsPerPersonTests
{
    private readonly OpenCircuits circuits = new();

    [Fact]
    public async Task A_page_too_many_is_refused_and_one_that_closes_makes_room_for_just_one()
    {
        var pages = Enumerable.Range(0, OpenCircuits.Most).Select(_ => Page(1)).ToList();
        foreach (var page in pages)
        {
            await page.OnConnectionUpAsync(null!, default);
        }

        await RefusedAsync(1);
        await RefusedAsync(1);
        await Page(2).OnConnectionUpAsync(null!, default);
        Assert.Equal(OpenCircuits.Most + 1, circuits.Total);

        // A lost connection is told of twice: when it is lost, and when its page is given up.
        await pages[0].OnConnectionDownAsync(null!, default);
        await pages[0].OnConnectionDownAsync(null!, default);
        await Page(1).OnConnectionUpAsync(null!, default);
        await RefusedAsync(1);
    }

    [Fact]
    public async Task A_page_that_comes_back_after_a_lost_connection_counts_again()
    {
        var page = Page(1);
        await page.OnConnectionUpAsync(null!, default);
        await page.OnConnectionDownAsync(null!, default);
        Assert.Equal(0, circuits.Total);
        await page.OnConnectionUpAsync(null!, default);
        Assert.Equal(1, circuits.Total);
    }

    private async Task RefusedAsync(long person)
    {
        var page = Page(person);
        await Assert.ThrowsAsync<InvalidOperationException>(() => page.OnConnectionUpAsync(null!, default));
        await page.OnConnectionDownAsync(null!, default);
    }

    private CircuitsPerPerson Page(long person) => new(circuits, new SignedIn(SignInClaims.OfPerson(person, DatabaseName.Own, AuthenticationMethod.Demo)));

    private sealed class SignedIn(ClaimsPrincipal who) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(who));
    }
}
