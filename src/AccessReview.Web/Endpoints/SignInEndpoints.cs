using System.Security.Claims;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace AccessReview.Web.Endpoints;

/// <summary>What begins and ends a session; the forms carry antiforgery tokens. Choosing who you are exists in demo mode only.</summary>
internal static class SignInEndpoints
{
    public static void MapSignIn(this WebApplication app)
    {
        if (app.Services.GetRequiredService<SignInOptions>().Provider is null)
        {
            app.MapPost(Links.DemoSignIn(), DemoAsync).AllowAnonymous().RequireRateLimiting(Limits.SignIn);
            app.MapPost(Links.StartWithOwnFiles(), FirstAdministratorAsync).AllowAnonymous().RequireRateLimiting(Limits.SignIn);
            app.MapPost(Links.SignOut(), SignOutAsync).AllowAnonymous();
        }
        else
        {
            app.MapGet(Links.StartSignIn(), ProviderEndpoints.StartAsync).AllowAnonymous().RequireRateLimiting(Limits.SignIn);
            app.MapPost(Links.SignOut(), ProviderEndpoints.SignOutAsync).AllowAnonymous();
        }
    }

    /// <summary>The address when it is one of this product, else the overview.</summary>
    internal static string Local(string? returnTo) =>
        returnTo is ['/', not ('/' or '\\'), ..] && !returnTo.Any(char.IsControl) ? returnTo : Links.Overview(); // browsers drop a tab, and "/<tab>/elsewhere" would lead there

    private static async Task<IResult> DemoAsync(
        HttpContext context, WorksHere worksHere, Databases databases, SessionStart start, [FromForm] long person, [FromForm] string? returnTo, CancellationToken cancel) =>
        await worksHere.RunAsync(person, cancel)
            ? await BeginAsync(context, start, SignInClaims.OfPerson(person, databases.Current, Core.AuthenticationMethod.Demo), returnTo)
            : Results.LocalRedirect(Links.SignIn());

    private static async Task<IResult> FirstAdministratorAsync(
        HttpContext context, NeedsFirstAdministrator needsFirst, Databases databases, SessionStart start, [FromForm] string? returnTo, CancellationToken cancel) =>
        await needsFirst.RunAsync(cancel)
            ? await BeginAsync(context, start, SignInClaims.OfFirstAdministrator(databases.Current, Core.AuthenticationMethod.Demo), returnTo)
            : Results.LocalRedirect(Links.SignIn());

    private static async Task<IResult> BeginAsync(HttpContext context, SessionStart start, ClaimsPrincipal user, string? returnTo)
    {
        await start.RunAsync(user, context.User.FindFirstValue(SignInClaims.Session), signOutHint: null, context.RequestAborted);
        await context.SignInAsync(user);
        return Results.LocalRedirect(Local(returnTo));
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, SessionEnd end, [FromForm] bool? everywhere)
    {
        var ended = await end.RunAsync(context, everywhere ?? false);
        return Results.LocalRedirect(ended.IsOk ? Links.SignIn() : Links.StillSignedIn());
    }
}
