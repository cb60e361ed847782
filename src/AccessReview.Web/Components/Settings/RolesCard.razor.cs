using System.Globalization;
using AccessReview.Core;
using AccessReview.Core.Directories;
using AccessReview.Core.Roles;
using AccessReview.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AccessReview.Web.Components.Settings;

/// <summary>Who holds which role; granting one and taking one away.</summary>
public partial class RolesCard
{
    private static readonly (Role Role, string Words, string Does)[] All =
    [
        (Role.CampaignOwner, "Campaign owner", "Plans, launches, watches and closes campaigns, follows removals, downloads evidence."),
        (Role.Administrator, "Administrator", "Connects applications and directories, imports files, sets the policy, grants roles."),
        (Role.Auditor, "Auditor", "Reads campaigns, evidence and the audit log; changes nothing."),
    ];

    private PersonChoice? person;
    private Role role = Role.CampaignOwner;
    private Problem? problem;
    private string? lack;
    private bool busy;

    /// <summary>All grants, those in force first.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<RoleList.Line> Lines { get; set; } = [];

    /// <summary>Who asks.</summary>
    [Parameter, EditorRequired] public Actor Actor { get; set; } = null!;

    /// <summary>A grant was made or ended.</summary>
    [Parameter] public EventCallback Changed { get; set; }

    [Inject] private GrantRole Grant { get; set; } = null!;

    [Inject] private EndRole End { get; set; } = null!;

    [Inject] private IDialogService Dialogs { get; set; } = null!;

    private static string Word(Role role) => All.Single(r => r.Role == role).Words;

    private static string From(RoleList.Line line) => line.Source switch
    {
        RoleSource.Product => "by " + line.GrantedBy,
        RoleSource.Claim => "carried by the sign-in",
        RoleSource.Configuration => "named in the configuration",
        _ => throw new InvalidOperationException($"Unknown source {line.Source}."),
    };

    private static string Day(DateTime at) => at.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    private async Task GrantAsync()
    {
        lack = person is null ? "Choose who is to have the role." : null;
        if (person is not null && await DoAsync(() => Grant.RunAsync(Guid.NewGuid(), Actor, person.Id, role, CancellationToken.None)))
        {
            person = null;
        }
    }

    private async Task EndAsync(RoleList.Line line)
    {
        var sentence = $"{line.Name} will no longer be {Word(line.Role).ToLowerInvariant()}. It stops with their next click; what they did stays recorded."
            + (Lines.Any(l => l.EndedAt is null && l.PersonId == line.PersonId && l.Role == line.Role && l.Source == RoleSource.Claim) ? " Their sign-in carries this role: it comes back with the next one unless it is taken away at the provider too." : "");
        if (await ConfirmDialog.AskAsync(Dialogs, "Take this role away?", sentence, "Take away", danger: true) is not null)
        {
            await DoAsync(() => End.RunAsync(Guid.NewGuid(), Actor, line.PersonId, line.Role, CancellationToken.None));
        }
    }

    private async Task<bool> DoAsync(Func<Task<Outcome<Done>>> act)
    {
        if (busy)
        {
            return false;
        }

        busy = true;
        problem = (await act()).Problem;
        busy = false;
        await Changed.InvokeAsync();
        return problem is null;
    }
}
