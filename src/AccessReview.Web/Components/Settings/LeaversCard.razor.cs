using AccessReview.Core;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using AccessReview.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Settings;

/// <summary>When somebody is asked about the access of people who have left, and who.</summary>
public partial class LeaversCard
{
    private readonly NextCommand next = new();
    private LeaversRule rule;
    private LeaversApprover approver;
    private long? owner;
    private int days;
    private Policy? shown;
    private Problem? problem;
    private int? saved;
    private bool busy;

    /// <summary>The policy in force.</summary>
    [Parameter, EditorRequired] public Policy Policy { get; set; } = null!;

    /// <summary>Who holds which role.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<RoleList.Line> Roles { get; set; } = [];

    /// <summary>Who asks.</summary>
    [Parameter, EditorRequired] public Actor Actor { get; set; } = null!;

    /// <summary>A version was saved.</summary>
    [Parameter] public EventCallback Changed { get; set; }

    [Inject] private SetPolicy Set { get; set; } = null!;

    private IEnumerable<(long Id, string Name)> Owners => Roles.Where(r => r.Role == Role.CampaignOwner && r.InForce).Select(r => (r.PersonId, r.Name)).Distinct();

    private bool OwnerIsNone => owner is { } chosen && Owners.All(o => o.Id != chosen);

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        // What another card saved leaves the fields as they are being edited.
        var asShown = shown is not null && Part(shown) == Part(Policy);
        shown = Policy;
        if (!asShown)
        {
            (rule, approver, owner, days) = Part(Policy);
        }
    }

    private static (LeaversRule Rule, LeaversApprover Approver, long? Owner, int Days) Part(Policy of) => (of.Leavers, of.LeaversApprover, of.LeaversOwnerId, of.LeaversDueDays);

    private async Task SaveAsync()
    {
        if (busy)
        {
            return;
        }

        busy = true;
        var policy = shown! with { Leavers = rule, LeaversApprover = approver, LeaversOwnerId = owner, LeaversDueDays = days };
        var outcome = await next.SendAsync(id => Set.RunAsync(id, Actor, policy, shown, CancellationToken.None), policy, shown);
        (busy, problem, saved) = (false, outcome.Problem, outcome.IsOk ? outcome.Value : null);
        await Changed.InvokeAsync();
    }
}
