using System.Globalization;
using AccessReview.Core.Removals;
using AccessReview.Web.Setup;

namespace AccessReview.Web.Endpoints;

/// <summary>The to-do file, streamed.</summary>
internal static class RemovalEndpoints
{
    public static void MapRemovals(this WebApplication app) => app.MapGet("/removals.csv", FileAsync).RequireAuthorization().RequireRateLimiting(Limits.Export);

    private static async Task FileAsync(
        HttpContext context, DownloadRemovals download, TimeProvider time, string? show, long? application, int? campaign, long? person, bool? seats, CancellationToken cancel)
    {
        var filter = new RemovalFilter(Enum.TryParse<RemovalShow>(show, ignoreCase: true, out var chosen) ? chosen : RemovalShow.All, application, campaign, person, Seats: seats == true);
        var sent = await download.RunAsync(Guid.NewGuid(), Actors.Require(context.User), filter, Begin, cancel);
        if (!sent.IsOk)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }

        Stream Begin()
        {
            context.Response.ContentType = "text/csv; charset=utf-8";
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers.ContentDisposition =
                string.Create(CultureInfo.InvariantCulture, $"attachment; filename=\"removals-{time.GetUtcNow():yyyy-MM-dd}.csv\"");
            return context.Response.Body;
        }
    }
}
