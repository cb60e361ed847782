using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Settings;
using AccessReview.Core.Tests.Extracts;
using AccessReview.Core.Tests.Histories;
using AccessReview.Core.Tests.Journeys;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Reviewing;

/// <summary>What was revoked last time and is still there is decided by itself. Ben holds two teams; he and they are before Mia.</summary>
public sealed class RevokedLastTests : IAsyncLifetime
{
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
    public async Task An_account_and_its_teams_that_were_revoked_last_time_and_are_still_there_say_so_and_are_in_no_line()
    {
        await RevokeBenAsync();
        await company.LaunchAsync("Second");
        var mia = await SliceAsync();
        Assert.Equal(["Ben", "Ben Core", "Ben Pricing"], mia.Rows.Where(r => r.Change.HasFlag(ReviewChange.RevokedLast)).Select(r => $"{r.Name} {r.Group}".Trim()).Order(StringComparer.Ordinal));
        Assert.Equal(["Dan", "Noa"], Assert.Single(Lines(mia)).Rows.Select(r => r.Name).Order(StringComparer.Ordinal));
        Assert.Equal(3, mia.Count(new QueueFilter(), null).Changes.Single(c => c.Value == ReviewChange.RevokedLast).Count);

        var words = await database.Get<ReviewQueue>().RowsAsync(Mia, [.. mia.Rows.Select(r => r.TurnId)], default);
        Assert.Equal([("Ben", "First"), ("Ben", "First"), ("Ben", "First")], words.Where(r => r.RevokedLast).Select(r => (r.Name, r.PreviousName!)));
    }

    [Fact]
    public async Task A_selection_that_is_certified_leaves_what_was_revoked_last_time_and_says_why()
    {
        await RevokeBenAsync();
        await company.LaunchAsync("Second");
        var chosen = (await SliceAsync()).Rows.Where(r => r is { IsAccount: true, Name: "Ben" or "Dan" }).ToList();
        var answer = (await database.Get<DecideMany>().RunAsync(
            Guid.NewGuid(), Mia, new ManyChoice(DecisionKind.Certify, [.. chosen.Select(r => new SeenTurn(r.TurnId, r.EventSeq))]), default)).Require();
        Assert.Equal([("Ben", "item.revoked-last"), ("Dan", null)], answer.Items.OrderBy(i => i.Name, StringComparer.Ordinal).Select(i => (i.Name, i.Code)));
        Assert.Equal(1, answer.Saved);
    }

    [Fact]
    public async Task An_account_that_is_certified_with_its_routine_teams_leaves_the_team_that_was_revoked_last_time()
    {
        var first = await company.LaunchAsync("First");
        var pricing = (await SliceAsync()).Rows.Single(r => r is { Name: "Ben", Group: "Pricing" });
        (await DecideAsync(pricing, DecisionKind.Revoke, "Left the project")).Require();
        await CloseAsync(first, []);
        await company.LaunchAsync("Second");
        var ben = (await SliceAsync()).Rows.Single(r => r is { Name: "Ben", IsAccount: true });
        Assert.Equal(ReviewChange.None, ben.Change);
        (await DecideAsync(ben, DecisionKind.Certify, null, lines: true)).Require();
        Assert.Equal(
            [("Core", TurnState.Certified), ("Pricing", TurnState.Undecided)],
            (await SliceAsync()).Rows.Where(r => r is { Name: "Ben", IsAccount: false }).OrderBy(r => r.Group, StringComparer.Ordinal).Select(r => (r.Group!, r.State)));
    }

    [Fact]
    public async Task What_was_revoked_last_time_is_never_carried_forward()
    {
        (await database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), Importing.Admin, new Policy { CarryForward = true }, null, default)).Require();
        await RevokeBenAsync();
        await company.LaunchAsync("Second");
        var rows = (await SliceAsync()).Rows;
        Assert.Contains(rows, r => r.MayCarry);
        Assert.DoesNotContain(rows, r => r.MayCarry && r.Name == "Ben");
    }

    private Actor Mia => Actor.Demo(company["Mia"]);

    private static List<RoutineLine> Lines(ReviewSlice slice) => [.. slice.Index(new QueueFilter(), null, new HashSet<string>()).Lines.Where(l => l.Row is null).Select(l => l.Routine).OfType<RoutineLine>()];

    private async Task RevokeBenAsync() => await CloseAsync(await company.LaunchAsync("First"), ["ben@small.example"]);

    private async Task CloseAsync(int number, HashSet<string> revoked)
    {
        var reviewers = new Reviewers(database.Services, number);
        await reviewers.DecideAllAsync(revoked);
        await reviewers.SignAllAsync();
        await company.CloseAsync(number);
    }

    private Task<Outcome<DecideAnswer>> DecideAsync(SliceRow row, DecisionKind kind, string? reason, bool lines = false) =>
        database.Get<DecideItem>().RunAsync(Guid.NewGuid(), Mia, new ItemChoice(row.TurnId, row.EventSeq, kind, reason, lines), default);

    private async Task<ReviewSlice> SliceAsync()
    {
        await using var db = database.Look();
        return await database.Get<ReviewQueue>().SliceAsync(Mia, await db.Campaigns.OrderByDescending(c => c.Id).Select(c => c.Id).FirstAsync(), default);
    }
}
