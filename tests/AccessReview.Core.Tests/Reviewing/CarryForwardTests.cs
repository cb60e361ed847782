using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Campaigns.Trends;
using AccessReview.Core.Directories;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Settings;
using AccessReview.Core.Tests.Evidence;
using AccessReview.Core.Tests.Extracts;
using AccessReview.Core.Tests.Histories;
using AccessReview.Core.Tests.Journeys;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Reviewing;

/// <summary>What is as it was certified last time may be carried forward, once.</summary>
public sealed class CarryForwardTests : IAsyncLifetime
{
    private static readonly HashSet<string> Closed = [];
    private TestDatabase database = null!;
    private SmallCompany company = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        company = new SmallCompany(database);
        await company.FoundAsync();
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task Nothing_is_offered_in_a_first_campaign_nor_while_the_policy_does_not_allow_it()
    {
        await AllowAsync();
        await WholeAsync("First");
        Assert.All((await SliceAsync(1)).Rows, r => Assert.False(r.MayCarry));
        await AllowAsync(carry: false);
        await company.LaunchAsync("Second");
        Assert.All((await SliceAsync(2)).Rows, r => Assert.False(r.MayCarry));
    }

    [Fact]
    public async Task Routine_rows_that_are_the_same_are_offered_as_one_line_named_in_the_sign_off_and_not_offered_twice_in_a_row()
    {
        await WholeAsync("First");
        await AllowAsync();
        await company.LaunchAsync("Second");
        var line = Assert.Single((await SliceAsync(2)).Index(new QueueFilter(), null, Closed).Lines.Select(l => l.Routine).OfType<RoutineLine>(), l => l.Key.Carries);
        Assert.Equal(["Ben", "Ben Core", "Ben Pricing", "Cai", "Dan", "Noa", "Noa Core"], line.Rows.Select(r => $"{r.Name} {r.Group}".Trim()).Order(StringComparer.Ordinal));

        var choice = new ManyChoice(DecisionKind.Certify, [.. line.Rows.Select(r => new SeenTurn(r.TurnId, r.EventSeq))], NamesShownAt: database.Time.Now());
        (await database.Get<DecideMany>().RunAsync(Guid.NewGuid(), Mia, choice, default)).Require();
        await using (var db = database.Look())
        {
            var made = await db.Decisions.Where(d => d.Mode == DecisionMode.CarriedForward).ToListAsync();
            Assert.Equal(7, made.Count);
            Assert.All(made, d => Assert.Equal(RoutineKey.CarriesRule, d.Rule));
        }

        await MineAsync(7, 7);
        await ReviewAsync(2);
        var text = (await database.Get<SignOffPreview>().RunAsync(Mia, await CampaignAsync(2), default)).Require().Text;
        Assert.Contains("carried forward 7 as certified in the review before and not reviewed anew", text, StringComparison.Ordinal);
        var close = (await database.Get<ClosePreview>().RunAsync(Actor.Demo(company["Olga"]), 2, default)).Require();
        Assert.Equal(7, close.Facts.CarriedForward);
        Assert.Equal(line.Rows.Select(r => ReviewItem.Name(2, r.Number)).Order(StringComparer.Ordinal), await CarriedAsync(2));
        await SeenAsync(2, 7);
        Assert.Contains($"{close.Facts.Certified} were certified (of these 7 carried forward, not reviewed anew), ", close.Statement, StringComparison.Ordinal);
        await SignAndCloseAsync(2);
        await SeenAsync(2, 7);

        await company.LaunchAsync("Third");
        Assert.DoesNotContain((await SliceAsync(3)).Rows, r => r.MayCarry);
        await ReviewAsync(3);
        await SignAndCloseAsync(3);
        await company.LaunchAsync("Fourth");
        Assert.Equal(7, (await SliceAsync(4)).Rows.Count(r => r.MayCarry));
    }

    [Fact]
    public async Task What_was_carried_forward_is_called_so_wherever_a_past_decision_is_told()
    {
        await WholeAsync("First");
        await AllowAsync();
        await company.LaunchAsync("Second");
        var carried = (await SliceAsync(2)).Rows.Where(r => r.MayCarry).Select(r => new SeenTurn(r.TurnId, r.EventSeq)).ToList();
        (await database.Get<DecideMany>().RunAsync(Guid.NewGuid(), Mia, new ManyChoice(DecisionKind.Certify, carried, NamesShownAt: database.Time.Now()), default)).Require();
        var on = Clock.Said(DateOnly.FromDateTime(database.Time.Now()));
        await ReviewAsync(2);
        await SignAndCloseAsync(2);
        var olga = Actor.Demo(company["Olga"]);
        Assert.Equal([0, 7], (await database.Get<CampaignTrends>().RunAsync(olga, default)).Require().Campaigns.Select(c => c.CarriedForward));
        Assert.Equal((0, 7), ((await CarriedAsync(1)).Count, (await CarriedAsync(2)).Count));
        var page = (await database.Get<PersonPage>().RunAsync(olga, company["Cai"], default)).Require();
        Assert.Equal([DecisionMode.CarriedForward, DecisionMode.Single], page.Decisions.Newest.Select(d => d.Mode));

        await company.LaunchAsync("Third");
        var cai = (await SliceAsync(3)).Rows.Single(r => r.Name == "Cai");
        var past = (await database.Get<ItemStory>().RunAsync(Mia, cai.TurnId, default)).Require().Past[0];
        Assert.Equal((DecisionMode.CarriedForward, on), (past.Mode!.Value, Clock.Said(DateOnly.FromDateTime(past.At!.Value))));
        using var book = await CampaignWorkbook.OfAsync(database, 3);
        var before = book["Decisions"].Rows().ToLookup(r => r["Person"], r => r["Previous decision"]);
        Assert.Equal($"Certified, carried forward, {on}", Assert.Single(before["Cai"]));
        Assert.Equal($"Certified, single, {on}", Assert.Single(before["Gus"]));
    }

