using System.Globalization;
using AccessReview.Core;
using AccessReview.Core.Operation;
using AccessReview.Core.Persistence;

namespace AccessReview.Web.Verbs;

/// <summary>The verb <c>restore</c>: puts a backup in the place of the database, once it verifies and what it lacks was said.</summary>
internal static class RestoreVerb
{
    /// <summary>What a record that goes on from an earlier state says of its sessions.</summary>
    public const string SessionsEnded = "ended   every session: those that were ended since would last again, so everybody signs in anew";

    private const string Keys = "--keys";
    private const string Reason = "--reason";

    public static Verb Verb { get; } = new(
        "restore", "FILE",
        [
            new(Keys, "FILE", "the keys that belong to the backup; without it, those of the replaced database stay"),
            new(Reason, "TEXT", "why, where the backup lacks something, or nobody can say what it lacks; it is written to the record"),
        ],
        "puts a backup in the place of the database and ends every session; the product must be stopped; what is replaced stays beside it", RunAsync);

    private static async Task<int> RunAsync(VerbCall call)
    {
        var (services, database) = call.Open();
        await using var held = services;
        var restored = await services.GetRequiredService<RestoreBackup>().RunAsync(call.Operand, call.Flag(Keys), call.KeyFile(database), call.Flag(Reason), CancellationToken.None);
        if (!restored.IsOk)
        {
            return await call.RefuseAsync(restored.Problem);
        }

        var report = restored.Value;
        if (report.Facts is { } facts)
        {
            await call.SayAsync(HoldsWords.Of(facts));
        }

        var verified = await VerifyWords.SayAsync(report.Verified, call.Output);
        foreach (var lacking in report.Lacks)
        {
            await call.SayAsync("lacks   " + lacking);
        }

        return report.End switch
        {
            RestoreEnd.Broken => await EndAsync(call, "The backup does not verify. Nothing was changed; use another backup.", verified),
            RestoreEnd.NeedsReason => await EndAsync(call, $"Nothing was changed. To go on without what is named above, say why: {Reason} \"...\"", ExitCodes.Incomplete),
            RestoreEnd.InPlace => await InPlaceAsync(call, report, services.GetRequiredService<Databases>().CurrentFile),
            _ => throw new InvalidOperationException($"Unknown end {report.End}."),
        };
    }

    private static async Task<int> InPlaceAsync(VerbCall call, RestoreReport report, string place)
    {
        if (report.ResumedSeq is { } seq)
        {
            await call.SayAsync(string.Create(CultureInfo.InvariantCulture, $"record  goes on with event {seq}, which says what was lost and why"));
        }
        else if (call.Has(Reason))
        {
            await call.SayAsync("lacks   nothing: no reason was recorded");
        }

        await call.SayAsync(SessionsEnded);
        await call.SayAsync(report.ReplacedFile is { } kept ? "kept    the replaced database: " + kept : "kept    nothing: there was no database in place");
        if (Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows())
        {
            await call.SayAsync("owner   root has the files that this made: give them to the account that runs the product (chown), if that is another, or it cannot open them");
        }

        return report.Unstated is { } because
            ? await EndAsync(call, $"The backup is in place as {place}, and the statement of what was lost could not be added to the anchors ({because}): verify will call them broken, and where they can be read the product does not start. Once files can be added there, run {ResumeVerb.Verb.Name} {Reason} \"...\", and start it then", ExitCodes.Tampered)
            : await EndAsync(call, $"The backup is in place as {place}. Start the product.", ExitCodes.Ok);
    }

    private static async Task<int> EndAsync(VerbCall call, string sentence, int code)
    {
        await call.SayAsync(sentence);
        return code;
    }
}
