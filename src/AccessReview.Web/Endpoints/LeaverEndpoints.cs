using System.Globalization;
using AccessReview.Core.Leavers;
using AccessReview.Web.Setup;

namespace AccessReview.Web.Endpoints;

/// <summary>The list of leavers as a file, streamed.</summary>
internal static class LeaverEndpoints
{
    public static void MapLeavers(this WebApplication app) => app.MapGet("/leavers.csv", FileAsync).RequireAuthorization().RequireRateLimiting(Limits.Export);

    private static async Task FileAsync(HttpContext context, DownloadLeavers download, TimeProvider time, long? application, bool? open, string? length, bool? used, CancellationToken cancel)
    {
        var filter = new LeaverFilter(application, open, LeaverFilter.LengthOf(length), used == true);
        var sent = await download.RunAsync(Guid.NewGuid(), Actors.Require(context.User), filter, Begin, cancel);
        if (!sent.IsOk)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }

        Stream Begin()
        {
            context.Response.ContentType = "text/csv; charset=utf-8";
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers.ContentDisposition = string.Create(CultureInfo.InvariantCulture, $"attachment; filename=\"leavers-{time.GetUtcNow():yyyy-MM-dd}.csv\"");
            return context.Response.Body;
        }
    }
}
