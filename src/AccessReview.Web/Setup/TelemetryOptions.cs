namespace AccessReview.Web.Setup;

/// <summary>How telemetry is sent.</summary>
internal enum TelemetryProtocol
{
    /// <summary>OTLP over gRPC, usually port 4317.</summary>
    Grpc,

    /// <summary>OTLP over http, usually port 4318.</summary>
    HttpProtobuf,
}

/// <summary>The configuration section <c>Telemetry</c>. Nothing is sent anywhere unless an address is named.</summary>
internal sealed class TelemetryOptions
{
    /// <summary><c>Telemetry:Endpoint</c>: the OTLP collector of the organisation; none, and nothing is measured or sent.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary><c>Telemetry:Protocol</c>.</summary>
    public TelemetryProtocol Protocol { get; set; } = TelemetryProtocol.Grpc;

    /// <summary><c>Telemetry:Headers</c>: what the collector asks for, as <c>name=value,name=value</c>. A secret.</summary>
    public string? Headers { get; set; }

    /// <summary>How telemetry is sent, or a refusal that names the key and does not repeat the secret.</summary>
    public static TelemetryOptions Read(IConfiguration configuration)
    {
        var options = Configured.Read<TelemetryOptions>(configuration, "Telemetry");
        if (options.Headers is not { Length: > 0 } headers)
        {
            return options;
        }

        if (!headers.Split(',').All(IsHeader))
        {
            throw new StartRefusedException("Telemetry:Headers is no list of headers: it is written as name=value,name=value.");
        }

        return options.Endpoint is { IsLoopback: false } there && there.Scheme != Uri.UriSchemeHttps
            ? throw Configured.Refuse("Telemetry:Endpoint", there.OriginalString, "with Telemetry:Headers, which are a secret, it begins with https:// or leads to this machine")
            : options;
    }

    private static bool IsHeader(string text)
    {
        using var message = new HttpRequestMessage();
        return text.Split('=', 2) is [var name, var value] && !value.Any(char.IsControl) && message.Headers.TryAddWithoutValidation(name.Trim(), value);
    }
}
