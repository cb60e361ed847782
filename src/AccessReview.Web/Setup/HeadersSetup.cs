namespace AccessReview.Web.Setup;

/// <summary>What every answer carries so that a browser does nothing we did not ask for, and a refusal of calls from other sites.</summary>
internal static class HeadersSetup
{
    /// <summary>Two deviations, both known: MudBlazor and Blazor set inline styles, and Blazor needs a base address.</summary>
    private const string Policy =
        "default-src 'self'; base-uri 'self'; object-src 'none'; frame-ancestors 'none'; form-action 'self'; img-src 'self' data:; font-src 'self'; "
        + "script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self' ";

    /// <summary>A browser that came once comes over https for a year, to hosts below this one too (ASVS 3.4.1).</summary>
    public static void AddOurHeaders(this WebApplicationBuilder builder) =>
        builder.Services.AddHsts(hsts => (hsts.MaxAge, hsts.IncludeSubDomains) = (TimeSpan.FromDays(365), true));

    public static void UseOurHeaders(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.SayWhenAProxyNamesNobody();
        app.RefusePlainHttp();
        app.UseWhen(context => context.Request.IsHttps, secure => secure.UseHsts());
        app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase) && !IsOurOrigin(context.Request))
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            }

            context.Response.OnStarting(() => Task.FromResult(Write(context)));
            return next(context);
        });
    }

    private static bool Write(HttpContext context)
    {
        var (request, headers) = (context.Request, context.Response.Headers);
        headers.ContentSecurityPolicy = Policy + (request.IsHttps ? $"wss://{request.Host}; upgrade-insecure-requests" : $"ws://{request.Host}");
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        if (headers.CacheControl.Count == 0)
        {
            headers.CacheControl = "no-store";
        }

        return true;
    }

    /// <summary>A browser names the page's origin when it opens a socket; a page of another site must not get one.</summary>
    private static bool IsOurOrigin(HttpRequest request) =>
        request.Headers.Origin is not [{ Length: > 0 } origin]
        || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Scheme == request.Scheme && from.Authority == request.Host.Value);
}
