using AccessReview.Connectors;
using AccessReview.Core.Connections;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>When somebody last signed in to an application through a directory, where the application itself does not say.</summary>
public sealed class LastSignInTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private ConnectedWorld world = null!;

    private DateTime Now => database.Time.GetUtcNow().UtcDateTime;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        world = await ConnectedWorld.CreateAsync(database);
        await world.Revoked.Run(async (scope, cancel) => (await scope.Db.Applications.AsTracking().SingleAsync(cancel)).DormantAfterDays = 30);
        await world.ReadAsync(await world.ConnectHeapAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Who_has_not_signed_in_for_longer_than_the_limit_is_dormant_and_the_row_says_through_what()
    {
        world.Okta.Log!.AddRange([("00uZoe", "heap", Now.AddDays(-60), true), ("00uSami", "heap", Now.AddDays(-60), true), ("00uSami", "heap", Now.AddDays(-2), true)]);
        await world.ReadAsync(await world.ConnectOktaAsync());
        var (zoe, sami) = (await OfAsync("Zoe"), await OfAsync("Sami"));
        Assert.Equal((Finding.Dormant, Finding.None), (zoe.Findings & Finding.Dormant, sami.Findings & Finding.Dormant));
        Assert.Contains(FindingSentences.Of(zoe.Findings, FindingFacts.Parse(zoe.Facts)), s => s.Sentence.StartsWith("Last signed in through Okta ", StringComparison.Ordinal));
        await using var db = database.Look();
        var facts = await RouteReader.ReadAsync(db, world.World.ApplicationId, sami.AccountId, null, false, CancellationToken.None);
        Assert.EndsWith($"; last signed in there on {Now.AddDays(-2):d MMM yyyy}", facts.Origin, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_an_account_comes_from_says_when_whoever_has_it_under_another_address_signed_in_there()
    {
        var okta = await world.ConnectOktaAsync();
        await world.ReadAsync(okta);
        world.Okta.Rename("00uSami", "sami.renamed@example.test", "sami@example.test");
        world.Okta.Log!.Add(("00uSami", "heap", Now.AddDays(-60), true));
        await world.ReadAsync(okta);
        Assert.EndsWith($"; last signed in there on {Now.AddDays(-60):d MMM yyyy}", await OriginAsync("Sami"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whom_the_log_does_not_show_is_not_known_and_never_called_dormant()
    {
        await world.ReadAsync(await world.ConnectOktaAsync());
        Assert.Equal(Finding.None, (await OfAsync("Zoe")).Findings & Finding.Dormant);
        await using var db = database.Look();
        Assert.True(await db.AppGrants.AllAsync(g => g.LastSignInAt == null));
        Assert.Equal("own assignment at Okta; no sign-in through Okta in the 90 days before the reading", await OriginAsync("Zoe"));
    }

    [Fact]
    public async Task Whom_the_log_does_not_show_is_only_said_of_a_log_that_was_read_to_its_end()
    {
        world.Okta.PageSize = 1;
        world.Okta.Log!.AddRange(Enumerable.Range(0, SourceWalk.MaxOptionalPages + 1).Select(i => ("00uSami", "heap", Now.AddHours(-1 - i), true)));
        await world.ReadAsync(await world.ConnectOktaAsync());
        Assert.Equal("own assignment at Okta", await OriginAsync("Zoe"));
    }

    [Fact]
    public async Task Without_the_right_to_the_log_the_reading_is_complete_and_says_what_is_not_known()
    {
        world.Okta.Log = null;
        var connection = await world.ConnectOktaAsync();
        var reading = await world.ReadAsync(connection);
        Assert.Equal((Completeness.Complete, 7), (reading.Completeness, reading.Records));
        Assert.Contains("not known: Okta could not be asked", reading.Files.Single(f => f.Kind == ExtractFileKind.Grants).Report, StringComparison.Ordinal);
        Assert.Equal("own assignment at Okta", await OriginAsync("Zoe"));
        var test = (await database.Get<TestConnection>().RunAsync(Guid.NewGuid(), world.Ada, connection, CancellationToken.None)).Require();
        Assert.Null(test.Problem);
        Assert.Contains(test.Cannot, c => c.StartsWith("When somebody last signed in to a linked application stays not known. Okta could not be asked", StringComparison.Ordinal));
    }

    private async Task<string?> OriginAsync(string name)
    {
        await using var db = database.Look();
        return (await RouteReader.ReadAsync(db, world.World.ApplicationId, (await OfAsync(name)).AccountId, null, changeOfRole: false, CancellationToken.None)).Origin;
    }

    private async Task<AssessedAccount> OfAsync(string name)
    {
        await using var db = database.Look();
        var assessment = (await db.Applications.SingleAsync()).CurrentAssessmentId;
        var person = world.World[name];
        return await db.AssessedAccounts.SingleAsync(a => a.AssessmentId == assessment && a.PersonId == person);
    }
}
