using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AccessReview.Core.Tests.Persistence;

/// <summary>A disk on which SQLite's log cannot grow, so that no row can be changed in its place either.</summary>
public sealed class NoRoomInTheLog : DbTransactionInterceptor
{
    /// <summary>Whether it is full.</summary>
    public bool Full { get; set; }

    /// <inheritdoc/>
    public override ValueTask<InterceptionResult> TransactionCommittingAsync(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        Full ? throw new SqliteException("database or disk is full", 13) : base.TransactionCommittingAsync(transaction, eventData, result, cancellationToken);
}
