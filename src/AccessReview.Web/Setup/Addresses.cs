using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace AccessReview.Web.Setup;

/// <summary>Where the product listens. Plain http is for this machine only: names and decisions do not cross a network in clear.</summary>
internal static class Addresses
{
    private const string Default = "http://localhost:5080";
    private const string ProxyKey = "Proxy:Addresses";

    public static void AddAddresses(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        var proxies = builder.Configuration.GetSection(ProxyKey).Get<string[]>() ?? [];
        var asked = Asked(builder.Configuration).ToList();
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

        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = proxies.Length == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            foreach (var proxy in proxies)
            {
                options.KnownProxies.Add(IPAddress.TryParse(proxy, out var address)
                    ? address
                    : throw new StartRefusedException($"{ProxyKey}: \"{proxy}\" is not an IP address."));
            }
        });
    }

    /// <summary>Every address the configuration asks for.</summary>
    private static IEnumerable<string> Asked(IConfiguration configuration) =>
    [
        .. Split(configuration[WebHostDefaults.ServerUrlsKey]),
        .. Split(configuration[WebHostDefaults.HttpPortsKey]).Select(port => $"http://*:{port}"),
        .. Split(configuration[WebHostDefaults.HttpsPortsKey]).Select(port => $"https://*:{port}"),
        .. configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>(),
    ];

    private static string[] Split(string? list) => (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool IsExposed(string url)
    {
        var address = BindingAddress.Parse(url);
        return address.Scheme == "http" && !address.IsUnixPipe
            && !(address.Host == "localhost" || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip)));
    }
}
