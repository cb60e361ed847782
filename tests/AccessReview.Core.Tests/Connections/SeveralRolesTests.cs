using System.Text.Json.Nodes;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>An application that gives one account several roles: each of them counts.</summary>
public sealed class SeveralRolesTests : ConnectedTests
{
    [Fact]
    public async Task Who_administers_among_other_roles_is_privileged()
    {
        world.Heap.Find("h3")!["roles"] = new JsonArray(new JsonObject { ["value"] = "Analyst" }, new JsonObject { ["value"] = "Admin" });
        var extract = await world.ReadAsync(await world.ConnectHeapAsync());
        await using var db = database.Look();
        var privileged = await (from assessed in db.AssessedAccounts
                                join assessment in db.Assessments on assessed.AssessmentId equals assessment.Id
                                where assessment.ExtractId == extract.Id && (assessed.Findings & Finding.Privileged) != Finding.None
                                join record in db.AccountRecords on assessed.AccountRecordId equals record.Id
                                select new { record.Email, record.Role }).ToListAsync();
        Assert.Equal(("zoe@example.test", "Admin, Analyst"), (Assert.Single(privileged).Email, privileged[0].Role));
    }

    [Fact]
    public async Task Who_administers_among_more_roles_than_one_may_have_characters_is_read_and_privileged()
    {
        string[] roles = ["Admin", "Analyst of the web project", "Analyst of the mobile project", "Architect of the data project", "Consumer of the sales project", "Consumer of the support project"];
        world.Heap.Find("h3")!["roles"] = new JsonArray([.. roles.Select(r => new JsonObject { ["value"] = r })]);
        var extract = await world.ReadAsync(await world.ConnectHeapAsync());
        Assert.Equal(Completeness.Complete, extract.Completeness);
        await using var db = database.Look();
        var zoe = await (from assessed in db.AssessedAccounts
                         join record in db.AccountRecords on assessed.AccountRecordId equals record.Id
                         where record.ExtractId == extract.Id && record.SourceId == "h3"
                         select new { record.Role, Privileged = assessed.Findings & Finding.Privileged }).SingleAsync();
        Assert.Equal((string.Join(", ", roles.Order(StringComparer.Ordinal)), Finding.Privileged), (zoe.Role, zoe.Privileged));
    }

    [Fact]
    public async Task Their_removal_waits_for_a_second_person_as_any_administrators_does()
    {
        await world.Revoked.Run((scope, _) =>
        {
            scope.AfterEvent(cancel => scope.Db.AccountRecords.Where(r => r.Name == "Zoe").ExecuteUpdateAsync(
                s => s.SetProperty(r => r.Role, "Admin, Analyst").SetProperty(r => r.RoleKey, "ADMIN, ANALYST").SetProperty(r => r.EventSeq, scope.Seq), cancel));
            return Task.CompletedTask;
        });
        await world.ReadAsync(await world.ConnectHeapAsync());
        await world.Revoked.RevokeAsync("Zoe");
        await world.Revoked.SignOffAsync("Zoe");
        await world.CarryOutAsync(TimeSpan.FromHours(1));
        Assert.Equal(RemovalState.WaitingForSecondPerson, (await world.OnlyAsync()).State);
    }
}
