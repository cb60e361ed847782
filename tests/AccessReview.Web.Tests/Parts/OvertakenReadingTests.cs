using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Evidence.Samples;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests;
using AccessReview.Web.Components.Campaigns;
using AccessReview.Web.Components.Evidence;
using AccessReview.Web.Components.Reviewing;
using AccessReview.Web.Setup;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using PeoplePage = AccessReview.Web.Components.People.PeoplePage;
using ReadCampaign = AccessReview.Core.Campaigns.CampaignPage;

namespace AccessReview.Web.Tests.Parts;

/// <summary>Two readings are on their way at once, and the one that began first is answered last: what was asked for last stays.</summary>
public sealed class OvertakenReadingTests : BunitContext
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30); // Of a machine with other things to do.
    private readonly TaskCompletionSource letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task The_review_lists_what_the_filter_chosen_last_leaves()
    {
        var moment = new MomentWithin("instr(");
        await using var app = new TestApp(interceptor: moment);
        await app.World.PeopleAsync(["Mara", "Marta"]);
        await app.World.HeapAsync(new TestAccount("Mara"), new TestAccount("Marta"));
        await app.World.LaunchAsync("Mia");
        await using var db = app.Get<Databases>().CreateDbContext();
        var campaign = await db.Campaigns.SingleAsync();
        var list = new ReviewList(app.Get<ReviewQueue>(), app.Clock, app.World.As("Mia"), campaign.Id, campaign.LaunchedAt!.Value);
        var last = new QueueFilter { Text = "mart" };
        moment.Meanwhile = cancel => list.LoadAsync(last, cancel);
        await list.LoadAsync(new QueueFilter { Text = "mar" }, CancellationToken.None);
        Assert.Equal(last, list.Filter);
        Assert.Equal(1, list.Index.Items);

        // Whatever was overtaken, the next one is shown.
        await list.LoadAsync(new QueueFilter { Text = "mar" }, CancellationToken.None);
        Assert.Equal(2, list.Index.Items);
    }

    [Fact]
    public async Task The_review_lists_what_was_read_last_where_the_first_filter_is_chosen_again()
    {
        var moment = new MomentWithin("\"GroupRecords\"");
        await using var app = new TestApp(interceptor: moment);
        await app.World.PeopleAsync(["Mara"]);
        await app.World.HeapAsync(new TestAccount("Mara", Groups: ["Growth"]));
        await app.World.LaunchAsync("Mia");
        await using var db = app.Get<Databases>().CreateDbContext();
        var (campaign, turn) = (await db.Campaigns.SingleAsync(), await db.ReviewTurns.SingleAsync(t => t.Number == 1));
        var list = new ReviewList(app.Get<ReviewQueue>(), app.Clock, app.World.As("Mia"), campaign.Id, campaign.LaunchedAt!.Value);
        moment.Meanwhile = async cancel =>
        {
            (await app.Get<DecideItem>().RunAsync(Guid.NewGuid(), app.World.As("Mia"), new ItemChoice(turn.Id, turn.EventSeq, DecisionKind.Certify, "Runs it"), cancel)).Require();
            await list.LoadAsync(new QueueFilter { Show = QueueShow.Decided }, cancel);
            await list.LoadAsync(new QueueFilter(), cancel);
        };
        await list.LoadAsync(new QueueFilter(), CancellationToken.None);
        Assert.Equal(TurnState.Certified, list.Slim(turn.Id)!.State);
    }

    [Fact]
    public async Task People_are_those_that_were_searched_for_last()
    {
        var moment = new MomentWithin("instr(");
        await using var app = new TestApp(interceptor: moment);
        await app.World.PeopleAsync(["Vera", "Zoe"]);
        Offer(app, "Owen", app.Get<FindPeople>(), app.Get<FindFormerPeople>());
        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo(Links.People() + "?search=Vera");
        var page = Render<PeoplePage>();
        Assert.Equal("Vera", page.Find("tbody a").TextContent);

        moment.Meanwhile = _ => letGo.Task;
        var overtaken = page.InvokeAsync(() => page.Instance.SetParametersAsync(ParameterView.Empty));
        await page.InvokeAsync(() => navigation.NavigateTo(Links.People() + "?search=Zoe"));
        await page.WaitForAssertionAsync(() => Assert.Equal("Zoe", page.Find("tbody a").TextContent), Patience);
        letGo.SetResult();
        await overtaken;
        Assert.Equal("Zoe", page.Find("tbody a").TextContent);
    }

    [Fact]
    public async Task Items_are_those_of_the_reviewer_who_was_chosen_last()
    {
        var moment = new MomentWithin("GroupRecords");
        await using var app = new TestApp(interceptor: moment);
        await app.World.PeopleAsync(["Vera", "Zoe"]);
        await app.World.HeapAsync(new TestAccount("Vera", Groups: ["Growth"]), new TestAccount("Zoe"));
        await app.World.LaunchAsync("Mia", (_, group) => group is null ? "Mia" : "Noa");
        var tab = await ItemsAsync(app);

        moment.Meanwhile = _ => letGo.Task;
        var overtaken = SetAsync(tab, nameof(ItemsTab.Reviewer), app.World["Mia"]);
        await SetAsync(tab, nameof(ItemsTab.Reviewer), app.World["Noa"]);
        letGo.SetResult();
        await overtaken;
        Assert.Equal("1 item", tab.Find(".filters .push").TextContent);
    }

    [Fact]
    public async Task Items_are_counted_as_those_that_are_shown_until_the_next_ones_are_there()
    {
        var moment = new MomentWithin("GroupRecords");
        await using var app = new TestApp(interceptor: moment);
        await app.World.PeopleAsync([]);
        await app.World.HeapAsync([.. Enumerable.Range(1, 120).Select(i => new TestAccount($"P{i:000}"))]);
        await app.World.LaunchAsync("Mia");
        var tab = await ItemsAsync(app);

        moment.Meanwhile = _ => letGo.Task;
        var later = SetAsync(tab, nameof(ItemsTab.Page), 2);
        Assert.Equal("1–100 of 120", tab.Find("nav span").TextContent);
        letGo.SetResult();
        await later;
        Assert.Equal("101–120 of 120", tab.Find("nav span").TextContent);
    }

    [Fact]
    public async Task The_hundred_items_that_are_shown_stand_in_the_address()
    {
        await using var app = new TestApp();
        await app.World.PeopleAsync([]);
        await app.World.HeapAsync([.. Enumerable.Range(1, 120).Select(i => new TestAccount($"P{i:000}"))]);
        await app.World.LaunchAsync("Mia");
        var tab = await ItemsAsync(app);
        Assert.Equal((100, "/campaigns/1?tab=items&page=2"), (tab.FindAll("tbody tr").Count, tab.Find("a[rel=next]").GetAttribute("href")));
        await SetAsync(tab, nameof(ItemsTab.Page), 2);
        Assert.Equal((20, "/campaigns/1?tab=items&page=1"), (tab.FindAll("tbody tr").Count, tab.Find("a[rel=prev]").GetAttribute("href")));
    }

    [Fact]
    public async Task A_sample_is_the_draw_that_was_chosen_last()
    {
        var moment = new MomentWithin("SampleDraws");
        await using var app = new TestApp(interceptor: moment);
        await app.World.PeopleAsync(["Uma"]);
        await app.World.HeapAsync(new TestAccount("Uma"), new TestAccount("Noa"));
        var number = await app.World.LaunchAsync();
        await app.World.GrantAsync("Uma", Role.Auditor);
        Offer(app, "Uma", app.Get<SampleList>(), app.Get<DrawSample>());
        var tab = Render<SampleTab>(p => p.Add(t => t.Number, number).Add(t => t.State, CampaignState.Active));
        await tab.Find("form").SubmitAsync();
        await tab.Find("form").SubmitAsync();

        moment.Meanwhile = _ => letGo.Task;
        var overtaken = SetAsync(tab, nameof(SampleTab.Draw), 1);
        await SetAsync(tab, nameof(SampleTab.Draw), 2);
        letGo.SetResult();
        await overtaken;
        Assert.StartsWith("Draw 2:", tab.Find("h2").TextContent, StringComparison.Ordinal);
    }

    private async Task<IRenderedComponent<ItemsTab>> ItemsAsync(TestApp app)
    {
        Services.AddMudServices();
        JSInterop.Mode = JSRuntimeMode.Loose;
        Offer(app, "Owen", app.Get<CampaignItems>());
        var campaign = (await app.Get<ReadCampaign>().RunAsync(app.World.As("Owen"), 1, CancellationToken.None)).Require();
        return Render<ItemsTab>(p => p.Add(t => t.Campaign, campaign));
    }

    private void Offer(TestApp app, string reader, params object[] useCases)
    {
        Services.AddSingleton(new CurrentActor(new SignedIn(app.World[reader]), app.Get<Databases>()));
        foreach (var useCase in useCases)
        {
            Services.AddSingleton(useCase.GetType(), useCase);
        }
    }

    private static Task SetAsync<T>(IRenderedComponent<T> part, string parameter, object? value)
        where T : ComponentBase => part.InvokeAsync(() => part.Instance.SetParametersAsync(ParameterView.FromDictionary(new Dictionary<string, object?> { [parameter] = value })));
}
