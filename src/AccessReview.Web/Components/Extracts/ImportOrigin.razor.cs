using System.Globalization;
using AccessReview.Core.Extracts;
using AccessReview.Web.Endpoints;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace AccessReview.Web.Components.Extracts;

/// <summary>Where a file comes from, as its importer states it; each answer is saved when the field is left.</summary>
public partial class ImportOrigin
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private ElementReference picture;
    private string? refused;

    /// <summary>What the file holds.</summary>
    [Parameter, EditorRequired]
    public ExtractFileKind Kind { get; set; }

    /// <summary>The file as it reads.</summary>
    [Parameter, EditorRequired]
    public ImportFileReading File { get; set; } = null!;

    /// <summary>The files of the import.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<ImportFileReading> Others { get; set; } = [];

    /// <summary>The application's or directory's name.</summary>
    [Parameter, EditorRequired]
    public string SourceName { get; set; } = "";

    /// <summary>The import.</summary>
    [Parameter, EditorRequired]
    public long DraftId { get; set; }

    /// <summary>A picture was uploaded.</summary>
    [Parameter, EditorRequired]
    public EventCallback Uploaded { get; set; }

    /// <summary>What was stated changed.</summary>
    [Parameter, EditorRequired]
    public EventCallback<FileChange> Change { get; set; }

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    /// <summary>A file of which is stated what is not stated of this one yet.</summary>
    private ImportFileReading? Stated => Said.IsUnstated ? Others.FirstOrDefault(o => !o.State.Provenance.IsUnstated) : null;

    private Provenance Said => File.State.Provenance;

    private static string Text(ChangeEventArgs e) => (e.Value as string ?? "").Trim();

    private string Id(string field) => $"{field}-{Kind}".ToLowerInvariant();

    private Task SayAsync(Func<Provenance, Provenance> say) =>
        Change.InvokeAsync(new FileChange(Kind, file => file with { Provenance = say(file.Provenance) }));

    private Task AtAsync(ChangeEventArgs e)
    {
        DateTime? at = DateTime.TryParse(e.Value as string, Invariant, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var read) ? read : null;
        return SayAsync(s => s with { ExportedAt = at });
    }

    private Task ClaimedAsync(ChangeEventArgs e)
    {
        int? claimed = int.TryParse(e.Value as string, NumberStyles.None, Invariant, out var number) ? number : null;
        return SayAsync(s => s with { Claimed = claimed });
    }

    private async Task PictureAsync()
    {
        await using var browser = await Script.InvokeAsync<IJSObjectReference>("import", "./" + Assets["js/upload.js"]);
        var answer = await browser.InvokeAsync<UploadAnswer>("upload", Patience, picture, Links.ImportPicture(DraftId, Kind), AddImportPicture.MaxBytes);
        refused = answer.Code.Length == 0 ? null : answer.Sentence;
        if (refused is null)
        {
            await Uploaded.InvokeAsync();
        }
    }
}
