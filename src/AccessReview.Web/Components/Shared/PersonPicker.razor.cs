using AccessReview.Web.Components.Applications;
using AccessReview.Core.Directories;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Shared;

/// <summary>Chooses one person of the newest staff lists by the beginning of a name, an address or a department.</summary>
public partial class PersonPicker
{
    private const int Most = 20;

    private readonly string id = "person-" + Guid.NewGuid().ToString("N")[..8];
    private int shown;
    private int total;
    private string asked = "";
    private string said = "";

    /// <summary>What the person is chosen for.</summary>
    [Parameter] public string? Label { get; set; }

    /// <summary>What stands in the empty field.</summary>
    [Parameter] public string Placeholder { get; set; } = "Name, address or department";

    /// <summary>A line under the field.</summary>
    [Parameter] public string? Help { get; set; }

    /// <summary>What is said beside the field while nobody is chosen, once that was missed; null: it was not.</summary>
    [Parameter] public string? Lack { get; set; }

    /// <summary>Who is chosen; null: nobody.</summary>
    [Parameter] public PersonChoice? Value { get; set; }

    /// <summary>Somebody else was chosen.</summary>
    [Parameter] public EventCallback<PersonChoice?> ValueChanged { get; set; }

    /// <summary>People who cannot be chosen here.</summary>
    [Parameter] public IReadOnlyCollection<long> Except { get; set; } = [];

    /// <summary>Whether people who have left can be chosen.</summary>
    [Parameter] public bool IncludeLeft { get; set; }

    /// <summary>Takes the focus when it appears.</summary>
    [Parameter] public bool AutoFocus { get; set; }

    [Inject] private FindPeople Find { get; set; } = null!;

    // Nobody at all works here only where nothing says who does.
    private string Nobody => total == 0 && asked.Length == 0
        ? "Nobody to choose yet: people come from the staff list, and an administrator brings it in under Directories."
        : "Nobody found. Type the beginning of a name, an address or a department.";

    private static string Words(PersonChoice? person) => person?.Name ?? "";

    private static string Details(PersonChoice person) =>
        string.Join(" · ", new[] { person.JobTitle, person.Department, person.Email }.Where(w => w.Length > 0));

    private async Task<IEnumerable<PersonChoice>> SearchAsync(string? text, CancellationToken cancel)
    {
        // With somebody chosen, the field holds their whole name: opening it should show everybody, not them alone.
        var search = Value is not null && text == Value.Name ? "" : text;
        var page = await Find.RunAsync(search, 0, Most + Except.Count, IncludeLeft, cancel);
        var people = page.People.Where(p => !Except.Contains(p.Id)).Take(Most).ToList();
        (shown, total, asked) = (people.Count, page.Total, search?.Trim() ?? "");
        return people;
    }

    // Who cannot see the list hears what became of it.
    private void Say() => said = $"{AccessWords.Count(total, "person", "people")} found{(asked.Length == 0 ? "" : $" for “{asked}”")}";
}
