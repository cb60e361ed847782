using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Matching;
using AccessReview.Core.Reviewing;
using AccessReview.Core.SignIn;
using AccessReview.Core.Tests.Access;
using AccessReview.Core.Tests.SignIn;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Audit;

/// <summary>Reasons of which an event holds the hash, and a row that changes names the text.</summary>
public sealed class EventTextsTests
{
    [SqliteTheory]
    [InlineData("HandMatches", "ReasonId")]
    [InlineData("Declarations", "PurposeId")]
    [InlineData("Absences", "ReasonId")]
    [InlineData("Campaigns", "ConclusionId")]
    [InlineData("SignOffs", "WithdrawnReasonId")]
    public async Task A_reason_exchanged_for_another_or_taken_from_its_row_is_found(string table, string column)
    {
        await using var world = await WorldAsync();
        Assert.Empty(await FindingsAsync(world));
        await using var db = await Unguarded.OpenAsync(world.Database);
        var another = $"UPDATE \"{table}\" SET \"{column}\" = (SELECT \"Id\" FROM \"PrivateTexts\" WHERE \"Id\" <> \"{column}\" ORDER BY \"Id\" LIMIT 1) WHERE \"{column}\" IS NOT NULL";
        var named = $"SELECT \"{column}\" AS Value FROM \"{table}\" WHERE \"{column}\" IS NOT NULL";
        var before = await db.Database.SqlQueryRaw<long>(named).SingleAsync();
        Assert.Equal(1, await db.Database.ExecuteSqlRawAsync(another));
        Assert.Equal(["text.swapped"], await FindingsAsync(world));

        var back = $"UPDATE \"{table}\" SET \"{column}\" = {before} WHERE \"{column}\" IS NOT NULL";
        Assert.Equal(1, await db.Database.ExecuteSqlRawAsync(back));
        Assert.Empty(await FindingsAsync(world));

        var text = $"DELETE FROM \"PrivateTexts\" WHERE \"Id\" = {before}";
        await db.Database.ExecuteSqlRawAsync(text);
        Assert.Contains("text.swapped", await FindingsAsync(world));

        var gone = table is "Campaigns" or "SignOffs" ? $"UPDATE \"{table}\" SET \"{column}\" = NULL" : $"DELETE FROM \"{table}\"";
        await db.Database.ExecuteSqlRawAsync(gone);
        Assert.Contains("text.uncited", await FindingsAsync(world));
    }

    [SqliteFact]
    public async Task Why_an_operator_unbound_a_sign_in_stands_beside_its_event_and_is_missed_when_it_is_gone()
    {
        await using var world = await AccessWorld.CreateAsync();
        Assert.Equal(world.People["Mia"], (await world.Get<BindByAddress>().RunAsync(Proven.By("Mia", "mia@example.test"), default)).PersonId);
        Assert.Equal(1, (await world.Get<UnbindAddress>().RunAsync("mia@example.test", "Her account was made anew.", default)).Require());
        Assert.Empty(await FindingsAsync(world));

        await using var db = await Unguarded.OpenAsync(world.Database);
        var seq = await db.AuditEvents.Where(e => e.Type == nameof(SignInUnbound)).Select(e => e.Seq).SingleAsync();
        Assert.Equal("Her account was made anew.", await db.PrivateTexts.Where(t => t.EventSeq == seq).Select(t => t.Text).SingleAsync());
        await db.Database.ExecuteSqlAsync($"DELETE FROM \"PrivateTexts\" WHERE \"EventSeq\" = {seq}");
        Assert.Contains("text.swapped", await FindingsAsync(world));
    }

    private static async Task<AccessWorld> WorldAsync()
    {
        var world = await AccessWorld.CreateAsync();
        (await world.Get<WithdrawSignOff>().RunAsync(Guid.NewGuid(), world.As("Rex"), world.SignOff, "A mistake", default)).Require();
        (await world.Get<MatchByHand>().RunAsync(Guid.NewGuid(), world.As("Ada"), await world.AccountAsync("Sami"), world.People["Tim"], "His second login", default)).Require();
        (await world.Get<DeclareAccount>().RunAsync(Guid.NewGuid(), world.As("Ada"), await world.AccountAsync("Mia"), DeclaredKind.Shared, world.People["Tim"], "A screen", default)).Require();
        (await world.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), world.As("Owen"), world.Draft, "Not this quarter", default)).Require();
        return world;
    }

    private static async Task<List<string>> FindingsAsync(AccessWorld world) =>
        [.. (await world.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings.Select(f => f.Code).Where(c => c != "guard.missing")];
}
