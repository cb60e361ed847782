using AccessReview.Connectors.Files;
using AccessReview.Core.Extracts;
using AccessReview.Web.Endpoints;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace AccessReview.Web.Components.Extracts;

/// <summary>One file of an import: its upload, or what was uploaded and where it comes from.</summary>
public sealed partial class ImportFileCard
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private ElementReference input;
    private UploadAnswer? refused;
    private bool sending;
    private bool choosing;

    /// <summary>What the file holds.</summary>
    [Parameter, EditorRequired]
    public ExtractFileKind Kind { get; set; }

    /// <summary>The file as it reads, or null while there is none.</summary>
    [Parameter]
    public ImportFileReading? File { get; set; }

    /// <summary>The files of the import.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<ImportFileReading> Others { get; set; } = [];

    /// <summary>The application's or directory's name.</summary>
    [Parameter, EditorRequired]
    public string SourceName { get; set; } = "";

    /// <summary>The import.</summary>
    [Parameter, EditorRequired]
    public long DraftId { get; set; }

    /// <summary>Something was uploaded.</summary>
    [Parameter, EditorRequired]
    public EventCallback Uploaded { get; set; }

    /// <summary>What was entered changed.</summary>
    [Parameter, EditorRequired]
    public EventCallback<FileChange> Change { get; set; }

    /// <summary>The file is to be read in another way.</summary>
    [Parameter, EditorRequired]
    public EventCallback<(ExtractFileKind Kind, TableReadOptions Options)> Reread { get; set; }

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    private async Task UploadAsync(bool windows1252)
    {
        (sending, refused) = (true, null);
        try
        {
            await using var browser = await Script.InvokeAsync<IJSObjectReference>("import", "./" + Assets["js/upload.js"]);
            var answer = await browser.InvokeAsync<UploadAnswer>("upload", Patience, input, Links.ImportFile(DraftId, Kind, windows1252), TableLimits.FileBytes);
            if (answer.Code.Length == 0)
            {
                await Uploaded.InvokeAsync();
                return;
            }

            refused = answer.Code == "none" ? null : answer;
            if (answer.Code != $"import.file.{TableProblemCode.NotUtf8}")
            {
                await browser.InvokeVoidAsync("clear", input); // so that the same file, corrected, can be chosen again
            }
        }
        catch (TaskCanceledException)
        {
            refused = new UploadAnswer("slow", "The file did not arrive in ten minutes. Choose it again.");
        }
        finally
        {
            sending = false;
        }
    }

    private Task RemoveAsync() => Change.InvokeAsync(new FileChange(Kind, _ => null));
}
