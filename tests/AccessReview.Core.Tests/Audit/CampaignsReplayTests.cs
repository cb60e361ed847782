using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Matching;
using AccessReview.Core.Purging;
using AccessReview.Core.Settings;
using AccessReview.Core.Tests.Campaigns;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Audit;

/// <summary>A campaign's days, its plan and who approved it, and who said whose an account is, follow from the events: who moves a deadline, or the
/// day until which the evidence must be kept, beside the product is found.</summary>
public sealed class CampaignsReplayTests
{
    [SqliteTheory]
    [InlineData("campaign.state", "UPDATE Campaigns SET RetainUntil = '2026-12-01' WHERE Number = 1")]
    [InlineData("campaign.state", "UPDATE Campaigns SET RetainUntil = NULL WHERE Number = 2")]
    [InlineData("campaign.state", "UPDATE Campaigns SET RetainUntil = '2026-12-01' WHERE Number = 2")]
    [InlineData("campaign.state", "UPDATE Campaigns SET DueDate = '2027-01-04' WHERE Number = 1")]
    [InlineData("campaign.state", "UPDATE Campaigns SET DueAt = '2026-12-11 23:59:59.999' WHERE Number = 1")]
    [InlineData("campaign.state", "UPDATE Campaigns SET DueDate = '2027-01-04', DueAt = '2027-01-04 22:59:59.999' WHERE Number = 1")]
    [InlineData("campaign.state", "UPDATE Campaigns SET TimeZone = 'Asia/Tokyo' WHERE Number = 1")]
    [InlineData("campaign.state", "UPDATE Campaigns SET Deadline = 'Revoke' WHERE Number = 1")]
    [InlineData("campaign.state", "UPDATE Campaigns SET PeriodEnd = '2027-03-31' WHERE Number = 1")]
    [InlineData("campaign.state", "UPDATE Campaigns SET OwnerId = {Noa} WHERE Number = 1")]
    [InlineData("campaign.state", "UPDATE Campaigns SET Part = 'Leavers' WHERE Number = 1")]
    [InlineData("campaign.state", "UPDATE Campaigns SET State = 'Active' WHERE Number = 1")]
    [InlineData("campaign.state", "UPDATE Campaigns SET LaunchedBy = 'person:{Noa}' WHERE Number = 1")]
    [InlineData("campaign.state", "UPDATE Campaigns SET LaunchedAt = EndedAt WHERE Number = 2")]
    [InlineData("campaign.state", "UPDATE Campaigns SET EndedAt = LaunchedAt WHERE Number = 1")]
    [InlineData("campaign.state", "UPDATE Campaigns SET EndedBy = 'person:{Noa}' WHERE Number = 1")]
    [InlineData("campaign.state", "UPDATE Campaigns SET PolicyVersionId = PolicyVersionId + 1 WHERE Number = 1")]
    [InlineData("campaign.state", "INSERT INTO Campaigns (Id, Number, Name, Purpose, Controls, PeriodStart, PeriodEnd, TimeZone, DueDate, DueAt, Deadline, State, OwnerId, Part, Items, EventSeq) SELECT Id + 1000000, 9, Name, Purpose, Controls, PeriodStart, PeriodEnd, TimeZone, DueDate, DueAt, Deadline, State, OwnerId, Part, 0, EventSeq FROM Campaigns WHERE Number = 1")]
    [InlineData("campaign.gone", "DELETE FROM Campaigns WHERE Number = 2")]
    [InlineData("plan.approval", "UPDATE CampaignApplications SET ScopeApprovedById = {Noa} WHERE CampaignId = (SELECT Id FROM Campaigns WHERE Number = 1)")]
    [InlineData("plan.approval", "UPDATE CampaignApplications SET ScopeApprovedAt = '2026-11-01 09:00:00' WHERE CampaignId = (SELECT Id FROM Campaigns WHERE Number = 1)")]
    [InlineData("plan.approval", "UPDATE CampaignApplications SET ScopeApprovedById = NULL, ScopeApprovedAt = NULL, ScopeApprovedHash = NULL WHERE CampaignId = (SELECT Id FROM Campaigns WHERE Number = 1)")]
    [InlineData("plan.state", "UPDATE CampaignApplications SET IncludeAssignments = 1 WHERE CampaignId = (SELECT Id FROM Campaigns WHERE Number = 1)")]
    [InlineData("plan.state", "UPDATE CampaignApplications SET FallbackReviewerId = {Mia} WHERE CampaignId = (SELECT Id FROM Campaigns WHERE Number = 1)")]
    [InlineData("plan.state", "UPDATE CampaignApplications SET SecondReview = 'Everything' WHERE CampaignId = (SELECT Id FROM Campaigns WHERE Number = 1)")]
    [InlineData("plan.state", "UPDATE CampaignApplications SET ApplicationId = ApplicationId + 1000000 WHERE CampaignId = (SELECT Id FROM Campaigns WHERE Number = 1)")]
    [InlineData("plan.gone", "DELETE FROM CampaignApplications WHERE CampaignId = (SELECT Id FROM Campaigns WHERE Number = 1)")]
    [InlineData("plan.assessments", "UPDATE CampaignApplications SET AssessmentId = AssessmentId + 1000000 WHERE CampaignId = (SELECT Id FROM Campaigns WHERE Number = 1)")]
    [InlineData("declaration.state", "UPDATE Declarations SET \"By\" = 'person:{Noa}' WHERE Active = 1")]
    [InlineData("declaration.state", "UPDATE Declarations SET OwnerId = {Mia} WHERE Active = 1")]
    [InlineData("declaration.state", "UPDATE Declarations SET Active = 1 WHERE Active = 0")]
    [InlineData("declaration.gone", "DELETE FROM Declarations WHERE Active = 0")]
    [InlineData("match.state", "UPDATE HandMatches SET \"By\" = 'person:{Noa}'")]
    [InlineData("unreadable", "UPDATE PolicyVersions SET Json = SUBSTR(Json, 2) WHERE Json LIKE '%\"retentionYears\":3%'")]
    public async Task What_no_event_says_of_a_campaign_its_plan_or_an_account_is_found(string expected, string tampering)
    {
        await using var world = await EndedAsync();
        Assert.Empty(await FindingsAsync(world));
        await using var db = await Unguarded.OpenAsync(world.Database);
        Assert.Equal(1, await db.Database.ExecuteSqlRawAsync(world.World.Named(tampering)));
        Assert.Contains(expected, await FindingsAsync(world));
    }

