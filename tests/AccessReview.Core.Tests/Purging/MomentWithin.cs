using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AccessReview.Core.Tests.Purging;

/// <summary>The moment in which an edition is being made, from a snapshot taken before.</summary>
internal sealed class MomentWithin : DbCommandInterceptor
{
    /// <summary>What happens in it, once.</summary>
    public Func<Task>? Meanwhile { get; set; }

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (Meanwhile is { } meanwhile && command.CommandText.Contains("FROM \"Questions\"", StringComparison.Ordinal))
        {
            Meanwhile = null;
            await meanwhile();
        }

        return result;
    }
}
