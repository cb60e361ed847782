using AccessReview.Benchmarks.World;
using AccessReview.Core.Findings;
using AccessReview.Core.Reviewing;
using Microsoft.Data.Sqlite;

namespace AccessReview.Benchmarks;

/// <summary>A reviewer's page of 50 rows and its total, filtered and sorted, in a campaign of a million items, against the same two
/// queries by hand.</summary>
internal sealed class Queue : Floor
{
    private const int Rows = 50;
    private const string Filtered =
        """
        FROM "ReviewTurns" t JOIN "ReviewItems" i ON i."Id" = t."ItemId" JOIN "AccountRecords" r ON r."Id" = i."AccountRecordId"
        WHERE t."CampaignId" = ?1 AND t."ReviewerId" = ?2 AND t."State" = 'Undecided' AND i."Findings" = 0 AND r."RoleKey" = 'CONSUMER'
        """;

    private const string Page =
        """
        SELECT t."Id", i."Id", t."Number", t."Rank", t."EventSeq", t."State", t."SignOffId", i."ParentItemId",
            EXISTS (SELECT 1 FROM "ReviewTurns" b WHERE b."ItemId" = i."ParentItemId" AND b."Stage" = t."Stage" AND b."ReviewerId" = t."ReviewerId"),
            COALESCE(p."Name", r."Name"), r."Email", r."Role", g."Name", i."Findings", i."Recommendation", a."Facts", r."LastUsedState", r."LastUsedAt", p."Department",
            d."Mode", d."By", d."At", x."Text", d."BatchSize"
        FROM "ReviewTurns" t JOIN "ReviewItems" i ON i."Id" = t."ItemId" JOIN "AccountRecords" r ON r."Id" = i."AccountRecordId"
            JOIN "AssessedAccounts" a ON a."Id" = i."AssessedAccountId" LEFT JOIN "PersonRecords" p ON p."Id" = a."PersonRecordId" LEFT JOIN "Groups" g ON g."Id" = i."GroupId"
            LEFT JOIN "Decisions" d ON d."Id" = t."DecisionId" LEFT JOIN "PrivateTexts" x ON x."Id" = d."ReasonId"
        WHERE t."CampaignId" = ?1 AND t."ReviewerId" = ?2 AND t."State" = 'Undecided' AND i."Findings" = 0 AND r."RoleKey" = 'CONSUMER' AND t."Rank" = ?3 ORDER BY t."Number" LIMIT 50
        """;

    private static readonly QueueFilter Filter = new() { Finding = Finding.None, Role = "CONSUMER" };
    private CampaignWorld world = null!;
    private HandWritten hand = null!;
    private IReadOnlySet<string> open = null!;

    public override string Name => "queue";

    public override int Size => 1_000_000;

    public override double Target => 3.0;

    /// <summary>A page that is there within half a millisecond of its floor is as good as the floor's.</summary>
    public override double Slack => 0.5;

    public override int Pairs => 301;

    public override int WarmUps => 100;

    public override async Task PrepareAsync(int size)
    {
        world = await CampaignWorld.OfAsync(size, Math.Max(1, size / QueueGrowth.Slice));
        hand = new HandWritten(world.File);
        open = await OpenedAsync(world);
    }

    public override async Task OursAsync()
    {
        if (await PageAsync(world, open) != Rows)
        {
            throw new InvalidOperationException("The page is not full.");
        }
    }

    public override Task FloorAsync()
    {
        var reviewer = LaunchOrganisation.Manager(0).PersonId;
        var groups = new List<(long Rank, long Count)>();
        using (var counts = hand.Read($"SELECT t.\"Rank\", COUNT(*) {Filtered} GROUP BY t.\"Rank\" ORDER BY t.\"Rank\"", world.CampaignId, reviewer))
        {
            while (counts.Read())
            {
                groups.Add((counts.GetInt64(0), counts.GetInt64(1)));
            }
        }

        using var page = hand.Read(Page, world.CampaignId, reviewer, groups[0].Rank);
        var values = new object[24];
        while (page.Read())
        {
            _ = page.GetValues(values);
        }

        return Task.CompletedTask;
    }

    public override async Task CleanUpAsync()
    {
        hand.Dispose();
        await world.DisposeAsync();
    }

    /// <summary>What the page asks for: the reviewer's slice, filtered and grouped, then the first rows on the screen.</summary>
    internal static async Task<int> PageAsync(CampaignWorld world, IReadOnlySet<string> open)
    {
        var (queue, reviewer) = (world.Get<ReviewQueue>(), LaunchOrganisation.Manager(0));
        var slice = await queue.SliceAsync(reviewer, world.CampaignId, CancellationToken.None);
        var lines = slice.Index(Filter, null, open).Lines.Select(l => l.Row).OfType<SliceRow>().Take(Rows);
        return (await queue.RowsAsync(reviewer, [.. lines.Select(r => r.TurnId)], CancellationToken.None)).Count;
    }

    /// <summary>The routine lines, all of them opened by the reviewer: only then are there rows.</summary>
    internal static async Task<IReadOnlySet<string>> OpenedAsync(CampaignWorld world)
    {
        var slice = await world.Get<ReviewQueue>().SliceAsync(LaunchOrganisation.Manager(0), world.CampaignId, CancellationToken.None);
        return slice.Rows.Select(row => RoutineKey.Of(row)?.Id(row.Rank.ToString())).OfType<string>().ToHashSet();
    }
}
