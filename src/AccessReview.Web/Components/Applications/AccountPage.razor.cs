using AccessReview.Core;
using AccessReview.Core.Matching;
using AccessReview.Web.Background;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using Query = AccessReview.Core.Applications.AccountPage;

namespace AccessReview.Web.Components.Applications;

/// <summary>One account: whose it is and who said so, what is worth an eye, how the readings had it, past decisions.</summary>
public sealed partial class AccountPage : IDisposable
{
    private readonly Lifetime gone = new();
    private Query.Facts? facts;
    private Problem? problem;
    private Actor? actor;

    /// <summary>The account.</summary>
    [Parameter]
    public long Id { get; set; }

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private Query Read { get; set; } = null!;

    [Inject]
    private TakeBackMatch TakeBack { get; set; } = null!;

    [Inject]
    private EndDeclaration End { get; set; } = null!;

    [Inject]
    private AfterAct After { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    private string Title => facts is null ? "Account" : facts.Now.Name.Length > 0 ? facts.Now.Name : facts.Now.Email;

    private string? Sentence => facts switch
    {
        null => null,
        { Gone: true } => $"The newest reading of {facts.Application} no longer has it; last seen {DateWords.Day(DateOnly.FromDateTime(facts.Now.AsOf))}.",
        _ => $"{(facts.Now.Role.Length > 0 ? facts.Now.Role : "Role not known")} in {facts.Application}" + (facts is { NotReviewedBefore: true, Decisions.Total: 0 } ? "; not reviewed before." : "."),
    };

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        actor ??= await Current.GetAsync();
        await ReadAsync();
    }

    private static string? Known(string text) => text.Length > 0 ? text : null;

    private async Task ReadAsync()
    {
        var outcome = await Read.RunAsync(actor!, Id, gone.Token);
        (facts, problem) = (outcome.Value, outcome.Problem);
    }

    private async Task WhoseAsync()
    {
        await WhoseDialog.AskAsync(Dialogs, actor!, Id, facts!.Now.Email.Length > 0 ? facts.Now.Email : Title, facts.LooksLike);
        await ReadAsync();
    }

    private async Task TakeBackAsync()
    {
        var declared = facts!.ByHand!.Kind is not null;
        var asked = await ConfirmDialog.AskAsync(
            Dialogs, declared ? "End the declaration?" : "Take back the match?", "The account is then linked by its id and address again, and judged anew.", declared ? "End it" : "Take it back");
        if (asked is null)
        {
            return;
        }

        var done = declared ? await End.RunAsync(Guid.NewGuid(), actor!, Id, CancellationToken.None) : await TakeBack.RunAsync(Guid.NewGuid(), actor!, Id, CancellationToken.None);
        await After.RunAsync();
        await ReadAsync();
        problem ??= done.Problem;
    }
}
