using AccessReview.Core;
using AccessReview.Core.Audit;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Purging;
using AccessReview.Core.Roles;
using AccessReview.Core.SignIn;
using AccessReview.Core.Tests;
using AccessReview.Web.Verbs;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Web.Tests.Verbs;

/// <summary>The verbs beside the server: what they understand, and what they say where there is nothing to work on.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("frobnicate")]
    [InlineData("backup")]
    [InlineData("backup one.db two.db")]
    [InlineData("backup one.db --keys")]
    [InlineData("verify --anker x")]
    [InlineData("verify --Data:Foldr x")]
    [InlineData("migrate now")]
    [InlineData("resume now")]
    [InlineData("unbind")]
    public async Task What_is_not_understood_gets_the_usage_and_exit_code_2(string line)
    {
        using var output = new StringWriter();
        Assert.Equal(2, await CommandLine.RunAsync(line.Split(' '), output));
        Assert.Contains("AccessReview.Web " + (line.StartsWith('f') ? "backup" : line.Split(' ')[0]), output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("--urls=http://localhost:0", true)]
    [InlineData("urls=http://localhost:0", true)]
    [InlineData("/urls=http://localhost:0", true)]
    [InlineData("--Data:Folder verify --urls http://localhost:0", true)]
    [InlineData("verify", false)]
    [InlineData("frobnicate", false)]
    [InlineData("--Data:Folder=x verify --urls http://localhost:0", false)]
    [InlineData("--urls http://localhost:0 --Data:Folder x restore /x/one.db", false)]
    [InlineData("--json verify", false)]
    [InlineData("-- verify", false)]
    [InlineData("--", false)]
    [InlineData("-- x", false)]
    [InlineData("/ x", false)]
    [InlineData("--verbose verify", false)]
    [InlineData("--dry-run purge", false)]
    [InlineData("--quiet migrate", false)]
    [InlineData("/quiet migrate", false)]
    [InlineData("--urls=http://localhost:0 --Data:Folder", false)]
    [InlineData("-x --urls=http://localhost:0", false)]
    [InlineData("-x=1", false)]
    [InlineData("--help --urls http://localhost:0", false)]
    [InlineData("--urls http://localhost:0 -h", false)]
    public void The_product_serves_where_every_word_is_a_setting_and_nobody_asks_for_help(string line, bool serves) =>
        Assert.Equal(serves, CommandLine.Serves(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Theory]
    [InlineData("--Data:Folder x verify --json", "verify")]
    [InlineData("--keys x.xml restore one.db", "restore")]
    [InlineData("-- verify", "verify")]
    [InlineData("--quiet migrate", "migrate")]
    public async Task A_verb_behind_a_flag_is_not_carried_out_and_is_told_where_it_stands(string line, string verb)
    {
        using var output = new StringWriter();
        Assert.Equal(2, await CommandLine.RunAsync(line.Split(' '), output));
        Assert.StartsWith($"“{verb}” comes first, and all else behind it: AccessReview.Web {verb} ", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("help")]
    [InlineData("--help")]
    [InlineData("--version")]
    [InlineData("--Data:Folder=x -h")]
    [InlineData("/?")]
    [InlineData("verify --help")]
    public async Task Who_asks_for_help_gets_it(string line)
    {
        using var output = new StringWriter();
        Assert.Equal(0, await CommandLine.RunAsync(line.Split(' '), output));
        Assert.Contains("AccessReview.Web verify", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_level_of_the_log_that_is_none_is_named()
    {
        await using var machine = await Installed.CreateAsync();
        var (code, said) = await machine.RunAsync("verify", "--Logging:LogLevel:Default=Verbose");
        Assert.True(code == 3 && said.Contains("Logging:LogLevel:Default is \"Verbose\"; it can be Trace", StringComparison.Ordinal), said);
    }

    [Fact]
    public async Task A_missing_database_could_not_be_verified_or_purged_and_nothing_is_made()
    {
        await using var machine = await Installed.CreateAsync();
        File.Delete(machine.Database);
        Assert.Equal(3, (await machine.RunAsync("verify")).Code);
        Assert.Equal(3, (await machine.RunAsync("backup", machine.At("b.db"))).Code);
        var purged = await machine.RunAsync("purge");
        Assert.True(purged.Code == 3 && purged.Said.Contains($"There is no database at {machine.Database}", StringComparison.Ordinal), purged.Said);
        Assert.Empty(Directory.EnumerateFiles(machine.Folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_purge_that_was_carried_out_ends_with_0_though_another_waits_and_with_2_where_all_wait()
    {
        await using var machine = await Installed.CreateAsync();
        File.Delete(machine.Database);
        await machine.StartAsync();
        var (world, readings) = (new TestWorld(machine.Get<Change>()), new List<long>());
        await world.PeopleAsync([]);
        await world.HeapAsync();
        await world.Run("Seed", scope => readings.AddRange(new[] { 3, 4 }.Select(number => scope.Add(new Extract
        {
            Id = scope.NewId(), Number = number, Kind = ExtractKind.Access, ApplicationId = world.ApplicationId, AsOf = scope.At, ReadAt = scope.At, ReadBy = "product", Completeness = Completeness.Complete,
            CoversAssignments = true, Records = 0, Assignments = 0,
        }).Id)));
        foreach (var reading in readings)
        {
            (await machine.Get<AskForPurge>().RunAsync(Guid.NewGuid(), world.As("Owen"), PurgeKind.Reading, reading, "By mistake", CancellationToken.None)).Require();
        }

        await machine.StopAsync();
        var (code, said) = await machine.RunAsync("purge");
        Assert.True(code == ExitCodes.Incomplete && said.Contains("Nothing was changed.", StringComparison.Ordinal), said);

        await machine.StartAsync();
        (await machine.Get<ApprovePurge>().RunAsync(Guid.NewGuid(), world.As("Ada"), PurgeKind.Reading, readings[0], CancellationToken.None)).Require();
        await machine.StopAsync();
        (code, said) = await machine.RunAsync("purge");
        Assert.True(code == ExitCodes.Ok && said.Contains("kept    reading X4: it waits for a second person", StringComparison.Ordinal), said);
        await machine.StartAsync();
        await using var db = machine.Look();
        Assert.Equal(readings[0], EventJson.Read<Purged>(await db.AuditEvents.SingleAsync(e => e.Type == nameof(Purged))).Target);
    }

    [Fact]
    public async Task Migrate_brings_an_older_database_up_and_says_when_there_is_nothing_to_do()
    {
        await using var machine = await Installed.CreateAsync();
        Assert.Equal(0, (await machine.RunAsync("migrate")).Code);
        var again = await machine.RunAsync("migrate");
        Assert.Equal(0, again.Code);
        Assert.Contains("already", again.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_says_that_it_made_a_database_where_there_was_none()
    {
        await using var machine = await Installed.CreateAsync();
        File.Delete(machine.Database);
        var made = await machine.RunAsync("migrate");
        Assert.True(made.Code == 0 && made.Said.Contains($"a new database: there was none at {machine.Database}", StringComparison.Ordinal), made.Said);
    }

    [Fact]
    public async Task SQL_Server_is_backed_up_by_its_administrator_with_these_statements()
    {
        foreach (var (verb, statement) in new[] { ("backup", "BACKUP DATABASE"), ("restore", "RESTORE DATABASE") })
        {
            using var output = new StringWriter();
            Assert.Equal(3, await CommandLine.RunAsync([verb, "x", "--Database:Provider=SqlServer", "--Database:ConnectionString=Server=nowhere"], output));
            Assert.Contains(statement, output.ToString(), StringComparison.Ordinal);
            Assert.Contains("sealed by what Keys:* names", output.ToString(), StringComparison.Ordinal);
            Assert.All(
                ["resume --reason", "RESTORE DATABASE [AccessReview] WITH RECOVERY;"],
                said => Assert.Equal(verb == "restore", output.ToString().Contains(said, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Migrate_writes_the_script_for_a_database_administrator_without_a_server_and_over_no_file()
    {
        await using var machine = await Installed.CreateAsync();
        var file = machine.At("upgrade.sql");
        using var output = new StringWriter();
        string[] line = ["migrate", "--script", file, "--Database:Provider=SqlServer", "--Database:ConnectionString=Server=nowhere"];
        Assert.True(await CommandLine.RunAsync(line, output) == 0, output.ToString());
        Assert.Contains("CREATE TRIGGER [guard_chain_insert]", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(2, await CommandLine.RunAsync(line, output));
        Assert.Equal(2, (await machine.RunAsync("migrate", "--script", machine.At("sqlite.sql"))).Code);
        Assert.False(File.Exists(machine.At("sqlite.sql")));
    }

    [Fact]
    public async Task Unbind_says_why_and_lets_another_sign_in_of_the_same_address_in()
    {
        await using var machine = await Installed.CreateAsync();
        await machine.StartAsync();
        string address;
        await using (var db = machine.Look())
        {
            var administrator = await db.RoleGrants.Where(g => g.Role == Role.Administrator && g.EndedAt == null).Select(g => g.PersonId).FirstAsync(TestContext.Current.CancellationToken);
            address = (await AccessReview.Core.Directories.CurrentPeople.FindAsync(db, administrator, TestContext.Current.CancellationToken))!.WorkEmail;
        }

        Task<BindByAddress.Answer> ProveAsync(string subject) => machine.Get<BindByAddress>().RunAsync(
            new ProvenIdentity(AuthenticationMethod.OpenIdConnect, "https://login.example", subject, [address], address, "Somebody", Role.None), TestContext.Current.CancellationToken);
        var person = (await ProveAsync("old")).PersonId;
        Assert.NotNull(person);
        Assert.Equal(WhyNotBound.AnotherSignIn, (await ProveAsync("new")).Why);
        await machine.StopAsync();

        foreach (var (line, said) in new[] { (new[] { "unbind", address }, "--reason"), (["unbind", "nobody@example.test", "--reason", "why"], "Nobody has the address nobody@example.test") })
        {
            var refused = await machine.RunAsync(line);
            Assert.True(refused.Code == ExitCodes.Incomplete && refused.Said.Contains(said, StringComparison.Ordinal), refused.Said);
        }

        var unbound = await machine.RunAsync("unbind", address, "--reason", "The account was made anew.");
        Assert.True(unbound.Code == ExitCodes.Ok && unbound.Said.Contains($"unbound 1 of {address}", StringComparison.Ordinal), unbound.Said);
        await machine.StartAsync();
        Assert.Equal(person, (await ProveAsync("new")).PersonId);
    }

    [Theory]
    [InlineData("purge", "--list")]
    [InlineData("resume")]
    public async Task Who_only_asks_changes_no_database_of_an_earlier_release(params string[] asking)
    {
        await using var machine = await Installed.CreateAsync();
        var before = Installed.Sha256(machine.Database);
        var (code, said) = await machine.RunAsync(asking);
        Assert.True(code == ExitCodes.CouldNotRun && said.Contains("Run migrate first", StringComparison.Ordinal), said);
        Assert.Equal(before, Installed.Sha256(machine.Database));
        Assert.Empty(Directory.EnumerateFiles(machine.At("data"), "accessreview.db.before-*"));

        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("migrate")).Code);
        Assert.DoesNotContain("Run migrate first", (await machine.RunAsync(asking)).Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("migrate")]
    [InlineData("verify")]
    [InlineData("backup", "b.db")]
    [InlineData("purge")]
    [InlineData("purge", "--list")]
    [InlineData("resume", "--reason", "why")]
    [InlineData("unbind", "a@example.test", "--reason", "why")]
    public async Task A_database_that_a_newer_version_made_is_refused_and_stays_as_it_is(params string[] line)
    {
        await using var machine = await Installed.CreateAsync();
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("migrate")).Code);
        Installed.Sql(machine.Database, """
            INSERT INTO "__EFMigrationsHistory" VALUES ('20990101000000_Later', '12.0.0');
            DROP TRIGGER "guard_chain_delete";
            CREATE TRIGGER "guard_chain_delete" BEFORE DELETE ON "AuditEvents" BEGIN SELECT RAISE(ABORT, 'as a newer version has it'); END;
            """);
        var before = Installed.Sha256(machine.Database);
        var (code, said) = await machine.RunAsync([.. line.Select(word => word == "b.db" ? machine.At(word) : word)]);
        Assert.True(code == ExitCodes.CouldNotRun && said.Contains("of a newer version of the product (20990101000000_Later)", StringComparison.Ordinal), said);
        Assert.Equal(before, Installed.Sha256(machine.Database));
        Assert.False(File.Exists(machine.At("b.db")));
    }

    [Fact]
    public async Task An_older_database_is_verified_by_its_own_version()
    {
        await using var machine = await Installed.CreateAsync();
        var before = Installed.Sha256(machine.Database);
        var (code, said) = await machine.RunAsync("verify");
        Assert.True(code == ExitCodes.CouldNotRun && said.Contains("of an older version of the product. Verify it with that version, or run migrate first", StringComparison.Ordinal), said);
        Assert.Equal(before, Installed.Sha256(machine.Database));
    }

    [Fact]
    public async Task On_SQL_Server_no_file_is_looked_for()
    {
        var call = new VerbCall("", Array.Empty<string>().ToLookup(f => f), ["--Database:Provider=SqlServer", "--Database:ConnectionString=Server=127.0.0.1;Database=review"], TextWriter.Null);
        var (services, options) = call.Open();
        await using var held = services;
        Assert.Null(VerbCall.NoDatabase(services, options));
    }

    [Fact]
    public async Task A_configured_folder_of_anchors_that_is_not_there_is_missing()
    {
        await using var machine = await Installed.CreateAsync();
        await machine.StartAsync();
        var (code, said) = await machine.RunAsync("verify", "--Evidence:AnchorFolder", machine.At("share"));
        Assert.Equal(2, code);
        Assert.Contains($"MISSING there is no anchor at {machine.At("share")}", said, StringComparison.Ordinal);
    }
}
