using System.Text;
using AccessReview.Core.Applications;
using AccessReview.Core.Audit;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Extracts;

/// <summary>The fear: an export that says all of an account on one line, its roles and its teams too, is read without some of them.</summary>
public sealed class SeveralInOneCellTests : IAsyncLifetime
{
    private static readonly DateTime Exported = new(2026, 11, 20, 18, 0, 0, DateTimeKind.Utc);
    private TestDatabase database = null!;
    private Importing importing = null!;
    private long heap;
    private long staff;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        importing = new Importing(database.Services);
        (heap, staff) = await importing.SourcesAsync();
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Theory]
    [InlineData("Analyst;Admin")]
    [InlineData("\"Analyst,Admin\"")]
    [InlineData("Admin|Analyst")]
    public async Task Whoever_holds_a_privileged_role_among_others_is_found_privileged(string roles)
    {
        var facts = new ApplicationFacts { Name = "Heap", Kind = ApplicationKind.Heap, PrivilegedRoles = ["Admin"] };
        (await database.Get<ChangeApplication>().RunAsync(Guid.NewGuid(), Importing.Admin, heap, facts, null, default)).Require();
        var people = await importing.DraftAsync(null, staff, Exported, (ExtractFileKind.People, "staff.csv", "Employee id,Work email,Status\n1,ann@example.test,Active\n2,bob@example.test,Active\n"u8.ToArray(), null));
        (await importing.ImportAsync(people)).Require();
        await ImportAsync(Exported, (ExtractFileKind.Users, $"User ID,Email,Role\nu1,ann@example.test,{roles}\nu2,bob@example.test,Analyst\n"));

        await using var db = database.Look();
        var privileged = from a in db.AssessedAccounts join r in db.AccountRecords on a.AccountRecordId equals r.Id where (a.Findings & Finding.Privileged) != Finding.None select r.Email;
        Assert.Equal(["ann@example.test"], await privileged.ToListAsync());
    }

    [Theory]
    [InlineData("Viewer;Admin")]
    [InlineData("Admin, Viewer")]
    [InlineData("Viewer | Admin")]
    public async Task A_privileged_role_listed_as_the_cell_that_named_several_is_held_by_whoever_holds_them_all(string listed)
    {
        var facts = new ApplicationFacts { Name = "Heap", Kind = ApplicationKind.Heap, PrivilegedRoles = [listed] };
        (await database.Get<ChangeApplication>().RunAsync(Guid.NewGuid(), Importing.Admin, heap, facts, null, default)).Require();
        var people = await importing.DraftAsync(null, staff, Exported, (ExtractFileKind.People, "staff.csv", "Employee id,Work email,Status\n1,ann@example.test,Active\n"u8.ToArray(), null));
        (await importing.ImportAsync(people)).Require();
        await ImportAsync(Exported, (ExtractFileKind.Users, "User ID,Email,Role\nu1,ann@example.test,Viewer;Billing;Admin\nu2,bob@example.test,Admin;Billing\nu3,cy@example.test,Viewer\n"));

        await using var db = database.Look();
        var privileged = from a in db.AssessedAccounts join r in db.AccountRecords on a.AccountRecordId equals r.Id where (a.Findings & Finding.Privileged) != Finding.None select r.Email;
        Assert.Equal(["ann@example.test"], await privileged.ToListAsync());
        Assert.Equal(["ann@example.test"], await HeldRoles.Privileged(db).Select(r => r.Email).ToListAsync());
    }

    [Fact]
    public async Task A_word_that_says_that_there_is_none_is_no_team_and_the_preview_says_so()
    {
        var draft = await DraftAsync(
            Exported, (ExtractFileKind.Users, "User ID,Email,Teams\nu1,ann@example.test,N/A\nu2,bob@example.test,none\nu3,cy@example.test,Growth; -\nu4,dee@example.test,NA\nu5,eve@example.test,\n"));
        Assert.Equal(3, (await importing.ViewAsync(draft)).File(ExtractFileKind.Users)!.Reading!.SayNoGroup);
        (await importing.ImportAsync(draft)).Require();

        await using var db = database.Look();
        Assert.Equal(["4 Growth", "5 NA"], await HeldAsync((await db.Extracts.SingleAsync()).Id));
    }

    [Fact]
    public async Task A_users_file_alone_with_a_column_of_teams_says_who_holds_which()
    {
        await ImportAsync(
            Exported,
            (ExtractFileKind.Users, "User ID,Email,Teams\n,ann@example.test,Growth; Pricing;GROWTH\nu2,ann@example.test,\nu3,bob@example.test,growth\n"),
            (ExtractFileKind.GroupOwners, "Team,Owner\nGrowth,bob@example.test\n"));

        await using var db = database.Look();
        var extract = await db.Extracts.Include(e => e.Files).SingleAsync();
        Assert.Equal((3, 3, true), (extract.Records, extract.Assignments, extract.CoversAssignments));
        Assert.Equal(["2 Growth", "2 Pricing", "4 Growth"], await HeldAsync(extract.Id));
        Assert.Equal([(ExtractFileKind.Users, 3, 3), (ExtractFileKind.GroupOwners, 1, 1)], extract.Files.OrderBy(f => f.Kind).Select(f => (f.Kind, f.Lines, f.Stored)));
        Assert.Empty((await database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings);
    }

    [Fact]
    public async Task A_users_file_whose_teams_changed_says_so_before_it_is_brought_in()
    {
        await ImportAsync(Exported, (ExtractFileKind.Users, "User ID,Email,Teams\nu1,ann@example.test,Growth;Pricing\nu2,bob@example.test,Growth\n"));
        database.Time.Advance(TimeSpan.FromDays(1));
        var next = await DraftAsync(Exported.AddDays(1), (ExtractFileKind.Users, "User ID,Email,Teams\nu1,ann@example.test,Pricing;Growth\nu2,bob@example.test,\n"));
        var changes = (await importing.ViewAsync(next)).Changes!;
        Assert.Equal(1, changes.Same);
        Assert.StartsWith("bob@example.test: ", Assert.Single(changes.Changed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Beside_a_file_of_assignments_the_column_of_teams_is_not_used()
    {
        await ImportAsync(
            Exported,
            (ExtractFileKind.Users, $"User ID,Email,Teams\nu1,ann@example.test,{new string('x', Group.MaxName + 1)}\n"),
            (ExtractFileKind.Assignments, "Team,User\nPricing,u1\n"));

        await using var db = database.Look();
        Assert.Equal(["2 Pricing"], await HeldAsync((await db.Extracts.SingleAsync()).Id));
    }

    [Fact]
    public async Task A_users_file_without_such_a_column_says_nothing_of_teams()
    {
        await ImportAsync(Exported, (ExtractFileKind.Users, "User ID,Email\nu1,ann@example.test\n"));

        await using var db = database.Look();
        Assert.False((await db.Extracts.SingleAsync()).CoversAssignments);
    }

    [Fact]
    public async Task A_team_whose_name_is_too_long_is_named_with_its_line()
    {
        var draft = await DraftAsync(Exported, (ExtractFileKind.Users, $"User ID,Email,Teams\nu1,ann@example.test,Growth\nu2,bob@example.test,Growth;{new string('x', Group.MaxName + 1)}\n"));
        var problem = Assert.Single((await importing.ViewAsync(draft)).File(ExtractFileKind.Users)!.Problems);
        Assert.Equal((3, $"The group has {Group.MaxName + 1} characters; {Group.MaxName} are kept."), (problem.Line, problem.Sentence));
    }

    private async Task<List<string>> HeldAsync(long extractId)
    {
        await using var db = database.Look();
        return await (
            from held in db.AssignmentRecords
            join named in db.GroupRecords on new { held.ExtractId, held.GroupId } equals new { named.ExtractId, named.GroupId }
            where held.ExtractId == extractId
            orderby held.Line, named.Name
            select $"{held.Line} {named.Name}").ToListAsync();
    }

    private async Task ImportAsync(DateTime at, params (ExtractFileKind Kind, string Csv)[] files) => (await importing.ImportAsync(await DraftAsync(at, files))).Require();

    private Task<long> DraftAsync(DateTime at, params (ExtractFileKind Kind, string Csv)[] files) =>
        importing.DraftAsync(heap, null, at, [.. files.Select(f => (f.Kind, $"{f.Kind}.csv", Encoding.UTF8.GetBytes(f.Csv), (int?)null))]);
}
