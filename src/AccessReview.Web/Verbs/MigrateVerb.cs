using AccessReview.Core;
using AccessReview.Core.Persistence;

namespace AccessReview.Web.Verbs;

/// <summary>The verb <c>migrate</c>: brings the databases to this version's shape without serving, as the start would.</summary>
internal static class MigrateVerb
{
    public static Verb Verb { get; } = new(
        "migrate", "", [], "brings the database to this version's shape, as a start would; a copy of a SQLite file is kept beside it", RunAsync);

    private static async Task<int> RunAsync(VerbCall call)
    {
        var (services, options) = call.Open();
        await using var held = services;
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
}
