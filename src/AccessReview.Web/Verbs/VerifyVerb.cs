using System.Text.Json;
using AccessReview.Core;
using AccessReview.Core.Audit;
using AccessReview.Core.Evidence.Pack;
using AccessReview.Core.Persistence;

namespace AccessReview.Web.Verbs;

/// <summary>The verb <c>verify</c>: recomputes the record of the database in use without starting the product. It changes nothing
/// and may run beside it.</summary>
internal static class VerifyVerb
{
    private const string Pack = "--pack";
    private const string Anchors = "--anchor";
    private const string Json = "--json";

    public static Verb Verb { get; } = new(
        "verify", "",
        [
            new(Pack, "ZIP-OR-FOLDER", "checks an evidence pack, too, and looks for its events in this database; may be repeated"),
            new(Anchors, "FILE-OR-FOLDER", "holds the record against anchors kept elsewhere, and a pack's signature against the keys beside them; those in Evidence:AnchorFolder are always read; may be repeated"),
            new(Json, "", "says everything as one JSON object"),
        ],
        "recomputes the record and everything it covers; the product may run", RunAsync);

    private static async Task<int> RunAsync(VerbCall call)
    {
        var (services, options) = call.Open();
        await using var held = services;
        var databases = services.GetRequiredService<Databases>();
        if (options.Provider == DatabaseProvider.Sqlite && databases.CurrentFile is var file && !File.Exists(file))
        {
            return await call.RefuseAsync(new Problem("verify.no-database", $"there is no database at {file}. Name its folder with --Data:Folder=..."));
        }

        await using (var db = databases.CreateDbContext())
        {
            if (await Shape.OtherAsync(db, "Verify it with that version", CancellationToken.None) is { } other)
            {
                return await call.RefuseAsync(other);
            }
        }

        var report = (await services.GetRequiredService<VerifyChain>().RunAsync(Actor.Product, null, CancellationToken.None)).Require();
        var folder = services.GetRequiredService<AnchorFolder>().Path;

        // One that was named and is not there, such as a share that is not mounted, is no folder without anchors: somebody relies on it.
        var isAsked = Directory.Exists(folder) || folder != AnchorOptions.In(options).Folder;
        List<string> kept = [.. call.Flags[Anchors].Concat(isAsked ? [folder] : Array.Empty<string>()).Distinct(StringComparer.Ordinal)];
        var packs = new List<PackReport>();
        foreach (var pack in call.Flags[Pack])
        {
            packs.Add(await services.GetRequiredService<VerifyPack>().RunAsync(pack, kept, CancellationToken.None));
        }

        var anchors = await services.GetRequiredService<CheckAnchors>().RunAsync(kept, CancellationToken.None);
        var code = packs.Exists(p => p.Wrong.Count > 0) || anchors.Wrong.Count > 0 || !report.IsSound ? ExitCodes.Tampered
            : anchors.Missing.Count > 0 || packs.Exists(p => p.Missing.Count > 0) ? ExitCodes.Incomplete
            : ExitCodes.Ok;
        if (call.Has(Json))
        {
            await call.SayAsync(JsonSerializer.Serialize(new { ExitCode = code, Record = report, Anchors = anchors, Packs = packs }, JsonSerializerOptions.Web));
            return code;
        }

        foreach (var pack in packs)
        {
            foreach (var line in pack.Wrong.Select(w => $"BROKEN  {pack.Name}: {w}").Concat(pack.Missing.Select(m => $"MISSING {pack.Name}: {m}")))
            {
                await call.SayAsync(line);
            }

            await call.SayAsync($"pack    {pack.Name}: {pack.Words}");
        }

        foreach (var line in anchors.Wrong.Select(w => "BROKEN  " + w).Concat(anchors.Missing.Select(m => "MISSING " + m)).Concat(anchors.Explained.Select(e => "lost    " + e)))
        {
            await call.SayAsync(line);
        }

        if (anchors.Loss is not null)
        {
            await call.SayAsync($"resume  if a restore lost these events, {ResumeVerb.Verb.Name} {ResumeVerb.Reason} \"...\" states it beside the anchors; if none did, the record is not what it was");
        }

        await call.SayAsync(anchors.Checked == 0 ? "anchors none agreed: nothing outside the database vouches for the record" : $"anchors {anchors.Checked} agree with the record");
        await VerifyWords.SayAsync(report, call.Output);
        return code;
    }
}