    [Fact]
    public async Task Many_that_are_carried_forward_are_asked_about_as_what_they_are()
    {
        await WholeAsync("First");
        (await database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), Importing.Admin, new Policy { CarryForward = true, BulkAsksAbove = 2 }, null, default)).Require();
        await company.LaunchAsync("Second");
        var carried = (await SliceAsync(2)).Rows.Where(r => r.MayCarry).Select(r => new SeenTurn(r.TurnId, r.EventSeq)).ToList();
        var asked = (await database.Get<DecideMany>().RunAsync(Guid.NewGuid(), Mia, new ManyChoice(DecisionKind.Certify, carried, NamesShownAt: database.Time.Now()), default)).Problem;
        Assert.Equal(DecideMany.AskCode, asked?.Code);
        Assert.StartsWith("Carry forward 7 items without reviewing them: ", asked?.Sentence, StringComparison.Ordinal);

        // Picked by hand, the same rows are certified.
        asked = (await database.Get<DecideMany>().RunAsync(Guid.NewGuid(), Mia, new ManyChoice(DecisionKind.Certify, carried), default)).Problem;
        Assert.StartsWith("Certify 7 items: ", asked?.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Grouped_by_group_what_may_be_carried_forward_is_a_line_of_its_own_in_each_group()
    {
        await WholeAsync("First");
        await AllowAsync();
        await company.LaunchAsync("Second");
        var slice = await SliceAsync(2);
        var index = slice.Index(new QueueFilter { By = QueueGrouping.Group }, null, Closed);
        List<RoutineLine> lines = [.. index.Lines.Select(l => l.Routine).OfType<RoutineLine>().Where(l => l.Key.Carries)];
        Assert.Equal(["Ben, Noa", "Ben, Dan, Noa"], lines.Select(l => string.Join(", ", l.Rows.Select(r => r.Name).Order(StringComparer.Ordinal))));
        Assert.Equal(lines.Count, lines.DistinctBy(l => l.Id).Count());

        // One is opened, and the other stays closed; each is found where it is.
        var open = slice.Index(new QueueFilter { By = QueueGrouping.Group }, null, new HashSet<string> { lines[0].Id });
        Assert.Equal([true, false], lines.Select(l => open.Lines[open.Of(l.Id)!.Value].Routine!.Open));
        Assert.All(lines, l => Assert.Equal(l.Rows, open.Lines[open.Of(l.Id)!.Value].Routine!.Rows));
    }

    [Fact]
    public async Task Rows_that_may_not_be_carried_forward_are_not_slipped_in_among_those_that_may()
    {
        await WholeAsync("First");
        await AllowAsync();
        await company.LaunchAsync("Second");
        var rows = (await SliceAsync(2)).Rows;
        var mixed = rows.Where(r => r.MayCarry).Take(1).Concat(rows.Where(r => r is { MayCarry: false, Findings: Core.Findings.Finding.Privileged })).ToList();
        Assert.Equal(2, mixed.Count);
        var choice = new ManyChoice(DecisionKind.Certify, [.. mixed.Select(r => new SeenTurn(r.TurnId, r.EventSeq))], "Runs Heap", database.Time.Now());
        var outcome = await database.Get<DecideMany>().RunAsync(Guid.NewGuid(), Mia, choice, default);
        await using var db = database.Look();
        Assert.Equal(1, outcome.Require().Saved);
        Assert.Equal(DecisionMode.CarriedForward, (await db.Decisions.OrderByDescending(d => d.Id).FirstAsync()).Mode);
    }

    [Fact]
    public async Task Whoever_looks_a_second_time_looks_and_carries_nothing_forward()
    {
        await WholeAsync("First");
        await AllowAsync();
        await company.LaunchAsync("Second", twice: true);
        Assert.Contains((await SliceAsync(2)).Rows, r => r.MayCarry);
        await ReviewAsync(2);
        await database.Get<FollowUps>().RunAsync(default);
        var rows = (await database.Get<ReviewQueue>().SliceAsync(Actor.Demo(company["Cai"]), await CampaignAsync(2), default)).Rows;
        Assert.Contains(rows, r => r.IsPlain);
        Assert.DoesNotContain(rows, r => r.MayCarry);
    }

    [Fact]
    public async Task What_the_first_of_two_carried_forward_is_not_offered_again()
    {
        await WholeAsync("First");
        await AllowAsync();
        await company.LaunchAsync("Second", twice: true);
        var carried = (await SliceAsync(2)).Rows.Where(r => r.MayCarry).Select(r => new SeenTurn(r.TurnId, r.EventSeq)).ToList();
        Assert.NotEmpty(carried);
        (await database.Get<DecideMany>().RunAsync(Guid.NewGuid(), Mia, new ManyChoice(DecisionKind.Certify, carried, NamesShownAt: database.Time.Now()), default)).Require();
        await ReviewAsync(2);
        await database.Get<FollowUps>().RunAsync(default);
        await ReviewAsync(2); // Whoever looks a second time certifies each by itself.
        await SignAndCloseAsync(2);
        await using var db = database.Look();
        Assert.Equal(carried.Count, await db.ItemOutcomes.CountAsync(o => o.Kind == OutcomeKind.Certified && o.Signed
            && db.ReviewTurns.Any(t => t.ItemId == o.ItemId && t.Stage == 2) && db.Decisions.Any(d => d.ItemId == o.ItemId && d.Mode == DecisionMode.CarriedForward)));
        Assert.Empty(await CarriedAsync(2));

        await company.LaunchAsync("Third");
        Assert.DoesNotContain((await SliceAsync(3)).Rows, r => r.MayCarry);
    }

    private Actor Mia => Actor.Demo(company["Mia"]);

    private async Task AllowAsync(bool carry = true) =>
        (await database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), Importing.Admin, new Policy { CarryForward = carry }, null, default)).Require();

    private async Task WholeAsync(string name)
    {
        var number = await company.LaunchAsync(name);
        await ReviewAsync(number);
        await SignAndCloseAsync(number);
    }

    private Task ReviewAsync(int number) => new Reviewers(database.Services, number).DecideAllAsync(new HashSet<string>(StringComparer.Ordinal));

    private async Task SignAndCloseAsync(int number)
    {
        await new Reviewers(database.Services, number).SignAllAsync();
        var owner = Actor.Demo(company["Olga"]);
        var view = (await database.Get<ClosePreview>().RunAsync(owner, number, default)).Require();
        var until = DateOnly.FromDateTime(database.Time.Now()).AddDays(30);
        List<StatedException> stated = [.. view.Exceptions.Select(e => new StatedException(e.Kind, "As it is.", company["Noa"], until))];
        (await database.Get<CloseCampaign>().RunAsync(Guid.NewGuid(), owner, number, new CloseInput(view.Statement, "Reviewed.", stated), default)).Require();
        database.Time.Advance(TimeSpan.FromDays(1));
    }

    private async Task<long> CampaignAsync(int number)
    {
        await using var db = database.Look();
        return await db.Campaigns.Where(c => c.Number == number).Select(c => c.Id).SingleAsync();
    }

    // The list of campaigns, the page of one and its reviewers count what was carried forward apart.
    private async Task SeenAsync(int number, int carried)
    {
        var olga = Actor.Demo(company["Olga"]);
        var view = (await database.Get<CampaignPage>().RunAsync(olga, number, default)).Require();
        Assert.Equal(carried, (await database.Get<CampaignList>().RunAsync(olga, default)).Require().Single(c => c.Number == number).Carried);
        Assert.Equal((carried, carried), (view.Carried, view.Reviewers.Single(r => r.PersonId == Mia.PersonId).Carried));
    }

    // So do the reviewer's own list and the head of the workspace, as a part of what is certified.
    private async Task MineAsync(int certified, int carried)
    {
        var mine = (await database.Get<MyReviews>().RunAsync(Mia, default)).Single(r => r.Number == 2);
        var head = (await database.Get<ReadReviewHead>().RunAsync(Mia, 2, default)).Require();
        Assert.Equal((certified, carried, certified, carried), (mine.Certified, mine.Carried, head.Certified, head.Carried));
    }

    // What the page behind the number of those carried forward lists.
    private async Task<IReadOnlyList<string>> CarriedAsync(int number) =>
        [.. (await database.Get<CampaignItems>().RunAsync(Actor.Demo(company["Olga"]), number, new ItemFilter(Why: ItemWhy.Carried), 0, 100, default)).Require().Items.Select(i => i.Name).Order(StringComparer.Ordinal)];

    private async Task<ReviewSlice> SliceAsync(int number) => await database.Get<ReviewQueue>().SliceAsync(Mia, await CampaignAsync(number), default);
}
