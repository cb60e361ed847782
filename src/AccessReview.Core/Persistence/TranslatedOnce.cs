using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore.Metadata;

namespace AccessReview.Core.Persistence;

/// <summary>A query that stands in the way of every decision, translated once for each model it runs on: to find its translation again by
/// its tree takes longer than to run it. A translation belongs to one model, and there are two databases and many tests.</summary>
/// <param name="translate">Makes it, with <c>EF.CompileAsyncQuery</c>.</param>
internal sealed class TranslatedOnce<TQuery>(Func<TQuery> translate)
{
    private readonly ConcurrentDictionary<IModel, TQuery> queries = new();

    /// <summary>The query for a context.</summary>
    public TQuery For(ReviewDb db) => queries.GetOrAdd(db.Model, _ => translate());
}
