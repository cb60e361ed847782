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
        if (Meanwhile is { } meanwhile && command.Says(what))
        {
            Meanwhile = null;
            await meanwhile(cancellationToken);
        }

        return result;
    }
}

/// <summary>What a command says, whichever database it is for.</summary>
internal static class CommandWords
{
    /// <summary>Whether the words stand in it; names in double quotes are found in SQL Server's brackets too.</summary>
    public static bool Says(this DbCommand command, string words) =>
        command.CommandText.Replace('[', '"').Replace(']', '"').Contains(words, StringComparison.Ordinal);
}
