using System.Reflection;
using AccessReview.Core.Roles;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace AccessReview.Web.Components;

/// <summary>Stands before every page, also when a page is opened from another one without a request: whoever may not open it finds
/// nothing. The rules inside stay with the use cases; this keeps empty frames and forbidden signs away.</summary>
public sealed partial class Gate : IDisposable
{
    private readonly Lifetime gone = new();
    private readonly Here here = new();
    private (Type Page, PlaceKeys Keys, Task<AuthenticationState> SignIn)? asked;
    private (Type Page, PlaceKeys Keys, Task<AuthenticationState> SignIn)? known;
    private Microsoft.AspNetCore.Components.RouteData? shown;
    private MayOpen.Answer? answer;

    /// <summary>The page and what its address names.</summary>
    [Parameter, EditorRequired]
    public Microsoft.AspNetCore.Components.RouteData Route { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState> SignIn { get; set; } = null!;

    [Inject]
    private MayOpen MayOpen { get; set; } = null!;

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        // A change behind the question mark is the same page; asking again would take it away under its reader. Who they are is said anew
        // when they lost a role.
        var (route, now) = (Route, (Route.PageType, OpensAttribute.KeysOf(Route.RouteValues), SignIn));
        if (known == now)
        {
            (asked, shown) = (now, route);
            return;
        }

        // The page that was there stays until it is known what comes.
        asked = now;
        var answered = await AskAsync(now.PageType, now.Item2);
        if (asked == now)
        {
            (known, answer, shown, here.Page) = (now, answered, Route, (now.PageType, now.Item2));
        }
    }

    /// <summary>A page that opens nothing, and a reader who is nobody any more, are left to the sign-in.</summary>
    private async Task<MayOpen.Answer> AskAsync(Type page, PlaceKeys keys) =>
        page.GetCustomAttribute<OpensAttribute>() is { } opens && Actors.Of((await SignIn).User) is { } actor
            ? await MayOpen.RunAsync(actor, opens.Place, keys, gone.Token)
            : new MayOpen.Answer(true, answer?.Reader ?? Role.None);
}
