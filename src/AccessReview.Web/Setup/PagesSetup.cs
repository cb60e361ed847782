using AccessReview.Core.Persistence;
using AccessReview.Web.Components;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Diagnostics;
using MudBlazor;
using MudBlazor.Services;

namespace AccessReview.Web.Setup;

/// <summary>Pages, static files and circuits.</summary>
internal static class PagesSetup
{
    /// <summary>The most bytes of one message from a browser; files come in pieces below it.</summary>
    private const int MaxMessage = 32 * 1024;

    public static void AddPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents()
            .AddInteractiveServerComponents(circuits =>
            {
                circuits.DetailedErrors = builder.Environment.IsDevelopment();
                circuits.DisconnectedCircuitMaxRetained = 100;
                circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3);
                circuits.JSInteropDefaultCallTimeout = TimeSpan.FromMinutes(1);
                circuits.MaxBufferedUnacknowledgedRenderBatches = 10;
            })
            .AddHubOptions(hub => hub.MaximumReceiveMessageSize = MaxMessage);
        builder.Services.AddSingleton<OpenCircuits>();
        builder.Services.AddSingleton<Components.Campaigns.PlanCommands>();
        builder.Services.AddScoped<CircuitHandler, CircuitsPerPerson>();
        builder.Services.AddMudServices(mud =>
        {
            mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomCenter;
            mud.SnackbarConfiguration.PreventDuplicates = false;
            mud.SnackbarConfiguration.VisibleStateDuration = 5000;
        });
        builder.Services.AddScoped<Components.Removals.RemovalDialogs>();
        builder.Services.AddSingleton<Components.Reviewing.ReviewUseCases>();
        builder.Services.AddScoped<Components.Layout.WhatWaits>();
        builder.Services.AddCascadingAuthenticationState();

        // Strict, it would stay behind on the way back from the provider and from a link in a mail: the page there would get another, and the
        // forms of every open tab would hold no more.
        builder.Services.AddAntiforgery(options =>
            (options.Cookie.Name, options.Cookie.SecurePolicy, options.Cookie.SameSite) = ("accessreview-form", CookieSecurePolicy.SameAsRequest, SameSiteMode.Lax));
    }

    public static void UsePages(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error",
            CreateScopeForErrors = true,
            StatusCodeSelector = failure => StorageTrouble.Of(failure) is null ? StatusCodes.Status500InternalServerError : StatusCodes.Status503ServiceUnavailable,
        });
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use((context, next) =>
        {
            if (context.Features.Get<IStatusCodePagesFeature>() is { } pages && !HttpMethods.IsGet(context.Request.Method))
            {
                // A refused post is answered to a script, in its own words.
                pages.Enabled = false;
            }

            return next(context);
        });
    }

    public static void MapPages(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
    }
}
