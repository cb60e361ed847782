using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace AccessReview.Core.Persistence;

/// <summary>One INSERT for many rows, as <see cref="SqliteStatement"/>.</summary>
internal static class SqliteInsert
{
    /// <summary>Inserts the rows on the context's open connection, in whatever transaction it is in.</summary>
    public static void Run<TRow>(ReviewDb db, IEntityType entity, IEnumerable<TRow> rows, CancellationToken cancel)
        where TRow : class
    {
        IProperty[] properties = [.. entity.GetProperties()];
        var columns = properties.Select(SqliteColumn<TRow>.Of).ToArray();
        SqliteStatement.Run(
            db, Sql(entity, properties), rows,
            (statement, row) =>
            {
                for (var i = 0; i < columns.Length; i++)
                {
                    columns[i].Bind(statement, i + 1, row);
                }
            },
            cancel);
    }

    private static string Sql(IEntityType entity, IProperty[] properties)
    {
        var store = StoreObjectIdentifier.Table(entity.GetTableName()!, entity.GetSchema());
        return $"INSERT INTO \"{store.Name}\" ({string.Join(',', properties.Select(p => $"\"{p.GetColumnName(store)}\""))}) VALUES ({string.Join(',', properties.Select(_ => "?"))})";
    }
}
