using System.Text;
using AccessReview.Connectors.Files;
using AccessReview.Core.Applications;
using AccessReview.Core.Audit;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Extracts;

/// <summary>A file that reads well and looks wrong is imported only when somebody says that it is right.</summary>
public sealed class ImportDoubtsTests : IAsyncLifetime
{
    private const int Accounts = 80;
    private const int Holders = 20;
    private const string HalfGone = "10 of 20 people are no longer in this file";
    private const string HalfTheGroups = "10 of 20 assignments of accounts that are still there are no longer in this file";

    private static readonly DateTime Exported = new(2026, 11, 20, 9, 0, 0, DateTimeKind.Utc);

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
    public async Task A_half_staff_list_is_not_imported_before_somebody_says_that_it_is_right()
    {
        (await importing.ImportAsync(await PeopleAsync(20, 0))).Require();
        var half = await PeopleAsync(10, 1);
        Assert.Equal([$"Staff list: {HalfGone}. Enter the number that Staff showed, or say that this is right."], (await importing.ViewAsync(half)).Missing.Select(m => m.Sentence));
        Assert.Equal("import.incomplete", (await importing.ImportAsync(half)).Problem!.Code);

        await ConfirmAsync(half, ExtractFileKind.People, HalfGone);
        Assert.True((await importing.ImportAsync(half)).IsOk);
    }

    [Fact]
    public async Task What_its_importer_said_to_be_right_stands_in_the_record()
    {
        (await importing.ImportAsync(await PeopleAsync(20, 0))).Require();
        Assert.Empty(await RecordedAsync());

        var half = await PeopleAsync(10, 1);
        await ConfirmAsync(half, ExtractFileKind.People, HalfGone);
        (await importing.ImportAsync(half)).Require();
        Assert.Equal([new UnlikelyInFile(ImportDoubtKind.ManyGone, ExtractFileKind.People, 10, 20)], await RecordedAsync());

        async Task<IEnumerable<UnlikelyInFile>> RecordedAsync()
        {
            await using var db = database.Look();
            return EventJson.Read<ExtractImported>(await db.AuditEvents.Where(e => e.Type == nameof(ExtractImported)).OrderByDescending(e => e.Seq).FirstAsync()).SaidToBeRight();
        }
    }

    [Fact]
    public async Task What_was_said_of_other_numbers_does_not_count()
    {
        (await importing.ImportAsync(await PeopleAsync(20, 0))).Require();
        var half = await PeopleAsync(10, 1);
        await ConfirmAsync(half, ExtractFileKind.People, "9 of 20 people are no longer in this file");
        Assert.False((await importing.ImportAsync(half)).IsOk);
    }

    [Fact]
    public async Task The_number_that_the_source_showed_says_that_a_smaller_list_is_whole()
    {
        (await importing.ImportAsync(await PeopleAsync(20, 0))).Require();
        var half = await PeopleAsync(10, 1, claimed: 10);
        Assert.Empty((await importing.ViewAsync(half)).Doubts);
        Assert.True((await importing.ImportAsync(half)).IsOk);
    }

    [Theory]
    [InlineData(20, 15)]
    [InlineData(80, 72)]
    public async Task A_few_people_or_a_tenth_of_them_may_have_gone(int before, int now)
    {
        (await importing.ImportAsync(await PeopleAsync(before, 0))).Require();
        Assert.Empty((await importing.ViewAsync(await PeopleAsync(now, 1))).Doubts);
    }

    [Fact]
    public async Task Accounts_of_which_many_are_gone_are_doubted_too()
    {
        (await importing.ImportAsync(await AccountsAsync(20, 0))).Require();
        var half = await AccountsAsync(10, 1);
        Assert.Equal(["10 of 20 accounts are no longer in this file"], (await importing.ViewAsync(half)).Doubts.Select(d => d.Sentence));
        Assert.Equal("import.incomplete", (await importing.ImportAsync(half)).Problem!.Code);
    }

    [Fact]
    public async Task A_half_list_of_who_is_in_which_group_is_not_imported_before_somebody_says_that_it_is_right()
    {
        (await importing.ImportAsync(await HoldersAsync(Holders, 0))).Require();
        var half = await HoldersAsync(10, 1);
        Assert.Equal([$"Group assignments: {HalfTheGroups}. Enter the number that Heap showed, or say that this is right."], (await importing.ViewAsync(half)).Missing.Select(m => m.Sentence));
        Assert.Equal("import.incomplete", (await importing.ImportAsync(half)).Problem!.Code);

        await ConfirmAsync(half, ExtractFileKind.Assignments, HalfTheGroups);
        Assert.True((await importing.ImportAsync(half)).IsOk);
    }

