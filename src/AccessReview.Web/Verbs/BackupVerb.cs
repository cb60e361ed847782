using System.Globalization;
using AccessReview.Core;
using AccessReview.Core.Operation;
using AccessReview.Web.Setup.Keys;

namespace AccessReview.Web.Verbs;

/// <summary>The verb <c>backup</c>: one verified file with everything but the keys, beside the running product.</summary>
internal static class BackupVerb
{
    private const string Keys = "--keys";

    public static Verb Verb { get; } = new(
        "backup", "FILE", [new(Keys, "FILE", "writes the keys that sign cookies and hide credentials, and what encrypts them, to a second file; keep it elsewhere")],
        "writes everything but the keys to one file and verifies it; the product may run", RunAsync);

    private static async Task<int> RunAsync(VerbCall call)
    {
        var (services, database) = call.Open();
        await using var held = services;
        var protector = call.KeyFile(database);
        var wanted = call.Flag(Keys) is { } file ? new KeysWanted(file, protector, keys => KeysSeal.Keep(keys, protector)) : null;
        var made = await services.GetRequiredService<MakeBackup>().RunAsync(call.Operand, wanted, CancellationToken.None);
        if (!made.IsOk)
        {
            return await call.RefuseAsync(made.Problem, made.Problem.Code == MakeBackup.KeysCode ? ExitCodes.Incomplete : ExitCodes.CouldNotRun);
        }

        var (report, facts) = (made.Value, made.Value.Facts);
        await call.SayAsync(string.Create(CultureInfo.InvariantCulture, $"backup  {report.File}, {report.Bytes} bytes, SHA-256 {report.Sha256}"));
        await call.SayAsync(HoldsWords.Of(facts));
        await call.SayAsync(report.KeysFile is { } keys
            ? string.Create(CultureInfo.InvariantCulture, $"keys    {report.Keys} in {Path.GetFullPath(keys)}: {report.Keep}")
            : string.Create(CultureInfo.InvariantCulture, $"keys    not in the backup ({report.Keys} in the database): {Keys} FILE writes them to a file of their own"));
        return await VerifyWords.SayAsync(report.Verified, call.Output);
    }
}

/// <summary>What a database file holds, in a line.</summary>
internal static class HoldsWords
{
    public static string Of(BackupFacts facts) => string.Create(
        CultureInfo.InvariantCulture,
        $"holds   events 1 to {facts.Head} (until {facts.HeadAt:yyyy-MM-dd HH:mm:ss} UTC), {facts.Campaigns} campaigns, {facts.Decisions} decisions, {facts.Readings} readings, {facts.Files} files");
}
