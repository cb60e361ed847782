using AccessReview.Core.Persistence.Kept;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace AccessReview.Core.Persistence;

/// <summary>One prepared statement of SQLite's own, run for each of many rows and bound by place: the driver's commands look each parameter
/// up by name and box each value, which costs as much again as the row.</summary>
internal static class SqliteStatement
{
    private const int RowsBetweenCancels = 1024;

    /// <summary>Runs it on the context's open connection, in whatever transaction it is in.</summary>
    /// <returns>How many rows of the table it changed.</returns>
    public static int Run<TRow>(ReviewDb db, string sql, IEnumerable<TRow> rows, Action<sqlite3_stmt, TRow> bind, CancellationToken cancel)
    {
        var handle = ((KeptConnection)db.Database.GetDbConnection()).Driver.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(handle, sql, out var statement), handle);
        using (statement)
        {
            var (ran, changed) = (0, 0);
            foreach (var row in rows)
            {
                if (ran++ % RowsBetweenCancels == 0)
                {
                    cancel.ThrowIfCancellationRequested();
                }

                bind(statement, row);
                var done = raw.sqlite3_step(statement);
                _ = raw.sqlite3_reset(statement);
                if (done != raw.SQLITE_DONE)
                {
                    SqliteException.ThrowExceptionForRC(done, handle);
                }

                changed += raw.sqlite3_changes(handle);
            }

            return changed;
        }
    }
}
