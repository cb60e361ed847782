using AccessReview.Core;
using AccessReview.Core.Costs;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Overview;
using AccessReview.Core.Roles;
using AccessReview.Core.Seats;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Overview;

/// <summary>The accounts behind a number of the overview.</summary>
public sealed partial class FindingsPage : IDisposable
{
    private readonly Lifetime gone = new();
    private readonly Newest reading = new();
    private readonly NextCommand next = new();
    private IReadOnlyList<FindingRow>? rows;
    private int total;
    private int people;
    private int first;
    private JudgedApplications judged = new(0, 0);
    private Problem? problem;
    private bool owner;
    private bool busy;

    [SupplyParameterFromQuery]
    private int? Any { get; set; }

    [SupplyParameterFromQuery]
    private bool? Enabled { get; set; }

    [SupplyParameterFromQuery(Name = "application")]
    private long? ApplicationId { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    private int? AskedFrom { get; set; }

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private DraftSeatReview Seats { get; set; } = null!;

    [Inject]
    private DescribeActor Describe { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private FindingRows Findings { get; set; } = null!;

    private Finding Asked => (Finding)(Any ?? 0);

    /// <summary>Whether the list is of one application's unused seats, and the reader may plan a campaign about them.</summary>
    private bool MayReviewSeats => owner && ApplicationId is not null && total > 0 && Asked != Finding.None && (Asked & ~ReadCosts.Unused) == Finding.None;

    private string Title => Asked == ReadCosts.Unused ? "Unused seats" : FindingWords.Of(Asked) is var words && words.Length > 0 ? words : "Findings";

    private string? Sentence => rows is null ? null
        : !judged.Any ? null
        : $"{(total == 1 ? "1 account" : $"{DateWords.Number(total)} accounts")} of {(people == 1 ? "1 person" : $"{DateWords.Number(people)} people")} in the newest {(ApplicationId is null ? "readings of all applications" : "reading of one application")}{(Enabled == true ? ", disabled ones left out" : "")}{(FindingWords.NotJudged(judged) is { } some ? $"; {some}, and not in these numbers" : "")}.";

    private string Unjudged => FindingWords.NextStep(judged, all: ApplicationId is null);

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var newest = reading.Begin();
        var read = await Findings.RunAsync(await Current.GetAsync(), Asked, Enabled == true, ApplicationId, AskedFrom ?? 0, gone.Token);
        owner = ((await Describe.RunAsync(await Current.GetAsync(), gone.Token)).Roles & Role.CampaignOwner) != Role.None;
        if (newest())
        {
            (rows, total, people, first, judged, problem) = (read.Value?.Rows, read.Value?.Total ?? 0, read.Value?.People ?? 0, read.Value?.From ?? 0, read.Value?.Judged ?? judged, read.Problem);
        }
    }

    private async Task ReviewSeatsAsync()
    {
        busy = true;
        var drafted = await next.SendAsync(async id => await Seats.RunAsync(id, await Current.GetAsync(), ApplicationId!.Value, gone.Token), ApplicationId);
        (busy, problem) = (false, drafted.Problem);
        if (drafted.IsOk)
        {
            Navigation.NavigateTo(Links.Plan(drafted.Value));
        }
    }

    private string Page(int from) => Links.Findings(Asked, Enabled == true, ApplicationId) + (from > 0 ? "&from=" + from.ToString(System.Globalization.CultureInfo.InvariantCulture) : "");

    private static string LastUse(FindingRow row) => row.LastUsed switch
    {
        LastUsedState.Known => DateWords.Day(DateOnly.FromDateTime(row.LastUsedAt!.Value)),
        LastUsedState.Never => "never",
        LastUsedState.NotKnown => "not known",
        LastUsedState.NotGiven => "not given",
        _ => throw new ArgumentOutOfRangeException(nameof(row), row.LastUsed, null),
    };
}
