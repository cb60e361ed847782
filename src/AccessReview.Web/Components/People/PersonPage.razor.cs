using AccessReview.Core;
using AccessReview.Web.Components.Applications;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;
using Query = AccessReview.Core.Directories.PersonPage;

namespace AccessReview.Web.Components.People;

/// <summary>One person: all their access, what they answer for, every past decision.</summary>
public sealed partial class PersonPage : IDisposable
{
    private readonly Lifetime gone = new();
    private Query.Facts? facts;
    private Problem? problem;

    /// <summary>The person.</summary>
    [Parameter]
    public long Id { get; set; }

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private Query Read { get; set; } = null!;

    private string? Sentence => facts switch
    {
        null => null,
        { OnList: false } => $"No longer on a staff list; {AccessWords.Count(facts.Access.Count, "account", "accounts")}{(facts.OnceTheirs.Count > 0 ? $", {DateWords.Number(facts.OnceTheirs.Count)} once theirs" : "")}.",
        { Person.HasLeft: true, Access.Count: > 0 } => $"No longer works here and still holds {AccessWords.Count(facts.Access.Count, "account", "accounts")}.",
        _ => string.Join(", ", new[] { facts.Person.JobTitle, facts.Person.Department }.Where(w => w.Length > 0)) + $"; {AccessWords.Count(facts.Access.Count, "account", "accounts")}.",
    };

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var outcome = await Read.RunAsync(await Current.GetAsync(), Id, gone.Token);
        (facts, problem) = (outcome.Value, outcome.Problem);
    }

    private static string? Known(string text) => text.Length > 0 ? text : null;
}
