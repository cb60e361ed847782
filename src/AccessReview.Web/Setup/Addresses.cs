using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Net.Http.Headers;

namespace AccessReview.Web.Setup;

/// <summary>Where the product listens. Plain http is for this machine only: names and decisions do not cross a network in clear.</summary>
internal static class Addresses
{
    private const string Default = "http://localhost:5080";
    private const string ProxyKey = "Proxy:Addresses";
    private const string OfProxies = "X-Forwarded-";
    private static readonly string[] AlsoOfProxies = ["Forwarded", HeaderNames.Via, ForwardedHeadersDefaults.XOriginalForHeaderName];

    public static void AddAddresses(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        Configured.CheckList(builder.Configuration.GetSection(ProxyKey));
        var proxies = builder.Configuration.GetSection(ProxyKey).Get<string[]>() ?? [];
        var asked = Asked(builder.Configuration).Select(Parse).ToList();
        if (asked.Count == 0)
        {
            builder.WebHost.UseUrls(Default);
        }

        if (proxies.Length == 0 && asked.Find(IsExposed) is { } exposed)
        {
            throw new StartRefusedException(
                $"{exposed} would send names and decisions over the network in clear. Use an https address with a certificate (Kestrel:Certificates:Default), "
                + $"or an address of this machine such as {Default}, or name the proxy that ends https in {ProxyKey}:0.");
        }

        proxies.ToList().ForEach(proxy => Add(new ForwardedHeadersOptions(), proxy));
        Certificates.Check(builder.Configuration, builder.Environment, asked.Exists(a => IsOf(Uri.UriSchemeHttps, a)));
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            // The framework trusts this machine by itself; here only who is named speaks for somebody else.
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            options.ForwardedHeaders = proxies.Length == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            foreach (var proxy in proxies)
            {
                Add(options, proxy);
            }
        });
    }

    /// <summary>Over plain http only this machine is answered, and probes: where a proxy ends https, it says so in each request, and nobody
    /// reaches the address beside it.</summary>
    public static void RefusePlainHttp(this WebApplication app)
    {
        var said = 0;
        app.Use((context, next) =>
        {
            if (context.Request.IsHttps || IsThisMachine(context) || context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
            {
                return next(context);
            }

            // A named proxy that says it was reached over plain http is as it should be.
            if (IsFromThisMachine(context) && !context.Request.Headers.ContainsKey(ForwardedHeadersDefaults.XOriginalForHeaderName) && Interlocked.Exchange(ref said, 1) == 0)
            {
                app.Logger.AskedForOthers();
            }

            context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            return context.Response.WriteAsync(
                "This address is served over https only. Behind a proxy: it must send X-Forwarded-Proto and X-Forwarded-For and be named in Proxy:Addresses. On the machine itself: ask for localhost.",
                context.RequestAborted);
        });
    }

    /// <summary>Says once of a proxy that it does not say for whom it asks: all of them then are one address, which has one measure of sign-ins.</summary>
    public static void SayWhenAProxyNamesNobody(this WebApplication app)
    {
        var said = 0;
        app.Use((context, next) =>
        {
            // What was forwarded is put in place of what the connection says, also where nothing was.
            if (context.Request.Headers[ForwardedHeadersDefaults.XOriginalForHeaderName] is [{ } proxy]
                && context.Connection.RemoteIpAddress is { } address && proxy == new IPEndPoint(address, context.Connection.RemotePort).ToString() && Interlocked.Exchange(ref said, 1) == 0)
            {
                app.Logger.ProxyNamesNobody();
            }

            return next(context);
        });
    }

    private static void Add(ForwardedHeadersOptions options, string proxy)
    {
        if (IPAddress.TryParse(proxy, out var address))
        {
            options.KnownProxies.Add(address);
        }
        else
        {
            options.KnownIPNetworks.Add(System.Net.IPNetwork.TryParse(proxy, out var network)
                ? network
                : throw new StartRefusedException($"{ProxyKey} has \"{proxy}\"; it can be IP addresses and networks such as 10.1.0.0/16."));
        }
    }

    /// <summary>Whether somebody asks on the machine itself, and not through a proxy: for whom one asks there is its own word, or, where it sends
    /// none, a browser's. One that nobody named is told by what it adds, or by the name under which others know this machine.</summary>
    internal static bool IsThisMachine(HttpContext context) =>
        IsFromThisMachine(context) && IsNameOfThisMachine(context.Request.Host.Host) && !context.Request.Headers.Keys.Any(IsOfProxies);

    private static bool IsFromThisMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    // HTTP/1.0, which some probes speak, names no host.
    private static bool IsNameOfThisMachine(string host) =>
        host.Length == 0 || host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsOfProxies(string header) =>
        header.StartsWith(OfProxies, StringComparison.OrdinalIgnoreCase) || AlsoOfProxies.Contains(header, StringComparer.OrdinalIgnoreCase);

    /// <summary>Every address that the configuration has the server open: its endpoints, or else the addresses, or else the ports. Where somebody
    /// turns that order around, all of them count.</summary>
    private static IEnumerable<string> Asked(IConfiguration configuration)
    {
        List<string[]> places =
        [
            [.. configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>()],
            Split(configuration[WebHostDefaults.ServerUrlsKey]),
            [
                .. Split(configuration[WebHostDefaults.HttpPortsKey]).Select(port => $"http://*:{port}"),
                .. Split(configuration[WebHostDefaults.HttpsPortsKey]).Select(port => $"https://*:{port}"),
            ],
        ];
        return string.IsNullOrEmpty(configuration[WebHostDefaults.PreferHostingUrlsKey]) ? places.Find(p => p.Length > 0) ?? [] : places.SelectMany(p => p);
    }

    private static string[] Split(string? list) => (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static BindingAddress Parse(string url)
    {
        var refusal = Configured.Refuse("Urls", url, $"it is addresses such as {Default}");
        try
        {
            return BindingAddress.Parse(url) is { Port: >= IPEndPoint.MinPort and <= IPEndPoint.MaxPort } address ? address : throw refusal;
        }
        catch (FormatException)
        {
            throw refusal;
        }
    }

    private static bool IsExposed(BindingAddress address) => IsOf(Uri.UriSchemeHttp, address) && !address.IsUnixPipe
        && !(address.Host == "localhost" || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip)));

    private static bool IsOf(string scheme, BindingAddress address) => string.Equals(address.Scheme, scheme, StringComparison.OrdinalIgnoreCase);
}

/// <summary>What the log says about proxies.</summary>
internal static partial class ProxyLog
{
    [LoggerMessage(4, LogLevel.Warning, "A proxy of Proxy:Addresses does not say for whom it asks, so everybody behind it counts as one and shares one measure of sign-ins. Let it send X-Forwarded-For.")]
    public static partial void ProxyNamesNobody(this ILogger logger);

    [LoggerMessage(5, LogLevel.Warning, "Something on this machine asks over plain http for others, or by another name than localhost, and is refused. If it is a proxy, name it in Proxy:Addresses, and let it send X-Forwarded-Proto and X-Forwarded-For.")]
    public static partial void AskedForOthers(this ILogger logger);
}
