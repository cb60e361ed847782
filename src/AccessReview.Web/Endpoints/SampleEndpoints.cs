using AccessReview.Core.Persistence;
using AccessReview.Web.Background;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace AccessReview.Web.Endpoints;

/// <summary>The posts that bring the sample organisation in and leave it; the forms carry antiforgery tokens. They exist in demo mode,
/// the only mode in which there is a sample.</summary>
internal static class SampleEndpoints
{
    public static void MapSample(this WebApplication app)
    {
        if (app.Services.GetRequiredService<SignInOptions>().Mode == SignInMode.Demo)
        {
            app.MapPost(Links.LoadSample(), Load).AllowAnonymous();
            app.MapPost(Links.LeaveSample(), LeaveAsync).AllowAnonymous();
        }
    }

    /// <summary>Starts the load; the form is read for its token only.</summary>
    private static IResult Load(SampleLoading loading, [FromForm] string? token)
    {
        loading.Start();
        return Results.LocalRedirect(Links.Welcome());
    }

    private static async Task<IResult> LeaveAsync(HttpContext context, Databases databases, SampleLoading loading, [FromForm] string? token)
    {
        if (!loading.IsRunning)
        {
            databases.Use(DatabaseName.Own);
        }

        await context.SignOutAsync();
        return Results.LocalRedirect(Links.SignIn());
    }
}
