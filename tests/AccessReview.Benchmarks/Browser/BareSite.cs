using AccessReview.Benchmarks.World;
using AccessReview.Core;
using AccessReview.Core.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AccessReview.Benchmarks.Browser;

/// <summary>A server with one otherwise empty page: the floor of what a page over a circuit costs. Its script is the product's, so that both
/// sides speak with the same one.</summary>
internal sealed class BareSite(WebApplication app, CircuitCount circuits) : IAsyncDisposable
{
    public Uri Address { get; } = new(app.Urls.First());

    /// <summary>Its circuits.</summary>
    public CircuitCount Circuits => circuits;

    public static async Task<BareSite> StartAsync(CampaignWorld world, Uri product)
    {
        using var http = new HttpClient { BaseAddress = product };
        var script = await http.GetByteArrayAsync("/_framework/blazor.web.js");
        var circuits = new CircuitCount();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development", ContentRootPath = world.Folder });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddAccessReviewCore(new DatabaseOptions { Folder = world.Folder });
        builder.Services.AddSingleton<CircuitHandler>(circuits).AddSingleton(new BareList(world.CampaignId));
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        var app = builder.Build();
        app.UseAntiforgery();
        app.MapGet("/_framework/blazor.web.js", () => Results.Bytes(script, "text/javascript"));
        app.MapRazorComponents<BareDocument>().AddInteractiveServerRenderMode();
        await app.StartAsync();
        return new BareSite(app, circuits);
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}

/// <summary>Which campaign the list is of.</summary>
internal sealed record BareList(long CampaignId);
