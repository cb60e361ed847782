using System.Text;
using AccessReview.Connectors.Files;
using AccessReview.Core.Extracts;

namespace AccessReview.Core.Tests.Extracts;

/// <summary>An application's users read as the staff list would make staff of everybody who has an account, and leavers would vanish: somebody
/// says that this is right, or it is not imported.</summary>
public sealed class OtherFileTests : IAsyncLifetime
{
    private const string NoStaffList = "its columns are those of an application's users, and nobody has a manager or a department";
    private const string NoUsers = "its columns are those of a staff list, and no account has a role";

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
    public async Task The_users_of_an_application_are_not_imported_as_the_staff_list_before_somebody_says_that_it_is_right()
    {
        var draft = await importing.DraftAsync(null, staff, Exported, (ExtractFileKind.People, "users.csv", Importing.File("heap-users-2026Q4.csv"), null));
        var file = (await importing.ViewAsync(draft)).File(ExtractFileKind.People)!;
        Assert.Contains("Without a column for Manager no manager can review, and none is told of a late review.", file.State.Mapping!.Losses);
        Assert.Contains("Without a column for Department reviewers do not see where somebody works.", file.State.Mapping.Losses);
        Assert.Contains($"Staff list: {NoStaffList}. Upload the staff list, or say that this is right.", (await importing.ViewAsync(draft)).Missing.Select(m => m.Sentence));
        Assert.Equal("import.incomplete", (await importing.ImportAsync(draft)).Problem!.Code);
    }

    [Fact]
    public async Task The_staff_list_is_not_imported_as_the_users_of_an_application_before_somebody_says_that_it_is_right()
    {
        var draft = await importing.DraftAsync(heap, null, Exported, (ExtractFileKind.Users, "staff.csv", Importing.File("staff.csv"), null));
        Assert.Contains($"User accounts: {NoUsers}. Upload the file of user accounts, or say that this is right.", (await importing.ViewAsync(draft)).Missing.Select(m => m.Sentence));
        Assert.Equal("import.incomplete", (await importing.ImportAsync(draft)).Problem!.Code);
    }

    [Fact]
    public async Task A_staff_list_that_calls_a_job_a_role_is_imported_once_somebody_says_that_it_is_right()
    {
        var draft = await PeopleAsync("Employee ID,Work email,Role,Status", "1,ann@example.test,Nurse,Active");
        Assert.Equal([NoStaffList], (await importing.ViewAsync(draft)).Doubts.Select(d => d.Sentence));
        await importing.ChangeAsync(draft, ExtractFileKind.People, f => f with { Confirmed = [NoStaffList] });
        Assert.True((await importing.ImportAsync(draft)).IsOk);
    }

    [Theory]
    [InlineData("Employee ID,Work email,Status", "1,ann@example.test,Active")]
    [InlineData("Employee ID,Work email,Role,Status,Department", "1,ann@example.test,Nurse,Active,Surgery")]
    public async Task A_staff_list_that_is_one_is_not_doubted(string heading, string line) => Assert.Empty((await importing.ViewAsync(await PeopleAsync(heading, line))).Doubts);

    [Theory]
    [InlineData("User ID,Email,Department", "u1,ann@example.test,Surgery")]
    [InlineData("User ID,Email,Role,Manager", "u1,ann@example.test,Admin,bob@example.test")]
    public async Task Users_of_an_application_that_names_departments_or_managers_too_are_not_doubted(string heading, string line)
    {
        var draft = await importing.DraftAsync(heap, null, Exported, (ExtractFileKind.Users, "users.csv", Encoding.UTF8.GetBytes($"{heading}\n{line}\n"), null));
        Assert.Empty((await importing.ViewAsync(draft)).Doubts);
    }

    [Fact]
    public async Task A_file_without_a_record_says_so_in_a_sentence()
    {
        var draft = await PeopleAsync("Employee ID,Work email,Status", "");
        await importing.SetAsideSuggestedAsync(draft);
        Assert.Contains("Staff list: there is no record at all. An empty reading would make everybody look gone.", (await importing.ViewAsync(draft)).Missing.Select(m => m.Sentence));
    }

    private Task<long> PeopleAsync(string heading, string line) =>
        importing.DraftAsync(null, staff, Exported, (ExtractFileKind.People, "staff.csv", Encoding.UTF8.GetBytes($"{heading}\n{line}\n"), null));
}
