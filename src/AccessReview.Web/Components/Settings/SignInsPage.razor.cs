using AccessReview.Core;
using AccessReview.Core.SignIn;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Settings;

/// <summary>Sign-ins: those that wait for an administrator, those that are bound, and who is here.</summary>
public partial class SignInsPage
{
    private readonly Newest reading = new();
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
        var newest = reading.Begin();
        actor ??= await Current.GetAsync();
        var read = await List.RunAsync(actor, Search, CancellationToken.None);
        if (newest())
        {
            (answer, problem) = (read.Value, read.Problem);
        }
    }
}
