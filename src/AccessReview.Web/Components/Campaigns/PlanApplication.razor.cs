using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Directories;
using AccessReview.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Campaigns;

/// <summary>What of one application is reviewed, and by whom.</summary>
public sealed partial class PlanApplication : IDisposable
{
    private readonly Lifetime gone = new();
    private PersonChoice? named;
    private PersonChoice? fallback;
    private PersonChoice? second;
    private CampaignScope? waiting;
    private CampaignScope? edited;
    private CampaignScope? sent;

    /// <summary>The campaign's number.</summary>
    [Parameter, EditorRequired]
    public int Campaign { get; set; }

    /// <summary>The application in the plan.</summary>
    [Parameter, EditorRequired]
    public PlannedApplication Application { get; set; } = null!;

    /// <summary>Something else is to be reviewed, or by somebody else, than was shown when it was chosen.</summary>
    [Parameter]
    public EventCallback<(CampaignScope Chosen, CampaignScope Edited)> Changed { get; set; }

    /// <summary>Whether what is chosen here cannot be saved yet: it asks for a named reviewer, and none is named.</summary>
    [Parameter]
    public EventCallback<bool> Pending { get; set; }

    /// <summary>Other items are to have a second reviewer, or another one.</summary>
    [Parameter]
    public EventCallback<(SecondReviewRule Rule, long? ReviewerId)> Second { get; set; }

    /// <summary>It is to be taken out.</summary>
    [Parameter]
    public EventCallback Removed { get; set; }

    [Inject]
    private FindPeople Find { get; set; } = null!;

    // A named reviewer must be chosen before the choice of the rule can be saved; and until the answer comes what was chosen last is made from
    // what is on its way.
    private CampaignScope Scope => waiting ?? sent ?? Application.Scope;

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        named = await PersonAsync(named, Scope.NamedReviewerId);
        fallback = await PersonAsync(fallback, Scope.FallbackReviewerId);
        second = await PersonAsync(second, Application.SecondReviewerId);
    }

    private async Task<PersonChoice?> PersonAsync(PersonChoice? shown, long? id) =>
        id is null ? null : shown?.Id == id ? shown : await Find.OneAsync(id.Value, gone.Token);

    private string Id(string part) => $"{part}-{Application.ApplicationId}";

    private async Task ChangeAsync(CampaignScope scope)
    {
        var from = edited ?? sent ?? Application.Scope;
        (waiting, edited) = scope.LacksNamedReviewer ? (scope, from) : (null, null);
        sent = waiting is null ? scope : sent;
        await Pending.InvokeAsync(waiting is not null);
        if (waiting is null)
        {
            await Changed.InvokeAsync((scope, from));
            sent = ReferenceEquals(sent, scope) ? null : sent;

            // Who was chosen in what was refused is shown no more.
            await OnParametersSetAsync();
        }
    }

    private Task NameAsync(PersonChoice? person)
    {
        named = person;
        return ChangeAsync(Scope with { NamedReviewerId = person?.Id });
    }

    private Task SecondAsync(PersonChoice? person)
    {
        second = person;
        return Second.InvokeAsync((Application.SecondReview, person?.Id));
    }

    private Task FallBackAsync(PersonChoice? person)
    {
        fallback = person;
        return ChangeAsync(Scope with { FallbackReviewerId = person?.Id });
    }
}
