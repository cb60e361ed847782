using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Evidence;
using AccessReview.Core.Tests.Reviewing;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Audit;

/// <summary>Which editions of the evidence there are, and what they are, follows from the events: an edition that somebody deletes or exchanges
/// beside the product is found.</summary>
public sealed class EditionsReplayTests
{
    [SqliteTheory]
    [InlineData("edition.gone", "DELETE FROM EvidenceEditions WHERE Number = 2")]
    [InlineData("edition.state", "UPDATE EvidenceEditions SET ManifestSha256 = randomblob(32) WHERE Number = 1")]
    [InlineData("edition.state", "UPDATE EvidenceEditions SET PackSha256 = randomblob(32) WHERE Number = 1")]
    [InlineData("edition.state", "UPDATE EvidenceEditions SET WorkbookSha256 = randomblob(32) WHERE Number = 1")]
    [InlineData("edition.state", "UPDATE EvidenceEditions SET HeadHash = randomblob(32) WHERE Number = 1")]
    [InlineData("edition.state", "UPDATE EvidenceEditions SET UpToSeq = UpToSeq - 1 WHERE Number = 2")]
    [InlineData("edition.state", "UPDATE EvidenceEditions SET MadeAt = '2020-01-01 00:00:00' WHERE Number = 1")]
    [InlineData("edition.state", "UPDATE EvidenceEditions SET MadeBy = 'product' WHERE Number = 1")]
    [InlineData("edition.state", "UPDATE EvidenceEditions SET Kind = 'Close' WHERE Number = 1")]
    [InlineData("edition.state", "UPDATE EvidenceEditions SET Number = 3 WHERE Number = 2")]
    [InlineData("edition.state", "UPDATE EvidenceEditions SET CampaignId = CampaignId + 1 WHERE Number = 1")]
    [InlineData("edition.state", "INSERT INTO EvidenceEditions (Id, CampaignId, Kind, Number, PackFileId, PackSha256, WorkbookFileId, WorkbookSha256, ManifestSha256, UpToSeq, HeadHash, MadeAt, MadeBy, EventSeq) SELECT 99999, CampaignId, 'Close', Number, PackFileId, PackSha256, WorkbookFileId, WorkbookSha256, ManifestSha256, UpToSeq, HeadHash, MadeAt, MadeBy, EventSeq FROM EvidenceEditions WHERE Number = 1")]
    [InlineData("file.changed", "UPDATE EvidenceEditions SET PackFileId = (SELECT PackFileId FROM EvidenceEditions WHERE Number = 2) WHERE Number = 1")]
    public async Task An_edition_that_is_not_as_it_was_made_is_found(string expected, string tampering)
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await world.DecideAsync("Mia", "Vera", DecisionKind.Revoke)).Require();
        await MadeAsync(world);
        (await world.DecideAsync("Mia", "Rob", DecisionKind.Certify, "Back from leave")).Require();
        await MadeAsync(world);
        Assert.Empty(await FindingsAsync(world.Database));
        await using var db = await Unguarded.OpenAsync(world.Database);
        Assert.Equal(1, await db.Database.ExecuteSqlRawAsync(tampering));
        Assert.Contains(expected, await FindingsAsync(world.Database));
    }

    private static async Task MadeAsync(ReviewWorld world)
    {
        (await world.Database.Get<AskForEvidence>().RunAsync(world.World.As("Owen"), 1, default)).Require();
        Assert.Equal(1, await world.Database.Get<RunExports>().RunAsync(default));
    }

    // The world's readings are written past the import, without their files; everything else holds.
    private static async Task<List<string>> FindingsAsync(TestDatabase database) =>
        [.. (await database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings.Where(f => f.Code != "guard.missing").Select(f => f.Code)];
}
