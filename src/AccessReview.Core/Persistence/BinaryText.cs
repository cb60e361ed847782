using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Update;

namespace AccessReview.Core.Persistence;

/// <summary>Writes the collation to every text column on SQL Server, so that text means the same in a database that was there
/// before, whatever its own collation: compared byte by byte, as on SQLite.</summary>
internal sealed class BinaryText(MigrationsSqlGeneratorDependencies dependencies, ICommandBatchPreparer batches) : SqlServerMigrationsSqlGenerator(dependencies, batches)
{
    /// <summary>The collation of all text.</summary>
    public const string Collation = "Latin1_General_100_BIN2";

    /// <inheritdoc/>
    protected override void ColumnDefinition(string? schema, string table, string name, ColumnOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        if (operation.ClrType == typeof(string))
        {
            operation.Collation ??= Collation;
        }

        base.ColumnDefinition(schema, table, name, operation, model, builder);
    }
}