    [Theory]
    [InlineData(20, 15, null)]
    [InlineData(80, 72, null)]
    [InlineData(20, 10, 10)]
    public async Task A_few_assignments_or_a_tenth_of_them_or_as_many_as_the_source_says_may_have_gone(int before, int now, int? claimed)
    {
        (await importing.ImportAsync(await HoldersAsync(before, 0))).Require();
        Assert.Empty((await importing.ViewAsync(await HoldersAsync(now, 1, claimed))).Doubts);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Accounts)]
    public async Task A_column_that_names_fewer_groups_than_the_list_before_it_is_doubted_whatever_number_of_accounts_the_source_showed(int? claimed)
    {
        (await importing.ImportAsync(await HoldersAsync(Holders, 0, second: "Pricing,p20@example.test\n"))).Require();
        var column = await ColumnAsync(claimed);
        Assert.Equal(
            ["1 of 21 assignments of accounts that are still there were in the last file of group assignments and are not in the column of groups"],
            (await importing.ViewAsync(column)).Doubts.Select(d => d.Sentence));
        Assert.Equal("import.incomplete", (await importing.ImportAsync(column)).Problem!.Code);
    }

    [Fact]
    public async Task A_column_that_names_all_the_groups_of_the_list_before_it_is_as_good()
    {
        (await importing.ImportAsync(await HoldersAsync(Holders, 0))).Require();
        Assert.Empty((await importing.ViewAsync(await ColumnAsync(claimed: null))).Doubts);
    }

    [Fact]
    public async Task Accounts_without_addresses_are_not_imported_before_somebody_says_that_it_is_right()
    {
        var draft = await DraftAsync(heap, null, ExtractFileKind.Users, "User ID,Name,Role\n" + Lines(3, i => $"u{i},Person {i},Viewer"), 0, null);
        var doubt = Assert.Single((await importing.ViewAsync(draft)).Doubts);
        Assert.Contains("no account can be linked to a person", doubt.Sentence, StringComparison.Ordinal);
        Assert.Equal("import.incomplete", (await importing.ImportAsync(draft)).Problem!.Code);

        await ConfirmAsync(draft, ExtractFileKind.Users, doubt.Sentence);
        Assert.True((await importing.ImportAsync(draft)).IsOk);
    }

    [Fact]
    public async Task An_account_without_an_address_is_not_said_to_have_one_nor_to_hold_no_group()
    {
        (await importing.ImportAsync(await PeopleAsync(3, 0))).Require();
        var draft = await DraftAsync(heap, null, ExtractFileKind.Users, "User ID,Name,Role\nu1,Person 1,Viewer\n", 0, null);
        await ConfirmAsync(draft, ExtractFileKind.Users, (await importing.ViewAsync(draft)).Doubts[0].Sentence);
        (await importing.ImportAsync(draft)).Require();

        var line = Assert.Single((await database.Get<ApplicationAccounts>().RunAsync(Importing.Admin, heap, new AccountFilter(), 0, 10, CancellationToken.None)).Require().Lines);
        Assert.Equal("Its address is not known, and its id is nobody’s on the staff list", line.Sentences.Single(s => s.Finding == Finding.NobodyKnown).Sentence);
        Assert.Null(line.Groups);
    }

    [Fact]
    public async Task Lines_that_contradict_a_users_file_read_without_addresses_lead_to_its_columns_and_are_open()
    {
        var draft = await importing.DraftAsync(
            heap, null, Exported, (ExtractFileKind.Users, "u.csv", "User ID,Name\nu1,Ann\n"u8.ToArray(), null),
            (ExtractFileKind.Assignments, "g.csv", "Team,User\nCore,ann@example.test\nCore,u1\n"u8.ToArray(), null));
        var groups = (await importing.ViewAsync(draft)).File(ExtractFileKind.Assignments)!;
        Assert.Equal((LineProblemKind.NoAddressesRead, 2), groups.Problems.Select(p => (p.Kind, p.Line)).Single());
        Assert.Equal((1, 1), (groups.Stored, groups.Open));
    }

    private Task<long> PeopleAsync(int count, int later, int? claimed = null) =>
        DraftAsync(null, staff, ExtractFileKind.People, "Employee ID,Work email,Full name,Status\n" + Lines(count, i => $"{i},p{i}@example.test,Person {i},Active"), later, claimed);

    private Task<long> AccountsAsync(int count, int later) => DraftAsync(heap, null, ExtractFileKind.Users, "User ID,Email,Role\n" + Lines(count, i => $"u{i},p{i}@example.test,Viewer"), later, null);

    // Accounts whose number the source showed; so many of them are in a team.
    private Task<long> HoldersAsync(int count, int later, int? claimed = null, string second = "") => importing.DraftAsync(
        heap, null, Exported.AddHours(later), (ExtractFileKind.Users, "users.csv", Encoding.UTF8.GetBytes("User ID,Email\n" + Lines(Accounts, i => $"u{i},p{i}@example.test")), Accounts),
        (ExtractFileKind.Assignments, "teams.csv", Encoding.UTF8.GetBytes("Team,User\n" + Lines(count, i => $"Growth,p{i}@example.test") + second), claimed));

    private Task<long> ColumnAsync(int? claimed) =>
        DraftAsync(heap, null, ExtractFileKind.Users, "User ID,Email,Team\n" + Lines(Accounts, i => $"u{i},p{i}@example.test,{(i <= Holders ? "Growth" : "")}"), 1, claimed);

    private Task<long> DraftAsync(long? application, long? directory, ExtractFileKind kind, string csv, int later, int? claimed) =>
        importing.DraftAsync(application, directory, Exported.AddHours(later), (kind, "file.csv", Encoding.UTF8.GetBytes(csv), claimed));

    private Task ConfirmAsync(long draft, ExtractFileKind kind, string sentence) => importing.ChangeAsync(draft, kind, f => f with { Confirmed = [sentence] });

    private static string Lines(int count, Func<int, string> line) => string.Join('\n', Enumerable.Range(1, count).Select(line)) + "\n";
}
