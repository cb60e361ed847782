using AccessReview.Web.Components.SignIn;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;

namespace AccessReview.Web.Setup;

/// <summary>Who somebody is: a cookie, made by the sign-in of the configured mode, checked again at every request and every minute
/// of an open page. Nothing can be reached without it unless it says so.</summary>
internal static class SignInSetup
{
    private static readonly TimeSpan IdleLimit = TimeSpan.FromHours(8);

    public static void AddSignIn(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(SignInOptions.Read(builder.Configuration, builder.Environment));
        builder.Services.AddSingleton<SessionCheck>();
        builder.Services.AddScoped<CurrentActor>();
        builder.Services.AddScoped<AuthenticationStateProvider, CheckedSignIn>();
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            cookie.Cookie.Name = "accessreview";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.CookieManager = new HostPrefixedCookies();
            cookie.ExpireTimeSpan = IdleLimit;
            cookie.LoginPath = Links.SignIn();
            cookie.AccessDeniedPath = Links.NotBound();
            cookie.ReturnUrlParameter = "returnTo";
            cookie.Events.OnValidatePrincipal = async context =>
            {
                if (!await context.HttpContext.RequestServices.GetRequiredService<SessionCheck>().IsGoodAsync(context.Principal!, context.HttpContext.RequestAborted))
                {
                    context.RejectPrincipal();
                }
            };
        });

        // A form that is not ours is an answer of 400 and no exception, in development too.
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = false);
        var bound = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireAssertion(context => Actors.Of(context.User) is not null).Build();
        builder.Services.AddAuthorizationBuilder().SetDefaultPolicy(bound).SetFallbackPolicy(bound);
    }

    public static void UseSignIn(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
    }
}
