using AccessReview.Core;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.SqlServer.Tests;

/// <summary>Every statement that the product wrote by hand, in its form for SQL Server: what is sent when it runs.</summary>
internal static class HandWritten
{
    private static readonly CancellationToken Never = CancellationToken.None;

    public static async Task<IReadOnlyList<string>> AllAsync()
    {
        var server = new PaperServer();
        await using var db = server.Connect();
        var scope = new ChangeScope(db, new ChainHead { Seq = 6, At = DateTime.UnixEpoch }, Actor.Product, Role.None, DateTime.UnixEpoch, DateOnly.FromDateTime(DateTime.UnixEpoch));
        await new LaunchStatements(1, 10, 20, 7).InsertAsync(db, 0, Never);
        await CloseStatements.DecideByDeadlineAsync(scope, 1, [], Never);
        await CloseStatements.StampOutcomesAsync(scope, 1, 0, Never);
        await TurnStatements.MoveAsync(db, [new TurnMove(1, 2, TurnState.Certified, 3, null)], 7, Never);
        await TurnStatements.GiveAsync(db, [1], 2, ReviewerBasis.Manager, FallbackReason.None, 7, Never);
        await TurnStatements.InsertAsync(db, [Decision], 7, Never);
        await TurnStatements.SignAsync(db, [], [], 5, 7, Never);
        await SentAsync(() => TurnStatements.WithLines(db, [1]).ToListAsync(Never));
        await SentAsync(() => TurnStatements.Only(db, [1]).ToListAsync(Never));
        foreach (var turns in new long[]?[] { null, [1, 2] })
        {
            await RemovalStatements.InsertAsync(db, 1, turns, new PlannedRemovals(1, 1, default, DateTime.UnixEpoch, DateTime.UnixEpoch, 7), Never);
            await SentAsync(() => RemovalStatements.CountAsync(db, 1, turns, Never));
        }

        var purge = new PurgeScope([1], [1, 2], 3, 7);
        await PurgeStatements.RunAsync(db, purge, Never);
        await SentAsync(() => PurgeStatements.TextsAsync(db, purge, Never));
        await SentAsync(() => PurgeStatements.FilesAsync(db, purge, Never));
        await SentAsync(() => PurgeStatements.RecordsAsync(db, purge, Never));
        await SentAsync(() => SqlServerSettings.ProblemsAsync(db, Never));
        return [.. server.Sent, .. ChainStatements.Texts(db), .. Inserted(db).Select(t => BulkInsert.Command(db, t, 2).CommandText)];
    }

    /// <summary>Sends a query; nothing that could be read comes back from paper.</summary>
    private static Task SentAsync(Func<Task> query) => Assert.ThrowsAnyAsync<Exception>(query);

    /// <summary>Tables whose rows are inserted in bulk.</summary>
    public static IEnumerable<Type> Inserted(ReviewDb db) => db.Model.GetEntityTypes().Select(e => e.ClrType);

    private static Decision Decision => new()
    {
        Id = 1, CampaignId = 1, ItemId = 1, TurnId = 1, Kind = DecisionKind.Certify, Mode = DecisionMode.Single, By = "person:1", At = DateTime.UnixEpoch,
        Recommendation = Core.Findings.Recommendation.None, RecommendationRules = 1, Method = AuthenticationMethod.Demo, Session = "s", BatchSize = 1, RowHash = new byte[32],
    };
}