    [SqliteTheory]
    [InlineData(1, "23 Nov 2033")]
    [InlineData(2, "23 Nov 2029")]
    public async Task A_purge_waits_for_the_day_that_the_end_said_whatever_the_row_says_by_now(int number, string day)
    {
        await using var world = await EndedAsync();
        await using var db = await Unguarded.OpenAsync(world.Database);
        await db.Database.ExecuteSqlRawAsync("UPDATE Campaigns SET RetainUntil = '2026-11-01'");
        var campaign = await db.Campaigns.Where(c => c.Number == number).Select(c => c.Id).SingleAsync();
        var refused = (await world.Database.Get<AskForPurge>().RunAsync(Guid.NewGuid(), world.Owen, PurgeKind.Campaign, campaign, "Its time is over", default)).Problem!;
        Assert.Equal(("purge.kept", true), (refused.Code, refused.Sentence.Contains(day, StringComparison.Ordinal)));
        Assert.Empty((await world.Database.Get<PurgeList>().RunAsync(world.Owen, default)).Require().Campaigns);
    }

    [SqliteFact]
    public async Task A_purge_before_its_day_is_found_though_everything_that_let_it_through_stands_as_before()
    {
        await using var world = await EndedAsync();
        var database = world.Database;
        await using var db = await Unguarded.OpenAsync(database);
        var (campaign, until) = await db.Campaigns.Where(c => c.Number == 2).Select(c => new ValueTuple<long, DateOnly?>(c.Id, c.RetainUntil)).SingleAsync();
        await db.Campaigns.Where(c => c.Id == campaign).ExecuteUpdateAsync(set => set.SetProperty(c => c.RetainUntil, new DateOnly(2026, 11, 1)));
        Assert.Equal(1, await db.Database.ExecuteSqlRawAsync("""UPDATE PolicyVersions SET Json = REPLACE(Json, '"retentionYears":3', '"retentionYears":0') WHERE Json LIKE '%"retentionYears":3%'"""));

        database.Time.Advance(TimeSpan.FromDays(2));
        (await database.Get<AskForPurge>().RunAsync(Guid.NewGuid(), world.Owen, PurgeKind.Campaign, campaign, "Its time is over", default)).Require();
        (await database.Get<ApprovePurge>().RunAsync(Guid.NewGuid(), world.World.As("Ada"), PurgeKind.Campaign, campaign, default)).Require();
        Assert.NotNull(Assert.Single(await database.Get<CarryOutPurges>().RunAsync(really: true, default)).Done);
        await db.Campaigns.Where(c => c.Id == campaign).ExecuteUpdateAsync(set => set.SetProperty(c => c.RetainUntil, until));
        await db.Database.ExecuteSqlRawAsync("""UPDATE PolicyVersions SET Json = REPLACE(Json, '"retentionYears":0', '"retentionYears":3')""");
        Assert.Equal(["campaign.purged"], await FindingsAsync(world));
    }

