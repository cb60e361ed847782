using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Persistence;

/// <summary>Any number of keys as one parameter of a statement: a parameter for each fails at some thousands.</summary>
public static class IdList
{
    /// <summary>The keys as the JSON that <see cref="Rows"/> reads.</summary>
    public static string Of(IEnumerable<long> ids) => "[" + string.Join(',', ids.Select(i => i.ToString(CultureInfo.InvariantCulture))) + "]";

    /// <summary>The SELECT that yields the keys of the parameter at the given place of a raw statement.</summary>
    public static string Rows(ReviewDb db, int parameter) => db.IsOnSqlServer
        ? $"SELECT CAST([value] AS bigint) FROM OPENJSON({{{parameter}}})"
        : $"SELECT value FROM json_each({{{parameter}}})";
}
