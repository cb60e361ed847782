using AccessReview.Core;
using AccessReview.Core.Applications;
using AccessReview.Core.Findings;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using Query = AccessReview.Core.Applications.ApplicationPage;

namespace AccessReview.Web.Components.Applications;

/// <summary>One application: its accounts with what is worth an eye, what is said of it, its readings.</summary>
public sealed partial class ApplicationPage : IDisposable
{
    private const int Size = 50;
    private const string Unmatched = "unmatched";
    private const string Exceptions = "exceptions";
    private const string Disabled = "disabled";

    private readonly Lifetime gone = new();
    private readonly Newest reading = new();
    private Query.Facts? facts;
    private ApplicationAccounts.Page? accounts;
    private Problem? problem;
    private Actor? actor;

    /// <summary>The application.</summary>
    [Parameter]
    public long Id { get; set; }

    [SupplyParameterFromQuery]
    private string? Search { get; set; }

    [SupplyParameterFromQuery]
    private string? Show { get; set; }

    [SupplyParameterFromQuery]
    private int? Page { get; set; }

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private Query Read { get; set; } = null!;

    [Inject]
    private ApplicationAccounts Accounts { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private string? Sentence => facts switch
    {
        null => null,
        { Readings: [] } => "Registered; its users have not been read.",
        { Findings: null } => "Read, and not judged yet.",
        { Findings: { } found } => $"{AccessWords.Count(found.Accounts, "account", "accounts")} as of {DateWords.Instant(facts.Readings.First(r => r.Current).AsOf)}; {DateWords.Number(found.Exceptions)} deserve a look"
            + (found.Unmatched == 0 ? "." : $", {DateWords.Number(found.Unmatched)} of them without a person."),
    };

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        actor ??= await Current.GetAsync();
        if (facts?.Id != Id)
        {
            await ReadAsync();
        }

        await ReadAccountsAsync();
    }

    // What was chosen stays, also where the search leaves none of it.
    private IEnumerable<(string Key, string Label, int Count)> Facets(FindingCounts found)
    {
        (string Key, string Label, int Count)[] narrower =
        [
            .. FindingSentences.Labels.Select(l => (l.Finding.ToString(), l.Label, found.Of(l.Finding))),
            (Unmatched, "Without a person", found.Unmatched), (Disabled, "Disabled", found.Disabled),
        ];
        return
        [
            ("", "All", found.Accounts), (Exceptions, "Deserve a look", found.Exceptions),
            .. narrower.Where(n => n.Key == Show || (n.Count > 0 && (n.Key != Unmatched || n.Count != found.Of(Finding.NobodyKnown)))),
        ];
    }

    private string Address(string? search, string? show, int page) => Navigation.GetUriWithQueryParameters(
        Links.Application(Id), new Dictionary<string, object?> { ["search"] = Given(search), ["show"] = Given(show), ["page"] = page > 1 ? page : null });

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private AccountFilter Filter() => Show switch
    {
        Unmatched => new AccountFilter(Search, Unmatched: true),
        Disabled => new AccountFilter(Search, Disabled: true),
        Exceptions => new AccountFilter(Search, (Finding)~0),
        _ => new AccountFilter(Search, Enum.TryParse<Finding>(Show, out var finding) && Enum.IsDefined(finding) ? finding : Finding.None),
    };

    private async Task ReadAsync()
    {
        var outcome = await Read.RunAsync(actor!, Id, gone.Token);
        (facts, problem) = (outcome.Value, outcome.Problem);
    }

    private async Task ReadAccountsAsync()
    {
        if (facts?.Findings is not null)
        {
            var newest = reading.Begin();
            var outcome = await Accounts.RunAsync(actor!, Id, Filter(), ((Page ?? 1) - 1L) * Size, Size, gone.Token);
            if (newest())
            {
                (accounts, problem) = (outcome.Value, outcome.Problem);
            }
        }
    }

    private async Task ReadAgainAsync()
    {
        await ReadAsync();
        await ReadAccountsAsync();
    }

    private async Task ChangeAsync()
    {
        // Also when nothing was saved: somebody else may have changed it meanwhile, and the next change is made to what stands now.
        await ApplicationDialog.AskAsync(Dialogs, actor!, facts);
        if (!gone.IsOver)
        {
            await ReadAgainAsync();
        }
    }

    private async Task ScopeAsync(Problem? refused)
    {
        await ReadAgainAsync();
        problem = refused ?? problem;
    }

    private async Task WhoseAsync(ApplicationAccounts.Line line)
    {
        await WhoseDialog.AskAsync(Dialogs, actor!, line.AccountId, line.Email.Length > 0 ? line.Email : line.Name, line.LooksLike);
        await ReadAgainAsync();
    }
}
