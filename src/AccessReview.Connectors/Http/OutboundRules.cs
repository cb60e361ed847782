using System.Net;
using System.Net.Sockets;

namespace AccessReview.Connectors.Http;

/// <summary>Which addresses may be called. An address that an administrator enters is still fetched by the server (OWASP ASVS 1.3.6,
/// 13.2.4): https only, names from the allow-list if there is one, and no address of the machine or of its network.</summary>
public sealed class OutboundRules
{
    private static readonly IPNetwork[] Never =
    [
        .. new[]
        {
            "0.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/128", "fe80::/10", "ff00::/8", "2001:db8::/32", "64:ff9b::/96", "2002::/16",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork[] Loopback = [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")];

    private static readonly IPNetwork[] Private =
        [.. new[] { "10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7" }.Select(IPNetwork.Parse)];

    /// <summary>Whether this machine itself may be called, and by plain http: for development and tests only.</summary>
    public bool AllowLoopback { get; init; }

    /// <summary>Names that may be called, a leading dot meaning every name beneath; empty: any public name.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Private networks that may be called.</summary>
    public IReadOnlyList<IPNetwork> Networks { get; init; } = [];

    /// <summary>What is wrong with an address as entered, in a sentence; null: it may be tried.</summary>
    public string? Problem(Uri address)
    {
        if (!address.IsAbsoluteUri || address.Scheme is not ("https" or "http"))
        {
            return "Enter the whole address, beginning with https://.";
        }

        if (address.UserInfo.Length > 0 || address.Fragment.Length > 0)
        {
            return "The address may hold no user name, password or fragment.";
        }

        if (address.Scheme == "http" && !(AllowLoopback && address.IsLoopback))
        {
            return "Only https is called: anybody on the way could read the token otherwise.";
        }

        if (Hosts.Count > 0 && !address.IsLoopback && !Hosts.Any(h => Covers(h, address.IdnHost)))
        {
            return $"{address.Host} is not among the names that Outbound:Hosts allows.";
        }

        return IPAddress.TryParse(address.IdnHost.Trim('[', ']'), out var ip) && !MayCall(ip) ? $"{address.Host} is an address that may not be called." : null;
    }

    /// <summary>Whether a resolved address may be connected to.</summary>
    public bool MayCall(IPAddress address)
    {
        var ip = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (ip.AddressFamily is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6) || Never.Any(n => n.Contains(ip)))
        {
            return false;
        }

        return Loopback.Any(n => n.Contains(ip)) ? AllowLoopback : !Private.Any(n => n.Contains(ip)) || Networks.Any(n => n.Contains(ip));
    }

    private static bool Covers(string allowed, string host) => allowed.StartsWith('.')
        ? host.EndsWith(allowed, StringComparison.OrdinalIgnoreCase)
        : host.Equals(allowed, StringComparison.OrdinalIgnoreCase);
}
