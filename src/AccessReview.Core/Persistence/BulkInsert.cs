using System.Data.Common;
using System.Text;
using AccessReview.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace AccessReview.Core.Persistence;

/// <summary>Inserts many rows by prepared statements, past the change tracker: 200,000 rows take a fifth of the time. For
/// <see cref="ChangeScope.AfterEvent"/> and operational tables; the guard holds here as everywhere.</summary>
public static class BulkInsert
{
    // SQL Server takes at most 2,100 parameters and 1,000 rows.
    private const int SqlServerParameters = 2000;
    private const int SqlServerRows = 1000;

    /// <summary>Inserts audited rows under the command's event.</summary>
    public static async Task RunAsync<TRow>(ChangeScope scope, IEnumerable<TRow> rows, CancellationToken cancel)
        where TRow : class, IAudited => await RunAsync(
            scope.Db,
            rows.Select(row =>
            {
                row.EventSeq = scope.Seq;
                return row;
            }),
            cancel);

    /// <summary>Inserts rows; the caller's transaction is used.</summary>
    public static async Task RunAsync<TRow>(ReviewDb db, IEnumerable<TRow> rows, CancellationToken cancel)
        where TRow : class
    {
        var entity = db.Model.FindEntityType(typeof(TRow)) ?? throw new ArgumentException($"{typeof(TRow).Name} is no entity.", nameof(rows));
        await db.Database.OpenConnectionAsync(cancel);
        try
        {
            if (db.IsOnSqlite)
            {
                SqliteInsert.Run(db, entity, rows, cancel);
            }
            else
            {
                await InStatementsAsync(db, entity, rows, cancel);
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <summary>As many rows a statement as the parameters allow.</summary>
    private static async Task InStatementsAsync<TRow>(ReviewDb db, IEntityType entity, IEnumerable<TRow> rows, CancellationToken cancel)
        where TRow : class
    {
        var columns = Columns(entity);
        var perStatement = Math.Clamp(SqlServerParameters / columns.Length, 1, SqlServerRows);
        DbCommand? full = null;
        try
        {
            foreach (var chunk in rows.Chunk(perStatement))
            {
                var command = chunk.Length == perStatement ? full ??= Command(db, entity, columns, perStatement) : Command(db, entity, columns, chunk.Length);
                Bind(command, columns, chunk);
                await command.ExecuteNonQueryAsync(cancel);
                if (command != full)
                {
                    await command.DisposeAsync();
                }
            }
        }
        finally
        {
            if (full is not null)
            {
                await full.DisposeAsync();
            }
        }
    }

    /// <summary>The statement that inserts so many rows, for a look at it.</summary>
    internal static DbCommand Command(ReviewDb db, Type row, int rows)
    {
        var entity = db.Model.FindEntityType(row)!;
        return Command(db, entity, Columns(entity), rows);
    }

    /// <summary>Refuses a text that its column would not hold: SQL Server's driver would cut it without a word, and SQLite would keep it.</summary>
    internal static void Fit(IProperty property, int? most, object? value)
    {
        if (value is string text && text.Length > most)
        {
            throw new InvalidOperationException($"{property.DeclaringType.ClrType.Name}.{property.Name} holds {most} characters, and this text has {text.Length}.");
        }
    }

    private static Column[] Columns(IEntityType entity) => [.. entity.GetProperties().Select(p => new Column(p, (RelationalTypeMapping)p.GetTypeMapping()))];

    private static void Bind<TRow>(DbCommand command, Column[] columns, TRow[] rows)
        where TRow : class
    {
        var next = 0;
        foreach (var row in rows)
        {
            foreach (var column in columns)
            {
                command.Parameters[next++].Value = column.Read(row);
            }
        }
    }

    private static DbCommand Command(ReviewDb db, IEntityType entity, Column[] columns, int rows)
    {
        var sql = db.GetService<ISqlGenerationHelper>();
        var store = StoreObjectIdentifier.Table(entity.GetTableName()!, entity.GetSchema());
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        var text = new StringBuilder("INSERT INTO ").Append(sql.DelimitIdentifier(store.Name))
            .Append(" (").AppendJoin(',', columns.Select(c => sql.DelimitIdentifier(c.Property.GetColumnName(store)!))).Append(") VALUES ");
        for (var row = 0; row < rows; row++)
        {
            text.Append(row == 0 ? "(" : ",(");
            for (var column = 0; column < columns.Length; column++)
            {
                var name = "@p" + ((row * columns.Length) + column).ToString(System.Globalization.CultureInfo.InvariantCulture);
                text.Append(column == 0 ? "" : ",").Append(name);
                command.Parameters.Add(columns[column].Parameter(command, name));
            }

            text.Append(')');
        }

        command.CommandText = text.ToString();
        if (!db.IsOnSqlServer)
        {
            // SQL Server finds the plan of a text it has seen by itself.
            command.Prepare();
        }

        return command;
    }

    private sealed class Column(IProperty property, RelationalTypeMapping mapping)
    {
        private const int Unbounded = -1;
        private readonly IClrPropertyGetter getter = property.GetGetter();
        private readonly Func<object?, object?>? convert = mapping.Converter?.ConvertToProvider;
        private readonly int? most = property.GetMaxLength();

        public IProperty Property => property;

        public DbParameter Parameter(DbCommand command, string name)
        {
            var parameter = mapping.CreateParameter(command, name, value: null, nullable: true);
            if (parameter.DbType is System.Data.DbType.String or System.Data.DbType.Binary && command is Microsoft.Data.SqlClient.SqlCommand)
            {
                // SQL Server's driver cuts silently what is longer than the size it guesses for a value that is not there yet.
                parameter.Size = most ?? Unbounded;
            }

            return parameter;
        }

        public object Read(object row)
        {
            var value = getter.GetClrValue(row);
            var stored = value is null || convert is null ? value : convert(value);
            Fit(property, most, stored);
            return stored ?? DBNull.Value;
        }
    }
}
