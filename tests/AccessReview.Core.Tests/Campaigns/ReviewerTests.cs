using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>Nobody reviews own access, by any route; whoever cannot review is passed over, and the preview says why.</summary>
public sealed class ReviewerTests
{
    private static CampaignScope By(ReviewerRule rule) => CampaignScope.Default with { AccountReviewer = rule };

    [Fact]
    public async Task A_manager_reviews_and_an_assignment_goes_where_its_account_goes()
    {
        await using var world = await CampaignWorld.CreateAsync();
        var items = await world.ItemsAsync("Viktor");
        Assert.Equal(3, items.Count);
        Assert.All(items, i => Assert.Equal((world.World["Mia"], ReviewerBasis.Manager, FallbackReason.None), (i.ReviewerId!.Value, i.Basis, i.Fallback)));
    }

    [Fact]
    public async Task The_list_starts_with_what_deserves_attention_and_keeps_an_account_and_its_assignments_together()
    {
        await using var world = await CampaignWorld.CreateAsync();
        var items = await world.ItemsAsync();
        Assert.Equal([1, 2, 3, 4, 5], items.Select(i => i.Number));
        Assert.Equal([AttentionRank.Privileged, AttentionRank.NothingFound, AttentionRank.NothingFound, AttentionRank.NothingFound, AttentionRank.NothingFound], items.Select(i => i.Rank));
        Assert.Equal([null, null, null, 3, 3], items.Select(i => i.ParentNumber));
        await using var db = world.Database.Look();
        var names = await db.Groups.ToDictionaryAsync(g => g.Id, g => g.Name);
        Assert.Equal(["Core", "Pricing"], items.Skip(3).Select(i => names[i.GroupId!.Value]));
    }

    [Fact]
    public async Task A_manager_who_has_left_is_passed_over_for_the_fallback()
    {
        await using var world = await CampaignWorld.CreateAsync(["Priya", "Noel"], ["Noel"], null, null, new TestAccount("Priya"));
        await world.UpdateAsync((db, seq) => db.PersonRecords.Where(r => r.Name == "Priya").ExecuteUpdateAsync(s => s.SetProperty(r => r.ManagerId, world.World["Noel"]).SetProperty(r => r.EventSeq, seq)));
        await ChangeScopeAsync(world, CampaignScope.Default with { FallbackReviewerId = world.World["Noa"] });
        var item = Assert.Single(await world.ItemsAsync());
        Assert.Equal((world.World["Noa"], ReviewerBasis.Fallback, FallbackReason.ManagerLeft), (item.ReviewerId!.Value, item.Basis, item.Fallback));
    }

    [Fact]
    public async Task A_manager_whose_last_day_had_passed_when_the_application_was_read_has_left_whatever_the_status_says()
    {
        await using var world = await CampaignWorld.CreateAsync();
        await EndsAsync(world, "Mia", new DateOnly(2026, 11, 19));
        Assert.All(await world.ItemsAsync(), i => Assert.Equal((world.World["Owen"], ReviewerBasis.ApplicationOwner, FallbackReason.ManagerLeft), (i.ReviewerId!.Value, i.Basis, i.Fallback)));
    }

    [Fact]
    public async Task A_manager_whose_last_day_has_passed_since_the_application_was_read_has_left_too()
    {
        // Heap was read on 20 November; it is the 23rd.
        await using var world = await CampaignWorld.CreateAsync();
        await EndsAsync(world, "Mia", new DateOnly(2026, 11, 21));
        Assert.All(await world.ItemsAsync(), i => Assert.Equal((world.World["Owen"], FallbackReason.ManagerLeft), (i.ReviewerId!.Value, i.Fallback)));
    }

