using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Storage;

namespace AccessReview.Core.Persistence;

/// <summary>Tells a database that cannot just now from a bug, and says what is so: what happened, what is safe, what to try. Such an
/// answer is for now: the same command may be sent again, and happens once.</summary>
public static class StorageTrouble
{
    /// <summary>From this level on an error of SQL Server, or of the way to it, has ended the connection.</summary>
    internal const byte ConnectionGone = 20;

    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqliteReadOnly = 8;
    private const int SqliteInputOutput = 10;
    private const int SqliteFull = 13;
    private const int SqliteCannotOpen = 14;

    /// <summary>The trouble behind an exception; null: it is a bug and goes on as one.</summary>
    public static Problem? Of(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case WritersBusyException:
                    return Busy;
                case RetryLimitExceededException:
                    // The framework only tries again what passes, and knows more numbers than stand here.
                    return (e.InnerException is { } last ? Of(last) : null) ?? Unreachable;
                case SqliteException sqlite:
                    return Of(sqlite.SqliteErrorCode);
                case SqlException server:
                    // The driver gives a loss the system's number, which on Linux may be any or none.
                    return OfServer(server.Number) ?? (server.Class == ConnectionGone ? Unreachable : null);
            }
        }

        return null;
    }

    private static Problem? Of(int sqlite) => sqlite switch
    {
        SqliteFull => Full,
        SqliteBusy or SqliteLocked => new Problem(
            Problem.ForNow + "busy", "Another program holds the database, so this could not be saved. What was saved before is safe. Try again in a moment."),
        SqliteReadOnly or SqliteInputOutput or SqliteCannotOpen => new Problem(
            Problem.ForNow + "unwritable", "The database cannot be written just now, so this could not be saved. What was saved before is safe. Tell whoever runs this server, and try again."),
        _ => null,
    };

    // https://learn.microsoft.com/sql/relational-databases/errors-events: no space for data or log; time run out; deadlock; a row
    // that changed under a snapshot; and what a network, or a server that is starting or changes its replica, answers with.
    internal static Problem? OfServer(int number) => number switch
    {
        1101 or 1105 or 9002 => Full,
        1205 or 1222 or 3960 => Busy,
        -2 or -1 or 2 or 53 or 64 or 121 or 233 or 258 or 976 or 983 or 4060 or 10050 or 10051 or 10053 or 10054 or 10060 or 10061 or 10064 or 10065 or 11001 or 11002 or 17142 or 18401 or 18456 or 40197 or 40501 or 40613 => Unreachable,
        _ => null,
    };

    private static Problem Unreachable => new(
        Problem.ForNow + "unreachable", "The database does not answer, so it is not known yet whether this was saved. What was saved before is safe. Try again: it happens once, however often it is sent.");

    private static Problem Busy => new(
        Problem.ForNow + "busy", "The database was held by other work, so this could not be saved. What was saved before is safe. Try again in a moment.");

    private static Problem Full => new(
        Problem.ForNow + "full", "The disk that holds the database is full, so this could not be saved. What was saved before is safe. Tell whoever runs this server, and try again when there is space.");
}
