using AccessReview.Core.Removals;
using AccessReview.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Removals;

/// <summary>Removals in rows; one may be open and say what to do.</summary>
public sealed partial class RemovalTable
{
    /// <summary>The rows.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<RemovalRow> Rows { get; set; } = [];

    /// <summary>The time against which being late is judged.</summary>
    [Parameter, EditorRequired]
    public Moment Now { get; set; } = null!;

    /// <summary>The number of the open row.</summary>
    [Parameter]
    public int? Open { get; set; }

    /// <summary>Where a row's name leads: opens it, or closes it.</summary>
    [Parameter, EditorRequired]
    public Func<RemovalRow, string> HrefOf { get; set; } = _ => "";

    /// <summary>Keys of the chosen rows.</summary>
    [Parameter]
    public IReadOnlySet<long> Picked { get; set; } = new HashSet<long>();

    /// <summary>Whether the campaign is said in each row.</summary>
    [Parameter]
    public bool ShowCampaign { get; set; } = true;

    /// <summary>A row was chosen or let go.</summary>
    [Parameter]
    public EventCallback<(RemovalRow Row, bool On)> OnPick { get; set; }

    /// <summary>A row is to be noted as done; nobody listens: it is only shown here.</summary>
    [Parameter]
    public EventCallback<RemovalRow> OnNote { get; set; }

    /// <summary>The note of a row is to be taken back; nobody listens: it is only shown here.</summary>
    [Parameter]
    public EventCallback<RemovalRow> OnTakeBack { get; set; }

    /// <summary>A row is to be given to somebody; nobody listens: it is only shown here.</summary>
    [Parameter]
    public EventCallback<RemovalRow> OnAssign { get; set; }

    /// <summary>A row stands differently now.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    private bool MayNote(RemovalRow row) => OnNote.HasDelegate && row.MayNote;

    private static string What(RemovalRow row) => string.Join(" · ", new[]
    {
        row.Group is null ? "" : $"only {row.Group}",
        row.Group is null && row.WithAssignments > 0 ? (row.WithAssignments == 1 ? "account with 1 group" : $"account with {row.WithAssignments} groups") : "",
        row.ChangeTo is { } to ? $"{row.Role}, to be lowered to {to}" : row.Role,
        row.Email == row.AccountName ? "" : row.Email,
    }.Where(w => w.Length > 0));

    private static string Proof(RemovalRow row) => row is { LastReadingAt: { } at, State: not RemovalState.Overruled } ? $"{row.Proof}, {DateWords.ShortDay(DateOnly.FromDateTime(at))}" : row.Proof;

    private static string Due(RemovalRow row) => row.DueAt is { } at ? $"{DateWords.ShortDay(DateOnly.FromDateTime(at))}, {at:HH:mm} UTC" : DateWords.ShortDay(row.Due);

    private string Late(RemovalRow row) => row.DueAt is { } at ? $"{DateWords.Duration((Now.At - at).TotalHours)} late"
        : row.DaysLate is 1 ? "1 day late" : $"{row.DaysLate} days late";
}
