using AccessReview.Core.Audit;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Audit;

/// <summary>The machine's clock ran a month ahead for a while and was set right: the record is anchored as if it never had.</summary>
public sealed class AnchorsAfterAClockAheadTests : IAsyncLifetime
{
    private static readonly Sha256 Nothing = new(Hashes.Genesis);
    private static readonly EventBody Signed = new ReviewSignedOff(1, 0, 0, 0, 0, Nothing);
    private static readonly EventBody SomethingElse = new AnchorKeyChanged(Nothing, Nothing);
    private TestDatabase database = null!;

    public async ValueTask InitializeAsync() => database = await TestDatabase.CreateAsync();

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task A_signature_is_anchored_once_and_not_each_minute()
    {
        await AnchoredAheadAsync();
        await HappensAsync(Signed);
        Assert.Equal((1, 0, 0), (await MadeAsync(), await MadeAsync(), await MadeAsync()));
        var report = await database.Get<CheckAnchors>().RunAsync([database.Get<AnchorOptions>().Folder], TestContext.Current.CancellationToken);
        Assert.Equal((2, 0, 0), (report.Checked, report.Wrong.Count, report.Missing.Count));
    }

    [Fact]
    public async Task Each_day_on_which_anything_happens_is_anchored_once()
    {
        await AnchoredAheadAsync();
        await MadeAsync();
        for (var day = 1; day <= 3; day++)
        {
            database.Time.Advance(TimeSpan.FromDays(1));
            await HappensAsync(SomethingElse);
            Assert.Equal((1, 0), (await MadeAsync(), await MadeAsync()));
        }
    }

    [Fact]
    public async Task An_installation_made_by_that_clock_is_anchored_too()
    {
        await using (var db = database.Look())
        {
            var ahead = database.Time.Now().AddDays(30);
            await db.Installations.ExecuteUpdateAsync(set => set.SetProperty(i => i.MadeAt, ahead), TestContext.Current.CancellationToken);
        }

        await HappensAsync(SomethingElse);
        Assert.Equal((1, 0), (await MadeAsync(), await MadeAsync()));
    }

    private async Task AnchoredAheadAsync()
    {
        var right = database.Time.GetUtcNow();
        await HappensAsync(SomethingElse);
        database.Time.AdjustTime(right.AddDays(30));
        Assert.Equal(1, await MadeAsync());
        database.Time.AdjustTime(right.AddMinutes(5));
    }

    private async Task HappensAsync(EventBody what) =>
        (await database.Change.RunAsync<int>(Guid.NewGuid(), Actor.Product, "Seed", (scope, _) =>
        {
            scope.Record(what);
            return Task.FromResult<Outcome<int>>(1);
        }, TestContext.Current.CancellationToken)).Require();

    /// <summary>How many anchors the next minute makes.</summary>
    private async Task<int> MadeAsync()
    {
        var before = Count();
        database.Time.Advance(TimeSpan.FromMinutes(1));
        await database.Get<FollowUps>().RunAsync(TestContext.Current.CancellationToken);
        return Count() - before;
    }

    private int Count() => AnchorFolder.Files(database.Get<AnchorOptions>().Folder).Count();
}
