using System.Globalization;
using System.Text;
using AccessReview.Connectors.Files;
using AccessReview.Core.Audit;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Extracts;

/// <summary>The fear: what somebody else's system calls its people and groups stops the import, or is stored as something else.</summary>
public sealed class HostileImportsTests : IAsyncLifetime
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

    [Fact]
    public async Task Hostile_texts_in_every_field_of_every_file_are_stored_as_they_are()
    {
        await ImportAsync(null, staff, (ExtractFileKind.People, Lines("Employee id,Work email,Full name,Department,Job title,Manager,Status", (text, i) => [$"{text}{i}", $"p{i}@x.example", text, text, text, text, "Active"])));
        await ImportAsync(
            heap, null,
            (ExtractFileKind.Users, Lines("User ID,Email,Name,Role", (text, i) => [$"{text}{i}", $"p{i}@x.example", text, text])),
            (ExtractFileKind.Assignments, Lines("Team,Account", (text, i) => [$"{text} {i}", $"p{i}@x.example"])),
            (ExtractFileKind.GroupOwners, Lines("Team,Owner email", (text, i) => [$"{text} {i}", $"p{i}@x.example"])));

        await using var db = database.Look();
        Assert.Equal(HostileTexts.All, await db.PersonRecords.OrderBy(r => r.Line).Select(r => r.Name).ToListAsync());
        Assert.Equal(HostileTexts.All, await db.PersonRecords.OrderBy(r => r.Line).Select(r => r.JobTitle).ToListAsync());
        Assert.Equal(HostileTexts.All, await db.AccountRecords.OrderBy(r => r.Line).Select(r => r.Role).ToListAsync());
        Assert.Equal(HostileTexts.All.Select((text, i) => $"{text} {i}"), await db.GroupRecords.OrderBy(r => r.Id).Select(r => r.Name).ToListAsync());
        Assert.Equal(HostileTexts.All.Count, await db.AssessedAccounts.CountAsync(a => a.PersonId != null));
    }

    [Fact]
    public async Task Circles_of_managers_shared_addresses_and_people_hired_again_come_in_and_nobody_is_guessed()
    {
        await ImportAsync(null, staff, (ExtractFileKind.People,
Encoding.UTF8.GetBytes(
            "Employee id,Work email,Full name,Manager,Employment status,Start date,End date\n" +
            "1,ann@x.example,Ann,2,Active,2020-01-01,\n2,bob@x.example,Bob,3,Active,2020-01-01,\n3,cy@x.example,Cy,1,Active,2020-01-01,\n4,di@x.example,Di,4,Active,2020-01-01,\n" +
            "5,eve@x.example,Eve,1,Left,2019-01-01,2023-12-31\n6,eve@x.example,Eve,1,Active,2026-01-01,\n7,it@x.example,Fay,1,Active,2020-01-01,\n8,it@x.example,Gus,7,Active,2020-01-01,\n")));
        await ImportAsync(heap, null, (ExtractFileKind.Users, "User ID,Email\nu1,ann@x.example\nu2,eve@x.example\nu3,it@x.example\nu4,di@x.example\n"u8.ToArray()));

        await using var db = database.Look();
        var managers = await db.PersonRecords.OrderBy(r => r.Line).Select(r => db.PersonRecords.Where(m => m.PersonId == r.ManagerId).Select(m => m.Name).FirstOrDefault()).ToListAsync();
        Assert.Equal(["Bob", "Cy", "Ann", null, "Ann", "Ann", "Ann", "Fay"], managers);
        var matches = await (from a in db.AssessedAccounts join r in db.AccountRecords on a.AccountRecordId equals r.Id orderby r.Line select a.Match).ToListAsync();
        Assert.Equal([MatchKind.Email, MatchKind.Several, MatchKind.Several, MatchKind.Email], matches);
    }

    /// <summary>Ann came back under her number, and the list still has the day on which she left; Cy's contract is over and nobody told the list.</summary>
    [Fact]
    public async Task Whoever_was_hired_again_under_the_same_number_works_here_and_whose_contract_is_over_does_not()
    {
        byte[] list = Encoding.UTF8.GetBytes(
            "Employee id,Work email,Full name,Employment status,Start date,End date\n" +
            "1,ann@x.example,Ann,Active,2026-06-01,2024-03-31\n2,bob@x.example,Bob,Active,2020-01-01,\n3,cy@x.example,Cy,Active,2020-01-01,2024-03-31\n" +
            "4,dee@x.example,Dee,Active,2027-02-01,2026-10-31\n"); // Comes back in February.
        await ImportAsync(null, staff, (ExtractFileKind.People, list));
        await ImportAsync(heap, null, (ExtractFileKind.Users, "User ID,Email\nu1,ann@x.example\nu2,bob@x.example\nu3,cy@x.example\nu4,dee@x.example\n"u8.ToArray()));

        await using var db = database.Look();
        Assert.Equal([null, null, new DateOnly(2024, 3, 31), new DateOnly(2026, 10, 31)], await db.PersonRecords.OrderBy(r => r.Line).Select(r => r.EndDate).ToListAsync());
        var left = from a in db.AssessedAccounts join r in db.AccountRecords on a.AccountRecordId equals r.Id where (a.Findings & Finding.Left) != Finding.None select r.Email;
        Assert.Equal(["cy@x.example", "dee@x.example"], await left.Order().ToListAsync());

        var ann = await db.PersonRecords.Where(r => r.Line == 2).Select(r => r.PersonId).SingleAsync();
        (await database.Get<GrantRole>().RunAsync(Guid.NewGuid(), Importing.Admin, ann, Role.Administrator, default)).Require();
        database.Time.Advance(TimeSpan.FromDays(1));
        var byAnn = new Importing(database.Services, Actor.Demo(ann));
        var next = await byAnn.DraftAsync(null, staff, Exported.AddDays(1), (ExtractFileKind.People, "staff.csv", list, null));
        var view = await byAnn.ViewAsync(next);
        Assert.Equal((1, 4), (view.File(ExtractFileKind.People)!.HiredAgain, view.Changes!.Same));
        (await byAnn.ImportAsync(next)).Require();
    }

    /// <summary>A reading knew ann@ as u1. The next has u1 under another address, and ann@ on a line that lost its id: giving that
    /// line to u1 as well made two records of one account, and the import threw.</summary>
    [Fact]
    public async Task A_line_that_lost_its_id_is_not_taken_for_an_account_that_another_line_names()
    {
        await ImportAsync(heap, null, (ExtractFileKind.Users, "User ID,Email\nu1,ann@x.example\nu2,bob@x.example\n"u8.ToArray()));
        database.Time.Advance(TimeSpan.FromDays(1));
        await ImportAsync(heap, null, Exported.AddDays(1), (ExtractFileKind.Users, "User ID,Email\n,ann@x.example\nu1,ann.new@x.example\n,bob@x.example\n"u8.ToArray()));

        await using var db = database.Look();
        var keys = await (from r in db.AccountRecords join a in db.Accounts on r.AccountId equals a.Id where r.ExtractId == db.Extracts.Max(e => e.Id) orderby r.Line select a.SourceKey).ToListAsync();
        Assert.Equal(["ANN@X.EXAMPLE", "u1", "u2"], keys);
    }

    [Fact]
    public async Task A_long_line_set_aside_is_kept_without_half_a_character()
    {
        var long_ = new string('x', Core.Extracts.SetAsideLine.MaxLine - 6) + "😀😀😀";
        var draft = await importing.DraftAsync(heap, null, Exported, (ExtractFileKind.Users, "u.csv", Encoding.UTF8.GetBytes($"User ID,Email\nu1,a@x.example\nu2,{long_}\n"), null));
        await importing.ChangeAsync(draft, ExtractFileKind.Users, f => f with
        {
            Mapping = f.Mapping! with { Columns = new Dictionary<FileField, string>(f.Mapping!.Columns) { [FileField.Email] = "Email" } },
            SetAside = new Dictionary<int, Connectors.Files.SetAsideReason> { [3] = new(SetAsideKind.Other, "No address") },
        });
        (await importing.ImportAsync(draft)).Require();

        await using var db = database.Look();
        var raw = (await db.SetAsideLines.SingleAsync()).Raw;
        Assert.EndsWith("xx😀…", raw, StringComparison.Ordinal);
        Assert.DoesNotContain('\ufffd', raw);
    }

    [Fact]
    public async Task Values_longer_than_the_product_keeps_are_named_line_by_line_however_many_there_are()
    {
        var csv = new StringBuilder("User ID,Email,Name\n");
        for (var i = 0; i < 50_000; i++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"u{i},u{i}@x.example,{new string('n', 330)}\n");
        }

        var draft = await importing.DraftAsync(heap, null, Exported, (ExtractFileKind.Users, "u.csv", Encoding.UTF8.GetBytes(csv.ToString()), null));
        var problems = (await importing.ViewAsync(draft)).File(ExtractFileKind.Users)!.Problems;
        Assert.Equal(50_000, problems.Count);
        Assert.Equal((50_001, "The name has 330 characters; 320 are kept."), (problems[^1].Line, problems[^1].Sentence));
    }

    [Fact]
    public async Task A_name_whose_letters_are_taken_apart_to_sort_it_comes_in_and_verifies()
    {
        var name = new string('각', 107);
        await ImportAsync(null, staff, (ExtractFileKind.People, Encoding.UTF8.GetBytes($"Employee id,Work email,Full name,Status\n1,ann@x.example,{name},Active\n")));
        await ImportAsync(heap, null, (ExtractFileKind.Users, Encoding.UTF8.GetBytes($"User ID,Email,Name\nu1,ann@x.example,{name}\n")));

        await using var db = database.Look();
        Assert.Equal((name, 320), await db.PersonRecords.Select(r => new ValueTuple<string, int>(r.Name, r.NameSort.Length)).SingleAsync());
        Assert.Equal((name, 320), await db.AccountRecords.Select(r => new ValueTuple<string, int>(r.Name, r.NameSort.Length)).SingleAsync());
        Assert.Empty((await database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings);
    }

    [SqliteFact]
    public async Task Names_that_an_earlier_release_read_verify_with_its_key_and_with_no_other()
    {
        await ImportAsync(null, staff, (ExtractFileKind.People, "Employee id,Work email,Full name,Status\n1,ann@x.example,Łukasz Groß,Active\n"u8.ToArray()));
        await using var db = await Unguarded.OpenAsync(database);
        Assert.Equal("LUKASZ GROSS", await db.PersonRecords.Select(r => r.NameSort).SingleAsync());
        await db.PersonRecords.ExecuteUpdateAsync(s => s.SetProperty(r => r.NameSort, "ŁUKASZ GROß"));
        Assert.DoesNotContain("reading.keys", await FoundAsync());
        await db.PersonRecords.ExecuteUpdateAsync(s => s.SetProperty(r => r.NameSort, "LUKASZ GROß"));
        Assert.Contains("reading.keys", await FoundAsync());

        async Task<IEnumerable<string>> FoundAsync() => (await database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings.Select(f => f.Code);
    }

    private Task ImportAsync(long? application, long? directory, params (ExtractFileKind Kind, byte[] Content)[] files) => ImportAsync(application, directory, Exported, files);

    private async Task ImportAsync(long? application, long? directory, DateTime at, params (ExtractFileKind Kind, byte[] Content)[] files)
    {
        var draft = await importing.DraftAsync(application, directory, at, [.. files.Select(f => (f.Kind, $"{f.Kind}.csv", f.Content, (int?)null))]);
        var view = await importing.ViewAsync(draft);
        Assert.Empty(view.Files.SelectMany(f => f.Problems).Select(p => $"{p.Line} {p.Sentence}"));
        (await importing.ImportAsync(draft)).Require();
    }

    private static byte[] Lines(string heading, Func<string, int, string[]> cells) => Encoding.UTF8.GetBytes(heading + "\n" + string.Concat(HostileTexts.All.Select((text, i) =>
        string.Join(',', cells(text, i).Select(cell => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\n")));
}
