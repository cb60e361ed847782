
namespace AccessReview.Core.Extracts;

/// <summary>Keeps a picture of the screen on which the application showed its own number.</summary>
public sealed class AddImportPicture(FileStore files, ChangeImport change, ImportDoor door)
{
    /// <summary>The most bytes of a picture.</summary>
    public const int MaxBytes = 5 * 1024 * 1024;

    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G'];
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF];

    /// <summary>Stores a PNG or JPEG beside the file's statement of origin; its content decides, not its name.</summary>
    public async Task<Outcome<Done>> RunAsync(Actor actor, long draftId, ExtractFileKind kind, Stream content, CancellationToken cancel)
    {
        if (await door.RefusalAsync(actor, draftId, nameof(AddImportPicture), cancel) is { } refusal)
        {
            return refusal;
        }

        using var picture = new MemoryStream();
        await content.CopyToAsync(picture, cancel);
        var bytes = picture.GetBuffer().AsSpan(0, (int)picture.Length);
        if (bytes.Length > MaxBytes || !(bytes.StartsWith(Png) || bytes.StartsWith(Jpeg)))
        {
            return new Problem("import.picture", "The picture must be a PNG or JPEG of at most 5 MB.");
        }

        picture.Position = 0;
        var stored = await files.StoreAsync(picture, cancel);
        return await change.RunAsync(actor, draftId, kind, f => f with { Provenance = f.Provenance with { PictureFileId = stored.Id } }, cancel);
    }
}
