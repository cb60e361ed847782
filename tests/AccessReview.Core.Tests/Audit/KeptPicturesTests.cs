using System.Text;
using AccessReview.Core.Audit;
using AccessReview.Core.Extracts;
using AccessReview.Core.Tests.Extracts;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Audit;

/// <summary>The picture of the screen that showed an application's own number is held against the event of its reading.</summary>
public sealed class KeptPicturesTests
{
    private static readonly DateTime Exported = new(2026, 11, 20, 18, 0, 0, DateTimeKind.Utc);

    [SqliteTheory]
    [InlineData("file.changed", "UPDATE ExtractFiles SET PictureFileId = StoredFileId")]
    [InlineData("file.changed", "DELETE FROM StoredFileChunks WHERE StoredFileId = (SELECT PictureFileId FROM ExtractFiles)")]
    [InlineData("file.gone", "UPDATE ExtractFiles SET PictureFileId = NULL")]
    public async Task Another_picture_and_none_are_found(string expected, string tampering)
    {
        await using var database = await TestDatabase.CreateAsync();
        var importing = new Importing(database.Services);
        var (heap, _) = await importing.SourcesAsync();
        var draft = await importing.DraftAsync(
            heap, null, Exported, (ExtractFileKind.Users, "users.csv", Encoding.UTF8.GetBytes("Email,Name,Role,Status\na@example.test,Ann,Admin,Active\n"), 1));
        byte[] picture = [0x89, (byte)'P', (byte)'N', (byte)'G', 1, 2, 3];
        (await database.Get<AddImportPicture>().RunAsync(Importing.Admin, draft, ExtractFileKind.Users, new MemoryStream(picture), default)).Require();
        (await importing.ImportAsync(draft)).Require();
        Assert.Empty(await FindingsAsync(database));

        await using var db = await Unguarded.OpenAsync(database);
        Assert.Equal(1, await db.Database.ExecuteSqlRawAsync(tampering));
        Assert.Contains(expected, await FindingsAsync(database));
    }

    private static async Task<List<string>> FindingsAsync(TestDatabase database) =>
        [.. (await database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings.Where(f => f.Code != "guard.missing").Select(f => f.Code)];
}
