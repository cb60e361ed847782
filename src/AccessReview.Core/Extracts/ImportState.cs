using System.Text.Json;
using System.Text.Json.Serialization;
using AccessReview.Connectors.Files;

namespace AccessReview.Core.Extracts;

/// <summary>Where a file comes from, as its importer states it.</summary>
public sealed record Provenance
{
    /// <summary>System and environment: "Heap, production".</summary>
    public string System { get; init; } = "";

    /// <summary>Page or report it was exported from.</summary>
    public string Report { get; init; } = "";

    /// <summary>Filters that were set there: "none" when none.</summary>
    public string Filters { get; init; } = "";

    /// <summary>Who exported it.</summary>
    public string ExportedBy { get; init; } = "";

    /// <summary>When it was exported, in UTC.</summary>
    public DateTime? ExportedAt { get; init; }

    /// <summary>The number the application itself showed; null when none was seen.</summary>
    public int? Claimed { get; init; }

    /// <summary>A stored picture of that screen, if there is one.</summary>
    public long? PictureFileId { get; init; }

    /// <summary>Whether nothing is stated of what files exported together have in common.</summary>
    [JsonIgnore]
    public bool IsUnstated => this is { System: "", Filters: "", ExportedBy: "", ExportedAt: null };

    /// <summary>The same file, exported together with the other: from the same system with the same filters, by whom and when the other says.</summary>
    public Provenance Together(Provenance other) => other with { Report = Report, Claimed = Claimed, PictureFileId = PictureFileId };
}

/// <summary>One file of an import in the making.</summary>
public sealed record ImportFileState
{
    /// <summary>What it holds.</summary>
    public required ExtractFileKind Kind { get; init; }

    /// <summary>Its name as uploaded.</summary>
    public required string FileName { get; init; }

    /// <summary>The stored upload.</summary>
    public required long StoredFileId { get; init; }

    /// <summary>SHA-256 of the upload, in hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Bytes of the upload.</summary>
    public required long Bytes { get; init; }

    /// <summary>What a person chose where the file does not speak for itself.</summary>
    public TableReadOptions Options { get; init; } = new();

    /// <summary>How it is read, once a person has agreed to it.</summary>
    public ColumnMapping? Mapping { get; init; }

    /// <summary>Where it comes from.</summary>
    public Provenance Provenance { get; init; } = new();

    /// <summary>Lines set aside by name, by line number.</summary>
    public IReadOnlyDictionary<int, Connectors.Files.SetAsideReason> SetAside { get; init; } = new Dictionary<int, Connectors.Files.SetAsideReason>();

    /// <summary>What a person said is right although it is unlikely: <see cref="ImportDoubt.Sentence"/>.</summary>
    public IReadOnlyList<string> Confirmed { get; init; } = [];
}

/// <summary>Everything entered for an import so far.</summary>
public sealed record ImportState(IReadOnlyList<ImportFileState> Files)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Nothing yet.</summary>
    public static ImportState Empty { get; } = new([]);

    /// <summary>The file of a kind, if it was uploaded.</summary>
    public ImportFileState? File(ExtractFileKind kind) => Files.FirstOrDefault(f => f.Kind == kind);

    /// <summary>The same with one file added or replaced.</summary>
    public ImportState With(ImportFileState file) => new([.. Files.Where(f => f.Kind != file.Kind), file]);

    /// <summary>The same without one file.</summary>
    public ImportState Without(ExtractFileKind kind) => new([.. Files.Where(f => f.Kind != kind)]);

    /// <summary>The uploads and pictures that it keeps.</summary>
    public IReadOnlyList<long> StoredFiles() => [.. Files.Select(f => f.StoredFileId), .. Files.Select(f => f.Provenance.PictureFileId).OfType<long>()];

    /// <summary>As stored.</summary>
    public string Write() => JsonSerializer.Serialize(this, Json);

    /// <summary>From what was stored.</summary>
    public static ImportState Parse(string json) => JsonSerializer.Deserialize<ImportState>(json, Json)!;

    /// <summary>A mapping as it is remembered and printed.</summary>
    public static string Write(ColumnMapping mapping) => JsonSerializer.Serialize(mapping, Json);

    /// <summary>Lines set aside as they are compared.</summary>
    public static string Write(IReadOnlyDictionary<int, Connectors.Files.SetAsideReason> setAside) => JsonSerializer.Serialize(setAside, Json);

    /// <summary>A remembered mapping.</summary>
    public static ColumnMapping ParseMapping(string json) => JsonSerializer.Deserialize<ColumnMapping>(json, Json)!;
}
