using AccessReview.Core;
using AccessReview.Core.Directories;
using AccessReview.Core.Roles;
using AccessReview.Web.Background;
using AccessReview.Web.Components.Applications;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AccessReview.Web.Components.Directories;

/// <summary>The directories and their readings; with an id, one of them.</summary>
public sealed partial class DirectoriesPage : IDisposable
{
    private readonly Lifetime gone = new();
    private IReadOnlyList<DirectoryList.Line>? lines;
    private Problem? problem;
    private Actor? actor;
    private bool mayRegister;

    /// <summary>One directory; null shows all.</summary>
    [Parameter]
    public long? Id { get; set; }

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private DirectoryList List { get; set; } = null!;

    [Inject]
    private DescribeActor Describe { get; set; } = null!;

    [Inject]
    private LeadDirectory Lead { get; set; } = null!;

    [Inject]
    private RenameDirectory Rename { get; set; } = null!;

    [Inject]
    private AfterAct After { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private IReadOnlyList<DirectoryList.Line> Shown => [.. (lines ?? []).Where(l => Id is null || l.Id == Id)];

    // What those out of scope say of people does not count.
    private IReadOnlyList<DirectoryList.Line> Counting => [.. Shown.Where(l => l.OutOfScope is null)];

    private string Title => Id is null ? "Directories" : Shown is [var one] ? one.Name : "Directory";

    private string? Sentence => lines switch
    {
        null => null,
        [] => "Nobody is known here yet.",
        _ when Shown.Count == 0 => null,
        _ when Counting.Count == 0 => "It is out of scope: what it says of people does not count.",
        _ when Counting.Any(l => l.AsOf is null) => Id is null ? "A directory has not been read yet." : "It has not been read yet.",
        _ when Counting.Count > 1 => $"Where several know one person, {Counting[0].Name} leads: what it says of employment and manager counts, and what others say differently is shown.",
        _ => $"{AccessWords.Count(Counting.Sum(l => l.Working), "person", "people")} work here by the newest reading, of {DateWords.Instant(Counting.Max(l => l.AsOf!.Value))}.",
    };

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        actor ??= await Current.GetAsync();
        mayRegister = ((await Describe.RunAsync(actor, gone.Token)).Roles & Role.Administrator) != Role.None;
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        var outcome = await List.RunAsync(actor!, gone.Token);
        (lines, problem) = (outcome.Value, outcome.Problem);
        problem ??= Id is not null && Shown.Count == 0 ? Problem.NotFound("The directory") : null;
    }

    private async Task LeadAsync(DirectoryList.Line line)
    {
        problem = (await Lead.RunAsync(Guid.NewGuid(), actor!, line.Id, gone.Token)).Problem;
        if (problem is null)
        {
            await After.RunAsync();
            await ReadAsync();
        }
    }

    private async Task RenameAsync(DirectoryList.Line line)
    {
        var sentence = $"What was read of it, and decided by that, stays as it is: {line.Name} is called otherwise from now on, also on pages about what was before.";
        if (await ConfirmDialog.NameAsync(Dialogs, $"Rename {line.Name}", sentence, "Rename", Core.Directories.Directory.MaxName) is { } name)
        {
            var refused = (await Rename.RunAsync(Guid.NewGuid(), actor!, line.Id, name, line.Name, gone.Token)).Problem;
            await ReadAsync();
            problem = refused ?? problem;
        }
    }

    private async Task ScopeAsync(Problem? refused)
    {
        await ReadAsync();
        problem = refused ?? problem;
    }

    private async Task RegisterAsync()
    {
        if (await RegisterDirectoryDialog.AskAsync(Dialogs, actor!, lines is { Count: > 0 } ? "" : "Staff list") is var (id, kind))
        {
            Navigation.NavigateTo(kind == DirectoryKind.StaffList ? Links.ImportDirectory(id) : Links.Directory(id));
        }
        else
        {
            await ReadAsync();
        }
    }
}
