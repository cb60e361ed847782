using AccessReview.Connectors;
using AccessReview.Core.Connections;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Fakes;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>The sign-in logs of OneLogin, Google Workspace and Entra ID: what the product makes of them, and what the test of the connection says.</summary>
public sealed class SignInLogsTests : IAsyncLifetime
{
    private const string Saml = "Heap (SAML)";

    private readonly FakeOneLogin oneLogin = new();
    private readonly FakeGoogle google = new();
    private readonly FakeEntra entra = new();
    private TestDatabase database = null!;
    private ConnectedWorld world = null!;

    private DateTime Now => database.Time.GetUtcNow().UtcDateTime;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        world = await ConnectedWorld.CreateAsync(database);
        oneLogin.User(1, "zoe@example.test").User(2, "sami@example.test").Apps[70] = ([1, 2], []);
        google.User("1", "zoe@example.test").User("2", "sami@example.test").Groups["g1"] = new("Heap users", "heap@example.test", ["zoe@example.test", "sami@example.test"]);
        entra.User("e1", "zoe@example.test").User("e2", "sami@example.test").Apps["heap"] = [("a1", "User", "e1"), ("a2", "User", "e2")];
        await oneLogin.StartAsync();
        await google.StartAsync();
        await entra.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await oneLogin.DisposeAsync();
        await google.DisposeAsync();
        await entra.DisposeAsync();
        await world.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task OneLogin_shows_when_somebody_last_signed_in_and_says_nothing_of_the_others()
    {
        oneLogin.Log!.AddRange([new(1, 70, Now.AddDays(-100)), new(2, 71, Now.AddDays(-2))]);
        var reading = await world.ReadAsync(await OneLoginAsync());
        Assert.Equal(Completeness.Complete, reading.Completeness);
        await KnownAsync("Zoe", Now.AddDays(-100));
        await KnownAsync("Sami", null);
    }

