using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Playwright;

namespace AccessReview.Benchmarks.Browser;

/// <summary>The whole product in this process, on a port of its own, over a folder that lies there already.</summary>
internal sealed class ProductSite : WebApplicationFactory<StartRefusedException>
{
    private readonly string folder;
    private readonly ILoggerProvider? log;

    /// <summary>Starts it.</summary>
    /// <param name="folder">Where its data lie.</param>
    /// <param name="log">Hears what it logs beside the console.</param>
    public ProductSite(string folder, ILoggerProvider? log = null)
    {
        (this.folder, this.log) = (folder, log);
        UseKestrel();
        StartServer();
        Address = new Uri(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public Uri Address { get; }

    /// <summary>Its circuits.</summary>
    public CircuitCount Circuits { get; } = new();

    /// <summary>A page signed in as somebody, at an address.</summary>
    public static async Task<IPage> SignInAsync(IBrowserContext window, string name, string path)
    {
        var page = await window.NewPageAsync();
        await page.GotoAsync($"/sign-in?search={Uri.EscapeDataString(name)}&returnTo={Uri.EscapeDataString(path)}");
        await page.Locator(".people button").First.ClickAsync();
        await page.Locator(".ws-list .item").First.WaitForAsync();
        return page;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseContentRoot(AppContext.BaseDirectory);
        builder.UseSetting("Data:Folder", folder);
        builder.UseSetting(WebHostDefaults.ServerUrlsKey, "http://127.0.0.1:0");
        builder.ConfigureLogging(logging =>
        {
            logging.SetMinimumLevel(LogLevel.Error);
            logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
            if (log is not null)
            {
                logging.AddProvider(log).Services.Configure<LoggerFilterOptions>(filter => filter.Rules.Add(new LoggerFilterRule(log.GetType().FullName, null, LogLevel.Warning, null)));
            }
        });
        builder.ConfigureTestServices(services => services.AddSingleton<CircuitHandler>(Circuits));
    }
}
