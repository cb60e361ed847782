using AccessReview.Core.Audit;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Removals;

/// <summary>A note that a removal was done by hand is a claim, and whoever made it for the wrong row takes it back. It is Monday, 23 November 2026.</summary>
public sealed class NotesTakenBackTests : IAsyncLifetime
{
    private static readonly DateOnly Today = new(2026, 11, 23);
    private TestDatabase database = null!;
    private RevokedWorld world = null!;
    private long signOff;
    private long[] removals = [];

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        world = await RevokedWorld.CreateAsync(database);
        await world.RevokeAsync("Sami");
        await world.RevokeAsync("Zoe");
        signOff = await world.SignOffAsync("Sami", "Zoe");
        removals = [.. (await world.RemovalsAsync()).Select(r => r.Id)];
        (await database.Get<AssignRemoval>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), removals[0], world.World["Noa"], CancellationToken.None)).Require();
    }

    public async ValueTask DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task A_note_taken_back_leaves_the_removal_late_and_in_the_to_do_as_if_nobody_had_made_it()
    {
        await NoteAsync("Noa", removals[0]);
        database.Time.Advance(TimeSpan.FromDays(60));
        Assert.Equal((false, 0), await StandsAsync());
        (await TakeBackAsync("Noa", removals[0])).Require();
        Assert.Equal((true, 1), await StandsAsync());
        var removal = (await world.RemovalsAsync())[0];
        Assert.Equal((null, null, null), (removal.DoneById, removal.DoneOn, removal.DoneReference));

        async Task<(bool Late, int Mine)> StandsAsync() =>
            ((await ListAsync("Owen", new RemovalFilter(Number: 1))).Rows[0].Late, (await ListAsync("Noa", new RemovalFilter(RemovalShow.WaitsForPerson, PersonId: world.World["Noa"]))).Total);
    }

    [Fact]
    public async Task The_sign_off_behind_a_note_taken_back_may_be_withdrawn()
    {
        await NoteAsync("Owen", removals);
        Assert.Equal("sign-off.removed", (await WithdrawAsync()).Problem?.Code);
        (await TakeBackAsync("Owen", removals)).Require();
        (await WithdrawAsync()).Require();

        Task<Outcome<Done>> WithdrawAsync() => database.Get<WithdrawSignOff>().RunAsync(Guid.NewGuid(), world.World.As("Mia"), signOff, "They need it after all.", CancellationToken.None);
    }

    [Theory]
    [InlineData("Noa", true)] // Whoever noted it.
    [InlineData("Owen", true)] // The campaign owner.
    [InlineData("Mia", false)] // Whoever decided it.
    public async Task Whoever_noted_it_and_campaign_owners_take_it_back_as_the_list_offers_and_nobody_else(string who, bool may)
    {
        await NoteAsync("Noa", removals[0]);
        Assert.Equal(may, (await database.Get<RemovalList>().RunAsync(world.World.As(who), new RemovalFilter(Number: 1), 0, 10, CancellationToken.None)).Value?.Rows.Any(r => r.MayTakeBack) == true);
        Assert.Equal(may ? null : Problem.DeniedCode, (await TakeBackAsync(who, removals[0])).Problem?.Code);
    }

    [Fact]
    public async Task Both_stay_in_the_record_and_what_nobody_noted_is_not_taken_back()
    {
        await NoteAsync("Owen", removals[0]);
        Assert.Equal("note.none", (await TakeBackAsync("Owen", removals)).Problem?.Code);
        (await TakeBackAsync("Owen", removals[0])).Require();
        await using var db = database.Look();
        var said = EventJson.Read<RemovalNotesTakenBack>(await db.AuditEvents.OrderByDescending(e => e.Seq).FirstAsync());
        Assert.Equal((removals[0], world.World["Owen"], Today), (Assert.Single(said.RemovalIds), Assert.Single(said.DoneByIds), Assert.Single(said.DoneOn)));
        Assert.Equal(1, await db.AuditEvents.CountAsync(e => e.Type == nameof(RemovalsNotedDone)));
    }

    [Fact]
    public async Task What_a_reading_has_borne_out_stays_and_a_note_made_after_the_access_came_back_need_not()
    {
        await NoteAsync("Owen", removals[0]);
        await ReadAsync(1, []);
        Assert.Equal("R1 is verified; what was noted of it stays as it is.", (await TakeBackAsync("Owen", removals[0])).Problem?.Sentence);
        await ReadAsync(2, [new TestAccount("Zoe", Role: "Admin")]);
        Assert.Equal("A reading has shown R1 gone since; what was noted of it stays as it is.", (await TakeBackAsync("Owen", removals[0])).Problem?.Sentence);
        Assert.False((await ListAsync("Owen", new RemovalFilter(Number: 1))).Rows[0].MayTakeBack);

        database.Time.Advance(TimeSpan.FromDays(3));
        await NoteAsync("Owen", removals[0]);
        Assert.True((await ListAsync("Owen", new RemovalFilter(Number: 1))).Rows[0].MayTakeBack);
        (await TakeBackAsync("Owen", removals[0])).Require();
    }

    private async Task ReadAsync(int day, TestAccount[] found)
    {
        await world.ReadAsync(Today.AddDays(day).ToDateTime(new TimeOnly(8, 0), DateTimeKind.Utc), found);
        await database.Get<CheckRemovals>().RunAsync(CancellationToken.None);
    }

    private async Task NoteAsync(string by, params long[] some)
    {
        var day = DateOnly.FromDateTime(database.Time.GetUtcNow().UtcDateTime);
        (await database.Get<NoteDone>().RunAsync(Guid.NewGuid(), world.World.As(by), new HandWork(some, world.World[by], day, "JIRA-7"), CancellationToken.None)).Require();
    }

    private Task<Outcome<Done>> TakeBackAsync(string by, params long[] some) => database.Get<TakeBackNote>().RunAsync(Guid.NewGuid(), world.World.As(by), some, CancellationToken.None);

    private async Task<RemovalPage> ListAsync(string who, RemovalFilter filter) => (await database.Get<RemovalList>().RunAsync(world.World.As(who), filter, 0, 10, CancellationToken.None)).Require();
}
