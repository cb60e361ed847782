using AccessReview.Core.Audit;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using SQLitePCL;

namespace AccessReview.Core.Persistence;

/// <summary>One prepared INSERT of SQLite's own, bound by place: the driver's commands look each parameter up by name and box each
/// value, which costs as much again as the row.</summary>
internal static class SqliteInsert
{
    private const int RowsBetweenCancels = 1024;

    /// <summary>Inserts the rows on the context's open connection, in whatever transaction it is in.</summary>
    public static void Run<TRow>(ReviewDb db, IEntityType entity, IEnumerable<TRow> rows, CancellationToken cancel)
        where TRow : class
    {
        var handle = ((SqliteConnection)db.Database.GetDbConnection()).Handle!;
        IProperty[] properties = [.. entity.GetProperties()];
        var columns = properties.Select(SqliteColumn<TRow>.Of).ToArray();
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(handle, Sql(entity, properties), out var statement), handle);
        using (statement)
        {
            var inserted = 0;
            foreach (var row in rows)
            {
                if (inserted++ % RowsBetweenCancels == 0)
                {
                    cancel.ThrowIfCancellationRequested();
                }

                for (var i = 0; i < columns.Length; i++)
                {
                    columns[i].Bind(statement, i + 1, row);
                }

                var done = raw.sqlite3_step(statement);
                _ = raw.sqlite3_reset(statement);
                if (done != raw.SQLITE_DONE)
                {
                    SqliteException.ThrowExceptionForRC(done, handle);
                }
            }
        }
    }

    private static string Sql(IEntityType entity, IProperty[] properties)
    {
        var store = StoreObjectIdentifier.Table(entity.GetTableName()!, entity.GetSchema());
        return $"INSERT INTO \"{store.Name}\" ({string.Join(',', properties.Select(p => $"\"{p.GetColumnName(store)}\""))}) VALUES ({string.Join(',', properties.Select(_ => "?"))})";
    }
}
