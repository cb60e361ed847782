using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace AccessReview.Web.Endpoints;

/// <summary>The posts that begin and end a session; the forms carry antiforgery tokens.</summary>
internal static class SignInEndpoints
{
    public static void MapSignIn(this WebApplication app)
    {
        app.MapPost(Links.DemoSignIn(), DemoAsync).AllowAnonymous();
        app.MapPost(Links.StartWithOwnFiles(), FirstAdministratorAsync).AllowAnonymous();
        app.MapPost(Links.SignOut(), SignOutAsync).AllowAnonymous();
    }

    private static async Task<IResult> DemoAsync(
        HttpContext context, WorksHere worksHere, Databases databases, [FromForm] long person, [FromForm] string? returnTo, CancellationToken cancel)
    {
        if (!await worksHere.RunAsync(person, cancel))
        {
            return Results.LocalRedirect(Links.SignIn());
        }

        await context.SignInAsync(SignInClaims.OfPerson(person, databases.Current));
        return Back(returnTo);
    }

    private static async Task<IResult> FirstAdministratorAsync(
        HttpContext context, NeedsFirstAdministrator needsFirst, Databases databases, [FromForm] string? returnTo, CancellationToken cancel)
    {
        if (!await needsFirst.RunAsync(cancel))
        {
            return Results.LocalRedirect(Links.SignIn());
        }

        await context.SignInAsync(SignInClaims.OfFirstAdministrator(databases.Current));
        return Back(returnTo);
    }

    /// <summary>Ends the session. The form is read for its token only.</summary>
    private static async Task<IResult> SignOutAsync(HttpContext context, [FromForm] string? returnTo)
    {
        await context.SignOutAsync();
        return Results.LocalRedirect(Links.SignIn());
    }

    private static IResult Back(string? returnTo) =>
        Results.LocalRedirect(returnTo is ['/', not ('/' or '\\'), ..] ? returnTo : Links.Overview());
}
