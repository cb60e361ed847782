using System.Globalization;
using System.Net.Mime;
using AccessReview.Core;
using AccessReview.Core.Evidence;
using AccessReview.Web.Background;
using AccessReview.Web.Setup;

namespace AccessReview.Web.Endpoints;

/// <summary>Downloads of the evidence: stored bytes where an edition covers everything, else 202 with the page of the job.</summary>
internal static class EvidenceEndpoints
{
    internal const string WorkbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void AddEvidence(this WebApplicationBuilder builder) => builder.Services.AddHostedService<EvidenceWorker>();

    public static void MapEvidence(this WebApplication app)
    {
        app.MapGet("/campaigns/{number:int}/evidence.zip", (HttpContext context, int number, long? edition, AskForEvidence ask, DownloadEvidence download, CancellationToken cancel) =>
            SendAsync(context, number, edition, EvidencePart.Pack, ask, download, cancel)).RequireAuthorization().RequireRateLimiting(Limits.Export);
        app.MapGet("/campaigns/{number:int}/evidence.xlsx", (HttpContext context, int number, long? edition, AskForEvidence ask, DownloadEvidence download, CancellationToken cancel) =>
            SendAsync(context, number, edition, EvidencePart.Workbook, ask, download, cancel)).RequireAuthorization().RequireRateLimiting(Limits.Export);
    }

    private static async Task<IResult> SendAsync(
        HttpContext context, int number, long? edition, EvidencePart part, AskForEvidence ask, DownloadEvidence download, CancellationToken cancel)
    {
        var actor = Actors.Require(context.User);
        if (edition is null)
        {
            var asked = await ask.RunAsync(actor, number, cancel);
            if (!asked.IsOk)
            {
                return Refused(asked.Problem);
            }

            if (asked.Value.EditionId is null)
            {
                return InTheMaking(context, number);
            }

            edition = asked.Value.EditionId;
        }

        var allowed = await download.RunAsync(Guid.NewGuid(), actor, number, edition.Value, part, cancel);
        return allowed.IsOk ? Send(context, allowed.Value, part, download) : Refused(allowed.Problem);
    }

    private static IResult Send(HttpContext context, EvidenceDownload receipt, EvidencePart part, DownloadEvidence download)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.ContentLength = receipt.Length;
        headers["Content-Digest"] = $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(receipt.Sha256))}:";
        headers["X-Manifest-Sha256"] = receipt.ManifestSha256;
        return Results.Stream(
            target => download.SendAsync(receipt, target, context.RequestAborted), part == EvidencePart.Pack ? MediaTypeNames.Application.Zip : WorkbookType, receipt.FileName);
    }

    /// <summary>The job goes on by itself; its page shows how far it is.</summary>
    private static IResult InTheMaking(HttpContext context, int number)
    {
        var page = Links.Evidence(number);
        context.Response.Headers.Location = page;
        context.Response.Headers.RetryAfter = "2";
        return Results.Text(
            string.Create(CultureInfo.InvariantCulture, $"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Evidence · AccessReview</title><meta http-equiv=\"refresh\" content=\"0;url={page}\"><p>The evidence of C{number} is being made. <a href=\"{page}\">See how far it is</a>.</p></html>"),
            MediaTypeNames.Text.Html, statusCode: StatusCodes.Status202Accepted);
    }

    /// <summary>What is not there and what is not for its reader look the same.</summary>
    private static IResult Refused(Problem problem) => problem.Code is Problem.DeniedCode or "not-found"
        ? Results.NotFound()
        : Results.Text(problem.Sentence, MediaTypeNames.Text.Plain, statusCode: StatusCodes.Status409Conflict);
}
