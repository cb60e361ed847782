using AccessReview.Connectors.Files;
using AccessReview.Core;
using AccessReview.Core.Extracts;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Extracts;

/// <summary>Brings files into an application or a directory: what was uploaded, how it is read, what is set aside, what would
/// change. Everything entered is saved at once; nothing counts before the import.</summary>
public sealed partial class ImportPage : IDisposable
{
    private readonly Lifetime gone = new();
    private readonly Newest reading = new();
    private readonly Dictionary<ExtractFileKind, ChosenColumns> chosen = [];
    private Guid command = Guid.NewGuid();
    private Actor? actor;
    private long draftId;
    private ImportView? view;
    private Problem? problem;
    private ImportStep current;
    private string? storing;

    /// <summary>The application.</summary>
    [Parameter]
    public long? ApplicationId { get; set; }

    /// <summary>Or the directory.</summary>
    [Parameter]
    public long? DirectoryId { get; set; }

    [SupplyParameterFromQuery]
    private string? Step { get; set; }

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private StartImport Start { get; set; } = null!;

    [Inject]
    private ReadImport Read { get; set; } = null!;

    [Inject]
    private ChangeImport Changes { get; set; } = null!;

    [Inject]
    private RereadImportFile Rereading { get; set; } = null!;

    [Inject]
    private ImportExtract Import { get; set; } = null!;

    private string Title => view is null ? "Import" : view.Kind == ExtractKind.Access ? $"Import into {view.SourceName}" : "Import a staff list";

    private string Sentence => view switch
    {
        null when storing is not null => $"Storing {storing}, matching accounts to people, and looking for what is worth an eye.",
        null => "Reading what was entered so far.",
        { ExtractId: not null } => "The files are stored as a reading.",
        { Files.Count: 0 } => "Choose the files as they were exported; nobody needs to edit them.",
        { Missing.Count: 0, Doubts.Count: > 0 } => $"{What} can be imported. Said to be right: {string.Join("; ", view.Doubts.Select(d => d.Sentence))}.",
        { Missing.Count: 0 } => $"Everything is in order: {What} can be imported.",
        _ => ImportWords.Count(view.Missing.Count, "thing is missing", "things are missing") + " before this can be imported.",
    };

    private string What => view?.Files is [var main, ..] 
        ? ImportWords.Count(main.Reading?.Records ?? 0, view.Kind == ExtractKind.Access ? "account" : "person", view.Kind == ExtractKind.Access ? "accounts" : "people")
        : "nothing";

    private string Source => ApplicationId is { } application ? Links.Application(application) : Links.Directory(DirectoryId!.Value);

    private ImportStep? Next => current < ImportStep.Preview ? current + 1 : null;

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        actor = await Current.GetAsync();
        await AgainAsync();
    }

    /// <inheritdoc/>
    protected override void OnParametersSet() => current = Enum.TryParse<ImportStep>(Step, ignoreCase: true, out var step) && Enum.IsDefined(step) ? step : ImportStep.Files;

    private static string StepName(ImportStep step) => step switch
    {
        ImportStep.Files => "Files and origin",
        ImportStep.Columns => "Columns and words",
        ImportStep.Lines => "Lines",
        ImportStep.Preview => "Preview",
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    private string Address(ImportStep step) =>
        (ApplicationId is { } application ? Links.ImportApplication(application) : Links.ImportDirectory(DirectoryId!.Value)) + "?step=" + step.ToString().ToLowerInvariant();

    private int Open(ImportStep step) => step switch
    {
        ImportStep.Columns => view!.Files.Count(f => f.State.Mapping is null || f.MappingProblems.Count > 0),
        ImportStep.Lines => view!.Files.Sum(f => f.Problems.Count),
        ImportStep.Files => view!.Missing.Count(m => m.Part == ImportPart.Files),
        ImportStep.Preview => 0,
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    private async Task AgainAsync()
    {
        (command, view) = (Guid.NewGuid(), null);
        var started = await Start.RunAsync(actor!, ApplicationId, DirectoryId, gone.Token);
        (draftId, problem) = (started.Value, started.Problem);
        if (started.IsOk)
        {
            await ReloadAsync();
        }
    }

    private async Task ReloadAsync()
    {
        var newest = reading.Begin();
        var read = await Read.RunAsync(actor!, draftId, gone.Token);
        if (newest())
        {
            (view, problem) = (read.Value ?? view, read.Problem);
        }
    }

    private async Task ChangeAsync(FileChange change) => await ShowAsync(await Changes.RunAsync(actor!, draftId, change.Kind, change.Make, gone.Token));

    private async Task RereadAsync((ExtractFileKind Kind, TableReadOptions Options) wanted) =>
        await ShowAsync(await Rereading.RunAsync(actor!, draftId, wanted.Kind, wanted.Options, gone.Token));

    private async Task ShowAsync(Outcome<Done> outcome)
    {
        await ReloadAsync();
        problem ??= outcome.Problem;
    }

    private async Task ImportAsync()
    {
        if (storing is not null)
        {
            return; // clicked twice before the first answer was drawn
        }

        // The files may be the most that the server holds: while they are stored and judged, the page does not hold them too.
        (storing, view) = (What, null);
        StateHasChanged();
        await Task.Yield();
        try
        {
            var imported = await Import.RunAsync(command, actor!, draftId, gone.Token);
            await ReloadAsync();
            problem ??= imported.Problem;
        }
        finally
        {
            storing = null;
        }
    }
}
