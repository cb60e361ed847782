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

    private async Task<(IRenderedComponent<MudDialogProvider> Shown, BunitJSModuleInterop Browser)> OpenAsync()
    {
        Services.AddMudServices();
        JSInterop.Mode = JSRuntimeMode.Loose;
        var browser = JSInterop.SetupModule("./js/upload.js");
        var shown = Render<MudDialogProvider>();
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
        return Task.FromResult<Problem?>(null);
    }

    private static IEnumerable<string> Buttons(IRenderedComponent<MudDialogProvider> shown) => shown.FindAll(".mud-dialog-actions button").Select(b => b.TextContent.Trim());

    private static Task PressAsync(IRenderedComponent<MudDialogProvider> shown, string name) =>
        shown.FindAll(".mud-dialog-actions button").Single(b => b.TextContent.Trim() == name).ClickAsync(new MouseEventArgs());
}
