using AccessReview.Connectors.Files;

namespace AccessReview.Core.Extracts;

/// <summary>A file of a reading as it is stored beside the records.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="FileName">Its name.</param>
/// <param name="UploadedSha256">SHA-256 of the bytes as they came.</param>
/// <param name="UploadedBytes">How many those were.</param>
/// <param name="Stored">The bytes as kept.</param>
/// <param name="Origin">Where it comes from.</param>
/// <param name="Mapping">How it was read, as JSON.</param>
/// <param name="Format">Its format as evidence prints it.</param>
/// <param name="Lines">Lines or records in it.</param>
/// <param name="Records">How many became records.</param>
/// <param name="SetAside">Which were set aside, by name.</param>
internal sealed record ContentFile(
    ExtractFileKind Kind, string FileName, byte[] UploadedSha256, long UploadedBytes, StoredBytes Stored, Provenance Origin, string Mapping, string Format,
    int Lines, int Records, IReadOnlyList<Connectors.Files.SetAsideLine> SetAside);

/// <summary>Everything that becomes one reading, whichever way it came: uploaded files, or pages of a connection.</summary>
/// <param name="Kind">Access of an application or people of a directory.</param>
/// <param name="ApplicationId">The application, or null.</param>
/// <param name="DirectoryId">The directory, or null.</param>
/// <param name="ConnectionId">The connection it was read through; null: files.</param>
/// <param name="Files">What is kept beside the records.</param>
/// <param name="Readings">What was understood, by kind.</param>
internal sealed record ExtractContent(
    ExtractKind Kind, long? ApplicationId, long? DirectoryId, long? ConnectionId, IReadOnlyList<ContentFile> Files, IReadOnlyDictionary<ExtractFileKind, FileReading> Readings)
{
    /// <summary>Who is let into which application by a directory, if it says so.</summary>
    public IReadOnlyList<Connections.ReadGrant> Grants { get; init; } = [];

    /// <summary>What was understood of a kind; null when there was none.</summary>
    public FileReading? Reading(ExtractFileKind kind) => Readings.GetValueOrDefault(kind);

    /// <summary>Whether it says who holds which group: in a list of its own, or in a column of the users file.</summary>
    public bool CoversAssignments => Reading(ExtractFileKind.Assignments) is not null || Reading(ExtractFileKind.Users) is { NamesGroups: true };

    /// <summary>The reading it becomes.</summary>
    public NextReading After(long? previous) => new((ApplicationId ?? DirectoryId)!.Value, ConnectionId, previous);

    /// <summary>An import's content; its files are stored already.</summary>
    public static ExtractContent Of(ImportView view, IReadOnlyDictionary<ExtractFileKind, StoredBytes> kept) => new(
        view.Kind, view.ApplicationId, view.DirectoryId, null,
        [
            .. view.Files.Select(f => new ContentFile(
                f.State.Kind, f.State.FileName, Convert.FromHexString(f.State.Sha256), f.State.Bytes, kept[f.State.Kind], f.State.Provenance, ImportState.Write(f.State.Mapping!), f.Format,
                f.Reading!.Lines, f.Reading.Records, f.State.Kind == ExtractFileKind.People ? UsedColumns.SetAside(f) : f.Reading.SetAside)),
        ],
        view.Files.ToDictionary(f => f.State.Kind, f => f.Reading!));
}
