using AccessReview.Core;
using AccessReview.Core.Directories;
using AccessReview.Core.Matching;
using AccessReview.Web.Background;
using AccessReview.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AccessReview.Web.Components.Applications;

/// <summary>Says whose an account is: somebody's here, with a reason, or no employee's, with an owner inside and a purpose.</summary>
public sealed partial class WhoseDialog
{
    private readonly NextCommand next = new();
    private bool declares;
    private DeclaredKind kind = DeclaredKind.External;
    private PersonChoice? person;
    private string text = "";
    private bool pressed;

    /// <summary>Who asks.</summary>
    [Parameter, EditorRequired] public Actor Actor { get; set; } = null!;

    /// <summary>The account.</summary>
    [Parameter, EditorRequired] public long AccountId { get; set; }

    /// <summary>The account's address or name.</summary>
    [Parameter, EditorRequired] public string Account { get; set; } = "";

    /// <summary>What it looks like by its name.</summary>
    [Parameter] public DeclaredKind? LooksLike { get; set; }

    [Inject]
    private MatchByHand Match { get; set; } = null!;

    [Inject]
    private DeclareAccount Declare { get; set; } = null!;

    [Inject]
    private AfterAct After { get; set; } = null!;

    private IReadOnlyCollection<long> Self => Actor.PersonId is { } me ? [me] : [];

    /// <summary>Asks until something was said or the dialog is left.</summary>
    public static async Task AskAsync(IDialogService dialogs, Actor actor, long accountId, string account, DeclaredKind? looksLike)
    {
        var parameters = new DialogParameters<WhoseDialog> { { d => d.Actor, actor }, { d => d.AccountId, accountId }, { d => d.Account, account }, { d => d.LooksLike, looksLike } };
        var shown = await dialogs.ShowAsync<WhoseDialog>(null, parameters, new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true });
        await shown.Result;
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => (declares, kind) = (LooksLike is not null, LooksLike ?? DeclaredKind.External);

    private async Task SaveAsync()
    {
        pressed = true;
        if (person is not null)
        {
            await CarryOutAsync(() => SayAsync(person.Id));
        }
    }

    private async Task<Outcome<long>> SayAsync(long owner)
    {
        var said = declares
            ? await next.SendAsync(id => Declare.RunAsync(id, Actor, AccountId, kind, owner, text, CancellationToken.None), kind, owner, text)
            : await next.SendAsync(id => Match.RunAsync(id, Actor, AccountId, owner, text, CancellationToken.None), owner, text);
        if (said.IsOk)
        {
            await After.RunAsync();
        }

        return said;
    }
}
