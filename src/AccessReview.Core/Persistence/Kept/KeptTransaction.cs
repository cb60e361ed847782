using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace AccessReview.Core.Persistence.Kept;

/// <summary>The driver's transaction on a <see cref="KeptConnection"/>.</summary>
internal sealed class KeptTransaction(KeptConnection connection, SqliteTransaction driver) : DbTransaction
{
    public override IsolationLevel IsolationLevel => driver.IsolationLevel;

    public override bool SupportsSavepoints => driver.SupportsSavepoints;

    /// <summary>The driver's own.</summary>
    public SqliteTransaction Driver => driver;

    protected override DbConnection? DbConnection => driver.Connection is null ? null : connection;

    public override void Commit()
    {
        driver.Commit();
        connection.Ended(this);
        connection.Committed();
    }

    public override void Rollback()
    {
        driver.Rollback();
        connection.Ended(this);
    }

    public override void Save(string savepointName) => driver.Save(savepointName);

    public override void Rollback(string savepointName) => driver.Rollback(savepointName);

    public override void Release(string savepointName) => driver.Release(savepointName);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            driver.Dispose();
            connection.Ended(this);
        }

        base.Dispose(disposing);
    }
}
