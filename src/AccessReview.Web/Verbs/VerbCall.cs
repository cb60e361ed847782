using AccessReview.Core;
using AccessReview.Core.Persistence;
using AccessReview.Web.Setup;
using AccessReview.Web.Setup.Keys;

namespace AccessReview.Web.Verbs;

/// <summary>A verb with what was written behind it.</summary>
/// <param name="Operand">The word behind the verb; empty when there is none.</param>
/// <param name="Flags">The verb's own flags with their values.</param>
/// <param name="Configuration">The rest: the product's configuration, such as <c>--Data:Folder=...</c>.</param>
/// <param name="Output">Where to say what was found.</param>
internal sealed record VerbCall(string Operand, ILookup<string, string> Flags, string[] Configuration, TextWriter Output)
{
    /// <summary>The value of a flag; null when it was not given.</summary>
    public string? Flag(string name) => Flags[name].LastOrDefault();

    /// <summary>Whether a flag was given.</summary>
    public bool Has(string name) => Flags.Contains(name);

    /// <summary>A line.</summary>
    public Task SayAsync(string line) => Output.WriteLineAsync(line);

    /// <summary>The file that encrypts the keys in the database; made by a start where no certificate is named.</summary>
    public string KeyFile(DatabaseOptions database)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = Configuration });
        return KeysSetup.FilePath(builder.Configuration, builder.Environment.ContentRootPath, database);
    }

    /// <summary>What the product does, over the configured database, without a server.</summary>
    public (ServiceProvider Services, DatabaseOptions Database) Open()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = Configuration });
        LogSetup.CheckLevels(builder.Configuration);
        var options = DatabaseSetup.OptionsOf(builder.Configuration, builder.Environment.ContentRootPath);
        builder.Services.AddSingleton(EvidenceOptions.Of(builder.Configuration, builder.Environment.ContentRootPath, options));
        builder.Services.AddAccessReviewCore(options);
        return (builder.Services.BuildServiceProvider(), options);
    }

    /// <summary>Why there is nothing to work on: no database where one would be made anew; null: there is one, or a server says.</summary>
    public static Problem? NoDatabase(IServiceProvider services, DatabaseOptions options) =>
        options.Provider == DatabaseProvider.Sqlite && services.GetRequiredService<Databases>().CurrentFile is var file && !File.Exists(file)
            ? new Problem("verb.no-database", $"There is no database at {file}. Name its folder with --Data:Folder=...")
            : null;

    /// <summary>Says a problem; the exit code.</summary>
    public async Task<int> RefuseAsync(Problem problem, int code = ExitCodes.CouldNotRun)
    {
        await SayAsync((code == ExitCodes.CouldNotRun ? "could not run: " : "") + problem.Sentence);
        return code;
    }
}
