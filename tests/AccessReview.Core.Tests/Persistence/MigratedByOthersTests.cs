using AccessReview.Core.Persistence;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Core.Tests.Persistence;

/// <summary>Where <c>Database:Migrate</c> is <c>Never</c>, the product starts on a database that lacks nothing, and on no other.</summary>
public sealed class MigratedByOthersTests : IDisposable
{
    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("accessreview-never-").FullName;

    private static CancellationToken Never => TestContext.Current.CancellationToken;

    public void Dispose() => System.IO.Directory.Delete(folder, recursive: true);

    [SqliteFact]
    public async Task A_start_is_refused_until_somebody_else_has_brought_the_shape_the_guard_and_the_first_rows()
    {
        Assert.EndsWith("Stop the product and run migrate.", (await StartAsync(DatabaseMigration.Never))?.Sentence, StringComparison.Ordinal);
        Assert.Null(await StartAsync(DatabaseMigration.AtStart));
        Assert.Null(await StartAsync(DatabaseMigration.Never));
        await StartAsync(DatabaseMigration.Never, "DROP TRIGGER \"guard_chain_delete\"");
        var lacking = await StartAsync(DatabaseMigration.Never);
        Assert.Equal("database.migrate", lacking?.Code);
        Assert.Contains("guard_chain_delete", lacking?.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void On_SQL_Server_the_database_administrator_is_asked_for_the_script_or_for_the_right_to_see_the_guard()
    {
        using var db = new PaperServer().Connect();
        var guard = Guard.Triggers(db).Select(t => t.Name).ToList();
        var one = StartUp.Lacks(db, guard[..1]).Sentence;
        Assert.EndsWith("Let the database administrator run the script that migrate --script FILE writes.", one, StringComparison.Ordinal);
        Assert.DoesNotContain("VIEW DEFINITION", one, StringComparison.Ordinal);
        Assert.Contains("GRANT VIEW DEFINITION", StartUp.Lacks(db, guard).Sentence, StringComparison.Ordinal);
        Assert.EndsWith("Start the product to bring it up.", Remedy.Of(db, DatabaseMigration.AtStart), StringComparison.Ordinal);
    }

    /// <summary>Starts the product, and runs a statement once it has.</summary>
    private async Task<Problem?> StartAsync(DatabaseMigration migrate, string? sql = null)
    {
        var services = new ServiceCollection().AddSingleton(TimeProvider.System);
        services.AddAccessReviewCore(new DatabaseOptions { Folder = folder, Migrate = migrate });
        await using var product = services.BuildServiceProvider();
        var started = await product.GetRequiredService<StartUp>().RunAsync(Never);
        if (sql is not null)
        {
            await using var db = product.GetRequiredService<Databases>().CreateDbContext();
            await db.Database.ExecuteSqlRawAsync(sql, Never);
        }

        return started.Problem;
    }
}
