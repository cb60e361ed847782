using AccessReview.Core.Extracts;

namespace AccessReview.Core.Tests.Extracts;

/// <summary>The fear: the files of an import stay in the server's memory while what was read of them is judged, and afterwards for good.</summary>
public sealed class TablesInMemoryTests
{
    [Fact]
    public async Task The_tables_of_an_import_are_kept_while_it_is_made_and_forgotten_once_it_is_stored()
    {
        await using var database = await TestDatabase.CreateAsync();
        var importing = new Importing(database.Services);
        var (heap, _) = await importing.SourcesAsync();
        var draft = await importing.DraftAsync(
            heap, null, new DateTime(2026, 11, 20, 8, 0, 0, DateTimeKind.Utc), (ExtractFileKind.Users, "users.csv", "Email,Name,Role\nann@example.test,Ann,Editor\n"u8.ToArray(), 1));
        var file = (await importing.ViewAsync(draft)).File(ExtractFileKind.Users)!.State;
        var tables = database.Get<TableCache>();
        var kept = await tables.ReadAsync(file, default);
        Assert.Same(kept, await tables.ReadAsync(file, default));

        (await importing.ImportAsync(draft)).Require();
        Assert.NotSame(kept, await tables.ReadAsync(file, default));
    }
}
