using System.Text.Json;
using AccessReview.Core;
using AccessReview.Core.Notifications;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.CrashHost;

/// <summary>One telling of a story: the product on a folder, the seed, and what the user was told. A story told again sends the
/// same commands under the same ids, as a browser does after a reconnect.</summary>
internal sealed class StoryRun : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly Action<string> tell;

    public StoryRun(DatabaseOptions options, int seed, Action<string> tell, Mailing mailing, IInterceptor? interceptor, DelegatingHandler? around = null)
    {
        Seed = seed;
        this.tell = tell;
        var collection = new ServiceCollection();
        collection.AddSingleton<TimeProvider>(new MorningOf(options.Folder, options.AllowSecondProcess));
        if (interceptor is not null)
        {
            collection.AddSingleton(interceptor);
        }

        if (around is not null)
        {
            collection.AddSingleton(around);
        }

        collection.AddSingleton(new AccessReview.Connectors.Http.OutboundRules { AllowLoopback = true });
        collection.AddSingleton<AccessReview.Core.Connections.ISecretVault, PlainVault>();
        collection.AddSingleton(mailing);
        collection.AddAccessReviewCore(options);
        services = collection.BuildServiceProvider();
    }

    /// <summary>Varies the story's data.</summary>
    public int Seed { get; }

    /// <summary>A use case or another service.</summary>
    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>The id under which the named command is sent, each time.</summary>
    public Guid CommandId(string step, int? seed = null) => new(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{seed ?? Seed}:{step}")).AsSpan(0, 16));

    /// <summary>Says that the user was told; what is said is never lost.</summary>
    public void Tell(string line) => tell(line);

    /// <summary>Sends a command, and tells its answer.</summary>
    public Task<T> SendAsync<T>(string step, Func<Guid, Task<Outcome<T>>> command) => SendAsync(step, CommandId(step), command);

    /// <summary>Sends a command that reaches every node from the same browser.</summary>
    public Task<T> SendAsSharedAsync<T>(string step, Func<Guid, Task<Outcome<T>>> command) => SendAsync(step, CommandId(step, seed: 0), command);

    private async Task<T> SendAsync<T>(string step, Guid id, Func<Guid, Task<Outcome<T>>> command)
    {
        Tell($"step {step}");
        var answer = (await command(id)).Require();
        Tell($"ack {id} {step} {JsonSerializer.Serialize(answer, JsonSerializerOptions.Web)}");
        return answer;
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    /// <summary>The clock of one life: each begins twenty minutes after the one before began, so that no test waits for a dead
    /// process's lease to run out. Those that live beside each other have one clock.</summary>
    private sealed class MorningOf : TimeProvider
    {
        private readonly TimeSpan back;

        public MorningOf(string folder, bool beside)
        {
            Directory.CreateDirectory(folder);
            var lives = Path.Combine(folder, beside ? "beside.txt" : "lives.txt");
            File.AppendAllText(lives, beside ? "" : "x");
            back = System.GetUtcNow() - new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero) - (TimeSpan.FromMinutes(20) * (beside ? 2 : new FileInfo(lives).Length));
        }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - back;
    }
}
