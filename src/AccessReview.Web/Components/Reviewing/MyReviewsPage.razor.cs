using System.Globalization;
using AccessReview.Core.Reviewing;
using AccessReview.Web.Components.Campaigns;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>Own work over all open campaigns, and what became of it in those that have ended.</summary>
public sealed partial class MyReviewsPage : IDisposable
{
    private readonly Lifetime gone = new();
    private IReadOnlyList<MyReview>? reviews;
    private IReadOnlyList<EndedReview> ended = [];

    [Inject]
    private MyReviews Mine { get; set; } = null!;

    [Inject]
    private MyEndedReviews Ended { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    private string? Sentence => reviews is null or [] ? null : reviews.Sum(r => r.Left) switch
    {
        0 when reviews.All(r => r.Signed) => "Nothing is left for you to decide or to sign.",
        0 => "Everything is decided. What is not signed yet waits for your signature.",
        1 => $"1 item waits for you{ToSign(reviews)}.",
        var left => $"{N(left)} items wait for you, about {CampaignWords.N(reviews.Sum(r => r.Minutes), "minute")}{ToSign(reviews)}.",
    };

    private static string ToSign(IReadOnlyList<MyReview> reviews) => reviews.Count(r => r is { Left: 0, Signed: false }) is > 0 and var count ? $", and {CampaignWords.N(count, "signature")}" : "";

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        var actor = await Current.GetAsync();
        ended = await Ended.RunAsync(actor, gone.Token);
        reviews = await Mine.RunAsync(actor, gone.Token);
    }

    private static string N(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string State(MyReview review) => review switch
    {
        { Total: 0 } => "With your delegate",
        { Signed: true } => review.NotTheirs == review.Total ? "Not yours" : "Signed off",
        _ => DueWords.Of(review.DueDate, review.TimeZone, review.DaysLeft),
    };

    private static string Words(MyReview review) => review switch
    {
        { Total: 0, StandIn: { } standIn } => StandInWords.Of(standIn),
        { StandIn: { } standIn } => $"{Rest(review)} {StandInWords.Of(standIn)}",
        _ => Rest(review),
    };

    private static string Rest(MyReview review) => review switch
    {
        { Signed: true, NotTheirs: > 0 } => $"Nothing left to do: {N(review.NotTheirs)} {(review.NotTheirs == 1 ? "item is" : "items are")} not yours to decide and {(review.NotTheirs == 1 ? "waits" : "wait")} for another reviewer.",
        { Signed: true } => "Nothing left to do.",
        { Left: 0 } => "Everything is decided; it waits for your signature.",
        { Left: 1 } => "1 item left.",
        _ => $"{N(review.Left)} items left, about {N(review.Minutes)} {(review.Minutes == 1 ? "minute" : "minutes")}.",
    };
}
