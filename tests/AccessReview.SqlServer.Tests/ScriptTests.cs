using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace AccessReview.SqlServer.Tests;

/// <summary>No SQL Server runs here. What is sent to one is SQL that version 2019 parses, over tables and columns that are there.</summary>
public sealed class ScriptTests
{
    private const int MostBytesOfAKey = 900;
    private const int MostBytesOfAnIndex = 1700;

    private static ReviewDb Db() => new SqlServerReviewDb.DesignTime().CreateDbContext([]);

    [Fact]
    public void The_script_for_a_database_administrator_makes_every_table_and_the_guard_fits_it()
    {
        using var db = Db();
        using var model = new ServerModel();
        Assert.Empty(db.Model.GetEntityTypes().Select(e => e.GetTableName()!).Except(model.Tables));
        Assert.Empty(model.Problems());
    }

    [Fact]
    public void The_script_for_a_database_administrator_brings_settings_guard_and_first_rows()
    {
        using var db = Db();
        var parts = new Parts();
        var script = UpgradeScript.Of(db);
        PaperServer.Parse(script).Accept(parts);
        Assert.Equal(3, parts.Settings);
        Assert.Equal(Guard.Triggers(db).Select(t => t.Sql), script.Split("\nGO\n").Select(b => b.Trim()).Where(b => b.StartsWith("CREATE TRIGGER", StringComparison.Ordinal)));
        foreach (var type in new[] { typeof(ChainHead), typeof(Installation) })
        {
            var entity = db.Model.FindEntityType(type)!;
            Assert.Equal(entity.GetProperties().Select(p => p.GetColumnName()).Order(StringComparer.Ordinal), parts.Inserted[entity.GetTableName()!].Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Every_statement_written_by_hand_names_only_what_is_there()
    {
        var statements = await HandWritten.AllAsync();
        Assert.True(statements.Count > 15 + 50);
        using var model = new ServerModel();
        foreach (var statement in statements)
        {
            PaperServer.Parse(statement);
            model.Add(statement);
        }

        var problems = string.Join("\n", model.Problems());
        Assert.True(problems.Length == 0, problems);
    }

    [Theory]
    [InlineData("SELECT \"Sequence\" FROM \"ChainHeads\" WHERE \"Id\" = @id")]
    [InlineData("SELECT \"seq\" FROM \"ChainHeads\" WHERE \"Id\" = @id")]
    [InlineData("UPDATE \"Turns\" SET \"State\" = 'x'")]
    public void A_statement_that_names_something_else_would_be_found(string statement)
    {
        using var model = new ServerModel();
        model.Add(statement);
        Assert.NotEmpty(model.Problems());
    }

    [Theory]
    [InlineData("CREATE TRIGGER [a] ON [b] AFTER INSERT AS BEGIN SELECT FROM; END")]
    [InlineData("SELECT 1 WHERE 1 IS NOT DISTINCT FROM 2")]
    public void A_statement_that_SQL_Server_2019_does_not_read_would_be_found(string statement) =>
        Assert.Throws<InvalidOperationException>(() => PaperServer.Parse(statement));

    [Fact]
    public void Every_trigger_of_the_guard_bears_the_name_it_is_looked_for_by()
    {
        using var db = Db();
        var triggers = Guard.Triggers(db);
        Assert.NotEmpty(triggers);
        Assert.All(triggers, t =>
        {
            var created = Assert.IsType<CreateTriggerStatement>(Assert.Single(Assert.Single(((TSqlScript)PaperServer.Parse(t.Sql)).Batches).Statements));
            Assert.Equal(t.Name, created.Name.BaseIdentifier.Value);
        });
    }

    [Fact]
    public void Every_text_column_compares_byte_by_byte_whatever_the_database_around_it_does()
    {
        using var db = Db();
        var texts = new Texts();
        PaperServer.Parse(ServerModel.Script(db)).Accept(texts);
        Assert.NotEmpty(texts.Collations);
        Assert.All(texts.Collations, c => Assert.Equal((c.Column, "Latin1_General_100_BIN2"), c));
    }

    [Fact]
    public void No_key_or_index_is_wider_than_the_server_allows()
    {
        using var db = Db();
        var keys = db.Model.GetEntityTypes().SelectMany(e => e.GetKeys().Select(k => (Most: MostBytesOfAKey, Of: k.Properties, Name: k.GetName()))
            .Concat(e.GetIndexes().Select(i => (Most: MostBytesOfAnIndex, Of: i.Properties, Name: i.GetDatabaseName()))));
        Assert.Empty(keys.Where(k => k.Of.Sum(Bytes) > k.Most).Select(k => $"{k.Name}: {k.Of.Sum(Bytes)} bytes"));
    }

    [Fact]
    public void No_row_inserted_in_bulk_is_cut_or_refused_for_its_size()
    {
        using var db = new PaperServer().Connect();
        foreach (var type in HandWritten.Inserted(db))
        {
            var columns = db.Model.FindEntityType(type)!.GetProperties().ToList();
            var parameters = BulkInsert.Command(db, type, 1).Parameters.Cast<System.Data.Common.DbParameter>().ToList();
            Assert.Equal(columns.Count, parameters.Count);
            Assert.All(columns.Zip(parameters).Where(c => c.Second.DbType is System.Data.DbType.String or System.Data.DbType.Binary), c =>
                Assert.Equal((c.First.Name, c.First.GetMaxLength() ?? -1), (c.First.Name, c.Second.Size)));
        }
    }

    private static int Bytes(IProperty property)
    {
        var type = property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType;
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(string) ? (property.GetMaxLength() ?? 4000) * 2 : type == typeof(byte[]) ? property.GetMaxLength() ?? 8000 : type == typeof(Guid) ? 16 : 8;
    }

    private sealed class Parts : TSqlFragmentVisitor
    {
        public int Settings { get; private set; }

        public Dictionary<string, string[]> Inserted { get; } = new(StringComparer.Ordinal);

        public override void Visit(AlterDatabaseSetStatement node) => Settings++;

        public override void Visit(InsertSpecification node)
        {
            if (node.Target is NamedTableReference { SchemaObject.BaseIdentifier.Value: var table })
            {
                Inserted[table] = [.. node.Columns.Select(c => c.MultiPartIdentifier.Identifiers[^1].Value)];
            }
        }
    }

    private sealed class Texts : TSqlFragmentVisitor
    {
        public List<(string Column, string? Collation)> Collations { get; } = [];

        public override void Visit(CreateTableStatement node)
        {
            if (node.SchemaObjectName.BaseIdentifier.Value != "__EFMigrationsHistory")
            {
                Collations.AddRange(node.Definition.ColumnDefinitions.Where(c => c.DataType.Name.BaseIdentifier.Value.Contains("char", StringComparison.OrdinalIgnoreCase))
                    .Select(c => ($"{node.SchemaObjectName.BaseIdentifier.Value}.{c.ColumnIdentifier.Value}", c.Collation?.Value)));
            }
        }
    }
}
