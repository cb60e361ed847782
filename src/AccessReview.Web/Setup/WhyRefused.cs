using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace AccessReview.Web.Setup;

/// <summary>Why a sign-in was refused, as far as the person at the browser can do something about it. The log says more.</summary>
public enum WhyRefused
{
    /// <summary>The provider's answer does not belong to a sign-in begun in this browser, or was used before.</summary>
    NotOurs,

    /// <summary>The person, or the provider, broke it off.</summary>
    BrokenOff,

    /// <summary>The answer does not prove anything: signature, issuer, audience or nonce is wrong.</summary>
    NotProven,

    /// <summary>The answer is too old.</summary>
    TooOld,

    /// <summary>The provider did not answer.</summary>
    NoAnswer,

    /// <summary>The provider refuses this product: its registration there, or its configuration, is wrong.</summary>
    NotRegistered,

    /// <summary>The answer does not say who it is, or not in the way this product asks for.</summary>
    NoSubject,

    /// <summary>Whoever it is has left.</summary>
    HasLeft,
}

/// <summary>Reads the reason out of what the framework throws.</summary>
internal static class RefusalReason
{
    public static WhyRefused Of(Exception? failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (Known(cause) is { } why)
            {
                return why;
            }
        }

        return failure is AuthenticationFailureException ? WhyRefused.NotOurs : WhyRefused.NotProven;
    }

    private static WhyRefused? Known(Exception cause) => cause switch
    {
        SecurityTokenExpiredException or SecurityTokenNotYetValidException or SecurityTokenInvalidLifetimeException or SecurityTokenNoExpirationException => WhyRefused.TooOld,
        SecurityTokenException => WhyRefused.NotProven,
        OpenIdConnectProtocolException => ByError(cause),
        HttpRequestException or TaskCanceledException or IOException => WhyRefused.NoAnswer,
        _ => null,
    };

    private static WhyRefused ByError(Exception cause) => (cause.Data["error"] as string) switch
    {
        "access_denied" or "login_required" or "interaction_required" or "consent_required" or "account_selection_required" => WhyRefused.BrokenOff,
        "invalid_grant" => WhyRefused.NotOurs,
        "temporarily_unavailable" or "server_error" => WhyRefused.NoAnswer,
        null => WhyRefused.NotProven,
        _ => WhyRefused.NotRegistered,
    };
}
