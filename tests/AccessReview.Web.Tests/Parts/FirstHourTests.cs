using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Overview;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests;
using AccessReview.Web.Components.Campaigns;
using AccessReview.Web.Components.Connections;
using AccessReview.Web.Components.Reviewing;
using AccessReview.Web.Components.Settings;
using AccessReview.Web.Setup;
using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;
using ApplicationsPage = AccessReview.Web.Components.Applications.ApplicationsPage;

namespace AccessReview.Web.Tests.Parts;

/// <summary>Whoever begins is told what they may do, and who does the rest.</summary>
public sealed class FirstHourTests : BunitContext
{
    [Fact]
    public async Task A_campaign_owner_without_an_application_is_told_that_an_administrator_registers_it()
    {
        await using var app = new TestApp();
        await app.World.PeopleAsync([]);
        Offer(app, "Owen");
        var page = Render<ApplicationsPage>();
        Assert.Empty(page.FindAll("button"));
        Assert.StartsWith("An administrator registers", page.Find(".empty p").TextContent, StringComparison.Ordinal);

        Assert.Equal(("No application yet: ask an administrator to register the first one", 0), await SaidAsync(app, "Owen", NowKind.AddApplication));
        Assert.Equal(("No application yet: register the first one", 1), await SaidAsync(app, "Ada", NowKind.AddApplication));
    }

    [Theory]
    [InlineData(NowKind.AddApplication, 1, "Register")]
    [InlineData(NowKind.AddApplication, 0, "Look")]
    [InlineData(NowKind.AddDirectory, 1, "Register")]
    [InlineData(NowKind.AddDirectory, 0, "Look")]
    public void Only_whoever_may_register_is_offered_to(NowKind kind, int may, string verb) =>
        Assert.Equal(verb, Render<Components.Overview.NowCard>(p => p.Add(c => c.Now, [new NowItem(kind, Urgency.Soon, "Nothing yet", may)])).Find(".todo a").TextContent);

    [Fact]
    public async Task A_campaign_owner_is_told_that_an_administrator_names_an_owner_and_connects()
    {
        await using var app = new TestApp();
        await app.World.PeopleAsync(["Vera"]);
        await app.World.HeapAsync(new TestAccount("Vera"));
        await app.World.Run("Seed", scope => scope.Db.Applications.AsTracking().Single().OwnerId = null);
        Offer(app, "Owen");
        Assert.Equal("Heap has no owner: an administrator names one", (await SaidAsync(app, "Owen", NowKind.Application)).Sentence);
        Assert.Equal("Heap has no owner", (await SaidAsync(app, "Ada", NowKind.Application)).Sentence);

        var card = Render<ConnectionCard>(p => p.Add(c => c.ApplicationId, app.World.ApplicationId));
        Assert.Equal("Read from files. Connected, Heap is read by the product itself, and may carry revokes out where you allow it. An administrator connects it.", card.Find("p.sub").TextContent);
    }

    [Fact]
    public async Task What_is_read_and_not_judged_yet_wants_no_staff_list_where_there_is_one()
    {
        await using var app = new TestApp();
        await app.World.PeopleAsync(["Vera"]);
        await app.World.HeapAsync(new TestAccount("Vera"));
        await app.World.Run("Seed", scope => scope.Db.Applications.AsTracking().Single().CurrentAssessmentId = null);
        Offer(app, "Owen");
        Assert.Equal("Not judged yet: the assessment is being made.", Render<ApplicationsPage>().Find("td[colspan]").TextContent);
    }

