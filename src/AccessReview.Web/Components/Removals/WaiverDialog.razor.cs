using System.Globalization;
using AccessReview.Core.Removals;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AccessReview.Web.Components.Removals;

/// <summary>Asks that access stays for a time, with a reason.</summary>
public sealed partial class WaiverDialog
{
    private const int ProposedDays = 30;
    private readonly Guid command = Guid.NewGuid();
    private DateOnly until;
    private string reason = "";

    /// <summary>The removal.</summary>
    [Parameter, EditorRequired]
    public RemovalRow Row { get; set; } = null!;

    /// <summary>Today, in the policy's time zone.</summary>
    [Parameter, EditorRequired]
    public DateOnly Today { get; set; }

    private DateOnly Stays => Row.WaivedUntil ?? Today;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private AskForWaiver Ask { get; set; } = null!;

    /// <summary>Asks until it is sent or the dialog is left.</summary>
    public static async Task AskAsync(IDialogService dialogs, RemovalRow row, DateOnly today)
    {
        var shown = await dialogs.ShowAsync<WaiverDialog>(
            null, new DialogParameters<WaiverDialog> { { d => d.Row, row }, { d => d.Today, today } }, new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true });
        await shown.Result;
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => until = DateOnly.FromDayNumber(Math.Min(Stays.AddDays(ProposedDays).DayNumber, Today.AddYears(1).DayNumber));

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private Task SendAsync() =>
        CarryOutAsync(async () => await Ask.RunAsync(command, await Current.GetAsync(), Row.Id, until, reason, CancellationToken.None));
}
