using AccessReview.Core.Absences;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace AccessReview.Core.Tests.Notifications;

/// <summary>Whoever may agree to a reviewer's absence is asked for it. Mia reviews, Owen manages her; Mia manages Priya.</summary>
public sealed class AbsenceMailTests
{
    [Fact]
    public async Task The_manager_is_asked_once_without_a_word_of_who_it_is()
    {
        await using var world = await MailWorld.LaunchedAsync();
        await world.GiveAsync("Mia", "Priya", "Tomas");
        await world.TickAsync();
        await StateAsync(world, "Priya", standIn: "Noa");
        var letter = Assert.Single(await world.TickAsync());
        Assert.Equal(("mia", "Access review: an absence waits for your yes"), (new[] { letter }.To().Single(), letter.Subject));
        Assert.Contains("1 absence waits for your yes.", letter.Words(), StringComparison.Ordinal);
        Assert.Contains("https://review.example/absences", letter.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("Priya", letter.Words(), StringComparison.Ordinal);
        Assert.Empty(await world.TickAsync());
        world.At(11, 24);
        Assert.Empty(await world.TickAsync());
    }

    [Fact]
    public async Task A_second_one_of_the_same_day_is_asked_for_the_day_after()
    {
        await using var world = await MailWorld.LaunchedAsync();
        await world.GiveAsync("Mia", "Priya", "Tomas");
        await world.GiveAsync("Mia", "Tomas", "Priya");
        await world.TickAsync();
        await StateAsync(world, "Priya", standIn: "Noa");
        Assert.Equal(["mia"], (await world.TickAsync()).To());
        await StateAsync(world, "Tomas", standIn: "Noa");
        Assert.Empty(await world.TickAsync());
        world.At(11, 24);
        Assert.Contains("2 absences wait for your yes.", Assert.Single(Asked(await world.TickAsync())).Words(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "2 absences wait for your yes.")]
    [InlineData("Mia", "1 absence waits for your yes.")]
    [InlineData("Ada", "1 absence waits for your yes.")] // A campaign owner, who may agree instead.
    public async Task A_new_manager_is_asked_for_one_that_was_stated_before_the_last_they_were_asked_for(string? agrees, string said)
    {
        await using var world = await MailWorld.LaunchedAsync();
        await world.GiveAsync("Mia", "Priya", "Tomas");
        await world.GiveAsync("Mia", "Tomas", "Priya");
        await ManagedByAsync(world, "Priya", "Noa");
        await world.TickAsync();
        await StateAsync(world, "Priya", standIn: "Owen");
        await StateAsync(world, "Tomas", standIn: "Owen");
        Assert.Equal(["mia", "noa"], Asked(await world.TickAsync()).To().Order());
        if (agrees is not null)
        {
            await world.World.GrantAsync("Ada", Role.CampaignOwner);
            await using var db = world.Database.Look();
            var tomas = world.World["Tomas"];
            (await world.Database.Get<ApproveAbsence>().RunAsync(Guid.NewGuid(), world.World.As(agrees), await db.Absences.Where(a => a.PersonId == tomas).Select(a => a.Id).SingleAsync(), default)).Require();
        }

        await ManagedByAsync(world, "Priya", "Mia");
        world.At(11, 24);
        var letter = Assert.Single(Asked(await world.TickAsync()));
        Assert.Equal("mia", new[] { letter }.To().Single());
        Assert.Contains(said, letter.Words(), StringComparison.Ordinal);
        world.At(11, 25);
        Assert.Empty(Asked(await world.TickAsync()));
    }

    [Theory]
    [InlineData(false)] // The manager stands in themselves.
    [InlineData(true)] // The manager has left.
    public async Task Where_the_manager_cannot_agree_the_campaign_owners_are_asked(bool hasLeft)
    {
        await using var world = await MailWorld.LaunchedAsync();
        await world.World.GrantAsync("Priya", Role.CampaignOwner);
        await world.TickAsync();
        await StateAsync(world, "Mia", standIn: hasLeft ? "Noa" : "Owen");
        await (hasLeft ? world.World.LeaveAsync("Owen") : Task.CompletedTask);
        Assert.Equal(["priya"], Asked(await world.TickAsync()).To());
    }

    [Fact]
    public async Task Nobody_is_asked_for_the_absence_of_somebody_with_nothing_to_review_nor_for_one_agreed_to_before_the_mail_went()
    {
        await using var world = await MailWorld.LaunchedAsync();
        await world.TickAsync();
        await StateAsync(world, "Tomas", standIn: "Noa");
        Assert.Empty(await world.TickAsync());
        await world.GiveAsync("Mia", "Tomas", "Priya");
        await world.Database.Get<Core.Notifications.PlanNotifications>().RunAsync(default);
        await using var db = world.Database.Look();
        (await world.Database.Get<ApproveAbsence>().RunAsync(Guid.NewGuid(), world.Campaign.Owen, await db.Absences.Select(a => a.Id).SingleAsync(), default)).Require();
        Assert.Empty(Asked(await world.TickAsync()));
    }

    private static IEnumerable<MimeMessage> Asked(IEnumerable<MimeMessage> letters) => letters.Where(l => l.Subject == "Access review: an absence waits for your yes");

    // The staff list names them as the manager.
    private static Task ManagedByAsync(MailWorld world, string name, string manager)
    {
        var (person, by) = (world.World[name], world.World[manager]);
        return world.Campaign.UpdateAsync((db, seq) => db.PersonRecords.Where(r => r.PersonId == person)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.ManagerId, by).SetProperty(r => r.EventSeq, seq)));
    }

    private static async Task StateAsync(MailWorld world, string away, string standIn)
    {
        var plan = new AbsencePlan(world.World[away], world.World[standIn], new(2026, 11, 23), new(2026, 11, 30), "Holiday");
        (await world.Database.Get<StateAbsence>().RunAsync(Guid.NewGuid(), world.World.As(away), plan, default)).Require();
    }
}
