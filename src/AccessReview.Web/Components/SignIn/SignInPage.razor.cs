using AccessReview.Core.Directories;
using AccessReview.Core.Roles;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.SignIn;

/// <summary>Choose who you are, in demo mode.</summary>
public partial class SignInPage
{
    private const int Most = 12;

    private ListStaff.Answer answer = new([], 0, 0);
    private bool firstAdministrator;

    [SupplyParameterFromQuery]
    private string? Search { get; set; }

    [SupplyParameterFromQuery]
    private string? ReturnTo { get; set; }

    [Inject]
    private ListStaff Staff { get; set; } = null!;

    [Inject]
    private NeedsFirstAdministrator NeedsFirst { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        answer = await Staff.RunAsync(Search, Most, CancellationToken.None);
        firstAdministrator = await NeedsFirst.RunAsync(CancellationToken.None);
        if (answer.All == 0)
        {
            Navigation.NavigateTo(Links.Welcome());
        }
    }
}
