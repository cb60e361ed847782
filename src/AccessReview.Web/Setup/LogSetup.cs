namespace AccessReview.Web.Setup;

/// <summary>What the log does not say, at whatever level an operator sets: addresses of requests carry what people search for, and
/// messages between page and server what they see and type, a sign-in its cookies and claims, and the store of keys prints them.</summary>
internal static class LogSetup
{
    /// <summary>Categories that would print it, and the level from which on they do not.</summary>
    private static readonly (string Category, LogLevel Least)[] Quiet =
    [
        ("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning),
        ("Microsoft.AspNetCore.HttpLogging", LogLevel.None),
        ("Microsoft.AspNetCore.W3CLogging", LogLevel.None),
        ("Microsoft.AspNetCore.Authentication", LogLevel.Information),

        // It prints what a provider says of a refusal, which may name the person; ours says the reference, the reason and the code.
        ("Microsoft.AspNetCore.Authentication.OpenIdConnect", LogLevel.None),

        // It prints where a redirect leads, and the way back from a sign-in leads to what somebody searched for.
        ("Microsoft.AspNetCore.Http.Result", LogLevel.Warning),
        ("Microsoft.AspNetCore.SignalR", LogLevel.Information),
        ("Microsoft.AspNetCore.Http.Connections", LogLevel.Information),
        ("Microsoft.AspNetCore.Components", LogLevel.Information),
        ("Microsoft.AspNetCore.DataProtection", LogLevel.Information),
        ("Microsoft.AspNetCore.Routing", LogLevel.Information),
        ("Microsoft.EntityFrameworkCore", LogLevel.Warning),

        // Why a start fails is said by us in a sentence, or thrown where it is a bug; of a job that failed, what is critical says all.
        ("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical),
    ];

    /// <summary>Every level that the configuration names is one.</summary>
    public static void CheckLevels(IConfiguration configuration)
    {
        var logging = configuration.GetSection("Logging");
        foreach (var (key, value) in logging.GetChildren().Select(provider => provider.GetSection("LogLevel")).Prepend(logging.GetSection("LogLevel")).SelectMany(levels => levels.AsEnumerable()))
        {
            if (value is { Length: > 0 } && !(Enum.TryParse<LogLevel>(value, ignoreCase: true, out var level) && Enum.IsDefined(level)))
            {
                throw Configured.Refuse(key, value, $"it can be {string.Join(", ", Enum.GetNames<LogLevel>())}");
            }
        }
    }

    public static void AddLog(this WebApplicationBuilder builder)
    {
        CheckLevels(builder.Configuration);
        builder.Services.PostConfigure<LoggerFilterOptions>(KeepQuiet);
    }

    private static void KeepQuiet(LoggerFilterOptions options)
    {
        foreach (var provider in options.Rules.Select(r => r.ProviderName).Append(null).Distinct().ToList())
        {
            foreach (var (category, least) in Quiet)
            {
                var level = LevelOf(options, provider, category);
                foreach (var below in options.Rules.Where(r => r.ProviderName == provider && IsBelow(r.CategoryName, category)).ToList())
                {
                    options.Rules.Remove(below);
                }

                options.Rules.Add(new LoggerFilterRule(provider, category, level > least ? level : least, filter: null));
            }
        }
    }

    /// <summary>The level that would be in force: a provider's own rule before everybody's, the longest name first.</summary>
    private static LogLevel LevelOf(LoggerFilterOptions options, string? provider, string category) => options.Rules
        .Where(r => (r.ProviderName is null || r.ProviderName == provider) && (r.CategoryName is not { Length: > 0 } name || IsBelow(category, name)))
        .OrderBy(r => r.ProviderName is not null).ThenBy(r => r.CategoryName?.Length ?? 0)
        .LastOrDefault()?.LogLevel ?? options.MinLevel;

    private static bool IsBelow(string? name, string category) => name?.StartsWith(category, StringComparison.OrdinalIgnoreCase) == true;
}
