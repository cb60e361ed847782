using AccessReview.Core.Audit;
using AccessReview.Core.Operation;
using AccessReview.Core.Tests.Campaigns;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>The fear: a restore loses exports that somebody holds, and the sheet that lists every earlier export is silent about it.</summary>
public sealed class RestoredEvidenceTests
{
    [Fact]
    public async Task A_restore_stands_on_Integrity_with_what_it_lost_and_among_the_known_limits()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        using (var before = await CampaignWorkbook.OfAsync(world.Database, world.Number))
        {
            Assert.DoesNotContain(before["Integrity"].Rows(), r => r["Kind"] == "Restore");
        }

        (await world.Database.Change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, "Restored", (scope, _) =>
        {
            scope.Record(new ChainResumed(7, 5, 9, new Sha256(Hashes.Genesis), new Sha256(scope.Keep("The disk broke.").Hash)));
            return Task.FromResult<Outcome<Done>>(Done.Yes);
        }, default)).Require();
        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);

        await using var db = world.Database.Look();
        var resumed = await db.AuditEvents.SingleAsync(e => e.Type == nameof(ChainResumed));
        var line = Assert.Single(book["Integrity"].Rows(), r => r["Kind"] == "Restore");
        Assert.Equal(($"{resumed.Seq}", Convert.ToHexStringLower(resumed.Hash)), (line["Event"], line["SHA-256 or hash"]));
        Assert.Contains("after event 5, up to event 9,", line["Note"], StringComparison.Ordinal);
        Assert.Single(book["Summary"].Rows(), r => r["Topic"] == "Known limits" && r["Value"]!.Contains($"as event {resumed.Seq} says", StringComparison.Ordinal));
    }
}
