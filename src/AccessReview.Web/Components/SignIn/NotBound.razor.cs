using System.Globalization;
using System.Security.Claims;
using AccessReview.Core.SignIn;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.SignIn;

/// <summary>Says to somebody who proved who they are that they are nobody here yet, why, and whom to ask.</summary>
public partial class NotBound
{
    private WaitingSignIn? waits;

    [CascadingParameter]
    private HttpContext Request { get; set; } = null!;

    [Inject]
    private WaitingSignIns Waiting { get; set; } = null!;

    [Inject]
    private SignInOptions Options { get; set; } = null!;

    private string Address => waits is { Address.Length: > 0 } ? $" as {waits.Address}" : "";

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (long.TryParse(Request.User.FindFirstValue(SignInClaims.Waiting), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            waits = await Waiting.FindAsync(id, Request.RequestAborted);
        }
    }
}
