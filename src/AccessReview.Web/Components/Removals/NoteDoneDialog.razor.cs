using AccessReview.Core;
using AccessReview.Core.Removals;
using AccessReview.Web.Endpoints;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace AccessReview.Web.Components.Removals;

/// <summary>Notes what was done by hand, with a file that proves it where there is one. What is noted stays noted when the file is refused:
/// then only the file is asked for again.</summary>
public sealed partial class NoteDoneDialog
{
    private const string NoFile = "none";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private ElementReference proof;
    private long by;
    private DateOnly? on;
    private string reference = "";
    private string? refused;
    private int attached;
    private bool noted;

    /// <summary>What is noted.</summary>
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>Who may have done it, the likeliest first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<(long Id, string Name)> Doers { get; set; } = [];

    /// <summary>The last day it can have been done.</summary>
    [Parameter, EditorRequired]
    public DateOnly Today { get; set; }

    /// <summary>An earlier note's reference.</summary>
    [Parameter]
    public string Reference { get; set; } = "";

    /// <summary>The removals of each campaign; a file is attached to those of one campaign at a time.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<IReadOnlyList<long>> Removals { get; set; } = [];

    /// <summary>Notes it; gives what was refused.</summary>
    [Parameter, EditorRequired]
    public Func<long, DateOnly, string, Task<Problem?>> Save { get; set; } = (_, _, _) => Task.FromResult<Problem?>(null);

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnInitialized() => (by, on, reference) = (Doers[0].Id, Today, Reference);

    private async Task ChooseAsync()
    {
        await using var browser = await UploadsAsync();
        refused = await UnfitAsync(browser);
    }

    private async Task SendAsync()
    {
        if (on is not { } day)
        {
            refused = "Say on which day it was done.";
            return;
        }

        await OnceAsync(async () =>
        {
            await using var browser = await UploadsAsync();
            refused = await UnfitAsync(browser) ?? (noted ? null : (await Save(by, day, reference))?.Sentence);
            if (refused is null)
            {
                var again = noted;
                noted = true;
                refused = await AttachAsync(browser, again);
            }

            return refused is null ? DialogResult.Ok(true) : null;
        });
    }

    private async Task<string?> AttachAsync(IJSObjectReference browser, bool again)
    {
        // What one campaign's removals have by now is not attached to them twice.
        for (; attached < Removals.Count; attached++)
        {
            var answer = await browser.InvokeAsync<UploadAnswer>("upload", Patience, proof, Links.AttachProof(Removals[attached]), AttachProof.MaxBytes);
            if (answer.Code == NoFile)
            {
                return again ? "Choose the proof, or leave it without." : null;
            }

            if (answer.Code != "")
            {
                return $"It is noted as done, but without the proof. {answer.Sentence}";
            }
        }

        return null;
    }

    private async Task<string?> UnfitAsync(IJSObjectReference browser) =>
        await browser.InvokeAsync<UploadAnswer>("check", proof, AttachProof.MaxBytes) is { Code: not ("" or NoFile), Sentence: var sentence } ? sentence : null;

    private ValueTask<IJSObjectReference> UploadsAsync() => Script.InvokeAsync<IJSObjectReference>("import", "./" + Assets["js/upload.js"]);
}
