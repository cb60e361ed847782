using System.Globalization;
using CsvHelper;

namespace AccessReview.Benchmarks.World;

/// <summary>An import by hand: both files read as CSV, whose account it is looked up by address, and the same rows (accounts,
/// records, assessment) by prepared statements in one transaction, on the same tables with the same triggers. What a file is,
/// whether it is complete and who may read it is asked of nobody.</summary>
internal sealed class HandImport(string file) : IDisposable
{
    private readonly HandWritten sql = new(file);

    /// <summary>Imports and assesses; gives how many records were stored.</summary>
    public int Run(byte[] users, byte[] members, long application)
    {
        // The file lists teams one after the other: without room for the pages of an index, each row would read one anew.
        sql.Run("PRAGMA cache_size=-65536");
        sql.Run("BEGIN IMMEDIATE");
        var (seq, hash, next) = Head();
        var now = DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
        sql.Run("INSERT INTO \"AuditEvents\" (\"Seq\",\"At\",\"Type\",\"Version\",\"Actor\",\"Body\",\"PrevHash\",\"Hash\") VALUES (?1,?2,'ByHand',1,'hand',?3,?4,?5)", seq, now, new byte[300], hash, hash);
        var (extract, assessment) = (next++, next++);
        sql.Run("INSERT INTO \"Extracts\" (\"Id\",\"Number\",\"Kind\",\"ApplicationId\",\"AsOf\",\"ReadAt\",\"ReadBy\",\"Completeness\",\"CoversAssignments\",\"Records\",\"Assignments\",\"EventSeq\") VALUES (?1,2,'Access',?2,?3,?3,'hand','Complete',1,0,0,?4)", extract, application, now, seq);
        sql.Run("INSERT INTO \"Assessments\" (\"Id\",\"ApplicationId\",\"ExtractId\",\"PolicyVersionId\",\"AsOf\",\"MadeAt\",\"Rules\",\"Accounts\",\"Assignments\",\"EventSeq\") VALUES (?1,?2,?3,0,?4,?4,1,0,0,?5)", assessment, application, extract, now, seq);
        var records = Accounts(users, application, extract, assessment, seq, ref next);
        var assignments = Assignments(members, records, application, extract, assessment, seq, ref next);
        sql.Run("UPDATE \"ChainHeads\" SET \"Seq\" = ?1, \"Hash\" = ?2, \"At\" = ?3, \"NextId\" = ?4 WHERE \"Id\" = 1", seq, hash, now, next);
        sql.Run("COMMIT");
        return records.Count + assignments;
    }

    public void Dispose() => sql.Dispose();

    private (long Seq, byte[] Hash, long Next) Head()
    {
        using var head = sql.Read("SELECT \"Seq\", \"Hash\", \"NextId\" FROM \"ChainHeads\" WHERE \"Id\" = 1");
        head.Read();
        return (head.GetInt64(0) + 1, head.GetFieldValue<byte[]>(1), head.GetInt64(2));
    }

    private Dictionary<string, (long Record, long Assessed)> Accounts(byte[] users, long application, long extract, long assessment, long seq, ref long next)
    {
        var people = new Dictionary<string, (long Person, long Record)>(StringComparer.Ordinal);
        using (var known = sql.Read("SELECT \"EmailKey\", \"PersonId\", \"Id\" FROM \"PersonRecords\""))
        {
            while (known.Read())
            {
                people[known.GetString(0)] = (known.GetInt64(1), known.GetInt64(2));
            }
        }

        var records = new Dictionary<string, (long, long)>(StringComparer.Ordinal);
        var fingerprint = new byte[32];
        using var csv = CsvReader.Create(users.AsMemory(), new CsvReaderOptions { HasHeader = true });
        for (var line = 2; csv.Read(); line++)
        {
            var (email, name, role) = (csv.GetString(1), csv.GetString(2), csv.GetString(3));
            var key = email.ToUpperInvariant();
            var (person, personRecord) = people[key];
            var (account, record, assessed) = (next++, next++, next++);
            sql.Run("INSERT INTO \"Accounts\" (\"Id\",\"ApplicationId\",\"FirstExtractId\",\"SourceKey\",\"EventSeq\") VALUES (?1,?2,?3,?4,?5)", account, application, extract, csv.GetString(0), seq);
            sql.Run(
                "INSERT INTO \"AccountRecords\" (\"Id\",\"AccountId\",\"CreatedAt\",\"Email\",\"EmailKey\",\"EventSeq\",\"ExtractId\",\"LastUsedAt\",\"LastUsedState\",\"Line\",\"Name\",\"NameSort\",\"Role\",\"RoleKey\",\"Status\") VALUES (?1,?2,?3,?4,?5,?6,?7,?8,'Known',?9,?10,?11,?12,?13,'Active')",
                record, account, Instant(csv.GetString(6)), email, key, seq, extract, Instant(csv.GetString(5)), line, name, name.ToUpperInvariant(), role, role.ToUpperInvariant());
            sql.Run(
                "INSERT INTO \"AssessedAccounts\" (\"Id\",\"AccountId\",\"AccountRecordId\",\"AssessmentId\",\"DeclarationId\",\"EventSeq\",\"Facts\",\"Findings\",\"Fingerprint\",\"Match\",\"PersonId\",\"PersonRecordId\",\"Rank\",\"Recommendation\") VALUES (?1,?2,?3,?4,NULL,?5,'{\"notReviewedBefore\":true}',0,?6,'Email',?7,?8,100,'None')",
                assessed, account, record, assessment, seq, fingerprint, person, personRecord);
            records[email] = (record, assessed);
        }

        return records;
    }

    private int Assignments(byte[] members, Dictionary<string, (long Record, long Assessed)> records, long application, long extract, long assessment, long seq, ref long next)
    {
        var groups = new Dictionary<string, long>(StringComparer.Ordinal);
        using var csv = CsvReader.Create(members.AsMemory(), new CsvReaderOptions { HasHeader = true, PoolStrings = true });
        var line = 2;
        for (; csv.Read(); line++)
        {
            var name = csv.GetString(0);
            if (!groups.TryGetValue(name, out var group))
            {
                groups[name] = group = next++;
                sql.Run("INSERT INTO \"Groups\" (\"Id\",\"ApplicationId\",\"Name\",\"SourceKey\",\"EventSeq\") VALUES (?1,?2,?3,?4,?5)", group, application, name, name.ToUpperInvariant(), seq);
                sql.Run("INSERT INTO \"GroupRecords\" (\"Id\",\"ExtractId\",\"GroupId\",\"Name\",\"OwnerEmail\",\"OwnerEmailKey\",\"EventSeq\") VALUES (?1,?2,?3,?4,'','',?5)", next++, extract, group, name, seq);
            }

            var (record, assessed) = records[csv.GetString(1)];
            var assignment = next++;
            sql.Run("INSERT INTO \"AssignmentRecords\" (\"Id\",\"AccountRecordId\",\"EventSeq\",\"ExtractId\",\"GroupId\",\"Line\") VALUES (?1,?2,?3,?4,?5,?6)", assignment, record, seq, extract, group, line);
            sql.Run("INSERT INTO \"AssessedAssignments\" (\"Id\",\"AssessedAccountId\",\"AssessmentId\",\"AssignmentRecordId\",\"EventSeq\",\"Findings\",\"Recommendation\") VALUES (?1,?2,?3,?4,?5,0,'None')", next++, assessed, assessment, assignment, seq);
        }

        return line - 2;
    }

    private static string Instant(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal)
        .ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
