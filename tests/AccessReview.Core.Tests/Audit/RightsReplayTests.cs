using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using AccessReview.Core.SignIn;
using AccessReview.Core.Tests.Access;
using AccessReview.Core.Tests.SignIn;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Audit;

/// <summary>Who may do what, and for whom, follows from the events: what somebody writes into the tables beside the product is found.</summary>
public sealed class RightsReplayTests
{
    [SqliteTheory]
    [InlineData("role.state", "INSERT INTO RoleGrants (Id, PersonId, Role, Source, GrantedBy, GrantedAt, EventSeq) SELECT MAX(Id) + 100000, {Pat}, 'Administrator', 'Product', 'product', MAX(GrantedAt), MAX(EventSeq) FROM RoleGrants")]
    [InlineData("role.state", "UPDATE RoleGrants SET EndedAt = NULL, EndedBy = NULL WHERE EndedAt IS NOT NULL")]
    [InlineData("role.state", "UPDATE RoleGrants SET GrantedBy = 'person:{Owen}' WHERE PersonId = {Aud}")]
    [InlineData("role.gone", "DELETE FROM RoleGrants WHERE PersonId = {Aud}")]
    [InlineData("sign-in.state", "UPDATE SignInIdentities SET PersonId = {Ada} WHERE PersonId = {Mia}")]
    [InlineData("sign-in.state", "UPDATE SignInIdentities SET Subject = 'another' WHERE PersonId = {Mia}")]
    [InlineData("sign-in.state", "UPDATE SignInIdentities SET Active = 1 WHERE PersonId = {Pat}")]
    [InlineData("sign-in.gone", "DELETE FROM SignInIdentities WHERE PersonId = {Pat}")]
    [InlineData("absence.state", "UPDATE Absences SET ApprovedById = {Mia}, ApprovedAt = StatedAt")]
    [InlineData("absence.state", "UPDATE Absences SET DelegateId = {Pat}")]
    [InlineData("policy.state", "UPDATE PolicyVersions SET Json = REPLACE(Json, 'Europe', 'europe') WHERE Number = 1")]
    [InlineData("policy.gone", "DELETE FROM PolicyVersions WHERE Number = 1")]
    [InlineData("absence.state", "UPDATE Absences SET Until = '2027-06-30'")]
    public async Task A_right_that_no_event_gave_or_took_is_found(string expected, string tampering)
    {
        await using var world = await WorldAsync();
        Assert.Empty(await FindingsAsync(world));
        await using var db = await Unguarded.OpenAsync(world.Database);
        Assert.Equal(1, await db.Database.ExecuteSqlRawAsync(world.People.Named(tampering)));
        Assert.Contains(expected, await FindingsAsync(world));
    }

    [SqliteFact]
    public async Task A_role_taken_for_an_hour_is_found_by_what_was_done_with_it()
    {
        await using var world = await WorldAsync();
        await using var db = await Unguarded.OpenAsync(world.Database);
        await db.Database.ExecuteSqlRawAsync(world.People.Named("INSERT INTO RoleGrants (Id, PersonId, Role, Source, GrantedBy, GrantedAt, EventSeq) SELECT MAX(Id) + 100000, {Pat}, 'CampaignOwner', 'Product', 'product', MAX(GrantedAt), MAX(EventSeq) FROM RoleGrants"));
        (await world.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), world.As("Pat"), world.Draft, "Not this quarter", default)).Require();
        await db.Database.ExecuteSqlRawAsync(world.People.Named("DELETE FROM RoleGrants WHERE PersonId = {Pat} AND Role = 'CampaignOwner'"));
        var found = Assert.Single(await ReportAsync(world));
        Assert.Equal(("event.roles", true), (found.Code, found.Sentence.Contains($"person {world.People["Pat"]} held CampaignOwner", StringComparison.Ordinal)));
    }

    [SqliteFact]
    public async Task The_first_administrator_who_acted_while_an_administrator_worked_here_is_found()
    {
        await using var world = await WorldAsync();
        await using var db = await Unguarded.OpenAsync(world.Database);
        await db.Database.ExecuteSqlRawAsync(world.People.Named("UPDATE RoleGrants SET EndedAt = GrantedAt WHERE PersonId = {Ada}"));
        (await world.Get<SetPolicy>().RunAsync(Guid.NewGuid(), Actor.FirstAdministrator(), new Policy(), null, default)).Require();
        await db.Database.ExecuteSqlRawAsync(world.People.Named("UPDATE RoleGrants SET EndedAt = NULL WHERE PersonId = {Ada}"));
        Assert.Contains("first administrator", Assert.Single(await ReportAsync(world)).Sentence, StringComparison.Ordinal);
    }

    [SqliteFact]
    public async Task Somebody_who_acted_by_a_sign_in_that_nobody_bound_is_found()
    {
        await using var world = await WorldAsync();
        var stranger = new Actor(ActorKind.Person, world.People["Owen"], AuthenticationMethod.OpenIdConnect, "session");
        (await world.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), stranger, world.Draft, "Not this quarter", default)).Require();
        Assert.Equal("event.sign-in", Assert.Single(await ReportAsync(world)).Code);
    }

    [SqliteFact]
    public async Task Whoever_acted_by_a_sign_in_that_was_theirs_then_is_not()
    {
        await using var world = await WorldAsync();
        var mia = new Actor(ActorKind.Person, world.People["Mia"], AuthenticationMethod.EntraId, "session");
        Assert.Equal(Problem.DeniedCode, (await world.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), mia, world.Draft, "Not this quarter", default)).Problem!.Code);
        await using var db = world.Database.Look();
        var identity = await db.SignInIdentities.Where(i => i.PersonId == world.People["Mia"]).Select(i => i.Id).SingleAsync();
        (await world.Get<UnbindSignIn>().RunAsync(Guid.NewGuid(), world.As("Ada"), identity, default)).Require();
        Assert.Equal(Problem.DeniedCode, (await world.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), mia, world.Draft, "Not this quarter", default)).Problem!.Code);
        Assert.Empty(await FindingsAsync(world));
    }

    /// <summary>Aud has a role, Pat's by claim ended when their sign-in was taken from them, Mia is signed in by her address.</summary>
    private static async Task<AccessWorld> WorldAsync()
    {
        var world = await AccessWorld.CreateAsync();
        foreach (var name in new[] { "Mia", "Pat" })
        {
            var proven = Proven.By(name, $"{name.ToLowerInvariant()}@example.test");
            Assert.Equal(world.People[name], (await world.Get<BindByAddress>().RunAsync(proven, default)).PersonId);
        }

        (await world.Get<SetPolicy>().RunAsync(Guid.NewGuid(), world.As("Ada"), new Policy { TimeZone = "Europe/Berlin" }, null, default)).Require();
        await world.Get<TakeRolesFromClaims>().RunAsync(world.People["Pat"], Role.Auditor, default);
        await using var db = world.Database.Look();
        var identity = await db.SignInIdentities.Where(i => i.PersonId == world.People["Pat"]).Select(i => i.Id).SingleAsync();
        (await world.Get<UnbindSignIn>().RunAsync(Guid.NewGuid(), world.As("Ada"), identity, default)).Require();
        return world;
    }

    private static async Task<List<Tampering>> ReportAsync(AccessWorld world) =>
        [.. (await world.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings.Where(f => f.Code != "guard.missing")];

    private static async Task<List<string>> FindingsAsync(AccessWorld world) => [.. (await ReportAsync(world)).Select(f => f.Code)];
}
