using AccessReview.Core;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Overview;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Overview;

/// <summary>The accounts behind a number of the overview.</summary>
public sealed partial class FindingsPage : IDisposable
{
    private readonly CancellationTokenSource gone = new();
    private IReadOnlyList<FindingRow>? rows;
    private int total;
    private int people;
    private Problem? problem;

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
    private FindingRows Findings { get; set; } = null!;

    private Finding Asked => (Finding)(Any ?? 0);

    private int Skip => Math.Max(0, AskedFrom ?? 0);

    private string Title => FindingWords.Of(Asked) is var words && words.Length > 0 ? words : "Findings";

    private string? Sentence => rows is null ? null
        : $"{(total == 1 ? "1 account" : $"{DateWords.Number(total)} accounts")} of {(people == 1 ? "1 person" : $"{DateWords.Number(people)} people")} in the newest {(ApplicationId is null ? "readings of all applications" : "reading of one application")}{(Enabled == true ? ", disabled ones left out" : "")}.";

    /// <inheritdoc/>
    public void Dispose()
    {
        gone.Cancel();
        gone.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var read = await Findings.RunAsync(await Current.GetAsync(), Asked, Enabled == true, ApplicationId, Skip, gone.Token);
        (rows, total, people, problem) = (read.Value?.Rows, read.Value?.Total ?? 0, read.Value?.People ?? 0, read.Problem);
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
