using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Evidence.Samples;
using AccessReview.Core.Tests.Campaigns;
using AccessReview.Core.Tests.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>A sample is drawn by a seed, recorded, and can be drawn again by anybody.</summary>
public sealed class SampleTests
{
    [Fact]
    public void The_key_is_the_hash_of_seed_and_item_as_any_tool_computes_it()
    {
        // printf 'audit-2026:C1-000001' | sha256sum
        Assert.Equal("5f516683abc7b028d837b54c85c171195a847a28ada91485f449de4b87a1b5c1", SampleRule.Key("audit-2026", "C1-000001"));
    }

    [Fact]
    public void The_same_seed_draws_the_same_items_and_a_longer_draw_begins_with_a_shorter_one()
    {
        var numbers = Enumerable.Range(1, 1000).ToList();
        var drawn = SampleRule.Draw("a", 7, numbers, 25);
        Assert.Equal(25, drawn.Distinct().Count());
        Assert.Equal(drawn, SampleRule.Draw("a", 7, Enumerable.Reverse(numbers), 25));
        Assert.Equal(drawn, SampleRule.Draw("a", 7, numbers, 60).Take(25));
        Assert.NotEqual(drawn, SampleRule.Draw("b", 7, numbers, 25));
        Assert.Equal(numbers, SampleRule.Draw("a", 7, numbers, 5000).Order());
    }

    [Fact]
    public async Task A_draw_is_recorded_covered_by_its_event_and_drawn_again_the_same()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await AuditorAsync(world);
        var first = (await DrawAsync(world, SamplePopulation.All, 4, "q4-test")).Require();
        var again = (await DrawAsync(world, SamplePopulation.All, 4, " q4-test ")).Require();
        Assert.Equal((1, 2), (first, again));

        var views = new[] { await ViewAsync(world, 1), await ViewAsync(world, 2) };
        Assert.Equal(views[0].Items.Select(i => i.Name), views[1].Items.Select(i => i.Name));
        Assert.Equal((4, 10, "q4-test", "Rob"), (views[0].Shown!.Size, views[0].Shown!.PopulationItems, views[0].Shown!.Seed, views[0].Shown!.By));
        Assert.Equal(views[0].Shown!.ItemsSha256, views[1].Shown!.ItemsSha256);
        Assert.True((await world.Database.Get<VerifyChain>().RunAsync(world.World.As("Owen"), null, default)).Require().IsSound);
    }

    [Fact]
    public async Task The_sheet_says_of_each_item_who_drew_how_many_and_when()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await AuditorAsync(world);
        var at = world.Database.Time.GetUtcNow().UtcDateTime;
        (await DrawAsync(world, SamplePopulation.All, 4, "q4-test")).Require();

        using var book = await CampaignWorkbook.OfAsync(world.Database, 1);
        var rows = book["Auditor sample"].Rows().ToList();
        Assert.Equal(4, rows.Count);
        Assert.All(rows, r => Assert.Equal(("Rob", "4"), (r["Drawn by"], r["Size"])));
        Assert.All(rows, r => Assert.Equal(at.ToOADate(), RawTab.Day(r["Drawn (UTC)"]), 3));
    }

    [Fact]
    public async Task Without_a_seed_each_draw_has_one_of_its_own()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await AuditorAsync(world);
        (await DrawAsync(world, SamplePopulation.All, 3, "")).Require();
        (await DrawAsync(world, SamplePopulation.All, 3, "")).Require();
        var seeds = (await ViewAsync(world, null)).Draws.Select(d => d.Seed).ToList();
        Assert.All(seeds, s => Assert.Equal(16, s.Length));
        Assert.Equal(2, seeds.Distinct().Count());
    }

    [Fact]
    public async Task A_population_holds_what_its_name_says()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await AuditorAsync(world);
        async Task<int> Of(SamplePopulation population)
        {
            (await DrawAsync(world, population, 100, "s")).Require();
            return (await ViewAsync(world, null)).Shown!.PopulationItems;
        }

        // Vera with three teams, Zoe, Rob, Sami with one team, Tim with one team.
        Assert.Equal(10, await Of(SamplePopulation.All));
        Assert.Equal(1, await Of(SamplePopulation.Privileged));
        await using var db = world.Database.Look();
        Assert.Equal(await db.ReviewItems.CountAsync(i => i.Findings != Findings.Finding.None), await Of(SamplePopulation.Exceptions));
    }

    [Fact]
    public async Task By_what_was_decided_a_sample_is_drawn_once_the_campaign_is_closed_and_nothing_changes_any_more()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.ReviewAsync(DecisionKind.Certify, "Mia", 1);
        await world.ReviewAsync(DecisionKind.Revoke, "Mia", 3);
        SamplePopulation[] decided = [SamplePopulation.Certified, SamplePopulation.Revoked, SamplePopulation.Changed, SamplePopulation.NotReviewed];
        Task<Outcome<int>> DrawAsync(SamplePopulation population) => world.Database.Get<DrawSample>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, population, 100, "s", default);
        async Task<SampleView> ViewAsync() => (await world.Database.Get<SampleList>().RunAsync(world.Owen, world.Number, null, default)).Require();
        Assert.Empty((await ViewAsync()).Populations.Intersect(decided));
        foreach (var population in decided)
        {
            Assert.Equal("sample.open", (await DrawAsync(population)).Problem?.Code);
        }

        // Viktor's two teams went with his account.
        (await world.CloseAsync()).Require();
        Assert.Equal(decided, (await ViewAsync()).Populations.Intersect(decided));
        foreach (var (population, count) in new[] { (SamplePopulation.Certified, 1), (SamplePopulation.Revoked, 3), (SamplePopulation.NotReviewed, 1) })
        {
            (await DrawAsync(population)).Require();
            Assert.Equal(count, (await ViewAsync()).Shown!.PopulationItems);
        }

        Assert.Equal("sample.empty", (await DrawAsync(SamplePopulation.Changed)).Problem?.Code);
    }

    [Fact]
    public async Task What_cannot_be_drawn_is_said()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await AuditorAsync(world);
        Assert.Equal("sample.seed", (await DrawAsync(world, SamplePopulation.All, 5, "two words")).Problem?.Code);
        Assert.Equal("sample.seed", (await DrawAsync(world, SamplePopulation.All, 5, new string('a', 65))).Problem?.Code);
        Assert.Equal("sample.size", (await DrawAsync(world, SamplePopulation.All, 0, "")).Problem?.Code);
        Assert.Equal("sample.size", (await DrawAsync(world, SamplePopulation.All, 501, "")).Problem?.Code);
        Assert.Equal(Problem.DeniedCode, (await world.Database.Get<DrawSample>().RunAsync(Guid.NewGuid(), world.World.As("Mia"), 1, SamplePopulation.All, 5, "", default)).Problem?.Code);
    }

    private static Task AuditorAsync(ReviewWorld world) => world.World.GrantAsync("Rob", Core.Roles.Role.Auditor);

    private static Task<Outcome<int>> DrawAsync(ReviewWorld world, SamplePopulation population, int size, string seed) =>
        world.Database.Get<DrawSample>().RunAsync(Guid.NewGuid(), world.World.As("Rob"), 1, population, size, seed, default);

    private static async Task<SampleView> ViewAsync(ReviewWorld world, int? draw) => (await world.Database.Get<SampleList>().RunAsync(world.World.As("Rob"), 1, draw, default)).Require();
}