    [Fact]
    public async Task With_real_sign_in_the_first_administrator_is_told_to_become_campaign_owner_before_only_another_can_grant_it()
    {
        await using var app = new TestApp();
        Offer(app);
        var card = Render<RolesCard>(p => p.Add(c => c.Actor, new Actor(ActorKind.FirstAdministrator, null, AuthenticationMethod.OpenIdConnect, "session")));
        Assert.Contains("Before you do, grant yourself campaign owner, if you are to run campaigns: afterwards only another administrator can.", card.Find(".notice").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_only_administrator_is_told_that_they_cannot_make_themselves_campaign_owner()
    {
        await using var app = new TestApp();
        await app.World.PeopleAsync(["Vera"]);
        await app.World.HeapAsync(new TestAccount("Vera"));
        (await app.Get<EndRole>().RunAsync(Guid.NewGuid(), app.World.As("Ada"), app.World["Owen"], Role.CampaignOwner, default)).Require();
        Assert.Equal(
            "Nobody who works here may plan a campaign, and you cannot grant it to yourself: make somebody else a campaign owner or an administrator",
            (await SaidAsync(app, "Ada", NowKind.Roles)).Sentence);
        await app.World.GrantAsync("Noa", Role.Administrator);
        Assert.Equal("Nobody who works here may plan a campaign: grant somebody the role campaign owner", (await SaidAsync(app, "Ada", NowKind.Roles)).Sentence);
    }

    [Theory]
    [InlineData("https://review.example.test", "https://review.example.test/campaigns/1/review", 0, "told by Owen")]
    [InlineData(null, "http://localhost/campaigns/1/review", 1, "not told")]
    public async Task Reviewers_get_the_address_that_people_use_and_a_link_to_this_machine_alone_tells_nobody(string? site, string link, int notices, string told)
    {
        await using var app = new TestApp(site is null ? null : new() { ["Site:Address"] = site });
        await app.World.PeopleAsync(["Vera"]);
        await app.World.HeapAsync(new TestAccount("Vera"));
        await app.World.LaunchAsync("Mia");
        Offer(app, "Owen");
        JSInterop.Setup<bool>("wasCopied").SetResult(true);
        var page = Render<InvitationsPage>(p => p.Add(i => i.Number, 1));
        Assert.Equal(link, page.Find("#the-link").GetAttribute("value"));
        Assert.Contains(link, page.Find("pre.letter").TextContent, StringComparison.Ordinal);
        Assert.Equal(notices, page.FindAll(".notice").Count(n => n.TextContent.Contains("leads to this machine only", StringComparison.Ordinal)));

        await page.Find("button[data-copy^='text-']").ClickAsync(new());
        Assert.StartsWith(told, page.Find(".chip").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Withdrawing_from_the_receipts_says_that_removals_are_cancelled()
    {
        await using var app = new TestApp();
        await app.World.PeopleAsync(["Vera"]);
        await app.World.HeapAsync(new TestAccount("Vera"));
        await app.World.LaunchAsync("Mia");
        await using var db = app.Get<Databases>().CreateDbContext();
        var (campaign, turn) = (await db.Campaigns.SingleAsync(), await db.ReviewTurns.SingleAsync());
        (await app.Get<DecideItem>().RunAsync(Guid.NewGuid(), app.World.As("Mia"), new ItemChoice(turn.Id, turn.EventSeq, DecisionKind.Revoke, "Left the team"), default)).Require();
        var text = (await app.Get<SignOffPreview>().RunAsync(app.World.As("Mia"), campaign.Id, default)).Require().Text;
        (await app.Get<SignOffReview>().RunAsync(Guid.NewGuid(), app.World.As("Mia"), campaign.Id, text, default)).Require();
        Offer(app, "Mia");
        var dialogs = Render<MudDialogProvider>();
        var page = Render<ReceiptsPage>();
        _ = page.Find("button.push").ClickAsync(new());
        await dialogs.WaitForAssertionAsync(() => Assert.Contains("Removals that nobody has carried out are cancelled.", dialogs.Markup, StringComparison.Ordinal));
    }

    private static async Task<(string Sentence, long Number)> SaidAsync(TestApp app, string reader, NowKind kind)
    {
        var line = Assert.Single((await app.Get<ReadOverview>().RunAsync(app.World.As(reader), default)).Now, n => n.Kind == kind);
        return (line.Sentence, kind == NowKind.AddApplication ? line.Number : 0);
    }

    private void Offer(TestApp app, string? reader = null)
    {
        Services.AddMudServices();
        JSInterop.Mode = JSRuntimeMode.Loose;
        if (reader is not null)
        {
            Services.AddSingleton(new CurrentActor(new SignedIn(app.World[reader]), app.Get<Databases>()));
        }

        Services.AddSingleton<TimeProvider>(app.Clock);
        Services.AddFallbackServiceProvider(new Own(app.Services));
    }

    /// <summary>The product's own services alone: those of the framework are the part's.</summary>
    private sealed class Own(IServiceProvider product) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType.Namespace?.StartsWith("AccessReview.", StringComparison.Ordinal) == true ? product.GetService(serviceType) : null;
    }
}