    [Fact]
    public async Task A_preview_from_before_somebodys_last_day_passed_launches_nothing()
    {
        await using var world = await CampaignWorld.CreateAsync();
        await EndsAsync(world, "Mia", new DateOnly(2026, 11, 23));
        Assert.All(await world.ItemsAsync(), i => Assert.Equal(world.World["Mia"], i.ReviewerId));

        world.Database.Time.SetUtcNow(new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal("gate.preview", (await world.LaunchAsync()).Problem?.Code);

        Assert.All(await world.ItemsAsync(), i => Assert.Equal(world.World["Owen"], i.ReviewerId));
        (await world.LaunchAsync()).Require();
    }

    [Fact]
    public async Task A_manager_without_an_address_is_passed_over()
    {
        await using var world = await CampaignWorld.CreateAsync();
        await world.UpdateAsync((db, seq) => db.PersonRecords.Where(r => r.Name == "Mia").ExecuteUpdateAsync(s => s.SetProperty(r => r.EmailKey, "").SetProperty(r => r.EventSeq, seq)));
        Assert.All(await world.ItemsAsync(), i => Assert.Equal(FallbackReason.NoAddress, i.Fallback));
    }

    [Fact]
    public async Task Somebody_without_a_manager_and_an_account_nobody_knows_go_to_the_fallback_and_say_why()
    {
        await using var world = await CampaignWorld.CreateAsync(["Priya"], [], null, null, new TestAccount("Priya"), new TestAccount("Stranger", Findings: Finding.NobodyKnown));
        await world.UpdateAsync((db, seq) => db.PersonRecords.Where(r => r.Name == "Priya").ExecuteUpdateAsync(s => s.SetProperty(r => r.ManagerId, (long?)null).SetProperty(r => r.EventSeq, seq)));
        Assert.Equal(FallbackReason.NoManager, Assert.Single(await world.ItemsAsync("Priya")).Fallback);
        Assert.Equal(FallbackReason.NobodyKnown, Assert.Single(await world.ItemsAsync("Stranger")).Fallback);
    }

    [Theory]
    [InlineData(ReviewerRule.Manager)]
    [InlineData(ReviewerRule.ApplicationOwner)]
    [InlineData(ReviewerRule.Named)]
    public async Task Nobody_reviews_own_access_by_manager_owner_or_name(ReviewerRule rule)
    {
        // Owen owns Heap, is named, and is said to be his own manager.
        await using var world = await CampaignWorld.CreateAsync(["Priya"], [], null, null, new TestAccount("Owen", Groups: ["Core"]), new TestAccount("Priya"));
        await world.UpdateAsync((db, seq) => db.PersonRecords.Where(r => r.Name == "Owen").ExecuteUpdateAsync(s => s.SetProperty(r => r.ManagerId, world.World["Owen"]).SetProperty(r => r.EventSeq, seq)));
        await ChangeScopeAsync(world, By(rule) with { NamedReviewerId = world.World["Owen"], FallbackReviewerId = world.World["Noa"] });
        Assert.All(await world.ItemsAsync("Owen"), i => Assert.Equal((world.World["Noa"], FallbackReason.OwnAccess), (i.ReviewerId!.Value, i.Fallback)));
    }

    [Fact]
    public async Task Nobody_reviews_own_access_as_fallback_or_as_the_last_resort()
    {
        await using var world = await CampaignWorld.CreateAsync(["Priya"], [], null, null, new TestAccount("Owen"));
        await ChangeScopeAsync(world, By(ReviewerRule.ApplicationOwner) with { FallbackReviewerId = world.World["Owen"] });
        Assert.Null(Assert.Single(await world.ItemsAsync()).ReviewerId);
        Assert.Contains("nobody who could review", (await world.RefusedAsync()).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_groups_owner_reviews_its_assignments_but_not_their_own()
    {
        await using var world = await CampaignWorld.CreateAsync(["Priya"], [], null, null, new TestAccount("Priya", Groups: ["Core"]), new TestAccount("Noa", Groups: ["Core"]));
        await ChangeScopeAsync(world, CampaignScope.Default with { AssignmentReviewer = ReviewerRule.GroupOwner });
        Assert.Equal([world.World["Mia"], world.World["Noa"]], (await world.ItemsAsync("Priya")).Select(i => i.ReviewerId!.Value));
        Assert.Equal(FallbackReason.OwnAccess, (await world.ItemsAsync("Noa")).Single(i => i.GroupId is not null).Fallback);
    }

    [Fact]
    public async Task Who_declared_an_account_who_owns_it_inside_and_who_matched_it_by_hand_do_not_review_it()
    {
        await using var world = await CampaignWorld.CreateAsync(
            ["Priya", "Tomas"], [], null, null, new TestAccount("Robot", Findings: Finding.ServiceOrShared), new TestAccount("Tomas"));
        await world.SeedAsync(async scope =>
        {
            var robot = await scope.Db.AssessedAccounts.SingleAsync(a => a.Findings == Finding.ServiceOrShared);
            var tomas = await scope.Db.AssessedAccounts.SingleAsync(a => a.PersonId == world.World["Tomas"]);
            var why = scope.Keep("warehouse sync");
            var declared = scope.Add(new Declaration { Id = scope.NewId(), AccountId = robot.AccountId, Kind = DeclaredKind.Service, OwnerId = world.World["Priya"], PurposeId = why.Id, By = "person:" + world.World["Mia"], At = scope.At });
            scope.Add(new HandMatch { Id = scope.NewId(), AccountId = tomas.AccountId, PersonId = world.World["Tomas"], ReasonId = why.Id, By = "person:" + world.World["Mia"], At = scope.At });
            scope.Db.Entry(robot).Property(a => a.DeclarationId).CurrentValue = declared.Id;
        });
        var robotItem = Assert.Single(await world.ItemsAsync("Robot"));
        Assert.Equal(world.World["Priya"], robotItem.HolderId);
        Assert.Equal((world.World["Owen"], FallbackReason.Involved), (robotItem.ReviewerId!.Value, robotItem.Fallback));
        Assert.Equal(FallbackReason.Involved, Assert.Single(await world.ItemsAsync("Tomas")).Fallback);
        await ChangeScopeAsync(world, By(ReviewerRule.Named) with { NamedReviewerId = world.World["Priya"] });
        Assert.Equal(FallbackReason.OwnAccess, Assert.Single(await world.ItemsAsync("Robot")).Fallback);
    }

    [Fact]
    public async Task Nobody_who_could_hold_a_declared_account_reviews_it()
    {
        await using var world = await CampaignWorld.CreateAsync(["Priya"], [], null, null, new TestAccount("Robot", Findings: Finding.ServiceOrShared));
        await world.SeedAsync(async scope =>
        {
            var robot = await scope.Db.AssessedAccounts.SingleAsync();
            var declared = scope.Add(new Declaration { Id = scope.NewId(), AccountId = robot.AccountId, Kind = DeclaredKind.Service, OwnerId = world.World["Priya"], PurposeId = scope.Keep("sync").Id, By = "product", At = scope.At });
            var entry = scope.Db.Entry(robot);
            (entry.Property(a => a.DeclarationId).CurrentValue, entry.Property(a => a.Match).CurrentValue) = (declared.Id, MatchKind.Declared);
            entry.Property(a => a.Facts).CurrentValue = new FindingFacts { Candidates = [world.World["Mia"], world.World["Noa"]] }.ToJson();
        });
        var item = Assert.Single(await world.ItemsAsync("Robot"));
        Assert.Equal((world.World["Owen"], FallbackReason.Involved), (item.ReviewerId!.Value, item.Fallback));
        await ChangeScopeAsync(world, By(ReviewerRule.Named) with { NamedReviewerId = world.World["Noa"] });
        Assert.Equal(FallbackReason.Involved, Assert.Single(await world.ItemsAsync("Robot")).Fallback);
    }

    private static Task EndsAsync(CampaignWorld world, string name, DateOnly lastDay) => world.UpdateAsync(
        (db, seq) => db.PersonRecords.Where(r => r.Name == name).ExecuteUpdateAsync(s => s.SetProperty(r => r.EndDate, lastDay).SetProperty(r => r.EventSeq, seq)));

    private static async Task ChangeScopeAsync(CampaignWorld world, CampaignScope scope) =>
        (await world.Database.Get<ChangeCampaignApplication>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, world.World.ApplicationId, scope, null, default)).Require();
}
