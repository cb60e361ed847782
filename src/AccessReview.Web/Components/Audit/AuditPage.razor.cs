using System.Globalization;
using AccessReview.Core;
using AccessReview.Core.Audit;
using AccessReview.Core.Directories;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Audit;

/// <summary>What changed something or is evidence, newest first, with a way to check that nobody changed it since.</summary>
public sealed partial class AuditPage : IDisposable, IProgress<VerifyProgress>
{
    private const int PageSize = 50;
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(200);
    private readonly Lifetime gone = new();
    private readonly Newest reading = new();
    private Actor? actor;
    private Core.Audit.AuditPage? log;
    private Problem? problem;
    private VerifyReport? report;
    private VerifyProgress? progress;
    private DateTime verifiedAt;
    private long drawnAt;
    private bool verifying;

    [SupplyParameterFromQuery]
    private string? Type { get; set; }

    [SupplyParameterFromQuery]
    private string? By { get; set; }

    [SupplyParameterFromQuery]
    private int? Campaign { get; set; }

    [SupplyParameterFromQuery]
    private DateOnly? From { get; set; }

    [SupplyParameterFromQuery]
    private DateOnly? To { get; set; }

    [SupplyParameterFromQuery]
    private bool? Taken { get; set; }

    [SupplyParameterFromQuery]
    private long? Before { get; set; }

    [SupplyParameterFromQuery(Name = "open")]
    private long? OpenSeq { get; set; }

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private AuditLog Log { get; set; } = null!;

    [Inject]
    private VerifyChain Verify { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private AuditFilter Filter => new(Type, By, Campaign, From, To) { OnlyTaken = Taken == true };

    private bool MayVerify => log is not null;

    private string Sentence => log is null
        ? "What changed something or is evidence; looking is not recorded."
        : $"{DateWords.Number(log.Head)} events, each sealed with the hash of the one before. The last seal is {log.HeadHash[..12]}…";

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();

    /// <inheritdoc/>
    public void Report(VerifyProgress value)
    {
        progress = value;
        if (Time.GetElapsedTime(drawnAt) > Redraw)
        {
            drawnAt = Time.GetTimestamp();
            _ = InvokeAsync(StateHasChanged);
        }
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var newest = reading.Begin();
        actor ??= await Current.GetAsync();
        var read = await Log.RunAsync(actor, Filter, Before, PageSize, gone.Token);
        if (newest())
        {
            (log, problem) = (read.Value, read.Problem);
        }
    }

    private async Task VerifyAsync()
    {
        (verifying, report, progress) = (true, null, null);
        try
        {
            // Off the circuit: hashing a long record must not hold up what else this person does.
            var verified = await Task.Run(() => Verify.RunAsync(actor!, this, gone.Token), gone.Token);
            (report, problem, verifiedAt) = (verified.Value, verified.Problem, Time.GetUtcNow().UtcDateTime);
        }
        finally
        {
            verifying = false;
        }
    }

    private void Go(AuditFilter next) => Navigation.NavigateTo(Links.Audit(next));

    private void ChooseAuthor(PersonChoice? person)
    {
        if (person is not null)
        {
            Go(Filter with { Actor = Actor.Demo(person.Id).Key });
        }
    }

    private static string? Text(ChangeEventArgs e) => e.Value?.ToString() is { Length: > 0 } text ? text : null;

    private static DateOnly? Date(ChangeEventArgs e) => DateOnly.TryParse(e.Value?.ToString(), CultureInfo.InvariantCulture, out var day) ? day : null;

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
