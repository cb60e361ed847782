using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Tests.Campaigns;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>The fear: one code stands there twice and means two things.</summary>
public sealed class CompletenessSheetTests
{
    [Fact]
    public async Task What_launch_and_close_checked_the_edition_counts_again_under_the_same_names()
    {
        await using var world = await ClosedAsync();
        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
        Assert.Empty(book.CheckedOtherwise());
        Assert.Contains(book["Completeness"].Rows(), r => r["Run at"] == "close" && r["Check"] == "C12");
    }

    [Fact]
    public async Task A_staff_list_is_checked_once_for_the_whole_campaign()
    {
        await using var world = await ClosedAsync();
        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
        var now = book["Completeness"].Rows().Where(r => r["Run at"] == "this edition" && r["Check"] == "C2").Select(r => r["Application"]);
        Assert.Equal(["the whole campaign", "Heap"], now);
    }

    [Fact]
    public async Task A_reading_that_lists_no_groups_leaves_them_untested_at_launch_and_in_an_edition()
    {
        await using var world = await CampaignWorld.CreateAsync(["Priya"], [], null, null, new TestAccount("Priya"));
        await world.SeedAsync(async scope => scope.Db.Entry(await scope.Db.Extracts.AsTracking().SingleAsync(e => e.Kind == ExtractKind.Access)).Property(e => e.CoversAssignments).CurrentValue = false);
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
        const string Why = "The reading lists no group assignments.";
        Assert.Equal(
            [("launch", "Not tested", Why), ("this edition", "Not tested", Why)],
            book["Completeness"].Rows().Where(r => r["Check"] == "C8").Select(r => (r["Run at"], r["Result"], r["Explained by"])).Order());
    }

    [Fact]
    public async Task The_summary_says_how_many_gates_passed_and_who_had_to_sign()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.GiveAsync("Noa", 4, 5);
        await world.ReviewAsync(DecisionKind.Certify, "Noa", 4, 5);
        await world.SignStatementAsync("Noa");
        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
        Assert.Equal(("2", "1"), (book.Said("Required of reviewers"), book.Said("Of those, given in full")));
        var gates = book["Completeness"].Rows().Where(r => r["Run at"] == "this edition" && r["Kind"] == "gate").ToList();
        var passed = gates.Count(r => r["Result"] == "Pass");
        Assert.Equal($"{passed} of {gates.Count}; {gates.Count - passed} not tested, 0 failed", book.Said("Gates passed"));
        Assert.True(passed > 0);
    }

    [Fact]
    public async Task Whoever_is_to_look_a_second_time_is_required_before_the_first_has_decided()
    {
        await using var world = await TwoStages.LaunchedAsync();
        Assert.Equal(("2", "0"), await RequiredAsync(world));
        await world.CertifyAllAsync("Mia");
        await world.SignOffAsync("Mia");
        Assert.Equal(("2", "1"), await RequiredAsync(world));
    }

    private static async Task<(string?, string?)> RequiredAsync(CampaignWorld world)
    {
        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
        return (book.Said("Required of reviewers"), book.Said("Of those, given in full"));
    }

    private static async Task<CampaignWorld> ClosedAsync()
    {
        var world = await ClosingWorld.LaunchedAsync();
        await world.ReviewAsync(DecisionKind.Certify, "Mia", 1, 2);
        await world.ReviewAsync(DecisionKind.Revoke, "Mia", 3);
        await world.SignStatementAsync("Mia");
        (await world.CloseAsync()).Require();
        return world;
    }
}
