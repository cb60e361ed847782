using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace AccessReview.Core.Tests.Persistence;

/// <summary>No SQL Server runs here; what is sent to one is at least SQL that it parses.</summary>
public sealed class SqlServerScriptTests
{
    [Fact]
    public void The_script_for_a_database_administrator_parses()
    {
        using var db = TheModelTests.Database("SqlServer");
        var script = db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);
        var tables = new Created();
        Parse(script).Accept(tables);
        Assert.Contains("AuditEvents", tables.Names);
        Assert.Empty(db.Model.GetEntityTypes().Select(e => Microsoft.EntityFrameworkCore.RelationalEntityTypeExtensions.GetTableName(e)!).Except(tables.Names));
    }

    [Fact]
    public void Every_trigger_of_the_guard_parses_and_stands_on_the_table_it_names()
    {
        using var db = TheModelTests.Database("SqlServer");
        var triggers = Guard.Triggers(db);
        Assert.NotEmpty(triggers);
        Assert.All(triggers, t =>
        {
            var created = Assert.IsType<CreateTriggerStatement>(Assert.Single(Assert.Single(((TSqlScript)Parse(t.Sql)).Batches).Statements));
            Assert.Equal(t.Name, created.Name.BaseIdentifier.Value);
        });
    }

    [Fact]
    public void The_statements_of_deciding_parse()
    {
        using var db = TheModelTests.Database("SqlServer");
        var texts = TurnStatements.Texts(db).Select(t => System.Text.RegularExpressions.Regex.Replace(t, "\\{(\\d+)\\}", "@p$1")).ToList();
        Assert.Equal(6, texts.Count);
        Assert.All(texts, t => Assert.Single(((TSqlScript)Parse(t)).Batches));
    }

    [Fact]
    public void A_statement_that_does_not_parse_would_be_found() => Assert.Throws<InvalidOperationException>(() => Parse("CREATE TRIGGER [a] ON [b] AFTER INSERT AS BEGIN SELECT FROM; END"));

    private static TSqlFragment Parse(string sql)
    {
        var parsed = new TSql170Parser(initialQuotedIdentifiers: true).Parse(new StringReader(sql), out var errors);
        return errors.Count == 0 ? parsed : throw new InvalidOperationException(string.Join('\n', errors.Select(e => $"line {e.Line}: {e.Message}")) + "\n" + sql);
    }

    private sealed class Created : TSqlFragmentVisitor
    {
        public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

        public override void Visit(CreateTableStatement node) => Names.Add(node.SchemaObjectName.BaseIdentifier.Value);
    }
}
