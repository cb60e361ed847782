using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Evidence;
using AccessReview.Core.Evidence.Samples;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using AccessReview.Core.Tests.Histories;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace AccessReview.Core.Tests.Audit;

/// <summary>One bit of one value of the record is turned, anywhere, and turned back: the verifier finds it each time.</summary>
public sealed class FlippedBitsTests(ITestOutputHelper output)
{
    /// <summary>What the record does not cover, and why that is so.</summary>
    private static readonly HashSet<string> Uncovered =
    [
        "AssessedAccounts.Facts", // the arguments of a finding's sentence: the finding, the match and the fingerprint beside it are covered
        "Decisions.Session", // which window it was; nothing is concluded from it
        "RoleGrants.Id", "PolicyVersions.Id", // nothing cites a grant, and a policy is known by its number
        "RemovalAttempts.Target", "RemovalAttempts.Why", // words for people: what was done, through what, and what came of it is covered
        "PrivateTexts.EventSeq", "SignOffs.EventSeq", "ReviewTurns.EventSeq", "Campaigns.EventSeq", "CampaignApplications.EventSeq", // where a row stood when it was last touched: what cites it is covered
        "ReviewTurns.Id", // nothing cites a turn before its decision does
        "ReviewTurns.ForId", "ReviewTurns.Basis", "ReviewTurns.Fallback", "ReviewTurns.Rank", // why they review it, and where it stands in their list: who reviews it is covered
        "Campaigns.Name", "Campaigns.Purpose", "Campaigns.Controls", // its owner's words
        "Campaigns.TimeZone", // one that this machine does not know says nothing: the hour of the deadline is covered
        "CampaignApplications.PreviousCampaignId", // what was found against it is covered
    ];

    private const int Constraint = 19;

    /// <summary>In a short run two for each column.</summary>
    private static int Flips(int columns) => Environment.GetEnvironmentVariable("ACCESSREVIEW_LONG") == "1" ? 10_000 : 2 * columns;

    [SqliteFact]
    public async Task Every_bit_turned_in_the_record_is_found()
    {
        await using var database = await TestDatabase.CreateAsync();
        var history = new RandomHistory(database, seed: 7);
        await history.BeginAsync();
        for (var step = 0; step < 45; step++)
        {
            await history.StepAsync();
        }

        await history.EndAsync();
        await history.RereadAsync();
        await database.Get<RunExports>().RunAsync(CancellationToken.None);
        await DrawAsync(database);
        Assert.True(await IsSoundAsync(database));

        await using var db = await Unguarded.OpenAsync(database);
        var columns = Columns(db).ToList();
        var (chance, missed) = (new Random(11), new SortedSet<string>(StringComparer.Ordinal));
        var flips = Flips(columns.Count);
        for (var flip = 0; flip < flips; flip++)
        {
            // Each column in turn, so that a short run has turned a bit in all of them.
            var (table, column, type) = columns[flip % columns.Count];
            if (await ValueAsync(db, table, column, chance) is not { } value)
            {
                continue;
            }

            var turned = Turned(value.Before, type, chance);
            if (await SetAsync(db, table, column, value.RowId, turned) is not { } now)
            {
                // The database itself would not have it.
                continue;
            }

            if (await IsSoundAsync(database))
            {
                missed.Add($"{table}.{column}");
            }

            Assert.NotNull(await SetAsync(db, table, column, now, value.Before));
        }

        output.WriteLine($"{flips} bits in {columns.Count} columns");
        Assert.True(missed.Count == 0, string.Join(", ", missed));
        Assert.True(await IsSoundAsync(database));
    }

    private static async Task DrawAsync(TestDatabase database)
    {
        await using var db = database.Look();
        var campaign = await db.Campaigns.Select(c => new { c.Number, c.OwnerId }).FirstAsync();
        (await database.Get<DrawSample>().RunAsync(Guid.NewGuid(), Actor.Demo(campaign.OwnerId), campaign.Number, SamplePopulation.All, 5, "a-seed", CancellationToken.None)).Require();
    }

    /// <summary>Every column of every table whose rows the record covers.</summary>
    private static IEnumerable<(string Table, string Column, Type Type)> Columns(ReviewDb db)
    {
        Type[] others =
        [
            typeof(AuditEvent), typeof(PrivateText), typeof(AccountRecord), typeof(GroupRecord), typeof(AssignmentRecord), typeof(PersonRecord), typeof(AssessedAccount), typeof(AssessedAssignment),
            typeof(RoleGrant), typeof(PolicyVersion), typeof(SecondReview), typeof(RemovalAttempt), typeof(HandProof), typeof(EvidenceEdition),
            typeof(ReviewTurn), typeof(SignOffItem), typeof(SampleItem), typeof(Campaign), typeof(CampaignApplication), typeof(Declaration), typeof(HandMatch),
        ];
        return from type in db.Model.GetEntityTypes()
               where typeof(IEvidenceRow).IsAssignableFrom(type.ClrType) || others.Contains(type.ClrType)
               let table = type.GetTableName()!
               from property in type.GetProperties()
               let column = property.GetColumnName(StoreObjectIdentifier.Table(table))!
               where !Uncovered.Contains($"{table}.{column}")
               select (table, column, Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType);
    }

    // Of a date a digit, of a yes its one bit: others are read as before.
    private static object Turned(object before, Type type, Random chance)
    {
        switch (before)
        {
            case long number:
                return number ^ (type == typeof(bool) ? 1L : 1L << chance.Next(8));
            case byte[] bytes:
                var turned = (byte[])bytes.Clone();
                turned[chance.Next(turned.Length)] ^= (byte)(1 << chance.Next(8));
                return turned;
            case string text:
                var places = Enumerable.Range(0, text.Length).Where(i => (type != typeof(DateTime) && type != typeof(DateOnly)) || (i < 19 && char.IsAsciiDigit(text[i]))).ToList();
                var at = places[chance.Next(places.Count)];
                return text[..at] + (char)(text[at] ^ 1) + text[(at + 1)..];
            default:
                throw new InvalidOperationException($"{before.GetType().Name} is not stored here.");
        }
    }

    private static async Task<(long RowId, object Before)?> ValueAsync(ReviewDb db, string table, string column, Random chance)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"SELECT rowid, \"{column}\" FROM \"{table}\" WHERE LENGTH(\"{column}\") > 0 ORDER BY (rowid * {chance.Next(1, 9973)}) % 10007 LIMIT 1";
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? (reader.GetInt64(0), reader.GetValue(1)) : null;
    }

    /// <summary>Sets a value; gives the row's place, which a key moves, or null when the database refused.</summary>
    private static async Task<long?> SetAsync(ReviewDb db, string table, string column, long rowId, object value)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"UPDATE \"{table}\" SET \"{column}\" = $value WHERE rowid = {rowId} RETURNING rowid";
        command.Parameters.Add(new SqliteParameter("$value", value));
        try
        {
            return (long?)await command.ExecuteScalarAsync();
        }
        catch (SqliteException refused) when (refused.SqliteErrorCode == Constraint)
        {
            return null;
        }
    }

    private static async Task<bool> IsSoundAsync(TestDatabase database) =>
        (await database.Get<VerifyChain>().RunAsync(Actor.Product, null, CancellationToken.None)).Require().Findings.All(f => f.Code == "guard.missing");
}
