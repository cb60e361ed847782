using System.Text;
using AccessReview.Core.Connections;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Tests.Extracts;
using AccessReview.Fakes;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>Servers, and people who make files, number their accounts, groups and people from 1 on: a number that another one gave is nobody's here.</summary>
public sealed class NumberedServersTests : ConnectedTests
{
    [Fact]
    public async Task Another_server_that_numbers_its_accounts_and_groups_takes_over_none_of_those_numbers()
    {
        await using var first = new FakeScim().User("1", "ivy@example.test", "Ivy").User("2", "sami@example.test", "Sami").User("3", "zoe@example.test", "Zoe")
            .Group("1", "Growth", "1").Group("2", "Finance", "2").Group("3", "Ops", "3");
        await using var other = new FakeScim().User("1", "sami@example.test", "Sami").User("2", "new@example.test", "New").User("3", "ivy@example.test", "Ivy")
            .Group("1", "Finance", "1").Group("2", "Design", "2").Group("3", "Legal", "3");
        var read = await world.ReadAsync(await ConnectAsync(first));
        var (before, groups) = (await AccountsAsync(read), await GroupsAsync(read));

        var connection = await ConnectAsync(other);
        var otherRead = await world.ReadAsync(connection);
        var (now, groupsNow) = (await AccountsAsync(otherRead), await GroupsAsync(otherRead));
        Assert.Equal((before["Ivy"], before["Sami"], groups["Finance"]), (now["Ivy"], now["Sami"], groupsNow["Finance"]));
        Assert.DoesNotContain(now["New"], before.Values);
        Assert.Empty(new[] { groupsNow["Design"], groupsNow["Legal"] }.Intersect(groups.Values));

        var again = await world.ReadAsync(connection);
        Assert.Equal(now, await AccountsAsync(again));
        Assert.Equal(groupsNow, await GroupsAsync(again));
    }

    [Fact]
    public async Task A_file_that_numbers_accounts_takes_over_none_of_a_servers_numbers()
    {
        await using var server = new FakeScim().User("1", "ivy@example.test", "Ivy").User("2", "sami@example.test", "Sami").User("3", "zoe@example.test", "Zoe");
        var before = await AccountsAsync(await world.ReadAsync(await ConnectAsync(server)));
        var file = await FileAsync("User ID,Email,Name\n1,sami@example.test,Sami\n2,new@example.test,New\n3,zoe@example.test,Zoe\n");
        Assert.Equal((before["Sami"], before["Zoe"]), (file["Sami"], file["Zoe"]));
        Assert.DoesNotContain(file["New"], before.Values);
        Assert.Equal(file, await FileAsync("User ID,Email,Name\n1,sami@example.test,Sami\n2,newer@example.test,New\n3,zoe@example.test,Zoe\n"));
    }

    [Fact]
    public async Task An_id_that_a_file_gave_before_still_names_an_account_whose_address_no_reading_has()
    {
        var file = await FileAsync("User ID,Email,Name\nh9,,Robot\nh1,vera@example.test,Vera\n");
        world.Heap.User("h9", "robot@example.test", "Robot");
        var now = await AccountsAsync(await world.ReadAsync(await world.ConnectHeapAsync()));
        Assert.Equal(file["Robot"], now["Robot"]);
    }

    [Fact]
    public async Task Another_directory_server_that_numbers_its_people_takes_over_none_of_those_numbers()
    {
        await using var first = new FakeOneLogin();
        first.User(1, "zoe@example.test").User(2, "ivy@example.test").User(3, "sami@example.test");
        await using var other = new FakeOneLogin();
        other.User(1, "ivy@example.test").User(2, "new@example.test").User(3, "zoe@example.test");
        var directory = (await database.Get<RegisterDirectory>().RunAsync(Guid.NewGuid(), world.Ada, "OneLogin", DirectoryKind.OneLogin, CancellationToken.None)).Require();
        await first.StartAsync();
        await other.StartAsync();
        var before = await PeopleAsync(first);
        Assert.Equal(world.World["Zoe"], before["zoe@example.test"]);

        var now = await PeopleAsync(other);
        Assert.Equal((before["zoe@example.test"], before["ivy@example.test"]), (now["zoe@example.test"], now["ivy@example.test"]));
        Assert.DoesNotContain(now["new@example.test"], before.Values);
        Assert.Equal(now, await PeopleAsync(other));

        async Task<Dictionary<string, long>> PeopleAsync(FakeOneLogin server)
        {
            var connection = (await world.SetAsync(new EnteredConnection(
                null, directory, ConnectionSystem.OneLogin, server.Address, FakeOneLogin.Secret, ConnectionUse.ReadOnly, new ConnectionSettings { Identity = FakeOneLogin.ClientId }))).Require();
            var reading = await world.ReadAsync(connection);
            Assert.Equal(Completeness.Complete, reading.Completeness);
            await using var db = database.Look();
            return await db.PersonRecords.Where(r => r.ExtractId == reading.Id).ToDictionaryAsync(r => r.WorkEmail, r => r.PersonId);
        }
    }

    private async Task<long> ConnectAsync(FakeScim server)
    {
        await server.StartAsync();
        return (await world.SetAsync(new EnteredConnection(
            world.World.ApplicationId, null, ConnectionSystem.Scim, server.Base, FakeScim.Token, ConnectionUse.ReadOnly, new ConnectionSettings()))).Require();
    }

    private async Task<Dictionary<string, long>> FileAsync(string users)
    {
        database.Time.Advance(TimeSpan.FromSeconds(1));
        var importing = new Importing(database.Services, world.Ada);
        var draft = await importing.DraftAsync(
            world.World.ApplicationId, null, database.Time.GetUtcNow().UtcDateTime, (ExtractFileKind.Users, "users.csv", Encoding.UTF8.GetBytes(users), users.Count(c => c == '\n') - 1));
        await using var db = database.Look();
        var id = (await importing.ImportAsync(draft)).Require();
        return await AccountsAsync(await db.Extracts.SingleAsync(e => e.Id == id));
    }

    private async Task<Dictionary<string, long>> AccountsAsync(Extract reading)
    {
        Assert.Equal(Completeness.Complete, reading.Completeness);
        await using var db = database.Look();
        return await db.AccountRecords.Where(r => r.ExtractId == reading.Id).ToDictionaryAsync(r => r.Name, r => r.AccountId);
    }

    private async Task<Dictionary<string, long>> GroupsAsync(Extract reading)
    {
        await using var db = database.Look();
        return await db.GroupRecords.Where(r => r.ExtractId == reading.Id).ToDictionaryAsync(r => r.Name, r => r.GroupId);
    }
}
