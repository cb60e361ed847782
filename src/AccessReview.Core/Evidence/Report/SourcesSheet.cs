using System.Globalization;
using AccessReview.Core.Connections;
using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Extracts;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>Where every line under review comes from: one row for each file of each reading that the campaign rests on.</summary>
internal static class SourcesSheet
{
    internal const string Name = "Sources";
    internal const string KeyHeader = "Extract key";
    internal const string KeyMeans = "The reading in records.jsonl and events.jsonl: what says extract= or extractId, and this number, is about it.";
    private const string Stated = "Stated by the importer.";
    private const string Counted = "Counted at import.";
    private const string ByPerson = "does not apply: a person exported it";
    private const string ByConnection = "does not apply: a connection read it, and nobody chose columns";

    private static readonly SheetColumns<SourceFile> Columns = new SheetColumns<SourceFile>()
        .Text("Extract id", 10, s => s.ExtractName, "The reading.", "Given at import.")
        .Text(KeyHeader, 10, s => DecisionsSheet.Id(s.Extract.Id), KeyMeans, "Given at import.")
        .Text("Application or directory", 24, s => s.Source, "What was read.", "The product.")
        .Text("Holds", 14, s => Words.Of(s.File.Kind), "What the file holds.", "The importer's choice.")
        .Text("Way", 11, s => s.Extract.ConnectionId is null ? "File" : "Connection", "How it was read.", "The product.")
        .Text("File", 34, s => s.File.FileName, "Its name as uploaded.", "The upload.")
        .Text("Format", 26, s => s.File.Format, "The format as found.", "The file.")
        .Text("Read how", 60, s => ReadHow.Of(s.Extract, s.File), "Which column held what, and how dates, times and status words were understood: by it the file in the pack can be read again.", "Agreed to by the importer.", ByConnection)
        .Text("Mapping version, last change", 30, s => s.MappingChange, "How often that was agreed to anew for such files of this source, when last, and by whom.", "The imports from this source.", ByConnection)
        .Text("System and environment", 26, s => s.File.System, "Where it comes from.", Stated)
        .Text("Page or report", 26, s => s.File.Report, "Which page or report it was exported from.", Stated)
        .Text("Filters set there", 26, s => s.File.Filters, "Filters that exclude rows.", Stated, "none")
        .Text("Identity used", 44, s => s.Asked?.Identity, "With which secret the connection asked: who had entered it, and when. The secret itself is no evidence and stands nowhere.", "The chain.", ByPerson)
        .Text("Its permission", 18, s => s.Asked is { } asked ? Words.Of(asked.Use) ?? Words.NotKnown : null, "What the product might do through the connection when it read.", "The chain.", ByPerson)
        .Text("Exported by", 24, s => s.File.ExportedBy, "Who exported it.", Stated)
        .Instant("Exported", s => s.File.ExportedAt, "When it was exported.", Stated)
        .Text("Read by", 24, s => s.ReadBy, "Who brought it in, and attested what stands in the columns whose source is the importer.", "The product.")
        .Instant("Read", s => s.Extract.ReadAt, "When it was stored.", "The product.")
        .Instant("Judged as of", s => s.Extract.AsOf, "The time at which everything in it is judged.", "The earliest export time of the reading's files.")
        .Text("Claimed by the source", 14, s => s.File.Claimed?.ToString(CultureInfo.InvariantCulture), "The number the application itself showed.", Stated, "not seen")
        .Integer("Lines", 10, s => s.File.Lines, "Lines in the file, its heading not counted.", Counted)
        .Integer("Stored", 10, s => s.File.Stored, "Lines stored as records.", Counted)
        .Integer("Set aside", 10, s => s.File.SetAside, "Lines set aside by name; Lines = Stored + Set aside.", "The sheet Exclusions lists each.")
        .Integer("Bytes", 12, s => s.File.Bytes, "Length of the file as uploaded.", Counted)
        .Text("SHA-256 as uploaded", 68, s => Convert.ToHexStringLower(s.File.UploadedSha256), "The hash of the file as uploaded.", "Computed at import.")
        .Text("File in the pack", 44, s => s.PackName, "Where the kept bytes stand in this pack.", "This pack.")
        .Text("SHA-256 as kept", 68, s => Convert.ToHexStringLower(s.File.StoredSha256), "The hash of the kept bytes: the same as uploaded, but for a staff list, of which only used columns are kept.", "Computed at import.")
        .Number("Age at launch in days", 12, s => s.AgeAtLaunch, "Days between the export and the launch.", "Computed.", "Not launched yet.")
        .Integer("Age limit in days", 12, s => s.AgeLimit, "An older file cannot launch a campaign.", "The policy at launch.")
        .Text("Said to be right", 44, s => s.SaidToBeRight, "What was unlikely in it, such as that many were gone and no number of the source said that the file is whole; and who said that it is right.", "The event of the import.", "nothing was in doubt")
        .Text("Picture of the source", 44, s => s.PicturePackName, "A picture of the screen that showed the claimed number.", "The upload.", "none given");

