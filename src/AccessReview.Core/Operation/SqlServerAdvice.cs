namespace AccessReview.Core.Operation;

/// <summary>What to do instead where the database is SQL Server: its own backup, by whoever runs it.</summary>
internal static class SqlServerAdvice
{
    private const string Keys = "Keep the keys apart: the database holds them in DataProtectionKeys, sealed by what Keys:* names; back that up elsewhere.";

    public static Problem Backup { get; } = new(
        "backup.sql-server",
        $"""
        On SQL Server the server makes the backup. Its administrator runs, with the database's name:
          BACKUP DATABASE [AccessReview] TO DISK = N'AccessReview.bak' WITH CHECKSUM, COMPRESSION, FORMAT;
          BACKUP LOG [AccessReview] TO DISK = N'AccessReview.trn' WITH CHECKSUM;   -- in the full recovery model, as often as work may be lost
          RESTORE VERIFYONLY FROM DISK = N'AccessReview.bak' WITH CHECKSUM;
        {Keys}
        """);

    public static Problem Restore { get; } = new(
        "restore.sql-server",
        $"""
        On SQL Server the server restores. Stop every node of the product; the server's administrator runs, with the database's name:
          BACKUP LOG [AccessReview] TO DISK = N'AccessReview-tail.trn' WITH NORECOVERY;   -- what happened since, while the old database can be read
          RESTORE DATABASE [AccessReview] FROM DISK = N'AccessReview.bak' WITH CHECKSUM, NORECOVERY;
          RESTORE LOG [AccessReview] FROM DISK = N'AccessReview-tail.trn' WITH RECOVERY;
        Without that log, as where the old database cannot be read any more, the last statement is this one instead:
          RESTORE DATABASE [AccessReview] WITH RECOVERY;
        Then run verify: the anchors say whether anything is missing. If it is, or the old database's log could not be backed up, so that nobody can
        say what came after the backup, run resume --reason "...": the record goes on with an event that says so, what the product would have
        removed waits for a second person, and a signed statement beside the anchors says what was lost; without it they count as broken.
        Start the product after that.
        {Keys}
        """);
}
