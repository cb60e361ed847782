using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AccessReview.Core.Tests.Reviewing;

/// <summary>The moment in which a selection has read its facts and its turn has not come yet.</summary>
internal sealed class MomentBetween : DbCommandInterceptor
{
    /// <summary>What happens in it, once.</summary>
    public Func<Task>? Meanwhile { get; set; }

    /// <summary>How often facts were read in the turn itself.</summary>
    public int ReadAgain { get; private set; }

    public override async ValueTask<InterceptionResult> DataReaderClosingAsync(DbCommand command, DataReaderClosingEventData eventData, InterceptionResult result)
    {
        if (IsFacts(command))
        {
            if (command.Transaction is null && Meanwhile is { } meanwhile)
            {
                Meanwhile = null;
                await meanwhile();
                ReadAgain = 0;
            }
            else
            {
                ReadAgain++;
            }
        }

        return result;
    }

    private static bool IsFacts(DbCommand command) =>
        command.CommandText.Contains("HandMatches", StringComparison.Ordinal) && command.CommandText.Contains("ReviewTurns", StringComparison.Ordinal);
}
