using AccessReview.Core.Audit;

namespace AccessReview.Core.Tests.Audit;

/// <summary>A folder of anchors that a share of another machine holds, to which files can be added and no more.</summary>
public sealed class AnchorFolderTests : IAsyncLifetime
{
    private static readonly Sha256 Nothing = new(Hashes.Genesis);
    private TestDatabase database = null!;

    private AnchorOptions Options => database.Get<AnchorOptions>();

    public async ValueTask InitializeAsync() => database = await TestDatabase.CreateAsync();

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task A_note_that_cannot_be_written_keeps_nothing_from_being_anchored()
    {
        // A folder in its place.
        var note = Path.Combine(Options.Folder, "..", "anchored.txt");
        System.IO.Directory.CreateDirectory(note);
        var key = database.Get<AnchorKey>();
        var anchors = new WriteAnchors(database.Databases, new AnchorFolder(Options with { NoteFile = note }, key), key, database.Change, database.Time);
        for (var made = 1; made <= 3; made++)
        {
            await HappensAsync();
            await Assert.ThrowsAsync<UnauthorizedAccessException>(() => anchors.BeforeStopAsync(TestContext.Current.CancellationToken));
            Assert.Equal(made, AnchorFolder.Files(Options.Folder).Count());
        }
    }

    [Fact]
    public async Task A_note_that_is_forgotten_stays_the_file_of_the_account_that_made_it()
    {
        var note = Path.Combine(Options.Folder, "..", "anchored.txt");
        var folder = new AnchorFolder(Options with { NoteFile = note }, database.Get<AnchorKey>());
        var installation = Guid.NewGuid();
        folder.Note(folder.Add(installation, 1, new byte[Hashes.Length], database.Time.Now())!);
        Assert.NotEmpty(await File.ReadAllBytesAsync(note, TestContext.Current.CancellationToken));

        folder.ForgetNote();
        Assert.Empty(await File.ReadAllBytesAsync(note, TestContext.Current.CancellationToken));
        System.IO.Directory.Delete(Options.Folder, recursive: true);
        Assert.Null(folder.Lacks(installation));
    }

    [Fact]
    public void A_start_adds_a_file_also_where_that_of_another_start_lies_there_still()
    {
        var before = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var left = Path.Combine(Options.Folder, "accessreview.probe");
        System.IO.Directory.CreateDirectory(Options.Folder);
        File.WriteAllBytes(left, []);
        System.IO.Directory.SetLastWriteTimeUtc(Options.Folder, before);

        // The system dates a folder anew when a file is added to it.
        database.Get<AnchorFolder>().Probe();
        Assert.NotEqual(before, System.IO.Directory.GetLastWriteTimeUtc(Options.Folder));
        Assert.Equal(left, Assert.Single(System.IO.Directory.EnumerateFiles(Options.Folder)));
    }

    private async Task HappensAsync() =>
        (await database.Change.RunAsync<int>(Guid.NewGuid(), Actor.Product, "Seed", (scope, _) =>
        {
            scope.Record(new AnchorKeyChanged(Nothing, Nothing));
            return Task.FromResult<Outcome<int>>(1);
        }, TestContext.Current.CancellationToken)).Require();
}
