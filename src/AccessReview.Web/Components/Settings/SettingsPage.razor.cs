using AccessReview.Core;
using AccessReview.Core.Notifications;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Settings;

/// <summary>Roles and policy.</summary>
public partial class SettingsPage
{
    private Actor? actor;
    private IReadOnlyList<RoleList.Line>? roles;
    private PolicyHistory.Answer? policy;
    private Problem? problem;
    private bool handedOver;

    [Inject] private CurrentActor Current { get; set; } = null!;

    [Inject] private RoleList Roles { get; set; } = null!;

    [Inject] private PolicyHistory Policy { get; set; } = null!;

    [Inject] private SignInOptions SignIn { get; set; } = null!;

    [Inject] private Mailing Mailing { get; set; } = null!;

    [Inject] private Databases Databases { get; set; } = null!;

    private static string Version => typeof(Program).Assembly.GetName().Version!.ToString(3);

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        actor = await Current.GetAsync();
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        var (held, rules) = (await Roles.RunAsync(actor!, CancellationToken.None), await Policy.RunAsync(actor!, CancellationToken.None));
        (roles, policy, problem) = (held.Value, rules.Value, held.Problem ?? rules.Problem);
        handedOver = actor!.Kind == ActorKind.FirstAdministrator && problem is { Code: Problem.DeniedCode };
    }
}
