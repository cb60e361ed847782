using System.Globalization;
using AccessReview.Core;
using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using Microsoft.Data.Sqlite;

namespace AccessReview.Web.Setup;

/// <summary>The verb <c>verify</c>: recomputes the record of the database in use without starting the product. It changes nothing
/// and may run beside it.</summary>
internal static class VerifyVerb
{
    /// <summary>The word on the command line.</summary>
    public const string Name = "verify";

    private const int Sound = 0;
    private const int Tampered = 1;
    private const int CouldNotRun = 3;

    /// <summary>Runs it; the exit code is 0 when nothing was changed, 1 when something was, 3 when it could not run.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        try
        {
            var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args });
            var options = DatabaseSetup.OptionsOf(builder.Configuration, builder.Environment.ContentRootPath);
            builder.Services.AddAccessReviewCore(options);
            await using var services = builder.Services.BuildServiceProvider();
            var databases = services.GetRequiredService<Databases>();
            if (options.Provider == DatabaseProvider.Sqlite && new SqliteConnectionStringBuilder(databases.SqliteConnection(databases.Current)).DataSource is var file && !File.Exists(file))
            {
                await output.WriteLineAsync($"could not run: there is no database at {file}. Name its folder with --Data:Folder=...");
                return CouldNotRun;
            }

            var verified = await services.GetRequiredService<VerifyChain>().RunAsync(Actor.Product, null, CancellationToken.None);
            return verified.IsOk ? await SayAsync(verified.Value, output) : throw new InvalidOperationException(verified.Problem.Sentence);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            await output.WriteLineAsync($"could not run: {e.Message}");
            return CouldNotRun;
        }
    }

    private static async Task<int> SayAsync(VerifyReport report, TextWriter output)
    {
        foreach (var finding in report.Findings)
        {
            await output.WriteLineAsync($"BROKEN  {finding.Code}: {finding.Sentence}");
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"events {report.Events}, rows {report.Rows}, texts {report.Texts} ({report.Purged} purged), files {report.Files}"));
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"head {report.Head} {report.HeadHash} {report.HeadAt:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}"));
        await output.WriteLineAsync(report.IsSound ? "Nothing was changed since it was written." : $"{report.Wrong} things are not as written.");
        return report.IsSound ? Sound : Tampered;
    }
}
