using AccessReview.Benchmarks.World;
using AccessReview.Core.Reviewing;

namespace AccessReview.Benchmarks;

/// <summary>The facets of a reviewer with ten thousand items as the page counts them after every decision and with every filter: what
/// changed since is read, and all is counted from the slice that was read when the list was opened (which the line <c>queue</c> measures).
/// Against one hand-written scan of the same rows.</summary>
internal sealed class FacetsAgainstScan : Floor
{
    private const string Scan =
        """
        SELECT t."State" = 'Undecided', i."Findings", i."GroupId" IS NULL, COALESCE(p."Department", ''), r."Role", r."RoleKey", COUNT(*)
        FROM "ReviewTurns" t JOIN "ReviewItems" i ON i."Id" = t."ItemId" JOIN "AccountRecords" r ON r."Id" = i."AccountRecordId"
            JOIN "AssessedAccounts" a ON a."Id" = i."AssessedAccountId" LEFT JOIN "PersonRecords" p ON p."Id" = a."PersonRecordId"
        WHERE t."CampaignId" = ?1 AND t."ReviewerId" = ?2 GROUP BY 1, 2, 3, 4, 5, 6
        """;

    private CampaignWorld world = null!;
    private ReviewSlice slice = null!;
    private HandWritten hand = null!;

    public override string Name => "facets";

    public override int Size => 10_000;

    public override double Target => 1.5;

    public override int Pairs => 51;

    public override int WarmUps => 20;

    public override async Task PrepareAsync(int size)
    {
        world = await CampaignWorld.OfAsync(size, reviewers: 1);
        hand = new HandWritten(world.File);
        slice = await world.Get<ReviewQueue>().SliceAsync(LaunchOrganisation.Manager(0), world.CampaignId, CancellationToken.None);
    }

    public override async Task OursAsync()
    {
        slice.Put(await world.Get<ReviewQueue>().SinceAsync(LaunchOrganisation.Manager(0), world.CampaignId, slice.Seq, CancellationToken.None));
        var facets = slice.Count(new QueueFilter(), null);
        if (facets.ToDecide + facets.Decided != world.Items)
        {
            throw new InvalidOperationException($"The facets count {facets.ToDecide + facets.Decided} of {world.Items} items.");
        }
    }

    public override Task FloorAsync()
    {
        using var cells = hand.Read(Scan, world.CampaignId, LaunchOrganisation.Manager(0).PersonId);
        var counts = new Dictionary<object, long>();
        while (cells.Read())
        {
            for (var column = 0; column < 6; column++)
            {
                counts[(column, cells.GetValue(column))] = counts.GetValueOrDefault((column, cells.GetValue(column))) + cells.GetInt64(6);
            }
        }

        return Task.CompletedTask;
    }

    public override async Task CleanUpAsync()
    {
        hand.Dispose();
        await world.DisposeAsync();
    }
}
