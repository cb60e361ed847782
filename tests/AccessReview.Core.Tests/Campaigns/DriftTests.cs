using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Addenda;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Campaigns.Drift;
using AccessReview.Core.Extracts;
using AccessReview.Core.Matching;
using AccessReview.Core.Tests.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>What has changed since a launch is shown by name, as far as a later reading says.</summary>
public sealed class DriftTests
{
    private static readonly DateTime Later = new(2026, 11, 28, 9, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Accounts_that_appeared_were_promoted_or_are_gone_are_named_with_both_roles()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        Assert.Null((await ReadAsync(world)).Sources.Single().Later);

        // Priya administers and goes; Tomas becomes an administrator; Viktor stays; Owen gets an account.
        await world.SeedAsync(scope =>
        {
            scope.Add(new Core.Applications.Account { Id = scope.NewId(), ApplicationId = world.World.ApplicationId, SourceKey = "OWEN@EXAMPLE.TEST", FirstExtractId = world.World.ExtractId });
            return Task.CompletedTask;
        });
        var extract = await new RevokedWorld(world.Database, world.World).ReadAsync(Later, [new TestAccount("Tomas", "Admin"), new TestAccount("Viktor"), new TestAccount("Owen", "Viewer")]);
        await CurrentAsync(world, extract);
        var drift = await ReadAsync(world);
        Assert.Equal(Later, drift.Sources.Single().Later!.Value.AsOf);
        Assert.Equal(
            [(DriftKind.Appeared, "Owen", null, "Viewer"), (DriftKind.Promoted, "Tomas", "Consumer", "Admin"), (DriftKind.Gone, "Priya", "Admin", null)],
            drift.Lines.Select(l => (l.Kind, l.Name, l.Then, l.Now)));
        Assert.Equal(drift.Lines.Select(l => l.Kind), drift.Counts.Where(c => c.Value == 1).Select(c => c.Key));

        // The campaign's own page counts the same, and names nobody.
        var since = (await world.Database.Get<CampaignPage>().RunAsync(world.Owen, 1, default)).Require().Since!;
        Assert.Equal(drift.Counts.OrderBy(c => c.Key), since.Counts.OrderBy(c => c.Key));
        Assert.Equal(3, since.Changed);
        Assert.Empty(since.Lines);
    }

