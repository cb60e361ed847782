using System.Text;
using AccessReview.Core.Extracts;

namespace AccessReview.Core.Tests.Extracts;

/// <summary>A staff list of which no column says who has left makes an employee of everybody: somebody says that this is right, or it is not
/// imported.</summary>
public sealed class LeaversInDoubtTests : IAsyncLifetime
{
    private const string NoLeavers = "no column holds an employment status or an end date, so who has left cannot be known from this list";

    private static readonly DateTime Exported = new(2026, 11, 20, 9, 0, 0, DateTimeKind.Utc);

    private TestDatabase database = null!;
    private Importing importing = null!;
    private long staff;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        importing = new Importing(database.Services);
        (_, staff) = await importing.SourcesAsync();
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task A_staff_list_without_status_and_end_date_is_not_imported_before_somebody_says_that_it_is_right()
    {
        var draft = await PeopleAsync("Employee ID,Work email", ["1,ann@example.test", "2,bob@example.test"]);
        Assert.Equal(
            [$"Staff list: {NoLeavers}. Choose the column of the employment status or of the end date, or say that this is right."],
            (await importing.ViewAsync(draft)).Missing.Select(m => m.Sentence));
        Assert.Equal("import.incomplete", (await importing.ImportAsync(draft)).Problem!.Code);

        await importing.ChangeAsync(draft, ExtractFileKind.People, f => f with { Confirmed = [NoLeavers] });
        Assert.True((await importing.ImportAsync(draft)).IsOk);
    }

    [Theory]
    [InlineData("Employee ID,Work email,Status [READ ONLY]", "1,ann@example.test,Active", "2,bob@example.test,Active")]
    [InlineData("Employee ID,Work email,accountEnabled", "1,ann@example.test,True", "2,bob@example.test,False")]
    [InlineData("Employee ID,Work email,End date", "1,ann@example.test,", "2,bob@example.test,2026-10-31")]
    public async Task A_staff_list_that_says_who_has_left_is_not_doubted(string heading, params string[] lines) =>
        Assert.Empty((await importing.ViewAsync(await PeopleAsync(heading, lines))).Doubts);

    [Theory]
    [InlineData(null)]
    [InlineData(4)] // That everybody is there does not say that their status is.
    public async Task A_staff_list_that_no_longer_says_of_most_people_whether_they_work_here_is_doubted(int? claimed)
    {
        await ImportAsync("Employee ID,Work email,Status,End date", ["1,ann@example.test,Active,", "2,bob@example.test,Active,", "3,cy@example.test,Left,2026-10-31", "4,dee@example.test,Left,2026-10-31"]);
        var without = await PeopleAsync("Employee ID,Work email,End date", ["1,ann@example.test,", "2,bob@example.test,", "3,cy@example.test,2026-10-31", "5,eve@example.test,2026-10-31"], claimed);

        var doubt = Assert.Single((await importing.ViewAsync(without)).Doubts);
        Assert.Equal("of 3 of 4 people the last list said whether they work here, and this one does not", doubt.Sentence);
        Assert.Equal("import.incomplete", (await importing.ImportAsync(without)).Problem!.Code);
        await importing.ChangeAsync(without, ExtractFileKind.People, f => f with { Confirmed = [doubt.Sentence] });
        Assert.True((await importing.ImportAsync(without)).IsOk);
    }

    [Fact]
    public async Task A_staff_list_that_never_had_a_status_is_not_doubted_for_it_while_it_has_end_dates()
    {
        (string Heading, string[] Lines) list = ("Employee ID,Work email,End date", ["1,ann@example.test,", "2,bob@example.test,2026-10-31"]);
        await ImportAsync(list.Heading, list.Lines);
        Assert.Empty((await importing.ViewAsync(await PeopleAsync(list.Heading, list.Lines))).Doubts);
    }

    private async Task ImportAsync(string heading, string[] lines) => (await importing.ImportAsync(await PeopleAsync(heading, lines))).Require();

    private Task<long> PeopleAsync(string heading, string[] lines, int? claimed = null) =>
        importing.DraftAsync(null, staff, Exported, (ExtractFileKind.People, "staff.csv", Encoding.UTF8.GetBytes(heading + "\n" + string.Join('\n', lines) + "\n"), claimed));
}
