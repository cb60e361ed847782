using System.Text;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Tests.Connections;

namespace AccessReview.Core.Tests.Extracts;

/// <summary>What an import says it would change is what it changes, whatever the source called its people, accounts and groups before.</summary>
public sealed class ImportPreviewTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private Importing importing = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        importing = new Importing(database.Services);
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task People_of_another_list_are_compared_as_the_people_they_are()
    {
        var (first, second) = (await DirectoryAsync("First"), await DirectoryAsync("Second"));
        await ImportAsync(null, first, People("1,ann@example.test,Ann", "2,bob@example.test,Bob"));
        var list = People("7,ann@example.test,Ann", "8,bob@example.test,Bob");
        await ImportAsync(null, second, list);

        var changes = await PreviewAsync(null, second, list);
        Assert.Equal((0, 0, 0, 2), (changes.New.Count, changes.Gone.Count, changes.Changed.Count, changes.Same));
    }

    [Fact]
    public async Task Two_lists_that_use_one_number_for_two_people_are_told_apart()
    {
        var (first, second) = (await DirectoryAsync("First"), await DirectoryAsync("Second"));
        await ImportAsync(null, first, People("1,ann@example.test,Ann"));
        await ImportAsync(null, second, People("7,ann@example.test,Ann", "1,zed@example.test,Zed"));

        var changes = await PreviewAsync(null, second, People("7,ann@example.test,Ann", "1,zed@example.test,Zed the younger", "9,cleo@example.test,Cleo"));
        Assert.Equal(["Cleo"], changes.New);
        Assert.Equal((0, 0, 2), (changes.Gone.Count, changes.Changed.Count, changes.Same));
    }

    [Fact]
    public async Task Accounts_and_groups_that_a_connection_knows_by_ids_are_the_same_in_a_file_without_any()
    {
        await using var world = await ConnectedWorld.CreateAsync(database);
        var connection = await world.ConnectHeapAsync();
        await world.ReadAsync(connection);
        world.Heap.Groups[1]["displayName"] = "Finance and more";
        world.Heap.User("h9", "new@example.test", "New", role: "Analyst").Group("g9", "Sales", "h9");
        await world.ReadAsync(connection);
        importing = new Importing(database.Services, world.Ada);

        var changes = await PreviewAsync(
            world.World.ApplicationId, null,
            (ExtractFileKind.Users, "Email,Role,Status\nvera@example.test,Analyst,Active\nsami@example.test,Analyst,Active\nzoe@example.test,Admin,Active\nnew@example.test,Analyst,Active\n"),
            (ExtractFileKind.Assignments, "Team,User\nGrowth,vera@example.test\nGrowth,sami@example.test\nFinance,vera@example.test\nFinance,zoe@example.test\nSales,new@example.test\n"));
        Assert.Empty(changes.New.Concat(changes.Gone));
        Assert.Equal(["zoe@example.test: Admin, active → Admin, active, finance and more"], changes.Changed);
        Assert.Equal(3, changes.Same);
    }

    private static (ExtractFileKind Kind, string Csv) People(params string[] lines) => (ExtractFileKind.People, "Employee ID,Work email,Full name,Status\n" + string.Concat(lines.Select(l => l + ",Active\n")));

    private async Task<long> DirectoryAsync(string name) =>
        (await database.Get<RegisterDirectory>().RunAsync(Guid.NewGuid(), Importing.Admin, name, DirectoryKind.StaffList, CancellationToken.None)).Require();

    private async Task ImportAsync(long? application, long? directory, params (ExtractFileKind Kind, string Csv)[] files) =>
        (await importing.ImportAsync(await DraftAsync(application, directory, files))).Require();

    private async Task<ExtractChanges> PreviewAsync(long? application, long? directory, params (ExtractFileKind Kind, string Csv)[] files) =>
        (await importing.ViewAsync(await DraftAsync(application, directory, files))).Changes!;

    private Task<long> DraftAsync(long? application, long? directory, (ExtractFileKind Kind, string Csv)[] files) => importing.DraftAsync(
        application, directory, database.Time.GetUtcNow().UtcDateTime, [.. files.Select(f => (f.Kind, $"{f.Kind}.csv", Encoding.UTF8.GetBytes(f.Csv), (int?)null))]);
}
