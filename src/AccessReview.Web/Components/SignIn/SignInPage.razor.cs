using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Web.Background;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.SignIn;

/// <summary>The way to the provider; in demo mode, choose who you are.</summary>
public partial class SignInPage
{
    private const int Most = 12;

    /// <summary>In the sample: who shows most of the product, and as what.</summary>
    private static readonly (string Email, string Does)[] Suggestions =
    [
        ("dmitri.raman@harbourlight.example", "Plans campaigns, launches and closes them, follows removals"),
        ("mei.muller@harbourlight.example", "Reviews the most accounts, once a campaign is launched"),
        ("uma.nwosu@harbourlight.example", "Reads evidence and the audit log, changes nothing"),
        ("kaito.ivanov@harbourlight.example", "Imports files, grants roles, sets the policy"),
    ];

    private readonly List<(ListStaff.Line Person, string Does)> suggested = [];
    private ListStaff.Answer answer = new([], 0, 0);
    private bool firstAdministrator;

    [SupplyParameterFromQuery]
    private string? Search { get; set; }

    [SupplyParameterFromQuery]
    private string? ReturnTo { get; set; }

    [Inject]
    private SignInOptions Options { get; set; } = null!;

    [Inject]
    private ListStaff Staff { get; set; } = null!;

    [Inject]
    private NeedsFirstAdministrator NeedsFirst { get; set; } = null!;

    [Inject]
    private Databases Databases { get; set; } = null!;

    [Inject]
    private SampleLoading Loading { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (Options.Provider is not null)
        {
            return;
        }

        answer = await Staff.RunAsync(Search, Most, CancellationToken.None);
        firstAdministrator = await NeedsFirst.RunAsync(CancellationToken.None);
        if (answer.All == 0 || Loading.IsRunning)
        {
            Navigation.NavigateTo(Links.Welcome());
        }

        if (Databases.Current == DatabaseName.Sample && string.IsNullOrWhiteSpace(Search))
        {
            await SuggestAsync();
        }
    }

    private async Task SuggestAsync()
    {
        foreach (var (email, does) in Suggestions)
        {
            suggested.AddRange((await Staff.RunAsync(email, most: 1, CancellationToken.None)).Lines.Select(person => (person, does)));
        }
    }
}
