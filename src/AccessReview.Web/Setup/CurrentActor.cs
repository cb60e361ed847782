using AccessReview.Core;
using AccessReview.Core.Persistence;
using Microsoft.AspNetCore.Components.Authorization;

namespace AccessReview.Web.Setup;

/// <summary>Who asks, for pages; every call of Core takes it.</summary>
public sealed class CurrentActor(AuthenticationStateProvider signIn, Databases databases)
{
    /// <summary>The actor. A page reaches only bound sign-ins, so there always is one. A page that was open when another database came
    /// into use is refused: the same key is another person there.</summary>
    public async Task<Actor> GetAsync()
    {
        var user = (await signIn.GetAuthenticationStateAsync()).User;
        return user.FindFirst(SignInClaims.Database)?.Value == databases.Current.ToString()
            ? Actors.Require(user)
            : throw new InvalidOperationException("Another database is in use since this page was opened.");
    }
}
