using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests;
using AccessReview.Web.Components.Campaigns;
using AccessReview.Web.Setup;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Web.Tests.Parts;

/// <summary>How a campaign was reviewed is measured once, and in a large campaign only when somebody asks.</summary>
public sealed class QualityCardTests : BunitContext
{
    // What is left to happen has not come.
    private readonly MomentWithin measuring = new("\"AssessedAccounts\"");

    [Fact]
    public async Task A_small_campaign_is_measured_once_however_often_the_page_around_it_is_drawn()
    {
        await using var app = await LaunchedAsync();
        var card = Render<QualityCard>(p => p.Add(c => c.Number, 1).Add(c => c.Due, new(2026, 12, 4)));
        await card.WaitForElementAsync("dl.quality");
        measuring.Meanwhile = _ => Task.CompletedTask;
        await card.InvokeAsync(() => card.Instance.SetParametersAsync(ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(QualityCard.MayChange)] = true })));
        Assert.NotNull(measuring.Meanwhile);
    }

    [Fact]
    public async Task A_large_campaign_is_measured_when_somebody_asks()
    {
        await using var app = await LaunchedAsync();
        measuring.Meanwhile = _ => Task.CompletedTask;
        var card = Render<QualityCard>(p => p.Add(c => c.Number, 1).Add(c => c.Due, new(2026, 12, 4)).Add(c => c.IsLarge, true));
        Assert.NotNull(measuring.Meanwhile);
        Assert.Empty(card.FindAll("dl.quality"));
        await card.Find("button").ClickAsync(new MouseEventArgs());
        await card.WaitForElementAsync("dl.quality");
        Assert.Null(measuring.Meanwhile);
        Assert.Empty(card.FindAll("button"));
    }

    private async Task<TestApp> LaunchedAsync()
    {
        var app = new TestApp(interceptor: measuring);
        await app.World.PeopleAsync(["Vera"]);
        await app.World.HeapAsync(new TestAccount("Vera"));
        await app.World.LaunchAsync("Mia");
        Services.AddSingleton(new CurrentActor(new SignedIn(app.World["Owen"]), app.Get<Databases>()));
        Services.AddSingleton(app.Get<ReviewQuality>());
        Services.AddSingleton(app.Get<AskSecondReview>());
        return app;
    }
}
