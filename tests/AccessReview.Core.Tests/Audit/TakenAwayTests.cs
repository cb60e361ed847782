using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns.Register;
using AccessReview.Core.Tests.Reviewing;

namespace AccessReview.Core.Tests.Audit;

/// <summary>What left the product is listed whole.</summary>
public sealed class TakenAwayTests
{
    [Fact]
    public void Every_download_is_among_what_was_taken_away() => Assert.Equal(
        EventRecords.All.Select(t => t.Name).Where(n => n.EndsWith("Downloaded", StringComparison.Ordinal)),
        TakenAway.Types.Where(t => t.EndsWith("Downloaded", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Fact]
    public async Task The_log_tells_what_was_taken_away_and_nothing_else()
    {
        await using var world = await ReviewWorld.CreateAsync();
        var owen = world.World.As("Owen");
        (await world.Database.Get<DownloadRegister>().RunAsync(Guid.NewGuid(), owen, CancellationToken.None)).Require();
        var page = (await world.Database.Get<AuditLog>().RunAsync(owen, new AuditFilter { OnlyTaken = true }, null, AuditLog.MaxRows, CancellationToken.None)).Require();
        Assert.Equal([nameof(RegisterDownloaded)], page.Rows.Select(r => r.Type));
    }
}
