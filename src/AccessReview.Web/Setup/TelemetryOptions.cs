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
}
