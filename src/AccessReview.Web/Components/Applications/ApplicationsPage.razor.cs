using AccessReview.Core;
using AccessReview.Core.Applications;
using AccessReview.Core.Roles;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AccessReview.Web.Components.Applications;

/// <summary>The applications and how each stands.</summary>
public sealed partial class ApplicationsPage : IDisposable
{
    private readonly Lifetime gone = new();
    private IReadOnlyList<ApplicationList.Line>? lines;
    private Problem? problem;
    private bool mayRegister;
    private Actor? actor;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private ApplicationList List { get; set; } = null!;

    [Inject]
    private DescribeActor Describe { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private IReadOnlyList<ApplicationList.Line> InScope => [.. (lines ?? []).Where(l => l.OutOfScope is null)];

    private string? Sentence => lines switch
    {
        null => null,
        [] => "Nothing is registered yet.",
        _ when InScope.Count == 0 => "Nothing is in scope.",
        _ when InScope.Count(l => l.AsOf is null) is > 0 and var unread => $"{AccessWords.Count(unread, "application has", "applications have")} not been read yet.",
        _ => $"{AccessWords.Count(InScope.Sum(l => l.Findings?.Accounts ?? 0), "account", "accounts")} in {AccessWords.Count(InScope.Count, "application", "applications")}; {AccessWords.Count(InScope.Sum(l => l.Findings?.Exceptions ?? 0), "deserves a look", "deserve a look")}.",
    };

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        actor = await Current.GetAsync();
        mayRegister = ((await Describe.RunAsync(actor, gone.Token)).Roles & Role.Administrator) != Role.None;
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        var outcome = await List.RunAsync(actor!, gone.Token);
        (lines, problem) = (outcome.Value, outcome.Problem);
    }

    private async Task RegisterAsync()
    {
        if (await ApplicationDialog.AskAsync(Dialogs, actor!, application: null) is { } id)
        {
            Navigation.NavigateTo(Links.Application(id));
        }
        else
        {
            await ReadAsync();
        }
    }
}
