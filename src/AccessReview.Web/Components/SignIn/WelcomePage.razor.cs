using AccessReview.Core.Directories;
using AccessReview.Web.Background;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.SignIn;

/// <summary>The first page of an empty product.</summary>
public partial class WelcomePage
{
    [Inject]
    private SignInOptions Options { get; set; } = null!;

    [Inject]
    private ListStaff Staff { get; set; } = null!;

    [Inject]
    private SampleLoading Loading { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (Options.Provider is not null || (!Loading.IsRunning && (await Staff.RunAsync(search: null, most: 0, CancellationToken.None)).All > 0))
        {
            Navigation.NavigateTo(Links.SignIn());
        }
    }
}
