using AccessReview.Core.Directories;
using AccessReview.Web.Components.Applications;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.People;

/// <summary>Everybody of the newest staff lists.</summary>
public sealed partial class PeoplePage : IDisposable
{
    private const int Size = 50;

    private readonly Lifetime gone = new();
    private readonly Newest reading = new();
    private Core.Directories.PeoplePage? page;
    private Core.Directories.PeoplePage former = new([], 0);

    [SupplyParameterFromQuery]
    private string? Search { get; set; }

    [SupplyParameterFromQuery]
    private int? Page { get; set; }

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private FindFormerPeople FindFormer { get; set; } = null!;

    [Inject]
    private FindPeople Find { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private string? Sentence => page switch
    {
        null => null,
        { Total: 0 } when former.Total == 0 => "Search anyone; all their access, its history and every past decision.",
        _ when string.IsNullOrEmpty(Search) => $"{AccessWords.Count(page.Total, "person", "people")} on the newest staff lists, those who left included.",
        { Total: 0 } => $"{AccessWords.Count(former.Total, "person fits", "people fit")}, no longer on a staff list.",
        _ => $"{AccessWords.Count(page.Total + former.Total, "person fits", "people fit")}{(former.Total > 0 ? $", {DateWords.Number(former.Total)} of them no longer on a staff list" : "")}.",
    };

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var newest = reading.Begin();
        var found = await Find.RunAsync(Search, ((Page ?? 1) - 1L) * Size, Size, includeLeft: true, gone.Token);
        var before = string.IsNullOrWhiteSpace(Search) ? null : (await FindFormer.RunAsync(await Current.GetAsync(), Search, Size, gone.Token)).Value;
        if (newest())
        {
            (page, former) = (found, before ?? new([], 0));
        }
    }

    private string Address(string? search, int number) => Navigation.GetUriWithQueryParameters(
        Links.People(), new Dictionary<string, object?> { ["search"] = string.IsNullOrEmpty(search) ? null : search, ["page"] = number > 1 ? number : null });
}
