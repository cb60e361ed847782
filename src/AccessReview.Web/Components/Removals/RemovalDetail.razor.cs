using AccessReview.Core.Connections;
using AccessReview.Core.Extracts;
using AccessReview.Core.Removals;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Removals;

/// <summary>One removal: what to do, what was done, and what people asked and answered around it.</summary>
public sealed partial class RemovalDetail : IDisposable
{
    private readonly Lifetime gone = new();
    private RemovalStory.Facts? story;

    /// <summary>The removal.</summary>
    [Parameter, EditorRequired]
    public RemovalRow Row { get; set; } = null!;

    /// <summary>It is to be given to somebody; nobody listens: it is only shown here.</summary>
    [Parameter]
    public EventCallback<RemovalRow> OnAssign { get; set; }

    /// <summary>It stands differently now.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private RemovalStory Story { get; set; } = null!;

    private RemovalGuide Guide => RemovalSteps.For(Row.Kind, Row.Application, Row.Email.Length > 0 ? Row.Email : Row.AccountName, Row.Group, Row.ChangeTo);

    // What no system does when an account is switched off: whoever carries removals out by hand does it.
    private IReadOnlyList<string> After => Row is { Executed: true, Group: null, ChangeTo: null } ? ConnectorFactory.ProfileOf(Row.Kind).AfterDeactivation : [];

    private string Done => Row.DoneBy is null ? "nobody has noted it"
        : $"{Row.DoneBy}, {DateWords.Day(Row.DoneOn!.Value)}" + (Row.DoneReference is null ? "" : $", {Row.DoneReference}");

    private string? Reading => Row.LastReadingAt is { } at ? $"Reading X{Row.LastReading} of {DateWords.Instant(at)}" : null;

    private string Used => Row is { UsedAfter: LaterUse.Yes, LastUsedAt: { } at } ? $"yes, {(UseTime.IsDay(at) ? DateWords.Day(DateOnly.FromDateTime(at)) : DateWords.Instant(at))}" : RemovalWords.Of(Row.UsedAfter);

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => LookAsync();

    private async Task LookAsync() => story = (await Story.RunAsync(await Current.GetAsync(), Row.Id, gone.Token)).Value;

    private async Task ChangedAsync()
    {
        await LookAsync();
        await OnChanged.InvokeAsync();
    }
}
