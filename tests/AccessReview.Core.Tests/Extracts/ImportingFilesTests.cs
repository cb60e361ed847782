using System.Text;
using AccessReview.Connectors.Files;
using AccessReview.Core.Audit;
using AccessReview.Core.Extracts;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Extracts;

public sealed class ImportingFilesTests : IAsyncLifetime
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

    private Task<long> Users(string csv, int? claimed = null, DateTime? at = null) =>
        importing.DraftAsync(heap, null, at ?? Exported, (ExtractFileKind.Users, "users.csv", Encoding.UTF8.GetBytes(csv), claimed));

    [Fact]
    public async Task A_reading_of_accounts_without_names_verifies()
    {
        (await importing.ImportAsync(await Users("Email,Role,Status\nann@example.test,Analyst,Active\n"))).Require();
        Assert.Empty((await database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings);
    }

    [Fact]
    public async Task Harbourlight_is_stored_line_by_line_but_for_its_total_row()
    {
        var people = await importing.DraftAsync(null, staff, Exported, (ExtractFileKind.People, "staff.csv", Importing.File("staff.csv"), 500));
        (await importing.ImportAsync(people)).Require();
        var access = await importing.DraftAsync(
            heap, null, Exported,
            (ExtractFileKind.Users, "heap-users.csv", Importing.File("heap-users-2026Q4.csv"), 194),
            (ExtractFileKind.Assignments, "heap-team-members.csv", Importing.File("heap-team-members-2026Q4.csv"), null),
            (ExtractFileKind.GroupOwners, "heap-teams.csv", Importing.File("heap-teams.csv"), null));
        Assert.Equal("import.incomplete", (await importing.ImportAsync(access)).Problem?.Code);
        await importing.SetAsideSuggestedAsync(access);
        var extractId = (await importing.ImportAsync(access)).Require();

        await using var db = database.Look();
        var extract = await db.Extracts.Include(e => e.Files).SingleAsync(e => e.Id == extractId);
        Assert.Equal((194, 304), (extract.Records, extract.Assignments));
        Assert.All(extract.Files, f => Assert.Equal(f.Lines, f.Stored + f.SetAside));
        var total = Assert.Single(await db.SetAsideLines.ToListAsync());
        Assert.Equal((Core.Extracts.SetAsideReason.TotalRow, "Total,194 users,,,,,,"), (total.Reason, total.Raw));
        Assert.Equal(12, await db.GroupRecords.CountAsync(g => g.ExtractId == extractId));
        Assert.Equal(500, await db.PersonRecords.CountAsync());
        Assert.Equal(4, await db.PersonRecords.CountAsync(p => p.ManagerId == null));
    }

    [Theory]
    [InlineData("2,bob@example.test,Bob,Active,\n")] // Ann is not in it.
    [InlineData("1,ann@example.test,Ann,Terminated,\n2,bob@example.test,Bob,Active,\n")]
    [InlineData("1,ann@example.test,Ann,Active,2026-11-01\n2,bob@example.test,Bob,Active,\n")] // Her last day is over.
    public async Task A_staff_list_by_which_nobody_who_administers_works_here_is_refused_until_somebody_else_does(string without)
    {
        const string Heading = "Employee ID,Work email,Full name,Status,Last day\n";
        (await importing.ImportAsync(await StaffAsync(importing, Heading + "1,ann@example.test,Ann,Active,\n2,bob@example.test,Bob,Active,\n3,cleo@example.test,Cleo,Terminated,\n"))).Require();
        await using var db = database.Look();
        var people = await db.PersonRecords.OrderBy(r => r.Line).Select(r => r.PersonId).ToListAsync();
        (await database.Get<GrantRole>().RunAsync(Guid.NewGuid(), Importing.Admin, people[0], Role.Administrator, default)).Require();
        var ann = new Importing(database.Services, Actor.Demo(people[0]));
        var draft = await StaffAsync(ann, Heading + without + "3,cleo@example.test,Cleo,Terminated,\n");
        var refused = await ann.ImportAsync(draft);
        Assert.Equal("import.no-administrator", refused.Problem?.Code);
        Assert.Contains("Ann", refused.Problem!.Sentence, StringComparison.Ordinal);
        Assert.Equal(1, await db.Extracts.CountAsync());

        (await database.Get<GrantRole>().RunAsync(Guid.NewGuid(), Actor.Demo(people[0]), people[1], Role.Administrator, default)).Require();
        (await ann.ImportAsync(draft)).Require();
    }

    private Task<long> StaffAsync(Importing by, string csv) => by.DraftAsync(null, staff, Exported, (ExtractFileKind.People, "staff.csv", Encoding.UTF8.GetBytes(csv), null));

    [Fact]
    public async Task A_former_address_of_a_staff_list_is_kept_as_one()
    {
        (await importing.ImportAsync(await StaffAsync(importing, "Work email,Aliases,Previous email,Status\nann@example.test,a.lee@example.test,lee@example.test,Active\n"))).Require();
        await using var db = database.Look();
        Assert.Equal(
            [(AddressKind.Work, "ann@example.test"), (AddressKind.Other, "a.lee@example.test"), (AddressKind.Former, "lee@example.test")],
            (await db.PersonAddresses.OrderBy(a => a.Id).ToListAsync()).Select(a => (a.Kind, a.EmailKey.ToLowerInvariant())));
    }

    [Fact]
    public async Task Of_a_staff_list_only_the_columns_used_are_kept()
    {
        var csv = "Employee ID,Work email,Full name,Salary,Born\n1,ann@example.test,Ann,90000,1980-01-31\n1,ann@example.test,Ann,90000,1980-01-31\n2,not an address,\"Bob, jr.\",125000,1971-02-03\n"
            + "3,cy@example.test,\"Cy,70000,1990-01-31\n4,Dee,dee@example.test,60000,Dee,1991-01-31\n";
        var draft = await importing.DraftAsync(null, staff, Exported, (ExtractFileKind.People, "staff.csv", Encoding.UTF8.GetBytes(csv), null));
        await importing.SetAsideSuggestedAsync(draft);
        await importing.ChangeAsync(draft, ExtractFileKind.People, f => f with
        {
            SetAside = f.SetAside.Concat(from line in new[] { 4, 5, 6 } select KeyValuePair.Create(line, new Connectors.Files.SetAsideReason(SetAsideKind.Other, "Asked HR."))).ToDictionary(),
            Confirmed = [new UnlikelyInFile(ImportDoubtKind.NoLeavers, ExtractFileKind.People).Sentence],
        });
        (await importing.ImportAsync(draft)).Require();

        await using var db = database.Look();
        var file = await db.ExtractFiles.SingleAsync();
        Assert.Equal(
            "Line,Employee ID,Work email,Full name\n2,1,ann@example.test,Ann\n3,1,ann@example.test,Ann\n4,2,not an address,\"Bob, jr.\"\n5,,,\n6,,,\n",
            Encoding.UTF8.GetString(await database.Get<FileStore>().ReadAsync(file.StoredFileId, CancellationToken.None)));
        Assert.Equal(["1,ann@example.test,Ann", "2,not an address,\"Bob, jr.\"", "", ""], await db.SetAsideLines.OrderBy(l => l.Line).Select(l => l.Raw).ToListAsync());
        Assert.NotEqual(file.UploadedSha256, file.StoredSha256);
        Assert.Equal(1, await db.StoredFiles.CountAsync());
    }

    [Fact]
    public async Task A_title_above_the_heading_does_not_count_as_received()
    {
        var draft = await Users("Teammates of today,,\nUser ID,Email,Role\nu1,ann@example.test,Admin\nu2,bob@example.test,Viewer\n", claimed: 2);
        (await database.Get<RereadImportFile>().RunAsync(Importing.Admin, draft, ExtractFileKind.Users, new TableReadOptions(HeaderLine: 2), default)).Require();
        var guess = (await importing.ViewAsync(draft)).File(ExtractFileKind.Users)!.Guess.Mapping;
        await importing.ChangeAsync(draft, ExtractFileKind.Users, f => f with { Mapping = guess });
        await importing.SetAsideSuggestedAsync(draft);
        (await importing.ImportAsync(draft)).Require();

        await using var db = database.Look();
        Assert.Equal(Core.Extracts.SetAsideReason.AboveHeading, (await db.SetAsideLines.SingleAsync()).Reason);
    }

    [Fact]
    public async Task A_total_row_a_repeated_heading_and_a_broken_line_are_set_aside_without_editing_the_file()
    {
        var draft = await Users("User ID,Email,Role\nu1,ann@example.test,Admin\nUser ID,Email,Role\nu2,\"broken,Admin\nTotal,1 users,\n");
        Assert.Equal(3, (await importing.ViewAsync(draft)).File(ExtractFileKind.Users)!.Problems.Count);
        await importing.SetAsideSuggestedAsync(draft);
        var broken = Assert.Single((await importing.ViewAsync(draft)).File(ExtractFileKind.Users)!.Problems);
        await importing.ChangeAsync(draft, ExtractFileKind.Users, f => f with
        {
            SetAside = f.SetAside.Append(KeyValuePair.Create(broken.Line, new Connectors.Files.SetAsideReason(SetAsideKind.Other, "The export broke this line; u2 is a test user."))).ToDictionary(),
        });
        (await importing.ImportAsync(draft)).Require();

        await using var db = database.Look();
        var file = await db.ExtractFiles.SingleAsync();
        Assert.Equal((4, 1, 3), (file.Lines, file.Stored, file.SetAside));
    }

    [Fact]
    public async Task A_number_that_the_application_showed_must_agree()
    {
        var draft = await Users("User ID,Email\nu1,ann@example.test\n", claimed: 2);
        var problem = (await importing.ImportAsync(draft)).Problem;
        Assert.Equal("import.incomplete", problem?.Code);
        Assert.Contains("Heap showed 2, the file has 1", problem!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_assignment_of_an_account_that_the_users_file_lacks_is_named()
    {
        var draft = await importing.DraftAsync(
            heap, null, Exported, (ExtractFileKind.Users, "u.csv", "User ID,Email\nu1,ann@example.test\n"u8.ToArray(), null),
            (ExtractFileKind.Assignments, "a.csv", "Team,User email\nPricing,ANN@example.test\nPricing,bob@example.test\n"u8.ToArray(), null));
        var problem = Assert.Single((await importing.ViewAsync(draft)).File(ExtractFileKind.Assignments)!.Problems);
        Assert.Equal((3, "bob@example.test"), (problem.Line, problem.Value));
    }

    [Fact]
    public async Task An_assignment_by_an_address_that_two_accounts_have_is_nobodys_and_names_both()
    {
        var draft = await importing.DraftAsync(
            heap, null, Exported,
            (ExtractFileKind.Users, "u.csv", "User ID,Email,Status\nu1,ann@example.test,Disabled\nu2,ANN@example.test,Active\nu3,bob@example.test,Active\n"u8.ToArray(), null),
            (ExtractFileKind.Assignments, "a.csv", "Team,User\nGrowth,ann@example.test\nPricing,u2\nGrowth,bob@example.test\n"u8.ToArray(), null));
        var problem = Assert.Single((await importing.ViewAsync(draft)).File(ExtractFileKind.Assignments)!.Problems);
        Assert.Equal((2, "ann@example.test"), (problem.Line, problem.Value));
        Assert.Contains("“u1” and “u2”", problem.Sentence, StringComparison.Ordinal);
        Assert.Equal("import.incomplete", (await importing.ImportAsync(draft)).Problem?.Code);

        await importing.ChangeAsync(draft, ExtractFileKind.Assignments, f => f with
        {
            SetAside = new Dictionary<int, Connectors.Files.SetAsideReason> { [2] = new(SetAsideKind.Other, "It names two accounts.") },
        });
        (await importing.ImportAsync(draft)).Require();
        await using var db = database.Look();
        var held = from assignment in db.AssignmentRecords join holder in db.AccountRecords on assignment.AccountRecordId equals holder.Id orderby assignment.Line select $"{assignment.Line} {holder.SourceId}";
        Assert.Equal(["3 u2", "4 u3"], await held.ToListAsync());
    }

    [Fact]
    public async Task The_next_reading_is_compared_with_the_last_and_keeps_the_accounts_identity()
    {
        (await importing.ImportAsync(await Users("User ID,Email,Role\nu1,ann@example.test,Viewer\nu2,bob@example.test,Viewer\n"))).Require();
        database.Time.Advance(TimeSpan.FromDays(1));
        var next = await Users("User ID,Email,Role\nu1,ann.new@example.test,Admin\nu3,cleo@example.test,Viewer\n", at: Exported.AddDays(1));
        var changes = (await importing.ViewAsync(next)).Changes!;
        Assert.Equal(["cleo@example.test"], changes.New);
        Assert.Equal(["bob@example.test"], changes.Gone);
        Assert.Equal(["ann.new@example.test: Viewer, notknown → Admin, notknown"], changes.Changed);
        (await importing.ImportAsync(next)).Require();

        await using var db = database.Look();
        Assert.Equal(3, await db.Accounts.CountAsync());
        Assert.Equal(2, await db.AccountRecords.Where(r => db.Accounts.Any(a => a.Id == r.AccountId && a.SourceKey == "u1")).CountAsync());
    }

    [Fact]
    public async Task A_file_older_than_the_last_reading_is_refused_and_so_is_one_from_the_future()
    {
        (await importing.ImportAsync(await Users("User ID,Email\nu1,ann@example.test\n"))).Require();
        Assert.Contains("before the reading", (await importing.ImportAsync(await Users("User ID,Email\nu1,ann@example.test\n", at: Exported.AddDays(-1)))).Problem!.Sentence, StringComparison.Ordinal);
        Assert.Contains("in the future; now it is " + database.Time.GetUtcNow().ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture) + " UTC", (await importing.ImportAsync(await Users("User ID,Email\nu1,ann@example.test\n", at: Exported.AddDays(30)))).Problem!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_import_sent_twice_makes_one_reading()
    {
        var (draft, command) = (await Users("User ID,Email\nu1,ann@example.test\n"), Guid.NewGuid());
        var first = (await importing.ImportAsync(draft, command)).Require();
        Assert.Equal(first, (await importing.ImportAsync(draft, command)).Require());
        Assert.Equal("import.done", (await importing.ImportAsync(draft)).Problem?.Code);
        await using var db = database.Look();
        Assert.Equal(1, await db.Extracts.CountAsync());
    }

    [Fact]
    public async Task The_mapping_is_remembered_for_the_next_file()
    {
        var draft = await Users("Login,Kind\nann@example.test,Boss\n");
        await importing.ChangeAsync(draft, ExtractFileKind.Users, f => f with
        {
            Mapping = f.Mapping! with { Columns = new Dictionary<FileField, string> { [FileField.Email] = "Login", [FileField.Role] = "Kind" } },
        });
        (await importing.ImportAsync(draft)).Require();
        var next = await Users("Login,Kind\nbob@example.test,Boss\n");
        Assert.Equal("Kind", (await importing.ViewAsync(next)).File(ExtractFileKind.Users)!.Guess.Mapping.Columns[FileField.Role]);
    }

    [Fact]
    public async Task Whoever_has_no_role_brings_nothing_in()
    {
        var refused = await database.Get<StartImport>().RunAsync(Actor.Demo(4711), heap, null, CancellationToken.None);
        Assert.Equal(Problem.DeniedCode, refused.Problem?.Code);
    }
}
