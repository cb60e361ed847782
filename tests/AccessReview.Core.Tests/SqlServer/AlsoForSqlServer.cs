using System.Collections;
using System.Linq.Expressions;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Storage;

namespace AccessReview.Core.Tests.SqlServer;

/// <summary>Makes each query that a test sends to SQLite for SQL Server as well, and fails the test where it cannot be made or SQL
/// Server 2019 could not read it. The framework makes a query once, so each costs once a run.</summary>
internal sealed class AlsoForSqlServer : IQueryExpressionInterceptor
{
    /// <summary>The one used by every test.</summary>
    public static AlsoForSqlServer Always { get; } = new();

    /// <summary>Where the queries go.</summary>
    public PaperServer Server { get; } = new();

    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData)
    {
        if (eventData.Context is SqliteReviewDb)
        {
            using var db = Server.Connect();
            var moved = new Move(db);
            var query = moved.Visit(queryExpression);
            if (!moved.IsRaw)
            {
                Send(db, query, moved.Parameters);
            }
        }

        return queryExpression;
    }

    private static void Send(ReviewDb db, Expression query, IReadOnlyDictionary<string, object?> parameters)
    {
        var context = db.GetService<IQueryContextFactory>().Create();
        foreach (var (name, value) in parameters)
        {
            context.Parameters.Add(name, value);
        }

        var element = query.Type.IsGenericType && query.Type.GetInterfaces().Append(query.Type).Any(t => t == typeof(IQueryable)) ? query.Type.GetGenericArguments()[0] : null;
        var result = element is null ? query.Type : typeof(IEnumerable<>).MakeGenericType(element);
        var compile = typeof(IDatabase).GetMethod(nameof(IDatabase.CompileQuery))!.MakeGenericMethod(result);
        var run = (Delegate)compile.Invoke(db.GetService<IDatabase>(), [query, false])!;
        try
        {
            if (run.DynamicInvoke(context) is IEnumerable rows)
            {
                _ = rows.Cast<object?>().Count();
            }
        }
        catch (Exception e) when ((e.InnerException ?? e) is InvalidOperationException { Message: var said } && !said.StartsWith("line ", StringComparison.Ordinal))
        {
            // There is no row where one was expected: paper has none.
        }
    }

    /// <summary>Moves a query from one model to the other, and gives its parameters some value.</summary>
    private sealed class Move(ReviewDb to) : ExpressionVisitor
    {
        public Dictionary<string, object?> Parameters { get; } = new(StringComparer.Ordinal);

        /// <summary>Whether part of it was written by hand, for SQLite.</summary>
        public bool IsRaw { get; private set; }

        protected override Expression VisitExtension(Expression node)
        {
            switch (node)
            {
                case QueryRootExpression when node.GetType().Name is "FromSqlQueryRootExpression" or "SqlQueryRootExpression":
                    IsRaw = true;
                    return node;
                case EntityQueryRootExpression root:
                    return new EntityQueryRootExpression(to.Model.FindEntityType(root.EntityType.Name)!);
                case QueryParameterExpression parameter:
                    Parameters[parameter.Name] = Some(parameter.Type);
                    return node;
                default:
                    return base.VisitExtension(node);
            }
        }

        private static object? Some(Type type)
        {
            type = Nullable.GetUnderlyingType(type) ?? type;
            if (type == typeof(string))
            {
                return "x";
            }

            if (type != typeof(byte[]) && type.GetInterfaces().Append(type).FirstOrDefault(t => t.IsGenericType && t.GetGenericTypeDefinition() == typeof(IEnumerable<>)) is { } list)
            {
                var one = Array.CreateInstance(list.GetGenericArguments()[0], 1);
                one.SetValue(Some(list.GetGenericArguments()[0]), 0);
                return type.IsInstanceOfType(one) ? one : Activator.CreateInstance(type, one);
            }

            return type == typeof(byte[]) ? new byte[32] : type == typeof(DateTime) ? DateTime.UnixEpoch : type.IsValueType ? Activator.CreateInstance(type) : null;
        }
    }
}
