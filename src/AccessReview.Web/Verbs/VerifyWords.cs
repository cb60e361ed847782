using System.Globalization;
using AccessReview.Core.Audit;

namespace AccessReview.Web.Verbs;

/// <summary>What a verification found, in lines.</summary>
internal static class VerifyWords
{
    /// <summary>Says it; the exit code.</summary>
    public static async Task<int> SayAsync(VerifyReport report, TextWriter output)
    {
        foreach (var finding in report.Findings)
        {
            await output.WriteLineAsync($"BROKEN  {finding.Code}: {finding.Sentence}");
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"events  {report.Events}, rows {report.Rows}, texts {report.Texts}, files {report.Files}"));
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"head    {report.Head} {report.HeadHash} {report.HeadAt:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}"));
        if (report.Purged + report.PurgedReadings + report.PurgedFiles > 0)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"purged  {report.PurgedReadings} readings, {report.PurgedFiles} files, {report.Purged} texts, by two persons' decision; their hashes stand"));
        }

        await output.WriteLineAsync(report.IsSound ? "Nothing was changed since it was written." : $"{report.Wrong} things are not as written.");
        return report.IsSound ? ExitCodes.Ok : ExitCodes.Tampered;
    }
}
