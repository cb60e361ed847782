using AccessReview.Web.Components.Shared;
using AccessReview.Core;
using AccessReview.Core.Applications;
using AccessReview.Core.Directories;
using AccessReview.Web.Background;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AccessReview.Web.Components.Applications;

/// <summary>Registers an application, or changes what is said of one.</summary>
public sealed partial class ApplicationDialog
{
    private readonly NextCommand next = new();
    private ApplicationKind kind = ApplicationKind.Heap;
    private string name = ProposedRoles.NameOf(ApplicationKind.Heap);
    private string? plan;
    private int dormant = 90;
    private int? privilegedHours;
    private int? hours;
    private PersonChoice? owner;
    private PersonChoice? remover;
    private string? price;
    private string? currency;
    private IReadOnlyList<string> privileged = ProposedRoles.Of(ApplicationKind.Heap);

    /// <summary>Who asks.</summary>
    [Parameter, EditorRequired] public Actor Actor { get; set; } = null!;

    /// <summary>The application to change; null registers a new one.</summary>
    [Parameter] public Core.Applications.ApplicationPage.Facts? Application { get; set; }

    [Inject]
    private RegisterApplication Register { get; set; } = null!;

    [Inject]
    private ChangeApplication Change { get; set; } = null!;

    [Inject]
    private AfterAct After { get; set; } = null!;

    /// <summary>Asks; the application's key when it was saved, null when it was cancelled.</summary>
    public static async Task<long?> AskAsync(IDialogService dialogs, Actor actor, Core.Applications.ApplicationPage.Facts? application)
    {
        var shown = await dialogs.ShowAsync<ApplicationDialog>(
            null, new DialogParameters<ApplicationDialog> { { d => d.Actor, actor }, { d => d.Application, application } }, new DialogOptions { MaxWidth = MaxWidth.Medium, FullWidth = true });
        return await shown.Result is { Canceled: false, Data: long id } ? id : null;
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        if (Application is { Said: var said })
        {
            (kind, name, plan, dormant, owner, remover) = (said.Kind, said.Name, said.Plan, said.DormantAfterDays, Application.Owner, Application.Remover);
            (privilegedHours, hours) = (said.PrivilegedRemovalHours, said.RemovalHours);
            (price, currency) = (EnteredMoney.Write(said.SeatPriceMinor), said.Currency);
            privileged = said.PrivilegedRoles;
        }
    }

    private void KindChanged(ChangeEventArgs change)
    {
        var before = kind;
        kind = Enum.TryParse<ApplicationKind>(change.Value as string, out var chosen) && Enum.IsDefined(chosen) ? chosen : kind;
        name = name == ProposedRoles.NameOf(before) ? ProposedRoles.NameOf(kind) : name;
        privileged = privileged.SequenceEqual(ProposedRoles.Of(before)) ? ProposedRoles.Of(kind) : privileged;
    }

    private async Task SaveAsync()
    {
        if (EnteredMoney.Read(price, out var minor) is { } wrong)
        {
            Problem = new Problem("application.price", $"The price of a seat: {wrong}");
            return;
        }

        var facts = new ApplicationFacts
        {
            Name = name, Kind = kind, Plan = plan, OwnerId = owner?.Id, RemoverId = remover?.Id, DormantAfterDays = dormant,
            PrivilegedRemovalHours = privilegedHours, RemovalHours = hours,
            SeatPriceMinor = minor, Currency = string.IsNullOrWhiteSpace(currency) ? null : currency.Trim().ToUpperInvariant(), PrivilegedRoles = privileged,
        };
        await CarryOutAsync(async () =>
        {
            var saved = await SendAsync(facts);
            if (saved.IsOk)
            {
                await After.RunAsync();
            }

            return saved;
        });
    }

    private async Task<Outcome<long>> SendAsync(ApplicationFacts facts)
    {
        if (Application is null)
        {
            return await next.SendAsync(id => Register.RunAsync(id, Actor, facts, CancellationToken.None), facts);
        }

        var changed = await next.SendAsync(id => Change.RunAsync(id, Actor, Application.Id, facts, Application.Said, CancellationToken.None), facts);
        return changed.IsOk ? Application.Id : changed.Problem;
    }
}
