using Microsoft.Data.Sqlite;

namespace AccessReview.Core.Persistence.Kept;

/// <summary>A database file that is open, with the statements prepared on it that nobody uses just now; the one unused for longest goes first.
/// One user at a time.</summary>
internal sealed class OpenFile : IDisposable
{
    /// <summary>More than the texts that any page or command runs; a statement takes some 20 kB.</summary>
    internal const int MostStatements = 128;

    private readonly Dictionary<string, LinkedListNode<KeptStatement>> byText = new(StringComparer.Ordinal);
    private readonly LinkedList<KeptStatement> longestUnusedFirst = [];

    /// <param name="connectionString">Of the driver.</param>
    /// <param name="epoch">In which of the times between two letting go it was opened.</param>
    public OpenFile(string connectionString, int epoch)
    {
        Epoch = epoch;
        Connection = new SqliteConnection(connectionString);
        Connection.Open();

        // SQLite's own knows the letters of ASCII alone, and a group called "Büro" would not be found by "bür".
        Connection.CreateFunction("upper", (string? text) => text is null ? null : TextKey.Of(text), isDeterministic: true);
    }

    public int Epoch { get; }

    /// <summary>The driver's connection.</summary>
    public SqliteConnection Connection { get; }

    /// <summary>A statement of that text: one prepared before, or a new one.</summary>
    public KeptStatement Take(string text)
    {
        if (!byText.Remove(text, out var place))
        {
            return new KeptStatement(Connection, text);
        }

        longestUnusedFirst.Remove(place);
        return place.Value;
    }

    /// <summary>Takes a statement back, for the next who wants its text.</summary>
    public void GiveBack(KeptStatement statement)
    {
        statement.Parameters.Clear();
        if (!statement.IsWorthKeeping || byText.ContainsKey(statement.CommandText))
        {
            statement.Dispose();
            return;
        }

        byText.Add(statement.CommandText, longestUnusedFirst.AddLast(statement));
        if (byText.Count > MostStatements)
        {
            Take(longestUnusedFirst.First!.Value.CommandText).Dispose();
        }
    }

    /// <summary>Closes it; the driver ends every statement of the connection.</summary>
    public void Dispose() => Connection.Dispose();
}
