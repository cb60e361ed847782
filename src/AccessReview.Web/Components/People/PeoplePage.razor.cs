using AccessReview.Core.Directories;
using AccessReview.Web.Components.Applications;
using AccessReview.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.People;

/// <summary>Everybody of the newest staff lists.</summary>
public sealed partial class PeoplePage : IDisposable
{
    private const int Size = 50;

    private readonly CancellationTokenSource gone = new();
    private Core.Directories.PeoplePage? page;

    [SupplyParameterFromQuery]
    private string? Search { get; set; }

    [SupplyParameterFromQuery]
    private int? Page { get; set; }

    [Inject]
    private FindPeople Find { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private int Number => Math.Max(1, Page ?? 1);

    private string? Sentence => page switch
    {
        null => null,
        { Total: 0 } => "Search anyone; all their access, its history and every past decision.",
        _ when string.IsNullOrEmpty(Search) => $"{AccessWords.Count(page.Total, "person", "people")} on the newest staff lists, those who left included.",
        _ => $"{AccessWords.Count(page.Total, "person fits", "people fit")}.",
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        gone.Cancel();
        gone.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync() => page = await Find.RunAsync(Search, (Number - 1) * Size, Size, includeLeft: true, gone.Token);

    private string Address(string? search, int number) => Navigation.GetUriWithQueryParameters(
        Links.People(), new Dictionary<string, object?> { ["search"] = string.IsNullOrEmpty(search) ? null : search, ["page"] = number > 1 ? number : null });
}
