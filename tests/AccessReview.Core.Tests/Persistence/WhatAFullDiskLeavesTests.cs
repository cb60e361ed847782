using System.Data.Common;
using System.IO.Compression;
using AccessReview.Core.Audit;
using AccessReview.Core.Operation;
using AccessReview.Core.Persistence;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AccessReview.Core.Tests.Persistence;

/// <summary>What could not be written to its end has no name that somebody takes for the whole, and stands in nobody's way.</summary>
public sealed class WhatAFullDiskLeavesTests : IDisposable
{
    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("accessreview-full-").FullName;

    public void Dispose() => System.IO.Directory.Delete(folder, recursive: true);

    [SqliteFact]
    public async Task The_copy_of_before_an_upgrade_has_its_name_once_it_is_whole()
    {
        var disk = new SmallDisk();
        await using var database = await OfTheFirstReleaseAsync(disk);
        await Assert.ThrowsAsync<SqliteException>(() => database.Get<Upgrade>().RunAsync(DatabaseName.Own, CancellationToken.None));
        Assert.True(disk.WroteAPart);
        Assert.Empty(Copies(database));

        // An upgrade that failed later leaves its copy, and this disk has no room for a second one.
        await File.WriteAllTextAsync(disk.Copy, "the copy of a try before", TestContext.Current.CancellationToken);
        disk.Room = 1;
        Assert.NotEmpty(await database.Get<Upgrade>().RunAsync(DatabaseName.Own, CancellationToken.None));
        Assert.Null(await new SqliteFile(Assert.Single(Copies(database))).IntegrityAsync(CancellationToken.None));
    }

    [SqliteFact]
    public async Task The_copy_of_a_try_before_stays_where_the_database_cannot_be_copied_any_more()
    {
        var disk = new SmallDisk();
        await using var database = await OfTheFirstReleaseAsync(disk);
        await Assert.ThrowsAsync<SqliteException>(() => database.Get<Upgrade>().RunAsync(DatabaseName.Own, CancellationToken.None));
        await File.WriteAllTextAsync(disk.Copy, "the copy of a try before", TestContext.Current.CancellationToken);
        (disk.Room, disk.IsTorn) = (2, true);
        await Assert.ThrowsAsync<SqliteException>(() => database.Get<Upgrade>().RunAsync(DatabaseName.Own, CancellationToken.None));
        Assert.Equal("the copy of a try before", await File.ReadAllTextAsync(Assert.Single(Copies(database)), TestContext.Current.CancellationToken));

        disk.IsTorn = false;
        Assert.NotEmpty(await database.Get<Upgrade>().RunAsync(DatabaseName.Own, CancellationToken.None));
        Assert.Null(await new SqliteFile(Assert.Single(Copies(database))).IntegrityAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Keys_that_could_not_be_written_leave_no_file()
    {
        var (file, protector) = (Path.Combine(folder, "keys.xml"), Path.Combine(folder, "accessreview.key"));
        Task WriteAsync(bool stops) => KeysFile.WriteAsync(file, [new DataProtectionKey { FriendlyName = "key-1", Xml = "<key />" }], protector, new CancellationToken(stops));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WriteAsync(stops: true));
        Assert.Empty(System.IO.Directory.EnumerateFiles(folder));

        await WriteAsync(stops: false);
        Assert.Equal(file, Assert.Single(System.IO.Directory.EnumerateFiles(folder)));
    }

    [Fact]
    public void The_key_of_anchors_that_cannot_get_its_name_leaves_nothing()
    {
        // A name that only a folder can have: what is written beside it cannot be moved there.
        var key = new AnchorKey(new AnchorOptions(folder, Path.Combine(folder, "keys") + Path.DirectorySeparatorChar));
        Assert.ThrowsAny<SystemException>(() => key.PublicPem);
        Assert.Empty(System.IO.Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));
    }

    private static async Task<TestDatabase> OfTheFirstReleaseAsync(SmallDisk disk)
    {
        await using var made = new GZipStream(File.OpenRead(Repository.At("tests", "data", "first-release", "accessreview.db.gz")), CompressionMode.Decompress);
        return await TestDatabase.OfAsync(made, new DateTime(2027, 2, 22, 9, 0, 0, DateTimeKind.Utc), disk);
    }

    private static List<string> Copies(TestDatabase database) => [.. System.IO.Directory.EnumerateFiles(Path.GetDirectoryName(database.File)!, "accessreview.db.before-*")];

    /// <summary>A disk that has room for so many copies and a part of one more, with what SQLite leaves beside it.</summary>
    private sealed class SmallDisk : DbCommandInterceptor
    {
        public int Room { get; set; }

        /// <summary>Whether the database has a page that cannot be read.</summary>
        public bool IsTorn { get; set; }

        public bool WroteAPart { get; private set; }

        /// <summary>The name that the copy gets.</summary>
        public string Copy { get; private set; } = "";

        public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (!command.CommandText.StartsWith("VACUUM INTO", StringComparison.Ordinal))
            {
                return result;
            }

            Copy = Path.ChangeExtension((string)command.Parameters[0].Value!, null);
            if (IsTorn)
            {
                throw new SqliteException("database disk image is malformed", 11);
            }

            if (Room < (File.Exists(Copy) ? 2 : 1))
            {
                foreach (var ending in new[] { "", "-journal" })
                {
                    await File.WriteAllTextAsync((string)command.Parameters[0].Value! + ending, "a part", cancellationToken);
                }

                WroteAPart = true;
                throw new SqliteException("database or disk is full", 13);
            }

            return result;
        }
    }
}
