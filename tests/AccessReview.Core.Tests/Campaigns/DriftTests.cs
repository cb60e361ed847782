using AccessReview.Core.Campaigns.Addenda;
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
        Assert.All(drift.Counts.Values, count => Assert.Equal(1, count));
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
    public async Task A_reading_of_an_earlier_state_says_nothing_about_it()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        var extract = await new RevokedWorld(world.Database, world.World).ReadAsync(new(2026, 11, 1, 9, 0, 0, DateTimeKind.Utc), [new TestAccount("Viktor")]);
        await CurrentAsync(world, extract);
        Assert.Empty((await ReadAsync(world)).Lines);
    }

    private static Task CurrentAsync(CampaignWorld world, long extract) =>
        world.UpdateAsync((db, seq) => db.Applications.ExecuteUpdateAsync(s => s.SetProperty(a => a.CurrentExtractId, extract).SetProperty(a => a.EventSeq, seq)));

    private static async Task<DriftView> ReadAsync(CampaignWorld world) => (await world.Database.Get<CampaignDrift>().RunAsync(world.Owen, 1, default)).Require();
}
