using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace AccessReview.Core.Persistence;

/// <summary>How every transaction that writes begins.</summary>
internal static class Writing
{
    /// <summary>Begins one that sees what is committed when it reads. Said each time: a pooled connection of SQL Server keeps the level that
    /// its last user asked for (SqlClient issue 96), and a writer under a snapshot fails where it should wait.</summary>
    public static Task<IDbContextTransaction> BeginAsync(ReviewDb db, CancellationToken cancel) => db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancel);
}