    [Fact]
    public async Task The_test_asks_the_log_of_OneLogin_about_one_person_and_not_about_all()
    {
        var findings = await TestAsync(await OneLoginAsync());
        Assert.Contains("Say when somebody last signed in to a linked application, as far back as its log reaches.", findings.Can);
        Assert.Single(oneLogin.Requests, r => r.Contains("/api/1/events", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_the_right_to_the_log_of_OneLogin_the_reading_is_complete_and_the_test_says_what_is_not_known()
    {
        oneLogin.Log = null;
        var connection = await OneLoginAsync();
        var reading = await world.ReadAsync(connection);
        Assert.Equal(Completeness.Complete, reading.Completeness);
        Assert.Contains("not known: OneLogin could not be asked to list last sign-ins", reading.Files.Single(f => f.Kind == ExtractFileKind.Grants).Report, StringComparison.Ordinal);
        Assert.Contains((await TestAsync(connection)).Cannot, c => c.StartsWith("When somebody last signed in to a linked application stays not known. OneLogin could not be asked", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Google_shows_when_somebody_last_signed_in_under_the_name_that_was_entered()
    {
        google.Log.AddRange([("1", Saml, Now.AddDays(-100), true), ("2", "Heap", Now.AddDays(-2), true), ("9", Saml, Now.AddDays(-3), true)]);
        var connection = await GoogleAsync(Saml);
        Assert.Equal(Completeness.Complete, (await world.ReadAsync(connection)).Completeness);
        await KnownAsync("Zoe", Now.AddDays(-100));
        await KnownAsync("Sami", null);
        Assert.Contains((await TestAsync(connection)).Can, c => c.StartsWith("Say when somebody last signed in to a linked application", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "When somebody last signed in to a linked application stays not known. Its log is not read.")]
    [InlineData("heap", "When somebody last signed in to a linked application stays not known. Google Workspace shows no sign-in to an application named heap in the last 14 days. Is it called that in the Admin console?")]
    public async Task The_test_of_Google_says_in_words_when_last_sign_ins_stay_not_known(string? name, string sentence)
    {
        google.Log.Add(("1", Saml, Now.AddDays(-3), true));
        var findings = await TestAsync(await GoogleAsync(name));
        Assert.Null(findings.Problem);
        Assert.Contains(sentence, findings.Cannot);
        Assert.DoesNotContain(findings.Can, c => c.Contains("last signed in to a linked application", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_test_of_Google_counts_the_linked_applications_without_a_name()
    {
        google.Log.Add(("1", Saml, Now.AddDays(-3), true));
        google.Groups["g2"] = new("Growth", "growth@example.test", []);
        var findings = await TestAsync((await SetGoogleAsync(Saml, new LinkedApp("growth@example.test", world.World.ApplicationId))).Require());
        Assert.Contains("When somebody last signed in stays not known for 1 of 2 linked applications: the name of the SAML application is not entered.", findings.Cannot);
        Assert.Contains(findings.Can, c => c.StartsWith("Say when somebody last signed in to a linked application", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Heap, Inc.")]
    [InlineData("more than a hundred characters: .......................................................................")]
    public async Task A_name_that_the_log_of_Google_cannot_be_asked_for_is_refused_in_words(string name)
    {
        var set = await SetGoogleAsync(name);
        Assert.Contains("Google's log cannot be asked for those", set.Problem!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sign_in_to_one_of_two_applications_that_a_group_gives_is_none_to_the_other()
    {
        var records = new SourceRecords();
        records.Take(new SourcePage(PagingKind.Cursor, 1, ["1"], null, null) { Assignments = [new("g", "1", "g")], AppGroups = [new("g", "g")], SignIns = [new(Saml, "1", Now)] }, [true]);
        LinkedApp[] apps = [new("g", 11, Saml), new("g", 12, "Amplitude"), new("g", 13)];
        Assert.Equal([(11, Now), (12, null), (13, null)], ReadGrant.Of(records, apps).Select(g => (g.ApplicationId, g.LastSignInAt)));
    }

    [Fact]
    public async Task Whom_the_log_of_OneLogin_does_not_show_has_not_signed_in_for_as_long_as_it_was_asked_back()
    {
        oneLogin.Log!.Add(new(1, 70, Now.AddDays(-100)));
        await world.ReadAsync(await OneLoginAsync());
        Assert.EndsWith("; no sign-in through OneLogin in the 180 days before the reading", await OriginAsync("Sami"), StringComparison.Ordinal);
        Assert.Contains("; last signed in there on", await OriginAsync("Zoe"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_of_OneLogin_that_did_not_come_for_one_person_says_nothing_of_the_others()
    {
        oneLogin.Before = async (context, _) =>
        {
            if (context.Request.Query["user_id"] == "2")
            {
                context.Response.StatusCode = 403;
                await context.Response.CompleteAsync();
            }

            return context.Request.Query["user_id"] == "2";
        };
        await world.ReadAsync(await OneLoginAsync());
        Assert.DoesNotContain("no sign-in", await OriginAsync("Zoe"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whom_the_log_of_Google_does_not_show_has_not_signed_in_for_as_long_as_it_reaches()
    {
        google.Log.Add(("9", Saml, Now.AddDays(-3), true));
        await world.ReadAsync(await GoogleAsync(Saml));
        Assert.EndsWith("; no sign-in through GoogleWorkspace in the 180 days before the reading", await OriginAsync("Sami"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_of_Google_under_a_name_that_nobody_signs_in_with_says_nothing()
    {
        await world.ReadAsync(await GoogleAsync(Saml));
        Assert.DoesNotContain("no sign-in", await OriginAsync("Sami"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_Entra_no_more_is_said_than_its_log_of_sign_ins_with_a_prompt_knows()
    {
        entra.Log!.Add(("e1", "heap", Now.AddDays(-2), true));
        var connection = await EntraAsync();
        await world.ReadAsync(connection);
        Assert.EndsWith("; no interactive sign-in through EntraId in the 30 days before the reading (those without a prompt are not in that log)", await OriginAsync("Sami"), StringComparison.Ordinal);
        Assert.EndsWith($"; last signed in there on {Now.AddDays(-2):d MMM yyyy} (those without a prompt are not in that log)", await OriginAsync("Zoe"), StringComparison.Ordinal);
        Assert.Contains("Say when somebody last signed in to a linked application with a prompt, as far back as its log reaches.", (await TestAsync(connection)).Can);
    }

    private async Task<string> OriginAsync(string name)
    {
        await using var db = database.Look();
        var account = await db.AccountRecords.Where(r => r.Name == name).Select(r => r.AccountId).FirstAsync();
        return (await RouteReader.ReadAsync(db, world.World.ApplicationId, account, null, changeOfRole: false, CancellationToken.None)).Origin!;
    }

    private async Task KnownAsync(string name, DateTime? at)
    {
        await using var db = database.Look();
        var person = world.World[name];
        var known = (await db.AppGrants.SingleAsync(g => g.PersonId == person)).LastSignInAt;
        Assert.Equal(at is null, known is null);
        Assert.Equal(at ?? default, known ?? default, TimeSpan.FromSeconds(5));
    }

    private async Task<long> OneLoginAsync() => (await database.Get<SetConnection>().RunAsync(
        Guid.NewGuid(), world.Ada,
        new EnteredConnection(
            null, await DirectoryAsync(DirectoryKind.OneLogin), ConnectionSystem.OneLogin, oneLogin.Address, FakeOneLogin.Secret, ConnectionUse.ReadOnly,
            new ConnectionSettings { Identity = FakeOneLogin.ClientId, Apps = [new LinkedApp("70", world.World.ApplicationId)] }),
        CancellationToken.None)).Require();

    private async Task<long> EntraAsync() => (await database.Get<SetConnection>().RunAsync(
        Guid.NewGuid(), world.Ada,
        new EnteredConnection(
            null, await DirectoryAsync(DirectoryKind.EntraId), ConnectionSystem.EntraId, entra.Address + "/v1.0", FakeEntra.Secret, ConnectionUse.ReadOnly,
            new ConnectionSettings { Tenant = FakeEntra.Tenant, Identity = FakeEntra.ClientId, Login = entra.Address, Apps = [new LinkedApp("heap", world.World.ApplicationId)] }),
        CancellationToken.None)).Require();

    private async Task<long> GoogleAsync(string? name) => (await SetGoogleAsync(name)).Require();

    private async Task<Outcome<long>> SetGoogleAsync(string? name, params LinkedApp[] more) => await database.Get<SetConnection>().RunAsync(
        Guid.NewGuid(), world.Ada,
        new EnteredConnection(
            null, await DirectoryAsync(DirectoryKind.GoogleWorkspace), ConnectionSystem.GoogleWorkspace, google.Address + "/admin/directory/v1", FakeGoogle.PrivateKey, ConnectionUse.ReadOnly,
            new ConnectionSettings
            {
                Identity = FakeGoogle.ServiceAccount, Admin = FakeGoogle.Admin, Login = google.Address + "/token", Apps = [new LinkedApp("heap@example.test", world.World.ApplicationId, name), .. more],
            }),
        CancellationToken.None);

    private async Task<long> DirectoryAsync(DirectoryKind kind) =>
        (await database.Get<RegisterDirectory>().RunAsync(Guid.NewGuid(), world.Ada, $"{kind}", kind, CancellationToken.None)).Require();

    private async Task<ConnectionFindings> TestAsync(long connection) =>
        (await database.Get<TestConnection>().RunAsync(Guid.NewGuid(), world.Ada, connection, CancellationToken.None)).Require();
}
