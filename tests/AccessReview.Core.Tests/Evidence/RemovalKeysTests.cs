using AccessReview.Core.Audit;
using AccessReview.Core.Extracts;
using AccessReview.Core.Removals;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>The fear: the pack proves that something is gone, and nothing in the workbook says what that was.</summary>
public sealed class RemovalKeysTests
{
    [Fact]
    public async Task What_a_reading_said_of_a_removal_is_found_in_the_workbook_by_the_keys_of_its_row()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        foreach (var name in (string[])["Sami", "Zoe"])
        {
            await world.RevokeAsync(name);
            await world.SignOffAsync(name);
        }

        await world.FileAsync(world.World.ExtractId, ExtractFileKind.Users, "none");
        await world.ReadAsync(database.Time.Now().AddHours(1), [new TestAccount("Zoe", "Admin")]);
        await database.Get<CheckRemovals>().RunAsync(default);

        using var book = await CampaignWorkbook.OfAsync(database, 1);
        var removals = book["Removals"].Rows().ToDictionary(r => r["Removal key"]!, r => (r["Removal id"], r["State"]));
        var history = book["Removal history"].Rows().ToDictionary(r => r["Record"]!);
        await using var db = database.Look();
        var checks = await db.RemovalChecks.OrderBy(c => c.Id).ToListAsync();
        Assert.Equal(2, checks.Count);
        foreach (var row in checks.Select(Said))
        {
            var told = history[row["id"]];
            Assert.Equal(removals[row["removal"]], (told["Removal id"], told["What"]));
            Assert.Equal(row["extract"], told["Extract key"]);
        }

        Assert.Equal($"{world.World.ExtractId}", Assert.Single(book["Sources"].Rows())["Extract key"]);
    }

    [Fact]
    public async Task A_waiver_and_its_answer_are_found_in_the_workbook_by_the_keys_of_their_rows()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        await world.RevokeAsync("Sami");
        await world.SignOffAsync("Sami");
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        var removal = Assert.Single(await world.RemovalsAsync()).Id;
        var waiver = (await database.Get<AskForWaiver>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), removal, new DateOnly(2026, 12, 31), "Needed for the audit", default)).Require();
        (await database.Get<AnswerWaiver>().RunAsync(Guid.NewGuid(), world.World.As("Noa"), waiver, false, default)).Require();

        using var book = await CampaignWorkbook.OfAsync(database, 1);
        await using var db = database.Look();
        var (asked, answered) = (Said(await db.RemovalWaivers.SingleAsync()), Said(await db.WaiverAnswers.SingleAsync()));
        Assert.Equal(
            [("Waiver asked for", asked["id"], "does not apply"), ("Waiver refused", answered["waiver"], "does not apply")],
            book["Removal history"].Rows().Select(r => (r["What"]!, r["Record"]!, r["Extract key"]!)).Order());
    }

    /// <summary>What a row of the pack says under which name.</summary>
    private static Dictionary<string, string> Said(IEvidenceRow row) =>
        row.ToRowText().ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('=', 2)).ToDictionary(p => p[0], p => p[1]);
}
