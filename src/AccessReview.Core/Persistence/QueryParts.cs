using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;

namespace AccessReview.Core.Persistence;

/// <summary>Puts queries together of parts that are written once, for <see cref="TranslatedOnce{TQuery}"/>.</summary>
internal static class QueryParts
{
    /// <summary>A query over a source.</summary>
    /// <typeparam name="TQuery">Takes the context, what the source takes, then what else the query takes.</typeparam>
    /// <param name="query">Takes the context, the source, and what else it takes.</param>
    /// <param name="source">Takes the context, and what else it takes.</param>
    public static Expression<TQuery> Over<TQuery>(LambdaExpression query, LambdaExpression source)
    {
        var db = query.Parameters[0];
        var inner = ReplacingExpressionVisitor.Replace(source.Parameters[0], db, source.Body);
        return Expression.Lambda<TQuery>(
            ReplacingExpressionVisitor.Replace(query.Parameters[1], inner, query.Body), [db, .. source.Parameters.Skip(1), .. query.Parameters.Skip(2)]);
    }
}
