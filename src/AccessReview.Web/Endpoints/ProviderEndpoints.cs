using System.Globalization;
using System.Net.Mime;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace AccessReview.Web.Endpoints;

/// <summary>To the provider and back: signing in there, and signing out here and there.</summary>
internal static class ProviderEndpoints
{
    private const string Scheme = OpenIdConnectDefaults.AuthenticationScheme;

    /// <summary>Sends the browser to the provider.</summary>
    public static async Task<IResult> StartAsync(
        ClaimsPrincipal user, IOptionsMonitor<OpenIdConnectOptions> provider, ILogger<ProviderSignIn> log, string? returnTo, bool? again, CancellationToken cancel)
    {
        OpenIdConnectConfiguration known;
        try
        {
            known = await provider.Get(Scheme).ConfigurationManager!.GetConfigurationAsync(cancel);
        }
        catch (InvalidOperationException failure)
        {
            log.ProviderSilent(failure.GetBaseException().Message);
            return Results.LocalRedirect(Links.SignInRefused(WhyRefused.NoAnswer, reference: null));
        }

        var way = new OpenIdConnectChallengeProperties { RedirectUri = SignInEndpoints.Local(returnTo) };

        // Browsers keep the cookie back from the form by which the provider answers: it comes from another site.
        way.SetString(ProviderSignIn.SessionKey, user.FindFirstValue(SignInClaims.Session));
        if (again == true)
        {
            // Whom an age is named says when it was, too.
            (way.Prompt, way.MaxAge) = (TakesLogin(known) ? OpenIdConnectPrompt.Login : OpenIdConnectPrompt.SelectAccount, known.Issuer == ProviderSetup.Google ? null : TimeSpan.Zero);
            way.SetString(ProviderSignIn.AgainKey, "1");
        }

        return Results.Challenge(way, [Scheme]);
    }

    // Google answers any prompt but none, consent and select_account with an error, and its document does not say so.
    private static bool TakesLogin(OpenIdConnectConfiguration provider) =>
        provider.Issuer != ProviderSetup.Google && (provider.PromptValuesSupported.Count == 0 || provider.PromptValuesSupported.Contains(OpenIdConnectPrompt.Login));

    /// <summary>Ends the session here, then sends the browser to end the provider's.</summary>
    public static async Task<IResult> SignOutAsync(
        HttpContext context, SessionEnd end, IOptionsMonitor<OpenIdConnectOptions> provider, IDataProtectionProvider protection, [FromForm] bool? everywhere)
    {
        var ended = await end.RunAsync(context, everywhere ?? false);
        if (!ended.IsOk)
        {
            return Results.LocalRedirect(Links.StillSignedIn());
        }

        var hint = ended.Value;
        return await EndSessionAddressAsync(context, provider.Get(Scheme), hint is null ? null : Token(protection, hint)) is { } there
            ? Onward(there)
            : Results.LocalRedirect(Links.SignedOut(stillAtProvider: true));
    }

    private static async Task<string?> EndSessionAddressAsync(HttpContext context, OpenIdConnectOptions oidc, string? token)
    {
        OpenIdConnectConfiguration provider;
        try
        {
            provider = await oidc.ConfigurationManager!.GetConfigurationAsync(context.RequestAborted);
        }
        catch (InvalidOperationException)
        {
            return null;
        }

        return string.IsNullOrEmpty(provider.EndSessionEndpoint) ? null : new OpenIdConnectMessage
        {
            IssuerAddress = provider.EndSessionEndpoint, ClientId = oidc.ClientId, IdTokenHint = token, EnableTelemetryParameters = false,
            PostLogoutRedirectUri = UriHelper.BuildAbsolute(context.Request.Scheme, context.Request.Host, context.Request.PathBase, Links.SignedOut()),
        }.CreateLogoutRequestUrl();
    }

    // A key ring that was lost makes the hint unreadable; the provider then asks instead of knowing.
    private static string? Token(IDataProtectionProvider protection, byte[] hint)
    {
        try
        {
            return Encoding.UTF8.GetString(protection.CreateProtector(ProviderSignIn.HintPurpose).Unprotect(hint));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>A page and no redirect: browsers hold the redirects of a form to the form's own rule, which names this product alone.</summary>
    private static IResult Onward(string address)
    {
        var encoded = HtmlEncoder.Default.Encode(address);
        return Results.Text(
            string.Create(CultureInfo.InvariantCulture, $"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Signing out · AccessReview</title><link rel=\"icon\" href=\"data:,\"><meta http-equiv=\"refresh\" content=\"0;url={encoded}\"><p>You are signed out of AccessReview. <a href=\"{encoded}\">Sign out at the provider too</a>.</p></html>"),
            MediaTypeNames.Text.Html, Encoding.UTF8);
    }
}

/// <summary>What the log says about a provider that does not answer.</summary>
internal static partial class ProviderLog
{
    [LoggerMessage(13, LogLevel.Error, "The provider of sign-ins does not answer, and nobody can sign in until it does: {Cause}")]
    public static partial void ProviderSilent(this ILogger logger, string cause);
}
