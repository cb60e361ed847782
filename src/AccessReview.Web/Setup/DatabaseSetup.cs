using AccessReview.Core;
using AccessReview.Core.Audit;
using AccessReview.Core.Operation;
using AccessReview.Core.Persistence;
using AccessReview.Core.Sample;
using AccessReview.Web.Background;

namespace AccessReview.Web.Setup;

/// <summary>The data folder, the databases in it, and what the product does with them.</summary>
internal static class DatabaseSetup
{
    public static void AddDatabase(this WebApplicationBuilder builder)
    {
        var options = OptionsOf(builder.Configuration, builder.Environment.ContentRootPath);
        builder.Services.AddSingleton(EvidenceOptions.ToServe(builder, options));
        builder.Services.AddAccessReviewCore(options);
        builder.Services.AddSingleton<SampleLoading>();
        builder.Services.AddSingleton<AfterAct>();
        builder.Services.AddHostedService<FollowUpLoop>();
    }

    /// <summary>Where the data lies, by configuration.</summary>
    public static DatabaseOptions OptionsOf(IConfiguration configuration, string contentRoot)
    {
        var options = Configured.Read<DatabaseOptions>(configuration, "Database");
        if (options.Provider == DatabaseProvider.SqlServer && string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            throw new StartRefusedException("Database:ConnectionString is empty; with Database:Provider SqlServer it names the server and the database.");
        }

        options.Folder = FolderOf(configuration, contentRoot);
        if (!options.IsConnection)
        {
            // The refusal does not repeat the text: it may hold a password.
            throw new StartRefusedException(
                $"Database:ConnectionString is no connection string for Database:Provider {options.Provider}: it is written as Key=Value;Key=Value, "
                + $"such as {(options.Provider == DatabaseProvider.SqlServer ? "Server=db.example.com;Database=AccessReview" : "Data Source=/data/accessreview.db")}.");
        }

        return options;
    }

    private static string FolderOf(IConfiguration configuration, string contentRoot)
    {
        try
        {
            return Path.GetFullPath(configuration["Data:Folder"] is { Length: > 0 } folder ? folder : "data", contentRoot);
        }
        catch (ArgumentException)
        {
            throw new StartRefusedException("Data:Folder is no path.");
        }
    }

    public static async Task UpgradeDatabaseAsync(this WebApplication app)
    {
        var started = await app.Services.GetRequiredService<StartUp>().RunAsync(app.Lifetime.ApplicationStopping);
        if (!started.IsOk)
        {
            throw new StartRefusedException(started.Problem.Sentence);
        }

        // A process killed while it loaded the sample leaves half an organisation; it is loaded anew when asked for again.
        var databases = app.Services.GetRequiredService<Databases>();
        // Whoever signs in for real works on their own database, even if the sample was in use when it was tried out.
        if (databases.Current == DatabaseName.Sample
            && (app.Services.GetRequiredService<SignInOptions>().Mode != SignInMode.Demo || !await app.Services.GetRequiredService<LoadSample>().IsWholeAsync(app.Lifetime.ApplicationStopping)))
        {
            databases.Use(DatabaseName.Own);
        }

        if ((await app.Services.GetRequiredService<UnstatedLoss>().RunAsync(app.Lifetime.ApplicationStopping)).Problem is { } lost)
        {
            throw new StartRefusedException(lost.Sentence);
        }

        if ((await app.Services.GetRequiredService<AnchorsUsable>().RunAsync(app.Lifetime.ApplicationStopping)).Problem is { } unusable)
        {
            throw new StartRefusedException(unusable.Sentence);
        }
    }

    /// <summary>Says where the product is once it serves, and before that which keys of its configuration mean nothing.</summary>
    public static void SayWhereWeAre(this WebApplication app)
    {
        foreach (var key in KnownKeys.Unknown(app.Configuration))
        {
            app.Logger.UnknownKey(key);
        }

        app.Lifetime.ApplicationStarted.Register(() => app.Logger.Started(string.Join(", ", app.Urls), app.Services.GetRequiredService<Databases>().Folder));
    }
}

/// <summary>What the log says about starting.</summary>
internal static partial class StartLog
{
    [LoggerMessage(1, LogLevel.Information, "AccessReview is ready at {Urls}. Its data lies in {Folder}.")]
    public static partial void Started(this ILogger logger, string urls, string folder);

    [LoggerMessage(6, LogLevel.Information, "AccessReview starts: it looks at its database, brings it to this version where it is older, and says when it is ready.")]
    public static partial void Starting(this ILogger logger);

    [LoggerMessage(3, LogLevel.Warning, "The configuration has {Key}, which the product does not know. See the README for its keys.")]
    public static partial void UnknownKey(this ILogger logger, string key);

    [LoggerMessage(7, LogLevel.Information, "AccessReview was told to stop before it was ready, and stops.")]
    public static partial void StoppedWhileStarting(this ILogger logger);
}
