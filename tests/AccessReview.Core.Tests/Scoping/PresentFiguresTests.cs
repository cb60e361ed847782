using AccessReview.Core.Applications;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Costs;
using AccessReview.Core.Directories;
using AccessReview.Core.Findings;
using AccessReview.Core.Leavers;
using AccessReview.Core.Overview;
using AccessReview.Core.Scoping;
using AccessReview.Core.Seats;
using AccessReview.Core.Settings;
using AccessReview.Core.Tests.Journeys;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Scoping;

/// <summary>What speaks of the present counts nothing that is out of scope.</summary>
public sealed class PresentFiguresTests
{
    [Fact]
    public async Task Leavers_risk_seats_and_costs_count_only_applications_in_scope()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = new TestWorld(database);
        await world.PeopleAsync(["Vera", "Rob", "Lena"], left: ["Vera", "Lena"]);
        await world.HeapAsync(new TestAccount("Vera", Findings: Finding.Left), new TestAccount("Rob", Findings: Finding.Dormant));
        await world.ApplicationAsync(ApplicationKind.Mixpanel, new TestAccount("Lena", Findings: Finding.Left), new TestAccount("Vera", Findings: Finding.Left | Finding.Dormant));
        var owen = world.As("Owen");
        var both = await FiguresAsync();
        Assert.Equal(new Figures(2, 2, [(Finding.Left, 3), (Finding.Dormant, 2)], ["Heap", "Mixpanel"], 3, 3, 2, 1), both);

        (await database.Get<TakeOutOfScope>().RunAsync(Guid.NewGuid(), world.As("Ada"), world.ApplicationId, null, "Given up", default)).Require();
        Assert.Equal(new Figures(1, 1, [(Finding.Left, 1), (Finding.Dormant, 1)], ["Heap"], 1, 1, 1, 0), await FiguresAsync());

        (await database.Get<BringIntoScope>().RunAsync(Guid.NewGuid(), world.As("Ada"), world.ApplicationId, null, "It is used again", default)).Require();
        Assert.Equal(both, await FiguresAsync());

        async Task<Figures> FiguresAsync()
        {
            var overview = await database.Get<ReadOverview>().RunAsync(owen, default);
            var costs = (await database.Get<ReadCosts>().RunAsync(owen, default)).Require();
            var leavers = (await database.Get<LeaverList>().RunAsync(owen, new LeaverFilter(), 0, default)).Require();
            var behind = (await database.Get<FindingRows>().RunAsync(owen, Finding.Left, enabled: true, applicationId: null, 0, default)).Require();
            var lena = (await database.Get<PersonPage>().RunAsync(owen, world["Lena"], default)).Require();
            return new Figures(
                overview.Left!.People, overview.Seats!.Seats, [.. overview.Findings!.Select(f => (f.Finding, f.Accounts))],
                [.. costs.Lines.Where(l => l.Kind == CostKind.UnusedSeats).Select(l => l.Application!)], leavers.Total, behind.Total, behind.Judged.Judged, lena.Access.Count);
        }
    }

    [Fact]
    public async Task Nobody_is_asked_about_leavers_or_unused_seats_of_what_is_out_of_scope()
    {
        await using var quarter = await Quarter.StartAsync();
        var (ada, owner) = (await quarter.AsAsync("kaito.ivanov"), await quarter.AsAsync("dmitri.raman"));
        await using var db = quarter.Database.Look();
        var heap = await db.Applications.Select(a => a.Id).SingleAsync();
        (await quarter.Database.Get<TakeOutOfScope>().RunAsync(Guid.NewGuid(), ada, heap, null, "Given up", default)).Require();
        Assert.Equal("scope.out", (await quarter.Database.Get<DraftSeatReview>().RunAsync(Guid.NewGuid(), owner, heap, default)).Problem?.Code);
        var (_, policy) = await CurrentPolicy.ReadAsync(db, default);
        (await quarter.Database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), ada, policy with { Leavers = LeaversRule.AtOnce, LeaversOwnerId = owner.PersonId }, null, default)).Require();
        await quarter.Database.Get<FollowUps>().RunAsync(default);
        Assert.False(await db.Campaigns.AnyAsync());

        (await quarter.Database.Get<BringIntoScope>().RunAsync(Guid.NewGuid(), ada, heap, null, "It is used again", default)).Require();
        await quarter.Database.Get<FollowUps>().RunAsync(default);
        Assert.Equal(CampaignPart.Leavers, await db.Campaigns.Select(c => c.Part).SingleAsync());
    }

    private sealed record Figures(int Left, int Seats, IReadOnlyList<(Finding Finding, int Accounts)> Findings, IReadOnlyList<string> Costs, int Leavers, int Behind, int Judged, int LenasAccounts)
    {
        public bool Equals(Figures? other) => other is not null && (Left, Seats, Leavers, Behind, Judged, LenasAccounts) == (other.Left, other.Seats, other.Leavers, other.Behind, other.Judged, other.LenasAccounts)
            && Findings.SequenceEqual(other.Findings) && Costs.SequenceEqual(other.Costs);

        public override int GetHashCode() => HashCode.Combine(Left, Seats, Leavers, Behind, Judged, LenasAccounts);
    }
}
