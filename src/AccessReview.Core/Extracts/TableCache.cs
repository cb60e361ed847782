using System.Collections.Concurrent;
using AccessReview.Connectors.Files;

namespace AccessReview.Core.Extracts;

/// <summary>An uploaded table and how it read last: a step that changes neither the mapping nor what is set aside reads no line
/// again.</summary>
public sealed class UploadedTable(Table table)
{
    private (string Key, FileReading Reading)? last;

    /// <summary>The table.</summary>
    public Table Table => table;

    /// <summary>Its lines under a mapping that fits it.</summary>
    public FileReading Read(ColumnMapping mapping, IReadOnlyDictionary<int, Connectors.Files.SetAsideReason> setAside)
    {
        var key = ImportState.Write(mapping) + ImportState.Write(setAside);
        if (last is { } known && known.Key == key)
        {
            return known.Reading;
        }

        var reading = LineReading.Read(table, mapping, setAside);
        last = (key, reading);
        return reading;
    }
}

/// <summary>The tables of the imports people work on right now, so that each step of the page does not parse the file again. A
/// few at most; a lost one is read again.</summary>
public sealed class TableCache(FileStore files)
{
    private const int Most = 6;
    private readonly ConcurrentDictionary<(long File, TableReadOptions Options), UploadedTable> tables = new();

    /// <summary>The table of a stored upload that was a table when it was uploaded.</summary>
    public async Task<UploadedTable> ReadAsync(ImportFileState file, CancellationToken cancel)
    {
        var key = (file.StoredFileId, file.Options);
        if (tables.TryGetValue(key, out var known))
        {
            return known;
        }

        using var content = new MemoryStream(await files.ReadAsync(file.StoredFileId, cancel));
        var result = TableFile.Read(content, file.FileName, file.Options);
        if (!result.Succeeded)
        {
            throw new InvalidDataException(result.Problem!.Sentence);
        }

        return Keep(key, result.Table);
    }

    /// <summary>Keeps the table of an upload just stored.</summary>
    public void Keep(long storedFileId, TableReadOptions options, Table table) => Keep((storedFileId, options), table);

    private UploadedTable Keep((long File, TableReadOptions Options) key, Table table)
    {
        while (tables.Count >= Most && tables.Keys.FirstOrDefault() is var oldest && oldest.File != 0)
        {
            tables.TryRemove(oldest, out _);
        }

        return tables[key] = new UploadedTable(table);
    }

    /// <summary>Forgets files that are no longer wanted.</summary>
    public void Forget(IReadOnlyList<long> storedFileIds)
    {
        foreach (var key in tables.Keys.Where(k => storedFileIds.Contains(k.File)))
        {
            tables.TryRemove(key, out _);
        }
    }
}
