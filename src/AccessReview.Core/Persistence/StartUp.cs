using System.Globalization;

namespace AccessReview.Core.Persistence;

/// <summary>What must be true before anything is served: this process alone uses the data folder, and every database in it has
/// this version's shape, guard and chain, and none a newer one's. Call it once, before the host listens, and end the process with the sentence
/// when there is a problem. The lock lasts until this is disposed, which the container does at shutdown.</summary>
public sealed class StartUp(DatabaseOptions options, Databases databases, Upgrade upgrade) : IDisposable
{
    private DataFolderLock? folder;

    /// <summary>Takes the folder and upgrades its databases.</summary>
    /// <returns>The migrations applied, as <c>Own: 20261123_First</c>; empty when there was nothing to do.</returns>
    public async Task<Outcome<IReadOnlyList<string>>> RunAsync(CancellationToken cancel)
    {
        var taken = await TakeAsync(cancel);
        if (!taken.IsOk)
        {
            return taken.Problem;
        }

        folder = taken.Value;
        if (await UnfitAsync(toWrite: true, cancel) is { } unfit)
        {
            return unfit;
        }

        if (options.Provider == DatabaseProvider.Sqlite)
        {
            new SqliteFile(options.OwnFile).ForgetRestoring();
        }

        if (options.Migrate == DatabaseMigration.Never && await upgrade.LacksAsync(DatabaseName.Own, cancel) is { Count: > 0 } lacking)
        {
            await using var db = databases.Create(DatabaseName.Own);
            return Lacks(db, lacking);
        }

        var applied = new List<string>();
        foreach (var name in Present())
        {
            applied.AddRange((await upgrade.RunAsync(name, cancel)).Select(migration => $"{name}: {migration}"));
        }

        if (options.AllowSecondProcess)
        {
            folder.Dispose();
        }

        return applied;
    }

    /// <summary>Takes the folder and changes nothing, for who only asks; a problem where the database in use is not of this version's shape.</summary>
    public async Task<Outcome<Done>> LookAsync(CancellationToken cancel)
    {
        var taken = await TakeAsync(cancel);
        if (!taken.IsOk)
        {
            return taken.Problem;
        }

        folder = taken.Value;
        if (await UnfitAsync(toWrite: false, cancel) is { } unfit)
        {
            return unfit;
        }

        if (await upgrade.LacksAsync(databases.Current, cancel) is not { Count: > 0 } lacking)
        {
            return Done.Yes;
        }

        await using var db = databases.CreateDbContext();
        return options.Migrate == DatabaseMigration.Never
            ? Lacks(db, lacking)
            : new Problem("database.older", $"The database lacks what this version needs: {lacking[0]}. Run migrate first. Nothing was changed.");
    }

    /// <summary>The refusal where somebody else brings the database to this version's shape.</summary>
    internal static Problem Lacks(ReviewDb db, IReadOnlyList<string> lacking) => new(
        "database.migrate",
        $"Database:Migrate is Never, and the database lacks what this version needs: {lacking[0]}{(lacking.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" and {lacking.Count - 1} more"))}. "
        + Remedy.OfGuard(db, DatabaseMigration.Never, lacking));

    /// <inheritdoc/>
    public void Dispose() => folder?.Dispose();

    /// <summary>The own database always; the sample organisation's once somebody has loaded it.</summary>
    private IEnumerable<DatabaseName> Present() =>
        databases.Current == DatabaseName.Sample || File.Exists(databases.SampleFile) ? [DatabaseName.Own, DatabaseName.Sample] : [DatabaseName.Own];

    private async Task<Problem?> UnfitAsync(bool toWrite, CancellationToken cancel)
    {
        foreach (var name in Present())
        {
            await using var db = databases.Create(name);
            if (await Shape.ClosedAsync(db, toWrite, cancel) is { } closed)
            {
                return closed;
            }

            if (await Shape.NewerAsync(db, cancel) is { } newer)
            {
                return new Problem("database.newer", $"The {(name == DatabaseName.Own ? "database" : "sample organisation's database")} is of a newer version of the product ({newer}). "
                    + (name == DatabaseName.Own ? "Run that version, or let this one put the database of before the upgrade in place: restore FILE --reason \"...\", where FILE on SQLite is the copy .before-... beside it. Nothing was changed."
                        : $"Run that version, put the sample of before its upgrade in place, or delete {databases.SampleFile} and load it anew. Nothing was changed."));
            }
        }

        return null;
    }

    // Only processes that may run beside each other wait for each other's upgrade; anybody else is told at once.
    private async Task<Outcome<DataFolderLock>> TakeAsync(CancellationToken cancel)
    {
        while (true)
        {
            var taken = DataFolderLock.Take(options);
            if (taken.IsOk || !options.AllowSecondProcess || taken.Problem.Code != "data.in-use")
            {
                return taken;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), cancel);
        }
    }
}
