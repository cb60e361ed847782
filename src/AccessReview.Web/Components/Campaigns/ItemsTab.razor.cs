using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AccessReview.Web.Components.Campaigns;

/// <summary>The items of a campaign, a page at a time; what is shown stands in the address.</summary>
public sealed partial class ItemsTab : IDisposable
{
    private const int Take = 100;

    private readonly Lifetime gone = new();
    private readonly Newest reading = new();
    private (int, ItemFilter, int)? shown;
    private ItemPage? page;
    private Problem? problem;

    // The page that is shown: while another is read, the address is ahead of it.
    private int number = 1;

    /// <summary>The campaign.</summary>
    [Parameter, EditorRequired]
    public CampaignView Campaign { get; set; } = null!;

    /// <summary>Only this reviewer's items.</summary>
    [Parameter]
    public long? Reviewer { get; set; }

    /// <summary>Only items so decided, as the address names it.</summary>
    [Parameter]
    public string? State { get; set; }

    /// <summary>Only items of that kind, as the address names it; it goes before the others.</summary>
    [Parameter]
    public string? Why { get; set; }

    /// <summary>Which hundred of them, from 1.</summary>
    [Parameter]
    public int? Page { get; set; }

    /// <summary>An item went to somebody else.</summary>
    [Parameter]
    public EventCallback OnMoved { get; set; }

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private CampaignItems Items { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private ItemFilter Only => Named<ItemWhy>(Why) is { } why ? new ItemFilter(Why: why) : new ItemFilter(Reviewer, Named<TurnState>(State));

    private int PageNumber => Math.Clamp(Page ?? 1, 1, int.MaxValue / Take);

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (shown != (Campaign.Number, Only, PageNumber) || page is null)
        {
            shown = (Campaign.Number, Only, PageNumber);
            await ReadAsync();
        }
    }

    private async Task ReadAsync()
    {
        var newest = reading.Begin();
        var read = await Items.RunAsync(await Current.GetAsync(), Campaign.Number, Only, (PageNumber - 1) * Take, Take, gone.Token);
        if (newest())
        {
            (page, problem, number) = (read.Value, read.Problem, (read.Value?.From ?? 0) / Take + 1);
        }
    }

    private static T? Named<T>(string? word)
        where T : struct, Enum => Enum.TryParse<T>(word, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed) ? parsed : null;

    private string Address(string? state, long? reviewer, string? why, int? asked) => Navigation.GetUriWithQueryParameters(
        Links.Campaign(Campaign.Number, "items"),
        new Dictionary<string, object?> { ["state"] = string.IsNullOrEmpty(state) ? null : state, ["reviewer"] = reviewer, ["why"] = why, ["page"] = asked });

    private void Go(string? state, long? reviewer) => Navigation.NavigateTo(Address(state, reviewer, null, null));

    private async Task ReassignAsync(ItemLine item)
    {
        await ReassignDialog.AskAsync(Dialogs, Campaign, item.ReviewerId, item.Name, item.TurnId);
        await ReadAsync();
        await OnMoved.InvokeAsync();
    }
}
