using AccessReview.Connectors.Files;
using AccessReview.Core;
using AccessReview.Core.Extracts;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Mvc;

namespace AccessReview.Web.Endpoints;

/// <summary>Uploads of an import. They come by POST and not over the circuit, so that size, token and sign-in are checked before a
/// byte is looked at.</summary>
internal static class ImportEndpoints
{
    /// <summary>What a form adds around the file.</summary>
    private const long Envelope = 64 * 1024;

    public static void MapImports(this WebApplication app)
    {
        app.MapPost("/imports/{draftId:long}/files/{kind}", FileAsync).WithUploadLimit(TableLimits.FileBytes);
        app.MapPost("/imports/{draftId:long}/pictures/{kind}", PictureAsync).WithUploadLimit(AddImportPicture.MaxBytes);
    }

    internal static void WithUploadLimit(this RouteHandlerBuilder endpoint, long bytes) => endpoint.RequireAuthorization().RequireRateLimiting(Limits.Upload)
        .WithMetadata(new RequestSizeLimitAttribute(bytes + Envelope)).WithFormOptions(multipartBodyLengthLimit: bytes + Envelope);

    private static async Task<IResult> FileAsync(
        HttpContext context, AddImportFile add, long draftId, ExtractFileKind kind, IFormFile file, bool? windows1252, CancellationToken cancel)
    {
        await using var content = file.OpenReadStream();
        return UploadAnswer.Of(await add.RunAsync(
            Actors.Require(context.User), draftId, kind, file.FileName, content, new TableReadOptions(Windows1252: windows1252 ?? false), cancel));
    }

    private static async Task<IResult> PictureAsync(
        HttpContext context, AddImportPicture add, long draftId, ExtractFileKind kind, IFormFile file, CancellationToken cancel)
    {
        await using var content = file.OpenReadStream();
        return UploadAnswer.Of(await add.RunAsync(Actors.Require(context.User), draftId, kind, content, cancel));
    }

}

/// <summary>What became of an upload; both empty when it is in.</summary>
/// <param name="Code">The problem's stable code.</param>
/// <param name="Sentence">What to tell the person.</param>
public sealed record UploadAnswer(string Code, string Sentence)
{
    internal static IResult Of(Outcome<Done> outcome) => outcome.IsOk
        ? Results.Ok(new UploadAnswer("", ""))
        : Results.Json(new UploadAnswer(outcome.Problem.Code, outcome.Problem.Sentence), statusCode: outcome.Problem.Code == Problem.DeniedCode ? 403 : 422);
}
