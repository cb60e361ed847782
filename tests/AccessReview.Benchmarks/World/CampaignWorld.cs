using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Benchmarks.World;

/// <summary>A launched campaign of up to a million items over an application that was written past the import. Each is made once a
/// run and kept as a file, of which every line takes a copy.</summary>
internal sealed class CampaignWorld : IAsyncDisposable
{
    private static readonly Dictionary<(int Items, int Reviewers, bool Decided), string> Made = [];
    private static readonly string Kept = System.IO.Directory.CreateTempSubdirectory("accessreview-worlds-").FullName;
    private readonly ServiceProvider services;

    private CampaignWorld(int items, int reviewers)
    {
        (Items, Reviewers) = (items, reviewers);
        Folder = System.IO.Directory.CreateTempSubdirectory("accessreview-bench-").FullName;
        services = new ServiceCollection().AddAccessReviewCore(new DatabaseOptions { Folder = Folder }).BuildServiceProvider();
    }

    /// <summary>Where everything lies.</summary>
    public string Folder { get; }

    /// <summary>The database's file.</summary>
    public string File => Path.Combine(Folder, "accessreview.db");

    /// <summary>Items of the campaign.</summary>
    public int Items { get; }

    /// <summary>Its reviewers; each has as many items.</summary>
    public int Reviewers { get; }

    /// <summary>The campaign's key.</summary>
    public long CampaignId { get; private set; }

    /// <summary>A campaign of <paramref name="items"/> before <paramref name="reviewers"/>; with every routine item certified in bulk
    /// when <paramref name="decided"/>.</summary>
    public static async Task<CampaignWorld> OfAsync(int items, int reviewers, bool decided = false)
    {
        if (!Made.TryGetValue((items, reviewers, decided), out var kept))
        {
            var start = TimeProvider.System.GetTimestamp();
            kept = Path.Combine(Kept, $"{items}-{reviewers}-{decided}.db");
            await using (var first = decided ? await OfAsync(items, reviewers) : new CampaignWorld(items, reviewers))
            {
                await (decided ? first.DecideAsync() : first.LaunchAsync());
                first.Get<Databases>().LetGo();
                System.IO.File.Move(first.File, kept);
            }

            Made[(items, reviewers, decided)] = kept;
            await Console.Error.WriteLineAsync($"a campaign of {items} items {(decided ? "decided" : "launched")}: {TimeProvider.System.GetElapsedTime(start).TotalSeconds:0} s");
        }

        var world = new CampaignWorld(items, reviewers);
        System.IO.File.Copy(kept, world.File);
        await using var db = world.Look();
        world.CampaignId = await db.Campaigns.Select(c => c.Id).SingleAsync();
        return world;
    }

    /// <summary>Forgets every file kept.</summary>
    public static void Forget() => System.IO.Directory.Delete(Kept, recursive: true);

    /// <summary>A service of the core.</summary>
    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>A context of its own.</summary>
    public ReviewDb Look() => Get<Databases>().CreateDbContext();

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        System.IO.Directory.Delete(Folder, recursive: true);
    }

    private async Task LaunchAsync()
    {
        await Get<Upgrade>().RunAsync(DatabaseName.Own, default);
        var number = await LaunchOrganisation.MakeAsync(Get<Change>(), Get<DraftCampaign>(), Get<AddCampaignApplication>(), Items, TimeProvider.System.Now(), Reviewers);
        (await Get<PreviewCampaign>().RunAsync(LaunchOrganisation.Owner, number, default)).Require();
        (await Get<LaunchCampaign>().RunAsync(Guid.NewGuid(), LaunchOrganisation.Owner, number, default)).Require();
    }

    private async Task DecideAsync()
    {
        for (var reviewer = 0; reviewer < Reviewers; reviewer++)
        {
            var actor = LaunchOrganisation.Manager(reviewer);
            await using var db = Look();
            var routine = await (from turn in db.ReviewTurns.AsNoTracking()
                                 join item in db.ReviewItems on turn.ItemId equals item.Id
                                 where turn.CampaignId == CampaignId && turn.ReviewerId == actor.PersonId && item.Findings == Finding.None
                                 orderby turn.Number
                                 select new SeenTurn(turn.Id, turn.EventSeq)).ToListAsync();
            foreach (var some in routine.Chunk(DecideMany.MaxItems))
            {
                (await Get<DecideMany>().RunAsync(Guid.NewGuid(), actor, new ManyChoice(DecisionKind.Certify, some, Confirmed: true), default)).Require();
            }
        }
    }
}
