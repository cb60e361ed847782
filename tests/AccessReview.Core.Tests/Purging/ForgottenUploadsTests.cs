using System.Data.Common;
using System.IO.Compression;
using System.Text;
using AccessReview.Core.Audit;
using AccessReview.Core.Extracts;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests.Extracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AccessReview.Core.Tests.Purging;

/// <summary>What was uploaded and became no reading is no evidence: it goes by itself, so that nobody has to purge it.</summary>
public sealed class ForgottenUploadsTests : IAsyncLifetime
{
    private const string Heading = "Employee ID,Work email,Full name,Status\n";
    private const string Mistake = Heading + "1,ann@example.test,Ann,Active\n9,zelda@example.test,Zelda Quixote,Active\n";
    private readonly AtRead atRead = new();
    private TestDatabase database = null!;
    private Importing importing = null!;
    private long heap;
    private long staff;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(interceptor: atRead);
        importing = new Importing(database.Services);
        (heap, staff) = await importing.SourcesAsync();
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task What_is_taken_out_is_gone_at_once_with_its_picture()
    {
        var draft = await UploadAsync(importing, Mistake);
        await PictureAsync(draft);
        Assert.True(await HoldsAsync("Zelda Quixote"));
        Assert.True(await HoldsAsync("PNG"));
        await importing.ChangeAsync(draft, ExtractFileKind.People, _ => null);
        Assert.False(await HoldsAsync("Zelda Quixote"));
        Assert.False(await HoldsAsync("PNG"));
    }

    [Fact]
    public async Task What_another_file_takes_the_place_of_is_gone_at_once_and_nothing_else_is()
    {
        await UploadAsync(importing, Mistake);
        var draft = await UploadAsync(importing, Heading + "1,ann@example.test,Ann,Active\n");
        Assert.False(await HoldsAsync("Zelda Quixote"));
        await PictureAsync(draft);
        await importing.ChangeAsync(draft, ExtractFileKind.People, f => f with { Provenance = f.Provenance with { Filters = "none at all" } });
        Assert.True(await HoldsAsync("PNG"));
        (await importing.ImportAsync(draft)).Require();
        Assert.Empty((await database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings);
    }

    [Fact]
    public async Task What_nobody_imports_within_seven_days_of_the_last_upload_is_gone_and_the_import_begins_anew()
    {
        var draft = await UploadAsync(importing, Mistake);
        await PassAsync(TimeSpan.FromDays(6));
        Assert.Equal(draft, await UploadAsync(importing, Mistake));
        await PassAsync(TimeSpan.FromDays(6));
        Assert.True(await HoldsAsync("Zelda Quixote"));
        await PassAsync(TimeSpan.FromDays(2));
        Assert.False(await HoldsAsync("Zelda Quixote"));
        Assert.Empty((await importing.ViewAsync(draft)).Files);
        (await importing.ImportAsync(await UploadAsync(importing, Mistake))).Require();
    }

    [Fact]
    public async Task What_a_refused_import_stored_goes_and_what_a_reading_is_made_of_stays()
    {
        (await importing.ImportAsync(await UploadAsync(importing, Mistake))).Require();
        var access = await importing.DraftAsync(heap, null, Exported, (ExtractFileKind.Users, "users.csv", "User ID,Email,Name\nu1,ann@example.test,Ann\n"u8.ToArray(), null));
        await PictureAsync(access, ExtractFileKind.Users);
        (await importing.ImportAsync(access)).Require();
        await using var db = database.Look();
        var ann = await db.PersonRecords.Where(r => r.Name == "Ann").Select(r => r.PersonId).SingleAsync();
        (await database.Get<GrantRole>().RunAsync(Guid.NewGuid(), Importing.Admin, ann, Role.Administrator, default)).Require();
        var byAnn = new Importing(database.Services, Actor.Demo(ann));
        Assert.Equal("import.no-administrator", (await byAnn.ImportAsync(await UploadAsync(byAnn, Heading + "2,rosa@example.test,Rosa Panza,Active\n"))).Problem?.Code);
        Assert.True(await HoldsAsync("Rosa Panza"));

        await PassAsync(TimeSpan.FromDays(8));
        Assert.False(await HoldsAsync("Rosa Panza"));
        Assert.True(await HoldsAsync("Zelda Quixote"));
        Assert.Equal(3, await db.StoredFiles.CountAsync());
        Assert.Empty((await database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings);
    }

    [Fact]
    public async Task What_is_taken_out_while_its_import_is_prepared_is_not_what_a_reading_is_made_of()
    {
        var draft = await importing.DraftAsync(
            heap, null, Exported, (ExtractFileKind.Users, "u.csv", "User ID,Email,Name\nu1,ann@example.test,Ann\n"u8.ToArray(), null),
            (ExtractFileKind.Assignments, "a.csv", "Team,User\nGrowth,u1\n"u8.ToArray(), null));
        await PictureAsync(draft, ExtractFileKind.Users);
        atRead.Once = () => importing.ChangeAsync(draft, ExtractFileKind.Assignments, _ => null);
        Assert.Equal("import.changed", (await importing.ImportAsync(draft)).Problem?.Code);
        (await importing.ImportAsync(draft)).Require();
        Assert.Empty((await database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings);
    }

    [Fact]
    public async Task Every_column_that_names_a_stored_file_keeps_it()
    {
        await using var db = database.Look();
        var looked = CitedFiles.Of(db).ToQueryString().Split("UNION ALL");
        var naming = from entity in db.Model.GetEntityTypes()
                     where entity.ClrType != typeof(StoredFileChunk)
                     from property in entity.GetProperties()
                     where property.Name.EndsWith("FileId", StringComparison.Ordinal) && property.Name != nameof(SetAsideLine.ExtractFileId)
                     select (Table: $"\"{entity.GetTableName()}\"", Column: $"\"{property.Name}\"");
        Assert.All(naming, n => Assert.Contains(looked, sql => sql.Contains(n.Table, StringComparison.Ordinal) && sql.Contains(n.Column, StringComparison.Ordinal)));
    }

    private DateTime Exported => database.Time.GetUtcNow().UtcDateTime;

    private Task<long> UploadAsync(Importing by, string csv) => by.DraftAsync(null, staff, Exported, (ExtractFileKind.People, "staff.csv", Encoding.UTF8.GetBytes(csv), null));

    private async Task PictureAsync(long draft, ExtractFileKind kind = ExtractFileKind.People)
    {
        using var picture = new MemoryStream([0x89, .. "PNG"u8]);
        (await database.Get<AddImportPicture>().RunAsync(Importing.Admin, draft, kind, picture, default)).Require();
    }

    private async Task PassAsync(TimeSpan time)
    {
        database.Time.Advance(time);
        await database.Get<FollowUps>().RunAsync(default);
    }

    /// <summary>Whether any stored file has the words in it.</summary>
    private async Task<bool> HoldsAsync(string words)
    {
        await using var db = database.Look();
        foreach (var packed in await db.StoredFileChunks.Select(c => c.Bytes).ToListAsync())
        {
            await using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
            using var plain = new MemoryStream();
            await gzip.CopyToAsync(plain);
            if (plain.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(words)) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Does something when a stored file is read the next time.</summary>
    private sealed class AtRead : DbCommandInterceptor
    {
        public Func<Task>? Once { get; set; }

        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            if (Once is { } act && command.CommandText.Contains("StoredFileChunks", StringComparison.Ordinal))
            {
                Once = null;
                await act();
            }

            return result;
        }
    }
}