    internal static Sheet Of(IReadOnlyList<SourceFile> files) => Sheet.Of(Name, Columns, files);

    /// <summary>The files of every reading under the campaign: of its applications, and of the staff lists used with them.</summary>
    internal static async Task<List<SourceFile>> ReadAsync(ReportScope scope, CancellationToken cancel)
    {
        var db = scope.Db;
        var assessments = scope.Applications.Where(a => a.Assessment is not null).Select(a => a.Assessment!.Id).ToList();
        var used = await db.AssessmentSources.AsNoTracking().Where(s => assessments.Contains(s.AssessmentId)).Select(s => s.ExtractId).Distinct().ToListAsync(cancel);
        var ids = used.Concat(scope.Applications.Where(a => a.Extract is not null).Select(a => a.Extract!.Id)).Distinct().ToList();
        var extracts = await db.Extracts.AsNoTracking().Include(e => e.Files).Where(e => ids.Contains(e.Id)).OrderBy(e => e.Number).ToListAsync(cancel);
        var connections = await ConnectionsAsOf.ReadAsync(scope, cancel);
        var readHow = await ReadHow.ReadAsync(scope, extracts, cancel);
        var doubts = await SaidToBeRight.ReadAsync(scope, extracts, cancel);
        var directories = await db.Directories.AsNoTracking().ToDictionaryAsync(d => d.Id, d => d.Name, cancel);
        return
        [
            .. from extract in extracts
               from file in extract.Files.OrderBy(f => f.Kind).ThenBy(f => f.Id)
               let source = extract.ApplicationId is { } application
                   ? scope.Applications.First(a => a.Application.Id == application).Name
                   : directories[extract.DirectoryId!.Value]
               select new SourceFile(
                   extract, file, source, scope.People.Actor(extract.ReadBy), (scope.Campaign.LaunchedAt - file.ExportedAt)?.TotalDays,
                   extract.Kind == ExtractKind.People ? scope.Policy.StaffListStaleAfterDays : scope.Policy.ApplicationStaleAfterDays)
               {
                   MappingChange = readHow.Change(file), SaidToBeRight = doubts.Of(extract, file),
                   Asked = extract.ConnectionId is { } connection ? Asked(scope, connections, connection, extract.EventSeq) : null,
               },
        ];
    }

    private static AskedAs Asked(ReportScope scope, ConnectionsAsOf connections, long connectionId, long seq) => new(
        connections.SecretEntered(connectionId, seq) is { } entered
            ? string.Create(CultureInfo.InvariantCulture, $"secret entered by {scope.People.Actor(entered.Actor)} on {entered.At:yyyy-MM-dd HH:mm} UTC") : Words.NotKnown,
        connections.Use(connectionId, seq));
}

/// <summary>As whom a connection asked.</summary>
/// <param name="Identity">With which secret.</param>
/// <param name="Use">What the product might do through it.</param>
internal sealed record AskedAs(string Identity, ConnectionUse? Use);

/// <summary>A file of a reading under the campaign.</summary>
internal sealed record SourceFile(Extract Extract, ExtractFile File, string Source, string ReadBy, double? AgeAtLaunch, int AgeLimit)
{
    internal string ExtractName => string.Create(CultureInfo.InvariantCulture, $"X{Extract.Number}");

    /// <summary>The name the pack is asked to give; it makes it safe and, with the extract's number, it is unique.</summary>
    internal string Wanted => $"{ExtractName}-{File.FileName}";

    /// <summary>Which version of the mapping it was read with; null: a connection read it.</summary>
    internal required string? MappingChange { get; init; }

    /// <summary>What was unlikely in it, and who said that it is right; null: nothing.</summary>
    internal required string? SaidToBeRight { get; init; }

    /// <summary>As whom its connection asked; null: a person exported it.</summary>
    internal required AskedAs? Asked { get; init; }

    internal string? PackName { get; set; }

    internal string? PicturePackName { get; set; }
}
