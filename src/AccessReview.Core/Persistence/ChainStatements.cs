using System.Data;
using System.Data.Common;
using System.Globalization;
using AccessReview.Core.Audit;
using AccessReview.Core.Extracts;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace AccessReview.Core.Persistence;

/// <summary>What every change reads first and writes last, by hand in three round trips: built by the framework they cost ten times
/// the decision they carry.</summary>
internal static class ChainStatements
{
    /// <summary>How long a writer waits for another: as long as a launch may keep others waiting.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private const string Receipt = "SELECT \"Actor\", \"EventSeq\", \"Answer\" FROM \"CommandReceipts\" WHERE \"CommandId\" = @command;";
    private const string Held = "SELECT \"Role\" FROM \"RoleGrants\" WHERE \"PersonId\" = @person AND \"EndedAt\" IS NULL;";
    private const string Standing =
        "SELECT r.\"Status\", r.\"StartDate\", r.\"EndDate\" FROM \"People\" p"
        + " LEFT JOIN \"Directories\" d ON d.\"OutOfScopeSeq\" IS NULL AND d.\"CurrentExtractId\" IS NOT NULL AND EXISTS ("
        + "SELECT 1 FROM \"PersonRecords\" w JOIN \"Extracts\" e ON e.\"Id\" = w.\"ExtractId\" WHERE w.\"PersonId\" = p.\"Id\" AND e.\"DirectoryId\" = d.\"Id\")"
        + " LEFT JOIN \"PersonRecords\" r ON r.\"ExtractId\" = d.\"CurrentExtractId\" AND r.\"PersonId\" = p.\"Id\" WHERE p.\"Id\" = @person ORDER BY d.\"Rank\", d.\"Id\";"
        + "SELECT 1 FROM \"Sessions\" WHERE \"Key\" = @session AND \"EndedAt\" IS NOT NULL;";

    private const string Demonstrated = "SELECT \"DemoUsed\" FROM \"Installations\";";
    private const string InForce = "SELECT \"Json\" FROM \"PolicyVersions\" WHERE \"Number\" = (SELECT MAX(\"Number\") FROM \"PolicyVersions\");";

    private const string Append =
        "INSERT INTO \"AuditEvents\" (\"Seq\", \"At\", \"Type\", \"Version\", \"CampaignId\", \"Actor\", \"Body\", \"PrevHash\", \"Hash\") VALUES (@seq, @at, @type, @version, @campaign, @actor, @body, @before, @hash);";

    private const string Keep = "INSERT INTO \"CommandReceipts\" (\"CommandId\", \"Actor\", \"EventSeq\", \"Answer\") VALUES (@command, @actor, @seq, @answer);";
    private const string Move = "UPDATE \"ChainHeads\" SET \"Seq\" = @seq, \"Hash\" = @hash, \"At\" = @at, \"NextId\" = @next WHERE \"Id\" = 1 AND \"Seq\" = @last;";

    /// <summary>What a change starts from.</summary>
    /// <param name="Head">The chain's end, locked until the transaction ends.</param>
    /// <param name="Receipt">The answer given before to the same command, if any.</param>
    /// <param name="Held">The roles granted to the actor's person.</param>
    /// <param name="Employment">The actor's, by the directory that leads for them (<see cref="Directories.CurrentPeople"/>); as left when that, or every one,
    /// has them no more, null when they are nobody of a staff list.</param>
    /// <param name="SessionEnded">Whether their session was ended.</param>
    /// <param name="DemoUsed">Whether somebody has acted here without being signed in, for a demonstration.</param>
    /// <param name="Policy">The policy in force.</param>
    internal sealed record Start(ChainHead Head, CommandReceipt? Receipt, Role Held, Employment? Employment, bool SessionEnded, bool DemoUsed, Policy Policy);

    /// <summary>Every text, for a look at it.</summary>
    internal static IEnumerable<string> Texts(ReviewDb db) => [Head(db) + Receipt + Held + Standing + Demonstrated + InForce, Append, Keep + Move];

    /// <summary>Waits until this transaction is the only one that writes, on whichever node.</summary>
    public static async Task LockAsync(ReviewDb db, CancellationToken cancel)
    {
        if (db.IsOnSqlServer)
        {
            await using var command = Command(db, Head(db));
            await command.ExecuteScalarAsync(cancel);
        }
    }

