using AccessReview.Core.Campaigns.Register;
using AccessReview.Web.Setup;

namespace AccessReview.Web.Endpoints;

/// <summary>The register of applications as a workbook.</summary>
internal static class RegisterEndpoints
{
    public static void MapRegister(this WebApplication app) => app.MapGet(Links.RegisterFile(), FileAsync).RequireAuthorization().RequireRateLimiting(Limits.Export);

    private static async Task<IResult> FileAsync(HttpContext context, DownloadRegister download, CancellationToken cancel)
    {
        var allowed = await download.RunAsync(Guid.NewGuid(), Actors.Require(context.User), cancel);
        if (!allowed.IsOk)
        {
            return Results.NotFound();
        }

        var file = allowed.Value;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["Content-Digest"] = $"sha-256=:{Convert.ToBase64String(file.Sha256)}:";
        return Results.File(file.Bytes, EvidenceEndpoints.WorkbookType, file.FileName);
    }
}
