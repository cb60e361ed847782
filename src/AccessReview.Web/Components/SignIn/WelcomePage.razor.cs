using AccessReview.Core.Directories;
using AccessReview.Web.Background;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.SignIn;

/// <summary>The first page of an empty product.</summary>
public partial class WelcomePage
{
    [Inject]
    private ListStaff Staff { get; set; } = null!;

    [Inject]
    private SampleLoading Loading { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (!Loading.IsRunning && (await Staff.RunAsync(search: null, most: 0, CancellationToken.None)).All > 0)
        {
            Navigation.NavigateTo(Links.SignIn());
        }
    }
}
