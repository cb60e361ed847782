using System.Reflection;
using AccessReview.Core;
using AccessReview.Web.Background;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AccessReview.Web.Setup;

/// <summary>Traces of commands and jobs, and counts, to the organisation's own collector. They carry commands, codes and numbers: no
/// names, no addresses, no texts.</summary>
internal static class TelemetrySetup
{
    private static readonly string[] Meters = [Telemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var options = TelemetryOptions.Read(builder.Configuration);
        if (options.Endpoint is not { } endpoint)
        {
            return;
        }

        builder.Services.AddHostedService<GaugeLoop>();
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("accessreview", serviceVersion: Assembly.GetExecutingAssembly().GetName().Version!.ToString(3)))
            .WithTracing(traces => traces.AddSource(Telemetry.Name).AddOtlpExporter(exporter => Send(exporter, "v1/traces")))
            .WithMetrics(metrics => metrics.AddMeter(Meters).AddOtlpExporter(exporter => Send(exporter, "v1/metrics")));

        void Send(OtlpExporterOptions exporter, string path)
        {
            exporter.Protocol = options.Protocol == TelemetryProtocol.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
            exporter.Endpoint = options.Protocol == TelemetryProtocol.Grpc ? endpoint : new Uri(endpoint.AbsoluteUri.TrimEnd('/') + "/" + path);
            exporter.Headers = options.Headers;
        }
    }
}
