using AccessReview.Core;
using AccessReview.Core.Directories;
using AccessReview.Web.Components.Connections;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AccessReview.Web.Components.Directories;

/// <summary>Registers a directory.</summary>
public sealed partial class RegisterDirectoryDialog
{
    private readonly Guid command = Guid.NewGuid();
    private string name = "";
    private DirectoryKind kind = DirectoryKind.StaffList;

    /// <summary>Who asks.</summary>
    [Parameter, EditorRequired] public Actor Actor { get; set; } = null!;

    /// <summary>A name to begin with.</summary>
    [Parameter] public string Proposed { get; set; } = "";

    [Inject]
    private RegisterDirectory Register { get; set; } = null!;

    /// <summary>Asks; the directory's key and kind when it was registered, null when it was cancelled.</summary>
    public static async Task<(long Id, DirectoryKind Kind)?> AskAsync(IDialogService dialogs, Actor actor, string proposed)
    {
        var parameters = new DialogParameters<RegisterDirectoryDialog> { { d => d.Actor, actor }, { d => d.Proposed, proposed } };
        var shown = await dialogs.ShowAsync<RegisterDirectoryDialog>(null, parameters, new DialogOptions { MaxWidth = MaxWidth.ExtraSmall, FullWidth = true });
        return await shown.Result is { Canceled: false, Data: (long id, DirectoryKind kind) } ? (id, kind) : null;
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => name = Proposed;

    private void KindChanged(ChangeEventArgs change)
    {
        var before = kind;
        kind = Enum.TryParse<DirectoryKind>(change.Value as string, out var chosen) && Enum.IsDefined(chosen) ? chosen : kind;
        name = name.Length == 0 || name == ConnectionWords.Of(before) ? ConnectionWords.Of(kind) : name;
    }

    private Task SaveAsync() => OnceAsync(async () =>
    {
        var registered = await Register.RunAsync(command, Actor, name, kind, CancellationToken.None);
        Problem = registered.Problem;
        return registered.IsOk ? DialogResult.Ok((registered.Value, kind)) : null;
    });
}
