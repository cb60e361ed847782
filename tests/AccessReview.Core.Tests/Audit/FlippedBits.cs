using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Audit;

/// <summary>Somebody who goes past the product and turns one bit of one value, sees what the verifier says, and turns it back.</summary>
internal sealed class FlippedBits(TestDatabase database, Random chance)
{
    private const int Constraint = 19;

    // What the database refuses of one value it may take of another.
    private const int Tries = 8;

    /// <summary>The columns in which a bit was turned, as "Table.Column".</summary>
    public SortedSet<string> Turned { get; } = new(StringComparer.Ordinal);

    /// <summary>Those of them in which the verifier did not find one.</summary>
    public SortedSet<string> Missed { get; } = new(StringComparer.Ordinal);

    /// <summary>Turns so many bits, in each column in turn.</summary>
    public async Task TurnAsync(IReadOnlyList<(string Table, string Column, Type Type)> columns, int flips)
    {
        await using var db = await Unguarded.OpenAsync(database);
        var done = 0;
        while (done < flips)
        {
            var before = done;
            foreach (var column in columns)
            {
                done += done < flips && await TurnAsync(db, column) ? 1 : 0;
            }

            Assert.True(before < done, "there is no bit to turn");
        }
    }

    /// <summary>Whether the verifier finds nothing; that the guards are gone is so from the beginning.</summary>
    public async Task<bool> IsSoundAsync() =>
        (await database.Get<VerifyChain>().RunAsync(Actor.Product, null, CancellationToken.None)).Require().Findings.All(f => f.Code == "guard.missing");

    /// <summary>Turns a bit of some value of the column, and turns it back; false when there is no value, or the database would have none of it.</summary>
    private async Task<bool> TurnAsync(ReviewDb db, (string Table, string Column, Type Type) place)
    {
        var (table, column, type) = place;
        for (var tries = 0; tries < Tries; tries++)
        {
            if (await ValueAsync(db, table, column) is not { } value)
            {
                return false;
            }

            if (await SetAsync(db, table, column, value.RowId, Flipped(value.Before, type)) is { } now)
            {
                Turned.Add($"{table}.{column}");
                if (await IsSoundAsync())
                {
                    Missed.Add($"{table}.{column}");
                }

                Assert.NotNull(await SetAsync(db, table, column, now, value.Before));
                return true;
            }
        }

        return false;
    }

    // Of a date a digit, of a yes its one bit: others are read as before.
    private object Flipped(object before, Type type)
    {
        switch (before)
        {
            case long number:
                return number ^ (type == typeof(bool) ? 1L : 1L << chance.Next(8));
            case byte[] bytes:
                var turned = (byte[])bytes.Clone();
                turned[chance.Next(turned.Length)] ^= (byte)(1 << chance.Next(8));
                return turned;
            case string text:
                var places = Enumerable.Range(0, text.Length).Where(i => (type != typeof(DateTime) && type != typeof(DateOnly)) || (i < 19 && char.IsAsciiDigit(text[i]))).ToList();
                var at = places[chance.Next(places.Count)];
                return text[..at] + (char)(text[at] ^ 1) + text[(at + 1)..];
            default:
                throw new InvalidOperationException($"{before.GetType().Name} is not stored here.");
        }
    }

    private async Task<(long RowId, object Before)?> ValueAsync(ReviewDb db, string table, string column)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"SELECT rowid, \"{column}\" FROM \"{table}\" WHERE LENGTH(\"{column}\") > 0 ORDER BY (rowid * {chance.Next(1, 9973)}) % 10007 LIMIT 1";
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? (reader.GetInt64(0), reader.GetValue(1)) : null;
    }

    /// <summary>Sets a value; gives the row's place, which a key moves, or null when the database refused.</summary>
    private static async Task<long?> SetAsync(ReviewDb db, string table, string column, long rowId, object value)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"UPDATE \"{table}\" SET \"{column}\" = $value WHERE rowid = {rowId} RETURNING rowid";
        command.Parameters.Add(new SqliteParameter("$value", value));
        try
        {
            return (long?)await command.ExecuteScalarAsync();
        }
        catch (SqliteException refused) when (refused.SqliteErrorCode == Constraint)
        {
            return null;
        }
    }
}
