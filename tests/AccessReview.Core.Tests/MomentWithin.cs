using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AccessReview.Core.Tests;

/// <summary>The moment just before something is read.</summary>
/// <param name="what">What a statement that reads it has in it.</param>
internal sealed class MomentWithin(string what) : DbCommandInterceptor
{
    /// <summary>What happens in it, once, as long as that reading is not given up.</summary>
    public Func<CancellationToken, Task>? Meanwhile { get; set; }

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (Meanwhile is { } meanwhile && command.CommandText.Contains(what, StringComparison.Ordinal))
        {
            Meanwhile = null;
            await meanwhile(cancellationToken);
        }

        return result;
    }
}
