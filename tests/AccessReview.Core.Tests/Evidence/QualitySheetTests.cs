using System.Globalization;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Settings;
using AccessReview.Core.Tests.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>The fear: a later edition names a flagged reviewer otherwise than the Close edition, or so that two cannot be told apart.</summary>
public sealed class QualitySheetTests
{
    [Fact]
    public async Task A_flagged_reviewer_of_a_closed_campaign_is_named_as_on_the_sheet_Reviewers_whatever_they_are_called_since()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await world.World.LaunchedWithAsync(new Policy { QualityByReviewer = true });
        var turn = await world.TurnAsync("Zoe");
        var shown = new Shown(world.Database.Time.Now().AddSeconds(-2), null);
        (await world.Database.Get<DecideItem>().RunAsync(
            Guid.NewGuid(), world.World.As("Mia"), new ItemChoice(turn.Id, turn.EventSeq, DecisionKind.Certify, "Runs Heap", Shown: shown), default)).Require();
        await SeedAsync(world, async scope =>
        {
            var campaign = await scope.Db.Campaigns.AsTracking().SingleAsync();
            campaign.MoveTo(CampaignState.Closed).Require();
            (campaign.EndedAt, campaign.EndedBy) = (scope.At, world.World.As("Owen").Key);
        });
        world.Database.Time.Advance(TimeSpan.FromHours(1));
        await SeedAsync(world, RenamedAsync);

        using var book = await CampaignWorkbook.OfAsync(world.Database, 1);

        var flagged = Assert.Single(book["Review quality"].Rows(), r => r["Person key"] != "does not apply");
        var reviewer = Assert.Single(book["Reviewers"].Rows());
        Assert.Equal((reviewer["Reviewer"], reviewer["Person key"]), (flagged["Of"], flagged["Person key"]));
        Assert.Equal(("Mia", world.World["Mia"].ToString(CultureInfo.InvariantCulture)), (flagged["Of"], flagged["Person key"]));

        async Task RenamedAsync(ChangeScope scope)
        {
            var mia = await scope.Db.PersonRecords.AsNoTracking().SingleAsync(r => r.PersonId == world.World["Mia"]);
            var first = await scope.Db.Extracts.AsNoTracking().SingleAsync(e => e.Id == mia.ExtractId);
            var next = scope.Add(new Extract
            {
                Id = scope.NewId(), Number = 100, Kind = first.Kind, DirectoryId = first.DirectoryId, AsOf = scope.At, ReadAt = scope.At, ReadBy = "product",
                Completeness = Completeness.Complete, CoversAssignments = false, Records = 1, Assignments = 0,
            });
            scope.Add(new PersonRecord
            {
                Id = scope.NewId(), ExtractId = next.Id, PersonId = mia.PersonId, Line = 2, EmployeeId = mia.EmployeeId, WorkEmail = mia.WorkEmail, EmailKey = mia.EmailKey,
                Name = "Mia Costa", NameSort = TextKey.Sort("Mia Costa"), Status = mia.Status, EmploymentType = "", ManagerKey = "", Department = "Product", JobTitle = "Lead",
            });
        }
    }

    private static async Task SeedAsync(ReviewWorld world, Func<ChangeScope, Task> work) =>
        (await world.Database.Change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, "Seed", async (scope, _) =>
        {
            await work(scope);
            scope.Record(new Seeded(), await scope.Db.Campaigns.AnyAsync(c => c.State == CampaignState.Active) ? world.CampaignId : null);
            return Done.Yes;
        }, default)).Require();

    private sealed record Seeded : EventBody;
}
