using System.Text.RegularExpressions;
using AccessReview.Core.Persistence;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.SqlServer.Dac.Model;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace AccessReview.SqlServer.Tests;

/// <summary>The database as SQL Server 2019 would understand it from our own script: tables, indexes and the guard. A statement that
/// names something that is not there is found without a server.</summary>
internal sealed class ServerModel : IDisposable
{
    private readonly TSqlModel model = new(SqlServerVersion.Sql150, new TSqlModelOptions { Collation = "Latin1_General_100_BIN2" });
    private int statements;

    public ServerModel()
    {
        using var db = new SqlServerReviewDb.DesignTime().CreateDbContext([]);
        var defined = new Definitions();
        PaperServer.Parse(Script(db)).Accept(defined);
        foreach (var text in defined.Texts.Concat(Guard.Triggers(db).Select(t => t.Sql)))
        {
            model.AddObjects(text);
        }

        Tables = defined.Tables;
    }

    /// <summary>Tables that the script makes.</summary>
    public IReadOnlySet<string> Tables { get; }

    /// <summary>The script for a database administrator: may be run again.</summary>
    public static string Script(ReviewDb db) => db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);

    /// <summary>Adds a statement, to be looked through with the rest.</summary>
    public void Add(string statement)
    {
        var parameters = Regex.Matches(statement, "@\\w+").Select(m => m.Value).Distinct(StringComparer.Ordinal).ToList();
        var declared = parameters.Count == 0 ? "" : string.Join(", ", parameters.Select(p => p + " nvarchar(max)"));
        model.AddObjects($"CREATE PROCEDURE [statement{++statements}] {declared} AS BEGIN {statement} END");
    }

    /// <summary>What is wrong with any of it. The server's own views are not in this model.</summary>
    public IReadOnlyList<string> Problems() => [.. model.Validate().Select(m => m.Message).Where(m => !m.Contains("[sys].", StringComparison.Ordinal))];

    public void Dispose() => model.Dispose();

    /// <summary>Statements that define something, wherever the script's conditions put them.</summary>
    private sealed class Definitions : TSqlFragmentVisitor
    {
        private static readonly SqlScriptGenerator Writer = new Sql150ScriptGenerator();

        private readonly List<TSqlStatement> made = [];

        public IEnumerable<string> Texts => made.Select(node =>
        {
            Writer.GenerateScript(node, out var text);
            return text;
        });

        public HashSet<string> Tables { get; } = new(StringComparer.Ordinal);

        public override void Visit(CreateTableStatement node)
        {
            Tables.Add(node.SchemaObjectName.BaseIdentifier.Value);
            Add(node);
        }

        public override void Visit(CreateIndexStatement node) => Add(node);

        public override void Visit(ExecuteStatement node)
        {
            // The script hides from the parser what would not compile before an earlier part has run.
            if (node.ExecuteSpecification.ExecutableEntity is ExecutableStringList { Strings: [StringLiteral text] })
            {
                PaperServer.Parse(text.Value).Accept(this);
            }
        }

        // The model knows a table by its CREATE alone: what later migrations add goes into it.
        public override void Visit(AlterTableAddTableElementStatement node)
        {
            var table = made.OfType<CreateTableStatement>().Single(t => t.SchemaObjectName.BaseIdentifier.Value == node.SchemaObjectName.BaseIdentifier.Value);
            foreach (var column in node.Definition.ColumnDefinitions)
            {
                table.Definition.ColumnDefinitions.Add(column);
            }

            foreach (var constraint in node.Definition.TableConstraints)
            {
                table.Definition.TableConstraints.Add(constraint);
            }
        }

        // Nor does it know that one was dropped.
        public override void Visit(DropTableStatement node)
        {
            foreach (var name in node.Objects.Select(o => o.BaseIdentifier.Value))
            {
                Tables.Remove(name);
                made.RemoveAll(m => m is CreateTableStatement table && table.SchemaObjectName.BaseIdentifier.Value == name);
                made.RemoveAll(m => m is CreateIndexStatement index && index.OnName.BaseIdentifier.Value == name);
            }
        }

        private void Add(TSqlStatement node) => made.Add(node);
    }
}
