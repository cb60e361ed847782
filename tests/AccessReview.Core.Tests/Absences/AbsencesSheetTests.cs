using AccessReview.Core.Absences;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Tests.Evidence;
using AccessReview.Core.Tests.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Absences;

/// <summary>What the evidence says of each absence.</summary>
public sealed class AbsencesSheetTests
{
    // The worlds' day is 2026-11-23.
    private static readonly DateOnly Today = new(2026, 11, 23);

    [Fact]
    public async Task Of_two_absences_with_one_delegate_the_evidence_counts_in_each_what_happened_in_it()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await using var db = world.Database.Look();
        var mia = world.World["Mia"];
        foreach (var account in new[] { "Tim", "Sami" })
        {
            (await world.Database.Get<StateAbsence>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), new AbsencePlan(mia, world.World["Noa"], Today, Today.AddDays(7), "Holiday"), default)).Require();
            await world.Database.Get<FollowUps>().RunAsync(default);
            (await world.DecideAsync("Noa", account, DecisionKind.Certify)).Require();
            world.Database.Time.Advance(TimeSpan.FromHours(1));
            if (account == "Tim")
            {
                (await world.Database.Get<EndAbsence>().RunAsync(Guid.NewGuid(), world.World.As("Mia"), await db.Absences.Select(a => a.Id).SingleAsync(), default)).Require();
                await world.Database.Get<FollowUps>().RunAsync(default);
                world.Database.Time.Advance(TimeSpan.FromHours(1));
            }
        }

        using var book = await CampaignWorkbook.OfAsync(world.Database, 1);
        Assert.Equal([("10", "9", "1"), ("9", "0", "1")], book["Absences"].Rows().Select(r => (r["Items moved"], r["Items returned"], r["Decided by the delegate"])));
    }
}
