using System.Globalization;
using AccessReview.Core.Operation;

namespace AccessReview.Web.Verbs;

/// <summary>The verb <c>resume</c>: states what a restore lost that the product did not make itself.</summary>
internal static class ResumeVerb
{
    public const string Reason = "--reason";
    private const string Anchors = "--anchor";

    public static Verb Verb { get; } = new(
        "resume", "",
        [
            new(Reason, "TEXT", "which restore it was, and why; it is written to the record"),
            new(Anchors, "FILE-OR-FOLDER", "anchors kept elsewhere; those in Evidence:AnchorFolder are always read; may be repeated"),
        ],
        "records a restore that another program made, and states beside the anchors what it lost; the product must be stopped", RunAsync);

    private static async Task<int> RunAsync(VerbCall call)
    {
        var (services, _) = call.Open();
        await using var held = services;
        var resumed = await services.GetRequiredService<ResumeRecord>().RunAsync(call.Flag(Reason), call.Flags[Anchors], CancellationToken.None);
        if (!resumed.IsOk)
        {
            return await call.RefuseAsync(resumed.Problem);
        }

        var report = resumed.Value;
        foreach (var lacking in report.Lacks)
        {
            await call.SayAsync("lacks   " + lacking);
        }

        if (report.Verified is not { } verified)
        {
            await call.SayAsync($"Nothing was changed. If a restore lost what is named above, say which and why: {Reason} \"...\"");
            return ExitCodes.Incomplete;
        }

        var code = await VerifyWords.SayAsync(verified, call.Output);
        if (report.ResumedSeq is not null)
        {
            await call.SayAsync(RestoreVerb.SessionsEnded);
        }

        await call.SayAsync(report.ResumedSeq is { } seq
            ? string.Create(CultureInfo.InvariantCulture, $"record  goes on with event {seq}, which says what was lost and why. Start the product.")
            : "The record does not verify by itself, so no restore explains it. Nothing was changed.");
        return code;
    }
}
