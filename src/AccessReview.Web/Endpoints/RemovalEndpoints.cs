using System.Globalization;
using System.Net.Mime;
using AccessReview.Core.Removals;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Mvc;

namespace AccessReview.Web.Endpoints;

/// <summary>The to-do file, streamed, and the files that are attached to what was done by hand.</summary>
internal static class RemovalEndpoints
{
    public static void MapRemovals(this WebApplication app)
    {
        app.MapGet("/removals.csv", FileAsync).RequireAuthorization().RequireRateLimiting(Limits.Export);
        app.MapGet("/removals/proofs/{proofId:long}", ProofAsync).RequireAuthorization().RequireRateLimiting(Limits.Export);
        app.MapPost("/removals/proofs", AttachAsync).WithUploadLimit(AttachProof.MaxBytes);
    }

    private static async Task<IResult> AttachAsync(HttpContext context, AttachProof attach, [FromQuery] long[] removal, IFormFile file, CancellationToken cancel)
    {
        await using var content = file.OpenReadStream();
        return UploadAnswer.Of(await attach.RunAsync(Guid.NewGuid(), Actors.Require(context.User), removal, content, cancel));
    }

    private static async Task<IResult> ProofAsync(HttpContext context, DownloadProof download, long proofId, CancellationToken cancel)
    {
        var allowed = await download.RunAsync(Actors.Require(context.User), proofId, cancel);
        if (!allowed.IsOk)
        {
            return Results.NotFound();
        }

        var receipt = allowed.Value;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentLength = receipt.Length;
        return Results.Stream(target => download.SendAsync(receipt, target, context.RequestAborted), TypeOf(receipt.Kind), receipt.FileName);
    }

    private static string TypeOf(ProofKind kind) => kind switch
    {
        ProofKind.Png => MediaTypeNames.Image.Png,
        ProofKind.Jpeg => MediaTypeNames.Image.Jpeg,
        ProofKind.Pdf => MediaTypeNames.Application.Pdf,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static async Task FileAsync(
        HttpContext context, DownloadRemovals download, TimeProvider time, string? show, long? application, int? campaign, long? person, bool? seats, string? age, CancellationToken cancel)
    {
        var filter = new RemovalFilter(RemovalFilter.ShowOf(show), application, campaign, person, Seats: seats == true, Age: RemovalFilter.AgeOf(age));
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