    [Fact]
    public async Task Who_was_given_a_privileged_role_beside_another_was_promoted()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await CurrentAsync(world, await new RevokedWorld(world.Database, world.World).ReadAsync(
            Later, [new TestAccount("Priya", "Admin, Consumer"), new TestAccount("Tomas", "Admin, Consumer"), new TestAccount("Viktor")]));
        Assert.Equal([(DriftKind.Promoted, "Tomas", "Consumer", "Admin, Consumer")], (await ReadAsync(world)).Lines.Select(l => (l.Kind, l.Name, l.Then, l.Now)));
    }

    [Fact]
    public async Task Whom_a_later_reading_may_leave_out_is_not_called_gone()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        var later = new RevokedWorld(world.Database, world.World);
        var extract = await later.ReadAsync(Later, [new TestAccount("Priya", "Admin"), new TestAccount("Viktor")]);
        await later.FileAsync(extract, ExtractFileKind.Users, "Last login within 30 days");
        await CurrentAsync(world, extract);
        Assert.Equal([(DriftKind.Hidden, "Tomas")], (await ReadAsync(world)).Lines.Select(l => (l.Kind, l.Name)));

        var whole = await later.ReadAsync(Later.AddHours(1), [new TestAccount("Priya", "Admin"), new TestAccount("Viktor")]);
        await CurrentAsync(world, whole);
        Assert.Equal([(DriftKind.Gone, "Tomas")], (await ReadAsync(world)).Lines.Select(l => (l.Kind, l.Name)));
        await later.FileAsync(whole, ExtractFileKind.Users, ExtractFile.NoFilters, "Tomas,tomas@example.test");
        Assert.Equal([(DriftKind.Hidden, "Tomas")], (await ReadAsync(world)).Lines.Select(l => (l.Kind, l.Name)));
    }

    [Fact]
    public async Task Disabled_and_test_accounts_that_appeared_are_shown_and_no_addendum_is_planned_for_them_alone()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.SeedAsync(scope =>
        {
            foreach (var name in new[] { "OWEN", "NOA" })
            {
                var account = scope.Add(new Core.Applications.Account { Id = scope.NewId(), ApplicationId = world.World.ApplicationId, SourceKey = name + "@EXAMPLE.TEST", FirstExtractId = world.World.ExtractId });
                if (name == "NOA")
                {
                    scope.Add(new Declaration { Id = scope.NewId(), AccountId = account.Id, Kind = DeclaredKind.Test, OwnerId = world.World["Owen"], PurposeId = scope.Keep("Tests").Id, By = world.Owen.Key, At = scope.At });
                }
            }

            return Task.CompletedTask;
        });
        await CurrentAsync(world, await new RevokedWorld(world.Database, world.World).ReadAsync(
            Later, [new TestAccount("Priya", "Admin"), new TestAccount("Tomas"), new TestAccount("Viktor"), new TestAccount("Owen", Status: AccountStatus.Disabled), new TestAccount("Noa")]));
        Assert.Equal(["Noa", "Owen"], (await ReadAsync(world)).Lines.Select(l => l.Name));
        Assert.Equal("addendum.nothing", (await world.Database.Get<DraftAddendum>().RunAsync(Guid.NewGuid(), world.Owen, 1, default)).Problem?.Code);
    }

    [Fact]
    public async Task What_was_left_out_and_is_switched_on_again_is_shown_counted_at_close_and_reviewed_by_an_addendum()
    {
        await using var world = await LeftOutAsync();
        await CurrentAsync(world, await new RevokedWorld(world.Database, world.World).ReadAsync(
            Later, [new TestAccount("Priya"), new TestAccount("Tomas"), new TestAccount("Viktor", Status: AccountStatus.Disabled), new TestAccount("Noa")]));
        var drift = await ReadAsync(world);
        Assert.Equal([(DriftKind.Returned, "Tomas", "Consumer", "Consumer")], drift.Lines.Select(l => (l.Kind, l.Name, l.Then, l.Now)));
        Assert.Equal((1, 1), (drift.Unreviewed, drift.ToReview));
        await using var db = world.Database.Look();
        var main = await db.Campaigns.AsNoTracking().Include(c => c.Applications).SingleAsync();
        Assert.Equal((1, CheckResult.Fail), (await CloseChecks.AppearedAsync(db, main, default)).Select(c => (c.CountA, c.Result)).Single());

        var held = await (await SinceLaunch.OfAsync(db, main.Id, world.World.ApplicationId, await db.Applications.Select(a => a.CurrentExtractId!.Value).SingleAsync(), default)).HeldAsync(default);
        Assert.Equal(["Noa", "Priya", "Viktor"], await db.AccountRecords.Where(r => held.Contains(r.AccountId)).Select(r => r.Name).Distinct().Order().ToListAsync());
        (await world.Database.Get<DraftAddendum>().RunAsync(Guid.NewGuid(), world.Owen, 1, default)).Require();
    }

    [Fact]
    public async Task An_addendum_is_offered_just_where_one_can_be_planned()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await CurrentAsync(world, await new RevokedWorld(world.Database, world.World).ReadAsync(Later, [new TestAccount("Priya", "Admin"), new TestAccount("Tomas", "Admin"), new TestAccount("Viktor")]));
        Assert.True((await ReadAsync(world)).MayAddAddendum);
        await PartAsync(CampaignPart.Leavers);
        Assert.False((await ReadAsync(world)).MayAddAddendum);
        Assert.Equal("addendum.not-open", (await AddAsync()).Problem?.Code);

        await PartAsync(CampaignPart.Everything);
        (await AddAsync()).Require();
        Assert.False((await ReadAsync(world)).MayAddAddendum);
        Assert.Equal("addendum.planned", (await AddAsync()).Problem?.Code);

        Task<Outcome<int>> AddAsync() => world.Database.Get<DraftAddendum>().RunAsync(Guid.NewGuid(), world.Owen, 1, default);

        Task PartAsync(CampaignPart part) => world.UpdateAsync((db, seq) => db.Campaigns.ExecuteUpdateAsync(s => s.SetProperty(c => c.Part, part).SetProperty(c => c.EventSeq, seq)));
    }

    [Fact]
    public async Task What_was_left_out_and_still_is_was_reviewed_with_no_lower_role()
    {
        await using var world = await LeftOutAsync();
        await CurrentAsync(world, await new RevokedWorld(world.Database, world.World).ReadAsync(
            Later, [new TestAccount("Priya"), new TestAccount("Tomas", Status: AccountStatus.Disabled), new TestAccount("Viktor", "Admin", Status: AccountStatus.Disabled), new TestAccount("Noa")]));
        Assert.Empty((await ReadAsync(world)).Lines);
    }

    [Fact]
    public async Task A_test_account_that_is_declared_one_no_more_comes_up_again()
    {
        await using var world = await LeftOutAsync();
        await world.UpdateAsync((db, seq) => db.Declarations.ExecuteUpdateAsync(s => s.SetProperty(d => d.Active, false).SetProperty(d => d.EventSeq, seq)));
        await CurrentAsync(world, await new RevokedWorld(world.Database, world.World).ReadAsync(
            Later, [new TestAccount("Priya"), new TestAccount("Tomas", Status: AccountStatus.Disabled), new TestAccount("Viktor", Status: AccountStatus.Disabled), new TestAccount("Noa", "Admin")]));
        Assert.Equal([(DriftKind.Returned, "Noa", "Consumer", "Admin")], (await ReadAsync(world)).Lines.Select(l => (l.Kind, l.Name, l.Then, l.Now)));
    }

    [Fact]
    public async Task A_reading_of_an_earlier_state_says_nothing_about_it()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        var extract = await new RevokedWorld(world.Database, world.World).ReadAsync(new(2026, 11, 1, 9, 0, 0, DateTimeKind.Utc), [new TestAccount("Viktor")]);
        await CurrentAsync(world, extract);
        Assert.Empty((await ReadAsync(world)).Lines);
    }

    /// <summary>Priya's account is reviewed; Tomas's and Viktor's are left out as disabled, and Noa's as a test account.</summary>
    internal static async Task<CampaignWorld> LeftOutAsync()
    {
        var world = await CampaignWorld.CreateAsync(
            ["Priya", "Tomas", "Viktor"], [], null, null, new TestAccount("Priya"), new TestAccount("Tomas", Status: AccountStatus.Disabled), new TestAccount("Viktor", Status: AccountStatus.Disabled), new TestAccount("Noa"));
        await world.SeedAsync(async scope =>
        {
            var noa = await scope.Db.AssessedAccounts.SingleAsync(a => scope.Db.AccountRecords.Any(r => r.Id == a.AccountRecordId && r.Name == "Noa"));
            var declared = scope.Add(new Declaration { Id = scope.NewId(), AccountId = noa.AccountId, Kind = DeclaredKind.Test, OwnerId = world.World["Owen"], PurposeId = scope.Keep("Tests").Id, By = world.Owen.Key, At = scope.At });
            scope.Db.Entry(noa).Property(a => a.DeclarationId).CurrentValue = declared.Id;
            scope.Db.Entry(await scope.Db.Assessments.SingleAsync()).State = EntityState.Modified;
        });
        await world.PreviewAsync();
        await using var db = world.Database.Look();
        var list = await ScopeList.ReadAsync(db, await db.CampaignApplications.SingleAsync(), default);
        (await world.Database.Get<ApproveScope>().RunAsync(Guid.NewGuid(), world.Owen, 1, world.World.ApplicationId, list.Sha256, default)).Require();
        (await world.LaunchAsync()).Require();
        return world;
    }

    private static Task CurrentAsync(CampaignWorld world, long extract) =>
        world.UpdateAsync((db, seq) => db.Applications.ExecuteUpdateAsync(s => s.SetProperty(a => a.CurrentExtractId, extract).SetProperty(a => a.EventSeq, seq)));

    private static async Task<DriftView> ReadAsync(CampaignWorld world) => (await world.Database.Get<CampaignDrift>().RunAsync(world.Owen, 1, default)).Require();
}
