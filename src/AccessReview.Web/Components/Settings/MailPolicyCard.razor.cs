using System.Globalization;
using AccessReview.Core;
using AccessReview.Core.Notifications;
using AccessReview.Core.Settings;
using AccessReview.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Settings;

/// <summary>The curve of reminders, escalation, and the organisation's own words.</summary>
public partial class MailPolicyCard
{
    private const int MostDays = 90;
    private readonly NextCommand next = new();
    private int first;
    private int hour;
    private int owner;
    private int manager;
    private string note = "";
    private Policy? shown;
    private Problem? problem;
    private int? saved;
    private bool busy;

    /// <summary>The policy in force.</summary>
    [Parameter, EditorRequired] public Policy Policy { get; set; } = null!;

    /// <summary>Who asks.</summary>
    [Parameter, EditorRequired] public Actor Actor { get; set; } = null!;

    /// <summary>A version was saved.</summary>
    [Parameter] public EventCallback Changed { get; set; }

    [Inject] private SetPolicy Set { get; set; } = null!;

    private string Curve
    {
        get
        {
            var days = ReminderSlots.Curve(Math.Clamp(first, 1, MostDays)).Where(d => d > 0).Select(d => d.ToString(CultureInfo.InvariantCulture)).ToList();
            return $"Reminders go out {string.Join(", ", days)} days before the deadline, on the day itself, and daily when it has passed.";
        }
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (shown != Policy)
        {
            shown = Policy;
            (first, hour, owner, manager, note) = (Policy.FirstReminderDays, Policy.ReminderHour, Policy.OwnerEscalationDays, Policy.ManagerEscalationDays, Policy.MailNote);
        }
    }

    private async Task SaveAsync()
    {
        if (busy)
        {
            return;
        }

        busy = true;
        var policy = shown! with { FirstReminderDays = first, ReminderHour = hour, OwnerEscalationDays = owner, ManagerEscalationDays = manager, MailNote = note.Trim() };
        var outcome = await next.SendAsync(id => Set.RunAsync(id, Actor, policy, shown, CancellationToken.None), policy, shown);
        (busy, problem, saved) = (false, outcome.Problem, outcome.IsOk ? outcome.Value : null);
        await Changed.InvokeAsync();
    }
}
