using System.Runtime.InteropServices;

namespace AccessReview.Web.Setup;

/// <summary>The product as a service: systemd and Windows are told when it is ready and tell it to stop. Started by hand, neither
/// changes anything.</summary>
internal static class ServiceSetup
{
    public static void AddService(this WebApplicationBuilder builder)
    {
        builder.Services.AddSystemd();
        builder.Services.AddWindowsService(service => service.ServiceName = "AccessReview");

        // A container's root cannot be written; TMPDIR then names a folder of its volume, which is not there yet.
        Directory.CreateDirectory(Path.GetTempPath());
    }

    /// <summary>Lets a signal end a start as it ends what serves. The host hears signals only once it runs; before that, one would kill the
    /// process in the middle of an upgrade, and a container's would not be heard at all.</summary>
    public static void StopBySignalWhileStarting(this WebApplication app)
    {
        foreach (var signal in new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT })
        {
            var heard = PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                app.Lifetime.StopApplication();
                app.Logger.StoppedWhileStarting();
            });

            // The host hears signals by then, so that none falls between.
            app.Lifetime.ApplicationStarted.Register(heard.Dispose);
        }

        app.Logger.Starting();
    }
}
