using System.Globalization;
using AccessReview.Core;
using AccessReview.Core.Persistence;
using AccessReview.Core.Purging;

namespace AccessReview.Web.Verbs;

/// <summary>The verb <c>purge</c>: carries out what an administrator and a campaign owner decided together on the page Retention.</summary>
internal static class PurgeVerb
{
    private const string List = "--list";

    public static Verb Verb { get; } = new(
        "purge", "", [new(List, "", "only says what waits")],
        "carries out the purges that two persons approved, and keeps what waits for one of them; the product must be stopped", RunAsync);

    private static async Task<int> RunAsync(VerbCall call)
    {
        var (services, options) = call.Open();
        await using var held = services;
        if (VerbCall.NoDatabase(services, options) is { } missing)
        {
            return await call.RefuseAsync(missing);
        }

        // The start's own lock: the copy of the database that is written anew must not be in use.
        var (really, start) = (!call.Has(List), services.GetRequiredService<StartUp>());
        if ((really ? (await start.RunAsync(CancellationToken.None)).Problem : (await start.LookAsync(CancellationToken.None)).Problem) is { } refused)
        {
            return await call.RefuseAsync(refused);
        }

        var results = await services.GetRequiredService<CarryOutPurges>().RunAsync(really, CancellationToken.None);
        foreach (var result in results)
        {
            await call.SayAsync(Words(result));
        }

        var purged = results.Any(r => r.Done is not null);
        if (purged && options.Provider == DatabaseProvider.Sqlite)
        {
            await ForgetAsync(call, services.GetRequiredService<Databases>());
        }

        if (purged)
        {
            await call.SayAsync("holds   every backup made before today still has what was purged; delete those");
        }

        await call.SayAsync(results.Count == 0 ? "Nothing waits to be purged." : purged ? "Verify says what was purged; it is not broken." : "Nothing was changed.");
        return !really || results.Count == 0 ? ExitCodes.Ok
            : results.Any(r => r.Problem is { IsForNow: true }) ? ExitCodes.CouldNotRun
            : purged ? ExitCodes.Ok : ExitCodes.Incomplete;
    }

    private static string Words(PurgeResult result) => result switch
    {
        { Done: { } done } => string.Create(CultureInfo.InvariantCulture, $"purged  {result.Words}: {done.Extracts.Count} readings with {done.Records} records, {done.Files} files, {done.Texts} texts"),
        { Problem: { } problem } => $"kept    {result.Words}: {problem.Sentence}",
        _ => $"waits   {result.Words}: approved",
    };

    /// <summary>What was deleted is still in the file's free pages, and in the copies beside it.</summary>
    private static async Task ForgetAsync(VerbCall call, Databases databases)
    {
        var file = new SqliteFile(databases.CurrentFile);
        await file.ShrinkAsync(CancellationToken.None);
        foreach (var copy in Directory.EnumerateFiles(Path.GetDirectoryName(file.Path)!, Path.GetFileName(file.Path) + ".*").Where(f => f.Contains(".before-", StringComparison.Ordinal) || f.Contains(".replaced-", StringComparison.Ordinal)))
        {
            await call.SayAsync($"holds   {copy} still has what was purged; delete it");
        }
    }
}
