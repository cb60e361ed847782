using System.Data;
using Microsoft.Data.Sqlite;

namespace AccessReview.Core.Persistence.Kept;

/// <summary>One of the driver's commands, which prepares its text once and keeps that until it is disposed.</summary>
internal sealed class KeptStatement(SqliteConnection connection, string text) : SqliteCommand(text, connection)
{
    /// <summary>SQLite holds the values last bound until others are; longer ones than this are not worth their memory.</summary>
    private const int LongestValue = 16 * 1024;

    private bool boundMuch;

    /// <summary>Whether nobody reads from it and it holds little.</summary>
    public bool IsWorthKeeping => DataReader is null && !boundMuch;

    public override SqliteDataReader ExecuteReader(CommandBehavior behavior)
    {
        foreach (SqliteParameter parameter in Parameters)
        {
            boundMuch |= parameter.Value is string { Length: > LongestValue } or byte[] { Length: > LongestValue };
        }

        return base.ExecuteReader(behavior);
    }
}
