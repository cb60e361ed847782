using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Identity.Web;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace AccessReview.Web.Setup;

/// <summary>The provider of real sign-ins: OpenID Connect's code flow with PKCE, the same rules whichever provider it is.</summary>
internal static class ProviderSetup
{
    /// <summary>Where providers send the browser back; registered there.</summary>
    public const string CallbackPath = "/signin-oidc";

    /// <summary>Google's issuer: it takes other prompts than others, and vouches for addresses of Workspaces only.</summary>
    public const string Google = "https://accounts.google.com";

    private static readonly string[] Signatures =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384,
        SecurityAlgorithms.RsaSsaPssSha512, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    public static void AddProvider(this AuthenticationBuilder authentication, SignInOptions options)
    {
        var provider = options.Provider!;
        if (options.Mode == SignInMode.EntraId)
        {
            authentication.AddMicrosoftIdentityWebApp(
                entra =>
                {
                    (entra.Instance, entra.TenantId) = (provider.Authority.GetLeftPart(UriPartial.Authority) + "/", provider.TenantId);
                    (entra.ClientId, entra.ClientSecret, entra.CallbackPath) = (provider.ClientId, provider.ClientSecret, CallbackPath);
                },
                configureCookieAuthenticationOptions: null, OpenIdConnectDefaults.AuthenticationScheme, cookieScheme: null);
        }
        else
        {
            authentication.AddOpenIdConnect(oidc => (oidc.Authority, oidc.ClientId, oidc.ClientSecret) = (provider.Authority.ToString(), provider.ClientId, provider.ClientSecret));
        }

        authentication.Services.AddScoped<ProviderSignIn>();
        authentication.Services.Configure<OpenIdConnectOptions>(OpenIdConnectDefaults.AuthenticationScheme, oidc => Configure(oidc, options));
    }

    private static void Configure(OpenIdConnectOptions oidc, SignInOptions options)
    {
        var provider = options.Provider!;
        oidc.SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        (oidc.ResponseType, oidc.ResponseMode, oidc.UsePkce) = (OpenIdConnectResponseType.Code, OpenIdConnectResponseMode.FormPost, true);
        (oidc.CallbackPath, oidc.RemoteSignOutPath, oidc.SignedOutCallbackPath) = (CallbackPath, default, "/signed-out-callback");
        oidc.RequireHttpsMetadata = !provider.Authority.IsLoopback;
        oidc.BackchannelTimeout = TimeSpan.FromSeconds(15);
        (oidc.SaveTokens, oidc.UseTokenLifetime, oidc.DisableTelemetry) = (false, false, true);
        oidc.TokenHandler = new JsonWebTokenHandler { MapInboundClaims = false };
        oidc.Scope.Clear();
        foreach (var scope in provider.Scopes.Prepend("email").Prepend("profile").Prepend("openid").Distinct(StringComparer.Ordinal))
        {
            oidc.Scope.Add(scope);
        }

        // Okta and others leave most claims out of the token; they are asked for separately and must be of the same subject.
        oidc.GetClaimsFromUserInfoEndpoint = options.Mode == SignInMode.OpenIdConnect;
        oidc.ClaimActions.Clear();
        foreach (var claim in (string[])["email", "email_verified", "name", "preferred_username", "hd"])
        {
            oidc.ClaimActions.MapUniqueJsonKey(claim, claim);
        }

        oidc.ClaimActions.MapJsonKey(options.RoleClaim, options.RoleClaim);

        // One tenant, one issuer: the one its discovery document names. The library's own validator would look aliases up elsewhere.
        (oidc.TokenValidationParameters.ValidateIssuer, oidc.TokenValidationParameters.IssuerValidator) = (true, null);
        oidc.TokenValidationParameters.ValidAlgorithms = Signatures;
        oidc.Events = new OpenIdConnectEvents
        {
            OnTokenValidated = RequireSignature,
            OnTicketReceived = context => context.HttpContext.RequestServices.GetRequiredService<ProviderSignIn>().ReceivedAsync(context),
            OnRemoteFailure = context => context.HttpContext.RequestServices.GetRequiredService<ProviderSignIn>().FailedAsync(context),
        };
    }

    // The standard lets a token that came straight from the provider go unsigned; this product does not. The token itself is kept for
    // the sign-out, which names it.
    private static Task RequireSignature(TokenValidatedContext context)
    {
        if (context.SecurityToken is not System.IdentityModel.Tokens.Jwt.JwtSecurityToken { RawSignature.Length: > 0 })
        {
            context.Fail(new SecurityTokenInvalidSignatureException("The token is not signed."));
        }

        context.HttpContext.Items[nameof(ProviderSignIn)] = context.TokenEndpointResponse?.IdToken;
        return Task.CompletedTask;
    }
}
