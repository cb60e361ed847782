using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace AccessReview.Web.Components;

/// <summary>The document: drawn once per request, before any circuit, so it may look at the request's cookie.</summary>
public partial class App
{
    private static readonly string[] Sheets =
        ["css/fonts.css", "css/base.css", "css/parts.css", "css/mud.css", "css/shell.css", "css/workspace.css", "AccessReview.Web.styles.css", "css/print.css"];

    private static readonly InteractiveServerRenderMode WorkPage = new(prerender: false);

    [CascadingParameter]
    private HttpContext Request { get; set; } = null!;

    /// <summary>Work pages live in a circuit and are not drawn twice; plain pages (welcome, sign in) need none.</summary>
    private InteractiveServerRenderMode? Mode => Request.AcceptsInteractiveRouting() ? WorkPage : null;

    // The same number is somebody else in the sample.
    private string? Who => Actors.Of(Request.User) is { } actor ? $"{Request.User.FindFirst(SignInClaims.Database)?.Value} {actor.Key}" : null;

    private string Theme => Request.Request.Cookies["theme"] is { } chosen and ("light" or "dark") ? chosen : "system";
}
