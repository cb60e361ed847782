using System.IO.Compression;
using System.Security.Cryptography;
using AccessReview.Core;
using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using AccessReview.Web.Verbs;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Web.Tests.Verbs;

/// <summary>An installation on a disk, with what the first release left in it, and an operator at its command line.</summary>
public sealed class Installed : IAsyncDisposable
{
    private ServiceProvider? running;

    /// <summary>Where it lies.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("accessreview-installed-").FullName;

    /// <summary>Its database.</summary>
    public string Database => At("data", "accessreview.db");

    /// <summary>A file of this machine.</summary>
    public string At(params string[] parts) => Path.Combine([Folder, .. parts]);

    /// <summary>Puts the first release's database in place.</summary>
    public static async Task<Installed> CreateAsync()
    {
        var installed = new Installed();
        Directory.CreateDirectory(installed.At("data"));
        await using var made = new GZipStream(File.OpenRead(Repository.Path("tests", "data", "first-release", "accessreview.db.gz")), CompressionMode.Decompress);
        await using var file = File.Create(installed.Database);
        await made.CopyToAsync(file);
        return installed;
    }

    /// <summary>Starts what the product is without its pages.</summary>
    public async Task StartAsync()
    {
        var services = new ServiceCollection();
        services.AddAccessReviewCore(new DatabaseOptions { Folder = At("data") });
        running = services.BuildServiceProvider();
        (await running.GetRequiredService<StartUp>().RunAsync(default)).Require();
    }

    /// <summary>Stops it.</summary>
    public async Task StopAsync()
    {
        await running!.DisposeAsync();
    }

    /// <summary>A use case of the running product.</summary>
    public T Get<T>()
        where T : notnull => running!.GetRequiredService<T>();

    /// <summary>A context for looking.</summary>
    public ReviewDb Look() => Get<Databases>().CreateDbContext();

    /// <summary>A key like those that seal secrets.</summary>
    public Task KeyAsync(string secret) => Get<OperationalWrites>().RunAsync(
        (db, _) =>
        {
            db.Add(new DataProtectionKey { FriendlyName = "key-1", Xml = $"<key><value>{secret}</value></key>" });
            return Task.FromResult(Done.Yes);
        },
        default);

    /// <summary>Something that happens: three changes of the policy.</summary>
    public async Task WorkAsync()
    {
        foreach (var days in new[] { 6, 8, 9 })
        {
            (await Get<SetPolicy>().RunAsync(Guid.NewGuid(), Actor.Product, new Policy { Organisation = "Harbourlight (invented)", RemovalDueDays = days }, null, default)).Require();
        }
    }

    /// <summary>Anchors the record, as a stop does: of a customer's own, for nobody anchors a sample.</summary>
    public async Task AnchorAsync()
    {
        await using (var db = Look())
        {
            await db.Installations.ExecuteUpdateAsync(set => set.SetProperty(i => i.Sample, false));
        }

        await Get<WriteAnchors>().BeforeStopAsync(default);
    }

    /// <summary>Runs a verb on this installation, as the operator would.</summary>
    public async Task<(int Code, string Said)> RunAsync(params string[] words)
    {
        using var output = new StringWriter();
        var code = await CommandLine.RunAsync([.. words, "--Data:Folder", At("data")], output);
        return (code, output.ToString());
    }

    /// <summary>SHA-256 of a file.</summary>
    public static string Sha256(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

    /// <summary>Runs a statement on a file, as somebody does who has it.</summary>
    public static void Sql(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public async ValueTask DisposeAsync()
    {
        if (running is not null)
        {
            await StopAsync();
        }

        Directory.Delete(Folder, recursive: true);
    }
}
