using AccessReview.Core;
using Microsoft.AspNetCore.Components.Authorization;

namespace AccessReview.Web.Setup;

/// <summary>Who asks, for pages; every call of Core takes it.</summary>
public sealed class CurrentActor(AuthenticationStateProvider signIn)
{
    /// <summary>The actor. A page reaches only bound sign-ins, so there always is one.</summary>
    public async Task<Actor> GetAsync() => Actors.Require((await signIn.GetAuthenticationStateAsync()).User);
}
