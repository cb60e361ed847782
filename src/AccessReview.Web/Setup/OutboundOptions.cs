using System.Net;
using AccessReview.Connectors.Http;

namespace AccessReview.Web.Setup;

/// <summary>The configuration section <c>Outbound</c>: which other systems the server may call.</summary>
internal sealed class OutboundOptions
{
    /// <summary><c>Outbound:Hosts</c>: names that may be called, a leading dot meaning every name beneath; empty: any public name.</summary>
    public IReadOnlyList<string> Hosts { get; set; } = [];

    /// <summary><c>Outbound:Networks</c>: private networks that may be called, such as 10.1.0.0/16.</summary>
    public IReadOnlyList<string> Networks { get; set; } = [];

    /// <summary><c>Outbound:AllowLoopback</c>: whether this machine itself may be called, also by plain http; refused outside development.</summary>
    public bool AllowLoopback { get; set; }

    /// <summary>The rules, or a refusal that names the key.</summary>
    public static OutboundRules Read(IConfiguration configuration, bool development)
    {
        var asked = Configured.Read<OutboundOptions>(configuration, "Outbound");
        return asked.AllowLoopback && !development
            ? throw Configured.Refuse("Outbound:AllowLoopback", "true", "it lets the services of this machine be called, past Outbound:Hosts, so it is refused outside Development")
            : new OutboundRules
            {
                AllowLoopback = asked.AllowLoopback,
                Hosts = [.. asked.Hosts.Select((text, i) => Configured.IsHost(text.StartsWith('.') ? text[1..] : text) ? text : throw Configured.Refuse($"Outbound:Hosts:{i}", text, "it is the name of a host such as example.com, or .example.com for every name beneath"))],
                Networks = [.. asked.Networks.Select((text, i) => IPNetwork.TryParse(text, out var network) ? network : throw Configured.Refuse($"Outbound:Networks:{i}", text, "it is a network such as 10.1.0.0/16"))],
            };
    }
}
