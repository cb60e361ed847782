using System.Security.Claims;
using AccessReview.Core.SignIn;
using AccessReview.Web.Background;
using AccessReview.Web.Components.SignIn;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Diagnostics;

namespace AccessReview.Web.Setup;

/// <summary>Who somebody is: a cookie that names a session, made by the sign-in of the configured mode, checked again at every request
/// and every minute of an open page. Nothing can be reached without it unless it says so.</summary>
internal static class SignInSetup
{
    /// <summary>The cookie of a session.</summary>
    public const string CookieName = "accessreview";

    public static void AddSignIn(this WebApplicationBuilder builder)
    {
        var options = SignInOptionsReader.Read(builder.Configuration, builder.Environment);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(options.Limits);
        builder.Services.AddSingleton(new SignInRules(options.FirstAdministrator));
        builder.Services.AddSingleton<SessionCheck>();
        builder.Services.AddSingleton<SessionStart>();
        builder.Services.AddSingleton<SessionEnd>();
        builder.Services.AddHostedService<SeenWorker>();
        builder.Services.AddScoped<CurrentActor>();
        builder.Services.AddScoped<AuthenticationStateProvider, CheckedSignIn>();
        builder.Services.AddScoped<CircuitHandler, SeenInCircuit>();
        var authentication = builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie => Configure(cookie, options));
        if (options.Provider is not null)
        {
            authentication.AddProvider(options);
        }

        // A form that is not ours is an answer of 400 and no exception, in development too.
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = false);
        var bound = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireAssertion(context => Actors.Of(context.User) is not null).Build();
        builder.Services.AddAuthorizationBuilder().SetDefaultPolicy(bound).SetFallbackPolicy(bound);
    }

    public static void UseSignIn(this WebApplication app)
    {
        app.LimitAnswersOfProvider();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.Use((context, next) =>
        {
            // The form of a page that was opened under an earlier session holds no more, and whoever wants to be signed out is not left with a blank page.
            if (context.Request.Path == Links.SignOut() && context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false })
            {
                context.Response.Redirect(context.User.Identity?.IsAuthenticated == true ? Links.StillSignedIn(olderPage: true) : Links.SignIn());
                return Task.CompletedTask;
            }

            return next(context);
        });
    }

    private static void Configure(CookieAuthenticationOptions cookie, SignInOptions options)
    {
        cookie.Cookie.Name = CookieName;
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.CookieManager = new HostPrefixedCookies();

        // The session's row decides how long it lasts; the cookie goes with the browser and never outlives the row.
        (cookie.ExpireTimeSpan, cookie.SlidingExpiration) = (options.Limits.Absolute, false);
        cookie.LoginPath = options.Provider is null ? Links.SignIn() : Links.StartSignIn();
        cookie.AccessDeniedPath = Links.NotBound();
        cookie.ReturnUrlParameter = "returnTo";
        cookie.Events.OnValidatePrincipal = ValidateAsync;
        if (options.Provider is not null)
        {
            var redirect = cookie.Events.OnRedirectToLogin;
            cookie.Events.OnRedirectToLogin = context => IsForAPage(context.Request) ? redirect(context) : RefuseAsync(context.Response);
        }
    }

    // A picture or a script that needs a session is refused here; only a page is worth a way to the provider and back.
    private static bool IsForAPage(HttpRequest request) => request.Headers["Sec-Fetch-Dest"].ToString() is "" or "document";

    private static Task RefuseAsync(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var (user, services) = (context.Principal!, context.HttpContext.RequestServices);

        // The page that says what went wrong is the same for everybody, and asks nothing of a database that may be what went wrong.
        if (context.HttpContext.Features.Get<IExceptionHandlerFeature>() is not null
            || !await services.GetRequiredService<SessionCheck>().IsGoodAsync(user, context.HttpContext.RequestAborted))
        {
            context.RejectPrincipal();
        }
        else if (!context.HttpContext.Request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase))
        {
            // A page's connection comes back by itself; what its person does is noted in the circuit.
            services.GetRequiredService<Sessions>().Seen(user.FindFirstValue(SignInClaims.Session)!);
        }
    }
}
