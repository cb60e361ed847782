using AccessReview.Core.Connections;
using AccessReview.Core.Extracts;
using AccessReview.Fakes;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>A reading that lacks many, of a source that claims no number: half a list is not taken for a whole one without a person's word.</summary>
public sealed class FewerThanBeforeTests : IAsyncLifetime
{
    private static readonly string[] More = ["Pia", "Qin", "Rob", "Sue", "Tia", "Uli", "Val", "Wim"];

    private TestDatabase database = null!;
    private ConnectedWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        world = await ConnectedWorld.CreateAsync(database, new ScimManners { NoTotal = true }, More);
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Many_people_gone_at_once_make_a_reading_incomplete_until_an_administrator_says_that_they_are()
    {
        var okta = await world.ConnectOktaAsync();
        var whole = await world.ReadAsync(okta);
        LeaveOkta(More[..6]);
        var half = await world.ReadAsync(okta);
        Assert.Equal(Completeness.Incomplete, half.Completeness);
        Assert.Equal(
            $"6 of the 15 people of reading X{whole.Number} are not among the 9 that came, and the source claims no number that says whether these are all. If they are gone, say so on the connection.", half.Why);
        var shown = (await database.Get<ConnectionPage>().RunAsync(world.Ada, null, whole.DirectoryId, CancellationToken.None)).Require();
        Assert.Equal(half.Id, shown.Incomplete?.LacksMany);

        (await AcceptAsync(okta, half)).Require();
        var taken = await world.ReadAsync(okta);
        Assert.Equal((Completeness.Complete, 9), (taken.Completeness, taken.Records));
    }

    [Fact]
    public async Task What_was_said_of_one_reading_says_nothing_of_one_that_lacks_more()
    {
        var okta = await world.ConnectOktaAsync();
        await world.ReadAsync(okta);
        LeaveOkta(More[..6]);
        var half = await world.ReadAsync(okta);
        (await AcceptAsync(okta, half)).Require();
        LeaveOkta(More[6..]);
        var less = await world.ReadAsync(okta);
        Assert.Contains("8 of the 15 people", less.Why, StringComparison.Ordinal);
        Assert.Equal(Problem.ConflictCode, (await AcceptAsync(okta, half)).Problem?.Code);
        (await AcceptAsync(okta, less)).Require();
        var taken = await world.ReadAsync(okta);
        Assert.Equal((Completeness.Complete, 7), (taken.Completeness, taken.Records));
    }

    [Fact]
    public async Task A_few_that_are_gone_are_taken_without_a_question()
    {
        var okta = await world.ConnectOktaAsync();
        await world.ReadAsync(okta);
        LeaveOkta(More[..5]);
        Assert.Equal(Completeness.Complete, (await world.ReadAsync(okta)).Completeness);
    }

    [Fact]
    public async Task Accounts_that_were_removed_are_gone_without_a_question()
    {
        var heap = await world.ConnectHeapAsync();
        await world.ReadAsync(heap);
        foreach (var name in More[..2])
        {
            await world.Revoked.RevokeAsync(name);
        }

        await world.Revoked.SignOffAsync(More[..2]);
        LeaveHeap(More[..7]);
        Assert.Equal(Completeness.Complete, (await world.ReadAsync(heap)).Completeness);
    }

    [Fact]
    public async Task Many_accounts_gone_at_once_make_a_reading_incomplete()
    {
        var heap = await world.ConnectHeapAsync();
        var whole = await world.ReadAsync(heap);
        LeaveHeap(More[..6]);
        var half = await world.ReadAsync(heap);
        Assert.StartsWith($"6 of the 11 accounts of reading X{whole.Number} are not among the 5 that came", half.Why, StringComparison.Ordinal);
        await using var db = database.Look();
        Assert.Equal(whole.Id, (await db.Applications.SingleAsync()).CurrentExtractId);
    }

    private Task<Outcome<Done>> AcceptAsync(long connection, Extract reading) => database.Get<AcceptFewer>().RunAsync(Guid.NewGuid(), world.Ada, connection, reading.Id, CancellationToken.None);

    private void LeaveOkta(string[] names) => world.Okta.Users.RemoveAll(u => names.Contains(u.First));

    private void LeaveHeap(string[] names) => world.Heap.Users.RemoveAll(u => names.Contains((string)u["displayName"]!));
}
