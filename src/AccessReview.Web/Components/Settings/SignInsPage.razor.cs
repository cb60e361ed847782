using AccessReview.Core;
using AccessReview.Core.SignIn;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Settings;

/// <summary>Sign-ins: those that wait for an administrator, those that are bound, and who is here.</summary>
public partial class SignInsPage
{
    private Actor? actor;
    private SignInList.Answer? answer;
    private Problem? problem;

    [SupplyParameterFromQuery]
    private string? Search { get; set; }

    [Inject] private CurrentActor Current { get; set; } = null!;

    [Inject] private SignInList List { get; set; } = null!;

    [Inject] private SignInOptions Options { get; set; } = null!;

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => ReadAsync();

    private async Task ReadAsync()
    {
        actor ??= await Current.GetAsync();
        var read = await List.RunAsync(actor, Search, CancellationToken.None);
        (answer, problem) = (read.Value, read.Problem);
    }
}
