using AccessReview.Core.Applications;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns.Register;
using AccessReview.Core.Directories;
using AccessReview.Core.Evidence;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.Tests;
using AccessReview.Web.Components.Applications;
using AccessReview.Web.Components.Connections;
using AccessReview.Web.Components.Evidence;
using AccessReview.Web.Components.Scoping;
using AccessReview.Web.Setup;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using ApplicationPage = AccessReview.Web.Components.Applications.ApplicationPage;
using AuditPage = AccessReview.Web.Components.Audit.AuditPage;
using ReadApplication = AccessReview.Core.Applications.ApplicationPage;

namespace AccessReview.Web.Tests.Parts;

/// <summary>A figure says what its link shows, and a list that ends early says so and goes on.</summary>
public sealed class ListedWholeTests : BunitContext
{
    [Fact]
    public async Task The_figures_beside_the_accounts_of_an_application_are_those_of_the_search_and_what_was_chosen_stays_at_none()
    {
        await using var app = new TestApp();
        await app.World.PeopleAsync(["Anna", "Rob"]);
        await app.World.HeapAsync(new TestAccount("Anna", Role: "Admin", Findings: Finding.Privileged), new TestAccount("Rob", Findings: Finding.Dormant));
        Offer(app, "Owen");
        ComponentFactories.AddStub<ApplicationSide>();
        ComponentFactories.AddStub<ScopeButton>();

        Assert.Equal(["All 1", "Deserve a look 1", "Privileged 1"], FacetsOf("?search=ann"));
        Assert.Contains("Dormant 0", FacetsOf("?search=ann&show=Dormant"));

        var beyond = Show("?page=9");
        Assert.Equal(2, beyond.FindAll("tbody tr").Count);
        Assert.Equal("2 accounts", beyond.Find(".mut.push").TextContent);

        IEnumerable<string> FacetsOf(string query) => Show(query).FindAll(".facets a").Select(a => a.TextContent);

        IRenderedComponent<ApplicationPage> Show(string query)
        {
            Services.GetRequiredService<NavigationManager>().NavigateTo(Links.Application(app.World.ApplicationId) + query);
            return Render<ApplicationPage>(p => p.Add(a => a.Id, app.World.ApplicationId));
        }
    }

    [Fact]
    public void Roles_and_readings_beyond_the_first_unfold()
    {
        ComponentFactories.AddStub<ConnectionCard>();
        var facts = new ReadApplication.Facts(
            5, new ApplicationFacts { Name = "Heap", Kind = ApplicationKind.Heap }, null, null, [.. Enumerable.Range(1, 30).Select(i => new ReadApplication.RoleHeld($"Role {i}", 31 - i, false))],
            [.. Enumerable.Range(1, 52).Select(i => new ReadApplication.Reading(i, 53 - i, TestApp.Morning.AddDays(-7 * i), TestApp.Morning, "product", Completeness.Complete, 9, 0, 0, i == 1))], null, true, false);
        var side = Render<ApplicationSide>(p => p.Add(s => s.Facts, facts));
        Assert.Equal((12, 12), (side.FindAll(".tie").Count, side.FindAll("tbody tr").Count));
        Assert.Equal(["18 more", "40 more"], side.FindAll("button.link").Select(b => b.TextContent));
        side.Find("button.link").Click();
        side.Find("button.link").Click();
        Assert.Equal((30, 52), (side.FindAll(".tie").Count, side.FindAll("tbody tr").Count));
        Assert.Empty(side.FindAll("button.link"));
    }

    [Fact]
    public async Task What_was_taken_beyond_the_newest_is_listed_by_the_audit_log_and_nothing_else_is()
    {
        await using var app = new TestApp();
        await app.World.PeopleAsync([]);
        for (var i = 0; i < 21; i++)
        {
            (await app.Get<DownloadRegister>().RunAsync(Guid.NewGuid(), app.World.As("Owen"), CancellationToken.None)).Require();
        }

        Offer(app, "Owen");
        var page = Render<AuditorPage>();
        Assert.Contains("The newest 20; the audit log lists the others too.", page.Markup, StringComparison.Ordinal);
        var more = page.FindAll("a").Single(a => a.TextContent == "Audit log").GetAttribute("href")!;

        Services.GetRequiredService<NavigationManager>().NavigateTo(more);
        var log = Render<AuditPage>();
        Assert.Equal(21, log.FindAll("tbody tr").Count);
        Assert.Contains("What was taken", log.Find(".filters .chip").TextContent, StringComparison.Ordinal);
    }

    // The use cases of a page are the product's own.
    private void Offer(TestApp app, string reader)
    {
        Services.AddMudServices();
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton(new CurrentActor(new SignedIn(app.World[reader]), app.Get<Databases>()));
        Services.AddSingleton(app.Get<ReadApplication>());
        Services.AddSingleton(app.Get<ApplicationAccounts>());
        Services.AddSingleton(app.Get<EvidenceList>());
        Services.AddSingleton(app.Get<AuditLog>());
        Services.AddSingleton(app.Get<FindPeople>());
        Services.AddSingleton(app.Get<VerifyChain>());
        Services.AddSingleton<TimeProvider>(app.Clock);
    }
}
