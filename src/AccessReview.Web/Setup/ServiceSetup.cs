using System.Runtime.InteropServices;
using AccessReview.Core.Persistence;
using AccessReview.Web.Verbs;

namespace AccessReview.Web.Setup;

/// <summary>The product as a service: systemd and Windows are told when it is ready and tell it to stop. Started by hand, neither
/// changes anything.</summary>
internal static class ServiceSetup
{
    /// <summary>Less than whoever tells it to stop waits before they kill it: a container's ten seconds.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public static void AddService(this WebApplicationBuilder builder)
    {
        builder.Services.AddSystemd();
        builder.Services.AddWindowsService(service => service.ServiceName = "AccessReview");

        // A container's root cannot be written; TMPDIR then names a folder of its volume, which is not there yet.
        Directory.CreateDirectory(Path.GetTempPath());
    }

    /// <summary>Lets a signal end a start as it ends what serves. The host hears signals only once it runs; before that, one would kill the
    /// process in the middle of an upgrade, and a container's would not be heard at all. A statement of SQLite cannot be stopped, be it a long one or
    /// one that waits for another program, so after a while the process ends over it, which the upgrade there is made for.</summary>
    public static void StopBySignalWhileStarting(this WebApplication app)
    {
        var (started, onSqlite) = (app.Lifetime.ApplicationStarted, app.Services.GetRequiredService<DatabaseOptions>().Provider == DatabaseProvider.Sqlite);
        foreach (var signal in new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT })
        {
            var heard = PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                if (onSqlite)
                {
                    _ = EndAsync(started);
                }

                app.Lifetime.StopApplication();
                app.Logger.StoppedWhileStarting();
            });

            // The host hears signals by then, so that none falls between.
            app.Lifetime.ApplicationStarted.Register(heard.Dispose);
        }

        app.Logger.Starting();
    }

    // What serves by then ends as the host ends it.
    private static async Task EndAsync(CancellationToken started)
    {
        await Task.Delay(Grace, CancellationToken.None);
        if (!started.IsCancellationRequested)
        {
            Environment.Exit(ExitCodes.Ok);
        }
    }
}
