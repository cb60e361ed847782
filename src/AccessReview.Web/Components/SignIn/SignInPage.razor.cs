using AccessReview.Core.Directories;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.SignIn;

/// <summary>Choose who you are, in demo mode.</summary>
public partial class SignInPage
{
    private const int Most = 12;

    private ListStaff.Answer answer = new([], 0, 0);

    [SupplyParameterFromQuery]
    private string? Search { get; set; }

    [SupplyParameterFromQuery]
    private string? ReturnTo { get; set; }

    [Inject]
    private ListStaff Staff { get; set; } = null!;

    [CascadingParameter]
    private HttpContext Request { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => answer = await Staff.RunAsync(Search, Most, Request.RequestAborted);
}
