using AccessReview.Core.Persistence;
using AccessReview.Core.Tests;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccessReview.Web.Tests;

/// <summary>The whole product on a port of its own, with a data folder of its own and a clock that tests set.</summary>
public sealed class TestApp : WebApplicationFactory<Program>
{
    /// <summary>When it begins unless a test says otherwise: a morning on which the files of the tests are fresh, whatever day it is outside.
    /// The time of events never goes back, so no test begins earlier than its product.</summary>
    public static readonly DateTime Morning = new(2026, 11, 23, 9, 0, 0, DateTimeKind.Utc);

    private readonly string folder = Directory.CreateTempSubdirectory("accessreview-web-").FullName;
    private readonly Dictionary<string, string> settings;

    private readonly KeptLog? log;
    private readonly IInterceptor? interceptor;
    private readonly TaskCompletionSource letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int stopped;

    /// <summary>Starts it, on a database that another start has made: that it makes one itself is for the tests of a first start.</summary>
    public TestApp(Dictionary<string, string>? settings = null, KeptLog? log = null, DateTime? now = null, IInterceptor? interceptor = null)
    {
        Clock.Set(now ?? Morning);
        File.Copy(TemplateDatabase.PathAsync().GetAwaiter().GetResult(), Path.Combine(folder, "accessreview.db"));
        (this.settings, this.log, this.interceptor) = (settings ?? [], log, interceptor);
        UseKestrel(); // Without a port: the factory would set it while the product starts, and now and then after it listens.
        StartServer();
        Address = new Uri(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Its clock.</summary>
    public TestClock Clock { get; } = new();

    /// <summary>A small organisation, written straight into its database.</summary>
    public TestWorld World => field ??= new TestWorld(Get<Change>());

    /// <summary>A use case or another service.</summary>
    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>A client without cookies that does not follow redirects.</summary>
    public HttpClient Http() => new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };

    /// <inheritdoc/>
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting("Data:Folder", folder);
        builder.UseSetting(WebHostDefaults.ServerUrlsKey, "http://127.0.0.1:0");
        foreach (var (key, value) in settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureLogging(logging =>
        {
            logging.SetMinimumLevel(LogLevel.Error);
            if (log is not null)
            {
                logging.ClearProviders().AddProvider(log);
            }

            logging.Services.AddSingleton<ILoggerProvider>(_ => new End(letGo));
        });
        builder.ConfigureTestServices(services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
            if (interceptor is not null)
            {
                services.AddSingleton(interceptor);
            }
        });
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await StopAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            StopAsync().GetAwaiter().GetResult();
        }

        base.Dispose(disposing);
        if (disposing)
        {
            letGo.Task.GetAwaiter().GetResult();
            Forget(folder);
        }
    }

    /// <summary>Deletes a folder of a product that was stopped. What a thread of it still wrote in between says nothing about the product, and stays.</summary>
    internal static void Forget(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // A file came while the others went, or the folder has gone already.
        }
    }

    // The factory may let go of the folder before the product has stopped: what runs on would find its database gone.
    private Task StopAsync()
    {
        var was = Interlocked.Exchange(ref stopped, 1);
        return was == 1 ? Task.CompletedTask : Services.GetRequiredService<IHost>().StopAsync();
    }

    // The product and the factory dispose of the same services, and whoever comes second does not wait for the first. Services go in the
    // opposite order of their coming, and the log comes before all that holds the data folder: when it goes, the folder is free.
    private sealed class End(TaskCompletionSource letGo) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => NullLogger.Instance;

        public void Dispose() => letGo.TrySetResult();
    }
}
