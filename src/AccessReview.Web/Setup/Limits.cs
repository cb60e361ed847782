using System.Threading.RateLimiting;
using AccessReview.Core.Persistence;
using Microsoft.AspNetCore.RateLimiting;

namespace AccessReview.Web.Setup;

/// <summary>How much one person, or one address before the sign-in, gets in a stretch of time. Generous: an office behind one address
/// signs in on a Monday morning, and no reviewer comes near; a script does.</summary>
internal static class Limits
{
    /// <summary>Beginning a sign-in, for each address; what comes back from the provider has a bucket of the same size.</summary>
    public const string SignIn = "sign-in";

    /// <summary>Files brought in, for each person.</summary>
    public const string Upload = "upload";

    /// <summary>Evidence and to-do files taken away, for each person.</summary>
    public const string Export = "export";

    /// <summary>Asking whether the product is well, for each address: a check opens the database and reads every anchor.</summary>
    public const string Probe = "probe";

    /// <summary>How many sign-ins of one address begin, or come back from the provider, at once.</summary>
    internal const int SignInsAtOnce = 300;

    private const int SignInsAMinute = 120;
    private const int CommandsAtOnce = 300;
    private const int CommandsPerSecond = 30;

    public static void AddLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(services => new Pace(CommandsAtOnce, CommandsPerSecond, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.OnRejected = RefuseAsync;
            Add(limits, SignIn, Address, SignInsAtOnce, SignInsAMinute);
            Add(limits, Probe, Address, atOnce: 60, aMinute: 60);
            Add(limits, Upload, Person, atOnce: 60, aMinute: 30);
            Add(limits, Export, Person, atOnce: 120, aMinute: 60);
        });
    }

    /// <summary>Each answer of the provider makes the product ask it for a token, before anybody is signed in and before there is an endpoint.</summary>
    public static void LimitAnswersOfProvider(this WebApplication app) => app.UseWhen(
        context => context.Request.Path == ProviderSetup.CallbackPath,
        answers => answers.UseRateLimiter(new RateLimiterOptions
        {
            RejectionStatusCode = StatusCodes.Status429TooManyRequests,
            OnRejected = RefuseAsync,
            GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => Bucket(Address(context), SignInsAtOnce, SignInsAMinute)),
        }));

    private static void Add(RateLimiterOptions limits, string name, Func<HttpContext, string> who, int atOnce, int aMinute) =>
        limits.AddPolicy(name, context => Bucket(who(context), atOnce, aMinute));

    private static RateLimitPartition<string> Bucket(string whose, int atOnce, int aMinute) => RateLimitPartition.GetTokenBucketLimiter(whose, _ => new TokenBucketRateLimiterOptions
    {
        TokenLimit = atOnce, TokensPerPeriod = aMinute, ReplenishmentPeriod = TimeSpan.FromMinutes(1), QueueLimit = 0,
    });

    private static string Person(HttpContext context) => Actors.Of(context.User)?.Key ?? Address(context);

    private static string Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";

    private static async ValueTask RefuseAsync(OnRejectedContext rejected, CancellationToken cancel)
    {
        var response = rejected.HttpContext.Response;
        response.Headers.RetryAfter = "60";
        response.ContentType = "text/plain; charset=utf-8";
        await response.WriteAsync("That was more than one person asks for in so short a time. Nothing was lost: wait a minute, and try again.", cancel);
    }
}
