using AccessReview.Core;
using AccessReview.Core.Removals;
using AccessReview.Core.Roles;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AccessReview.Web.Components.Removals;

/// <summary>What must be removed, where, by whom, by when; and the proof.</summary>
public sealed partial class RemovalsPage : IDisposable
{
    /// <summary>The rows of a page, here and in a campaign.</summary>
    internal const int PageSize = 50;

    private readonly Lifetime gone = new();
    private readonly Newest reading = new();
    private readonly HashSet<long> picked = [];
    private readonly NextCommand trying = new();
    private Actor? actor;
    private Role roles;
    private RemovalPage? page;
    private Problem? problem;

    [SupplyParameterFromQuery]
    private string? Show { get; set; }

    [SupplyParameterFromQuery(Name = "application")]
    private long? ApplicationId { get; set; }

    [SupplyParameterFromQuery(Name = "campaign")]
    private int? CampaignNumber { get; set; }

    [SupplyParameterFromQuery(Name = "person")]
    private long? PersonId { get; set; }

    [SupplyParameterFromQuery]
    private bool? Seats { get; set; }

    [SupplyParameterFromQuery]
    private string? Age { get; set; }

    [SupplyParameterFromQuery]
    private int? Open { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private int? AskedPage { get; set; }

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private RemovalList Removals { get; set; } = null!;

    [Inject]
    private DescribeActor Describe { get; set; } = null!;

    [Inject]
    private TryRemovalsAgain Again { get; set; } = null!;

    [Inject]
    private RemovalBell Bell { get; set; } = null!;

    [Inject]
    private RemovalDialogs Dialogs { get; set; } = null!;

    private RemovalFilter Filter => new(RemovalFilter.ShowOf(Show), ApplicationId, CampaignNumber, PersonId, Seats: Seats == true, Age: RemovalFilter.AgeOf(Age));

    private bool Filtered => ApplicationId is not null || CampaignNumber is not null || PersonId is not null || Seats == true || Filter.Age is not null;

    private int PageNumber => page!.From / PageSize + 1;

    private IReadOnlyList<RemovalRow> Picked => [.. (page?.Rows ?? []).Where(r => picked.Contains(r.Id))];

    private string Found => page!.Total == 1 ? "1 removal" : $"{DateWords.Number(page.Total)} removals";

    private string? Sentence => page?.Counts switch
    {
        null => "Reading the removals.",
        { Decided: 0 } => "Nothing has been decided to be removed yet.",
        { Open: 0 } all => $"{(all.Decided == 1 ? "The only one is" : $"All {DateWords.Number(all.Decided)} are")} {(all.Overruled == 0 ? "verified or accepted" : "verified, accepted or overruled")}.",
        var some => RemovalNumbers.Sentence(some),
    };

    // What a figure elsewhere leads to: only whoever comes from there sees it.
    private static IEnumerable<(RemovalShow Show, string Words)> FromElsewhere =>
    [
        (RemovalShow.Decided, "Decided"), (RemovalShow.WaitsForPerson, "Waits for a person"), (RemovalShow.WaitsForNobody, "Waits for nobody who works here"), (RemovalShow.LateElsewhere, "Late elsewhere"),
        (RemovalShow.TasksElsewhere, "Tasks late or nobody's"), (RemovalShow.OnlyNoted, "Only noted as done"), (RemovalShow.WaiverAnswerable, "Waiver for you to answer"),
    ];

    private IEnumerable<(RemovalShow Show, string Words, int Count)> Tabs
    {
        get
        {
            var counts = page!.Counts;
            (RemovalShow, string, int)[] all =
            [
                (RemovalShow.All, "All", counts.Decided + counts.Cancelled), (RemovalShow.Open, "Open", counts.Open), (RemovalShow.Late, "Late", counts.Late), (RemovalShow.SecondPerson, "Second person", counts.SecondPerson),
                (RemovalShow.Done, "Done by hand", counts.DoneByHand), (RemovalShow.Executed, "Executed", counts.Executed),
                (RemovalShow.StillPresent, "Still present", counts.StillPresent), (RemovalShow.Reappeared, "Reappeared", counts.Reappeared),
                (RemovalShow.Verified, "Verified", counts.Verified), (RemovalShow.Waived, "Waived", counts.Waived), (RemovalShow.WaiverAsked, "Waiver asked for", counts.WaiversAsked),
                (RemovalShow.WaiverEnded, "Waiver over", counts.WaiversEnded), (RemovalShow.Tasks, "Tasks by hand", counts.WithTasks), (RemovalShow.Overruled, "Overruled", counts.Overruled), (RemovalShow.Cancelled, "Cancelled", counts.Cancelled),
                .. FromElsewhere.Where(t => t.Show == Filter.Show).Select(t => (t.Show, t.Words, page.Total)),
            ];
            return all.Where(t => t.Item3 > 0 || t.Item1 == Filter.Show || t.Item1 is RemovalShow.All or RemovalShow.Open or RemovalShow.Verified);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        actor ??= await Current.GetAsync();
        roles = (await Describe.RunAsync(actor, gone.Token)).Roles;
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        var newest = reading.Begin();
        var read = await Removals.RunAsync(actor!, Filter, ((AskedPage ?? 1) - 1L) * PageSize, PageSize, gone.Token);
        if (newest())
        {
            (page, problem) = (read.Value ?? page, read.Problem);
            picked.RemoveWhere(id => page is null || page.Rows.All(r => r.Id != id));
        }
    }

    private string HrefOf(RemovalRow row) => Links.Removals(Filter, row.Number == Open ? null : row.Number, PageNumber);

    private void Pick((RemovalRow Row, bool On) choice) => _ = choice.On ? picked.Add(choice.Row.Id) : picked.Remove(choice.Row.Id);

    private async Task NoteAsync(IReadOnlyList<RemovalRow> rows)
    {
        await Dialogs.NoteAsync(actor!, rows, (roles & Role.CampaignOwner) != Role.None, page!.Now.Day, gone.Token);
        picked.Clear();
        await ReadAgainAsync();
    }

    // A command is about one campaign, whose evidence shows it.
    private async Task TryAgainAsync()
    {
        problem = null;
        foreach (var rows in Picked.GroupBy(r => r.CampaignNumber))
        {
            long[] ids = [.. rows.Select(r => r.Id)];
            if ((await trying.SendAsync(id => Again.RunAsync(id, actor!, ids, gone.Token), string.Join(',', ids))).Problem is { } refused)
            {
                problem = refused;
                break;
            }
        }

        Bell.Ring();
        picked.Clear();
        await ReadAgainAsync();
    }

    private async Task TakeBackAsync(IReadOnlyList<RemovalRow> rows)
    {
        problem = await Dialogs.TakeBackAsync(actor!, rows, gone.Token);
        picked.Clear();
        await ReadAgainAsync();
    }

    private async Task AssignAsync(RemovalRow row)
    {
        problem = await Dialogs.AssignAsync(actor!, row, gone.Token);
        await ReadAgainAsync();
    }

    private async Task ReadAgainAsync()
    {
        var refused = problem;
        await ReadAsync();
        problem ??= refused;
    }
}
