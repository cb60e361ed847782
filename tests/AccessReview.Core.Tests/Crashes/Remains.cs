using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace AccessReview.Core.Tests.Crashes;

/// <summary>All that lies in a data folder once its database is opened again.</summary>
internal static class Remains
{
    /// <summary>Its files with the hash of each, and the database's tables with the hash of all their rows.</summary>
    public static async Task<List<string>> OfAsync(string folder)
    {
        var remains = new List<string>();
        await using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "accessreview.db"), Pooling = false }.ToString()))
        {
            await connection.OpenAsync();
            remains.Add(await HashAsync(connection, "sqlite_master"));
            foreach (var table in await TablesAsync(connection))
            {
                remains.Add(await HashAsync(connection, table));
            }
        }

        // Opened and closed, the database has no log any more; a lock is no content.
        foreach (var file in System.IO.Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(f => Path.GetExtension(f) is not (".db" or ".lock")).Order(StringComparer.Ordinal))
        {
            remains.Add($"{Path.GetRelativePath(folder, file)} {Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(file)))}");
        }

        return remains;
    }

    private static async Task<List<string>> TablesAsync(SqliteConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name";
        await using var reader = await command.ExecuteReaderAsync();
        var tables = new List<string>();
        while (await reader.ReadAsync())
        {
            tables.Add(reader.GetString(0));
        }

        return tables;
    }

    private static async Task<string> HashAsync(SqliteConnection connection, string table)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM \"{table}\"";
        await using var reader = await command.ExecuteReaderAsync();
        var rows = 0;
        for (; await reader.ReadAsync(); rows++)
        {
            for (var column = 0; column < reader.FieldCount; column++)
            {
                var value = reader.GetValue(column);
                var bytes = value as byte[] ?? Encoding.UTF8.GetBytes(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
                hash.AppendData(Encoding.UTF8.GetBytes($"{reader.GetDataTypeName(column)} {value.GetType().Name} {bytes.Length} "));
                hash.AppendData(bytes);
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{table}: {rows} rows {Convert.ToHexString(hash.GetHashAndReset())}");
    }
}
