using System.Globalization;
using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>The facts beside the choice. The first card says what was decided, the next what Revoke will do.</summary>
public partial class StoryPanel
{
    private (Story?, QueueRow?, bool, CampaignState?) drawn;
    private bool changed;

    /// <summary>The story of the row in focus; null while it is read.</summary>
    [Parameter]
    public Story? Story { get; set; }

    /// <summary>The row as it stands now: it may have been decided since its story was read.</summary>
    [Parameter]
    public QueueRow? Now { get; set; }

    /// <summary>There is no row to tell of.</summary>
    [Parameter]
    public bool Nothing { get; set; }

    /// <summary>How the campaign ended; null while it is open.</summary>
    [Parameter]
    public CampaignState? Ended { get; set; }

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnParametersSet() => (changed, drawn) = (drawn != (Story, Now, Nothing, Ended), (Story, Now, Nothing, Ended));

    /// <inheritdoc/>
    protected override bool ShouldRender() => changed;

    private static string PastWords(PastDecision past)
    {
        var kind = past.KeptAlone is { } alone ? RoutineWords.State(alone) : past.Kind switch
        {
            OutcomeKind.Certified => "certified",
            OutcomeKind.Revoked => "revoked",
            OutcomeKind.Changed => past.ChangeTo is { } to ? $"lowered to {to}" : "changed",
            OutcomeKind.NotReviewed => "not reviewed",
            _ => throw new InvalidOperationException($"Unknown outcome {past.Kind}."),
        };
        return $"{past.CampaignName}, {kind}" + (DecisionWords.NotByItself(past.Mode) is { } how ? $", {how}" : "") + (past is { By.Length: > 0, Mode: not DecisionMode.Deadline } ? $" by {past.By}{(past.For is { } away ? $" for {away}" : "")}" : "")
            + (past.At is { } at ? $" on {Clock.Said(DateOnly.FromDateTime(at))}" : "") + (past is { BatchSize: > 1, Mode: not DecisionMode.Single } ? $", one of {past.BatchSize} at once" : "")
            + (past.Role.Length > 0 ? $", as {past.Role}" : "") + (past.GroupThen is { } then ? $", when the group was called {then}" : "")
            + (past.KeptAlone is null ? "" : "; not reviewed, because the second review was missing");
    }

    private static string PeerWords(Peers peers, QueueRow row)
    {
        var roles = string.Join(", ", peers.Roles.Take(4).Select((r, i) => i == 0 ? $"{r.Count} {(r.Count == 1 ? "is" : "are")} {r.Role}" : $"{r.Count} {r.Role}"));
        var group = peers.SameGroup is { } same ? $"{same} of {peers.Accounts} hold {row.Group}. " : "";
        var used = peers.UsedLately is { } lately ? $" {lately} used it in the 30 days before the reading." : "";
        return $"{group}{roles}.{used}";
    }

    private string Source(StoryFact fact) => string.Join(", ", new[] { fact.Source, fact.AsOf is { } at ? Age(at) : null }.OfType<string>());

    private string Age(DateTime at)
    {
        var age = Time.Now() - at;
        return age switch
        {
            { TotalMinutes: < 60 } => $"{Math.Max(1, (int)age.TotalMinutes)} min ago",
            { TotalHours: < 24 } => $"{(int)age.TotalHours} h ago",
            { TotalDays: < 2 } => "yesterday",
            { TotalDays: < 30 } => $"{(int)age.TotalDays} days ago",
            _ => at.ToString("d MMM yyyy", CultureInfo.InvariantCulture),
        };
    }
}
