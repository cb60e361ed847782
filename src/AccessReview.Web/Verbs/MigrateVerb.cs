using AccessReview.Core;
using AccessReview.Core.Persistence;

namespace AccessReview.Web.Verbs;

/// <summary>The verb <c>migrate</c>: brings the databases to this version's shape without serving, as the start would; or writes down what a
/// database administrator would run instead.</summary>
internal static class MigrateVerb
{
    private const string Script = "--script";

    public static Verb Verb { get; } = new(
        "migrate", "",
        [new(Script, "FILE", "writes the script that does it on SQL Server, for a database administrator, and changes nothing; it may be run again")],
        "brings the database to this version's shape, as a start would; a copy of a SQLite file is kept beside it", RunAsync);

    private static async Task<int> RunAsync(VerbCall call)
    {
        var (services, options) = call.Open();
        await using var held = services;
        if (call.Flag(Script) is { } file)
        {
            return await WriteAsync(call, services, file);
        }

        // The verb is the order that the start does not take by itself.
        options.Migrate = DatabaseMigration.AtStart;
        var isNew = VerbCall.NoDatabase(services, options) is not null;
        var applied = await services.GetRequiredService<StartUp>().RunAsync(CancellationToken.None);
        if (!applied.IsOk)
        {
            return await call.RefuseAsync(applied.Problem);
        }

        foreach (var migration in applied.Value)
        {
            await call.SayAsync("applied " + migration);
        }

        if (isNew)
        {
            await call.SayAsync($"made    a new database: there was none at {services.GetRequiredService<Databases>().CurrentFile}");
        }

        await call.SayAsync(applied.Value.Count == 0 ? "The database has this version's shape already." : "The database has this version's shape.");
        return ExitCodes.Ok;
    }

    private static async Task<int> WriteAsync(VerbCall call, IServiceProvider services, string file)
    {
        await using var db = services.GetRequiredService<Databases>().Create(DatabaseName.Own);
        if (!db.IsOnSqlServer)
        {
            return await call.RefuseAsync(new Problem("migrate.script", "A script is for SQL Server; a SQLite file is the product's own: run migrate."), ExitCodes.Incomplete);
        }

        if (File.Exists(file))
        {
            return await call.RefuseAsync(new Problem("migrate.exists", $"{file} is there already."), ExitCodes.Incomplete);
        }

        await File.WriteAllTextAsync(file, UpgradeScript.Of(db));
        await call.SayAsync($"wrote   {file}: run it in the database, with sqlcmd -b -i or the like, while the product is stopped");
        return ExitCodes.Ok;
    }
}