    /// <summary>Locks and reads the head, then the command's receipt, then the person's roles and whether they still may act at all, by the policy's day.</summary>
    public static async Task<Start> BeginAsync(ReviewDb db, Guid commandId, Actor actor, CancellationToken cancel)
    {
        await using var command = Command(db, Head(db) + Receipt + Held + Standing + Demonstrated + InForce);
        Add(command, "@command", DbType.Guid, commandId);
        Add(command, "@person", DbType.Int64, actor.PersonId);
        Add(command, "@session", DbType.String, actor.Session);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        var head = new ChainHead
        {
            Seq = reader.GetInt64(0), At = DateTime.SpecifyKind(reader.GetDateTime(1), DateTimeKind.Utc), Hash = reader.GetFieldValue<byte[]>(2), NextId = reader.GetInt64(3), PurgeSeq = reader.GetInt64(4),
        };
        await reader.NextResultAsync(cancel);
        var receipt = await reader.ReadAsync(cancel)
            ? new CommandReceipt { CommandId = commandId, Actor = reader.GetString(0), EventSeq = reader.GetInt64(1), Answer = reader.GetString(2) }
            : null;
        await reader.NextResultAsync(cancel);
        var held = Role.None;
        while (await reader.ReadAsync(cancel))
        {
            held |= Enum.Parse<Role>(reader.GetString(0));
        }

        await reader.NextResultAsync(cancel);
        Employment? employment = await reader.ReadAsync(cancel) ? Employed(reader) : null;
        await reader.NextResultAsync(cancel);
        var sessionEnded = await reader.ReadAsync(cancel);
        await reader.NextResultAsync(cancel);
        var demoUsed = await reader.ReadAsync(cancel) && reader.GetBoolean(0);
        await reader.NextResultAsync(cancel);
        var policy = await reader.ReadAsync(cancel) ? CurrentPolicy.Parse(reader.GetString(0)) : new Policy();
        return new Start(head, receipt, held, employment, sessionEnded, demoUsed, policy);
    }

    private static Employment Employed(DbDataReader reader) => reader.IsDBNull(0)
        ? new(EmploymentStatus.Left, null, null)
        : new(Enum.Parse<EmploymentStatus>(reader.GetString(0)), Day(reader, 1), Day(reader, 2));

    private static DateOnly? Day(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateOnly>(column);

    /// <summary>Appends the event; the rows that cite it come after.</summary>
    public static async Task AppendAsync(ReviewDb db, AuditEvent happened, CancellationToken cancel)
    {
        await using var command = Command(db, Append);
        AddHead(command, happened);
        Add(command, "@type", DbType.String, happened.Type);
        Add(command, "@version", DbType.Int32, happened.Version);
        Add(command, "@campaign", DbType.Int64, happened.CampaignId);
        Add(command, "@actor", DbType.String, happened.Actor);
        Add(command, "@body", DbType.Binary, happened.Body);
        Add(command, "@before", DbType.Binary, happened.PrevHash);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Keeps the receipt and moves the head, last of all.</summary>
    /// <exception cref="InvalidOperationException">The head is not where it was read.</exception>
    public static async Task EndAsync(ReviewDb db, AuditEvent happened, CommandReceipt? receipt, long nextId, CancellationToken cancel)
    {
        await using var command = Command(db, (receipt is null ? "" : Keep) + Move);
        AddHead(command, happened);
        Add(command, "@next", DbType.Int64, nextId);
        Add(command, "@last", DbType.Int64, happened.Seq - 1);
        if (receipt is not null)
        {
            Add(command, "@command", DbType.Guid, receipt.CommandId);
            Add(command, "@actor", DbType.String, receipt.Actor);
            Add(command, "@answer", DbType.String, receipt.Answer);
        }

        if (await command.ExecuteNonQueryAsync(cancel) != (receipt is null ? 1 : 2))
        {
            throw new InvalidOperationException("The chain's head moved under the writers' lock.");
        }
    }

    // SQLite's transaction holds the writers' lock already; on SQL Server the head is always the first lock, and the only one that is waited
    // for. Who waits in vain gets 1222, which says for certain that nothing was saved; a command's time that ran out would not.
    private static string Head(ReviewDb db) => db.IsOnSqlServer
        ? string.Create(CultureInfo.InvariantCulture, $"SET LOCK_TIMEOUT {Patience.TotalMilliseconds};") + $"{Head(" WITH (UPDLOCK, ROWLOCK)")}SET LOCK_TIMEOUT -1;"
        : Head("");

    private static string Head(string hint) => $"SELECT \"Seq\", \"At\", \"Hash\", \"NextId\", \"PurgeSeq\" FROM \"ChainHeads\"{hint} WHERE \"Id\" = 1;";

    private static void AddHead(DbCommand command, AuditEvent happened)
    {
        Add(command, "@seq", DbType.Int64, happened.Seq);
        Add(command, "@at", DbType.DateTime2, happened.At);
        Add(command, "@hash", DbType.Binary, happened.Hash);
    }

    private static DbCommand Command(ReviewDb db, string sql)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        command.CommandText = sql;
        return command;
    }

    private static void Add(DbCommand command, string name, DbType type, object? value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.DbType, parameter.Value) = (name, type, value ?? DBNull.Value);
        command.Parameters.Add(parameter);
    }
}
