using AccessReview.Core;
using AccessReview.Core.Notifications;
using AccessReview.Core.Settings;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Settings;

/// <summary>A mail exactly as it would be sent, and a way to get it oneself.</summary>
public partial class MailPreviewCard
{
    private (NotificationKind Kind, Policy Version)? read;
    private MailText? text;
    private Problem? problem;
    private string? sentTo;
    private bool busy;

    /// <summary>The kind shown.</summary>
    [Parameter, EditorRequired] public NotificationKind Kind { get; set; }

    /// <summary>Who asks.</summary>
    [Parameter, EditorRequired] public Actor Actor { get; set; } = null!;

    /// <summary>Whether mail is on.</summary>
    [Parameter] public bool IsOn { get; set; }

    /// <summary>The policy whose words it has; with another it is read anew.</summary>
    [Parameter, EditorRequired] public Policy Version { get; set; } = null!;

    [Inject] private PreviewMail Preview { get; set; } = null!;

    [Inject] private SendTestMail Send { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (read == (Kind, Version))
        {
            return;
        }

        read = (Kind, Version);
        var shown = await Preview.RunAsync(Actor, Kind, CancellationToken.None);
        (text, problem, sentTo) = (shown.Value, shown.Problem, null);
    }

    private void Choose(ChangeEventArgs change) => Navigation.NavigateTo(Links.Mail(change.Value as string), replace: true);

    private async Task SendAsync()
    {
        if (busy)
        {
            return;
        }

        busy = true;
        var sent = await Send.RunAsync(Guid.NewGuid(), Actor, Kind, CancellationToken.None);
        (busy, problem, sentTo) = (false, sent.Problem, sent.Value);
    }
}
