using AccessReview.Core;
using AccessReview.Web.Components.Removals;
using AccessReview.Web.Endpoints;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace AccessReview.Web.Tests.Parts;

/// <summary>A proof that is refused leaves one note, or none.</summary>
public sealed class NoteDoneDialogTests : BunitContext
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30); // Of a machine with other things to do.
    private static readonly UploadAnswer Taken = new("", "");
    private Task<Problem?> noted = Task.FromResult<Problem?>(null);
    private int notes;

    [Fact]
    public async Task A_file_that_cannot_be_taken_is_refused_before_anything_is_noted()
    {
        var (shown, browser) = await OpenAsync();
        browser.Setup<UploadAnswer>("check", _ => true).SetResult(new("too-large", "screen.png has 6.0 MB; at most 5 MB can be read."));
        await shown.Find("#done-proof").ChangeAsync(new ChangeEventArgs { Value = "screen.png" });
        Assert.Contains("at most 5 MB", shown.Find(".mud-dialog").TextContent, StringComparison.Ordinal);
        await PressAsync(shown, "Note as done");
        Assert.Equal(0, notes);
        Assert.Equal(["Cancel", "Note as done"], Buttons(shown));
    }

    [Fact]
    public async Task After_a_refused_proof_the_next_file_is_attached_without_a_second_note()
    {
        var (shown, browser) = await OpenAsync();
        browser.Setup<UploadAnswer>("check", _ => true).SetResult(Taken);
        browser.Setup<UploadAnswer>("upload", _ => true).SetResult(new("proof.file", "The proof must be a PNG, a JPEG or a PDF of at most 5 MB."));
        await PressAsync(shown, "Note as done");
        Assert.Contains("It is noted as done, but without the proof.", shown.Find(".mud-dialog").TextContent, StringComparison.Ordinal);
        Assert.Equal(["Leave it without", "Attach"], Buttons(shown));

        browser.Setup<UploadAnswer>("upload", _ => true).SetResult(Taken);
        await PressAsync(shown, "Attach");
        await shown.WaitForAssertionAsync(() => Assert.Empty(shown.FindAll(".mud-dialog")), Patience);
        Assert.Equal(1, notes);
    }

    [Fact]
    public async Task Until_the_note_is_answered_neither_cancel_nor_escape_leaves_it()
    {
        var (shown, browser) = await OpenAsync();
        browser.Setup<UploadAnswer>("check", _ => true).SetResult(new("none", ""));
        var answer = new TaskCompletionSource<Problem?>();
        noted = answer.Task;
        var sent = PressAsync(shown, "Note as done");
        await shown.WaitForAssertionAsync(() => Assert.All(shown.FindAll(".mud-dialog-actions button"), b => Assert.True(b.HasAttribute("disabled"))), Patience);
        await EscapeAsync(shown);
        Assert.Single(shown.FindAll(".mud-dialog"));

        // Refused, it is left by either.
        answer.SetResult(new Problem("removal.closed", "It is not open any more."));
        await sent;
        Assert.Contains("It is not open any more.", shown.Find(".mud-dialog").TextContent, StringComparison.Ordinal);
        Assert.All(shown.FindAll(".mud-dialog-actions button"), b => Assert.False(b.HasAttribute("disabled")));
        await EscapeAsync(shown);
        await shown.WaitForAssertionAsync(() => Assert.Empty(shown.FindAll(".mud-dialog")), Patience);
        Assert.Equal(1, notes);
    }

    private async Task<(IRenderedComponent<MudDialogProvider> Shown, BunitJSModuleInterop Browser)> OpenAsync()
    {
        Services.AddMudServices();
        JSInterop.Mode = JSRuntimeMode.Loose;
        var browser = JSInterop.SetupModule("./js/upload.js");
        var shown = Render<MudDialogProvider>(p => p.Add(d => d.CloseOnEscapeKey, true));
        IReadOnlyList<(long Id, string Name)> doers = [(1, "Dmitri")];
        IReadOnlyList<IReadOnlyList<long>> removals = [[7]];
        var parameters = new DialogParameters<NoteDoneDialog>
        {
            { d => d.Title, "Ada: done?" }, { d => d.Doers, doers }, { d => d.Today, new DateOnly(2026, 11, 30) }, { d => d.Removals, removals },
            { d => d.Save, new Func<long, DateOnly, string, Task<Problem?>>(NoteAsync) },
        };
        _ = shown.InvokeAsync(() => Services.GetRequiredService<IDialogService>().ShowAsync<NoteDoneDialog>(null, parameters));
        await shown.WaitForElementAsync("#done-proof", Patience);
        return (shown, browser);
    }

    private Task<Problem?> NoteAsync(long by, DateOnly on, string reference)
    {
        notes++;
        return noted;
    }

    private static IEnumerable<string> Buttons(IRenderedComponent<MudDialogProvider> shown) => shown.FindAll(".mud-dialog-actions button").Select(b => b.TextContent.Trim());

    // What MudBlazor's script calls, by its name.
    private Task EscapeAsync(IRenderedComponent<MudDialogProvider> shown)
    {
        var (keys, dialog) = (Services.GetRequiredService<IKeyInterceptorService>(), shown.Find(".mud-dialog-container").Id);
        return shown.InvokeAsync(() => (Task)keys.GetType().GetMethod("OnKeyDown")!.Invoke(keys, [dialog, new KeyboardEventArgs { Key = "Escape" }])!);
    }

    private static Task PressAsync(IRenderedComponent<MudDialogProvider> shown, string name) =>
        shown.FindAll(".mud-dialog-actions button").Single(b => b.TextContent.Trim() == name).ClickAsync(new MouseEventArgs());
}
