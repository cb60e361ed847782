using AccessReview.Core;
using AccessReview.Core.Persistence;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components.Authorization;

namespace AccessReview.Web.Tests.Parts;

/// <summary>Somebody who has signed in, for a part that asks Core by itself.</summary>
internal sealed class SignedIn(long person) : AuthenticationStateProvider
{
    public override Task<AuthenticationState> GetAuthenticationStateAsync() =>
        Task.FromResult(new AuthenticationState(SignInClaims.OfPerson(person, DatabaseName.Own, AuthenticationMethod.Demo)));
}