    [Fact]
    public void A_deadline_extended_before_its_event_named_the_hour_is_held_to_its_day()
    {
        var said = new SaidOfCampaign { DueDate = new(2026, 12, 11) };
        IEnumerable<string> Unlike(DateTime due) => said.Unlike(new Campaign
        {
            Id = 1, Number = 1, Name = "x", PeriodStart = default, PeriodEnd = default, TimeZone = "Europe/Berlin", DueDate = new(2026, 12, 11), DueAt = due, State = CampaignState.Active, OwnerId = 1,
        });
        Assert.Empty(Unlike(new(2026, 12, 11, 22, 59, 59, 999, DateTimeKind.Utc)));
        Assert.Empty(Unlike(new(2026, 12, 11, 21, 59, 59, 999, DateTimeKind.Utc)));
        Assert.Equal(["deadline"], Unlike(new(2026, 12, 12, 22, 59, 59, 999, DateTimeKind.Utc)));
    }

    /// <summary>C1 leaves teams out with its owner's yes, was extended and closed; C2, made like it, was given up when campaigns were kept for three
    /// years. Tomas's account was declared twice, Viktor's matched by hand.</summary>
    private static async Task<CampaignWorld> EndedAsync()
    {
        var world = await CampaignWorld.CreateAsync(CampaignWorld.Scope with { IncludeAssignments = false });
        await world.PreviewAsync();
        var (database, owen) = (world.Database, world.Owen);
        var list = (await database.Get<ScopeToApprove>().RunAsync(owen, 1, world.World.ApplicationId, default)).Require();
        (await database.Get<ApproveScope>().RunAsync(Guid.NewGuid(), owen, 1, world.World.ApplicationId, list.Sha256, default)).Require();
        (await world.LaunchAsync()).Require();
        (await database.Get<ExtendDeadline>().RunAsync(Guid.NewGuid(), owen, 1, new(2026, 12, 11), "Half of them were away", default)).Require();
        var accounts = await AccountsAsync(world);
        foreach (var kind in new[] { DeclaredKind.Shared, DeclaredKind.Service })
        {
            (await database.Get<DeclareAccount>().RunAsync(Guid.NewGuid(), owen, accounts["Tomas"], kind, world.World["Noa"], "Sends figures", default)).Require();
        }

        (await database.Get<MatchByHand>().RunAsync(Guid.NewGuid(), owen, accounts["Viktor"], world.World["Viktor"], "Said so himself", default)).Require();
        database.Time.Advance(TimeSpan.FromHours(1));
        (await world.CloseAsync()).Require();
        Assert.Equal(2, (await database.Get<RepeatCampaign>().RunAsync(Guid.NewGuid(), owen, 1, default)).Require());
        (await database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), world.World.As("Ada"), new Policy { RetentionYears = 3 }, null, default)).Require();
        (await database.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), owen, 2, "Not this quarter", default)).Require();
        return world;
    }

    private static async Task<Dictionary<string, long>> AccountsAsync(CampaignWorld world)
    {
        await using var db = world.Database.Look();
        return await db.AccountRecords.ToDictionaryAsync(r => r.Name, r => r.AccountId);
    }

    // The world's readings are written past the import, without their files.
    private static async Task<List<string>> FindingsAsync(CampaignWorld world) =>
        [.. (await world.Database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings.Select(f => f.Code).Where(c => c != "guard.missing" && !c.StartsWith("file.", StringComparison.Ordinal))];
}
