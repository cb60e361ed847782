using AccessReview.Benchmarks.World;
using AccessReview.Core.Persistence;
using Microsoft.Data.Sqlite;

namespace AccessReview.Benchmarks;

/// <summary>A users file and an assignments file from the upload to a stored and assessed reading, against reading them as CSV and
/// inserting the same rows by prepared statements. Every run starts from the same database with the staff list in it.</summary>
internal sealed class ImportAgainstInserts : Floor, IKeepsMemory
{
    /// <summary>Lines of an account: its own and those of its groups.</summary>
    private const int LinesPerAccount = 4;

    private Organisation organisation = null!;
    private string prepared = "";
    private byte[] users = [];
    private byte[] members = [];

    public override string Name => "import";

    public override int Size => 200_000;

    public override double Target => 1.5;

    private string FloorFile => Path.Combine(organisation.Folder, "floor.db");

    public int Large => 600_000;

    public int Small => 60_000;

    public double MemoryTarget => 1.3;

    public override async Task PrepareAsync(int size)
    {
        var accounts = size / LinesPerAccount;
        organisation = await Organisation.CreateAsync(people: accounts, accounts: 0, assignments: 0);
        (users, members) = (MadeUpFiles.Users(accounts), MadeUpFiles.Members(accounts, size - accounts));
        prepared = await organisation.CopyAsync("prepared.db");
    }

    public override Task ResetAsync()
    {
        organisation.Get<Databases>().LetGo();
        foreach (var file in new[] { organisation.File, FloorFile })
        {
            File.Delete(file + "-wal");
            File.Copy(prepared, file, overwrite: true);
        }

        return Task.CompletedTask;
    }

    public override Task OursAsync() => organisation.ImportAccessAsync(users, members);

    public override Task FloorAsync()
    {
        using var hand = new HandImport(FloorFile);
        hand.Run(users, members, organisation.ApplicationId);
        return Task.CompletedTask;
    }

    public override async Task CleanUpAsync() => await organisation.DisposeAsync();
}
