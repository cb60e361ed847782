using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Histories;

/// <summary>What is read again, and what that says of whatever is to go; and what is to stay for a time all the same.</summary>
internal sealed partial class RandomHistory
{
    private static readonly string[] Roles = [SmallCompany.Privileged, "Analyst", "Consumer"];

    /// <summary>What is to go, as it is known to the product.</summary>
    private sealed record Going(long Id, int Number, long CampaignId, long? HolderId, RemovalState State, ReadingsModel.Removed Removed)
    {
        public bool IsCancelled => State == RemovalState.Cancelled;
    }

    /// <summary>The next reading, as chance has it: without some accounts, and with other roles of some.</summary>
    public async Task RereadAsync()
    {
        database.Time.Advance(TimeSpan.FromDays(1));
        var without = chance.Next(1 << 11) & chance.Next(1 << 11);
        await company.ReadAccessAsync(without, role => Sometimes(40) ? Any(Roles) : role);
        Followed();
        Tell("read", true, $"{string.Join(", ", company.Readings.Last.Accounts.Select(a => $"{a.Key} {a.Value.Role}"))}");
        await CheckRemovalsAsync();
    }

    /// <summary>Every removal stands as the readings and the waivers say, and none otherwise; of a campaign that was given up only what was gone already.</summary>
    private async Task CheckRemovalsAsync()
    {
        RemovalState[] spoken = [RemovalState.Verified, RemovalState.StillPresent, RemovalState.Reappeared, RemovalState.Waived];
        foreach (var removal in await RemovalsAsync())
        {
            if (removal.IsCancelled)
            {
                continue;
            }

            var expected = Expected(removal);
            Assert.True(
                expected == (spoken.Contains(removal.State) ? removal.State : null),
                $"{Told}\nR{removal.Number} of {removal.Removed} is {removal.State}; the readings say {expected?.ToString() ?? "nothing"}");
            Note(expected?.ToString() ?? "", expected is not null);
            Note("a lower role is verified", expected == RemovalState.Verified && removal.Removed.ChangeTo is not null && company.Readings.HasAccount(removal.Removed));
            Assert.False(
                reviews.Exists(r => r.Id == removal.CampaignId && r.State == Core.Campaigns.CampaignState.Cancelled) && !company.Readings.WasGone(removal.Removed),
                $"{Told}\nR{removal.Number} is still to be done for a campaign that was given up");
        }
    }

    private async Task AskForWaiverAsync()
    {
        var removals = (await RemovalsAsync()).FindAll(r => IsOpen(r) || Sometimes(10));
        if (removals.Count == 0)
        {
            return;
        }

        var (removal, actor, until) = (Any(removals), AnOwner(), Today().AddDays(chance.Next(4)));
        var may = waivers.MayAsk(actor, removal.Id, MayBeWaived(removal), until, Today());
        var outcome = await database.Get<AskForWaiver>().RunAsync(Guid.NewGuid(), Actor.Demo(actor), removal.Id, until, Why, default);
        Agree("waiver asked", may, outcome.IsOk, $"of R{removal.Number} until {until:yyyy-MM-dd} by {Name(actor)}: {outcome.Problem?.Code}");
        if (outcome.IsOk)
        {
            waivers.All.Add(new WaiversModel.Waiver(outcome.Value, removal.Id, removal.HolderId, actor, until));
        }
    }

    private async Task AnswerWaiverAsync()
    {
        List<WaiversModel.Waiver> asked = [.. waivers.All.Where(w => w.Approved is null || Sometimes(10))];
        if (asked.Count == 0)
        {
            return;
        }

        var (waiver, actor, approve) = (asked[^1], Sometimes(70) ? Owners.First(o => o != asked[^1].AskedBy) : Anybody(), Sometimes(60));
        var removal = (await RemovalsAsync()).Single(r => r.Id == waiver.RemovalId);
        var may = waivers.MayAnswer(actor, waiver, approve, MayBeWaived(removal), Today());
        var outcome = await database.Get<AnswerWaiver>().RunAsync(Guid.NewGuid(), Actor.Demo(actor), waiver.Id, approve, default);
        Agree(approve ? "waiver approved" : "waiver refused", may, outcome.IsOk, $"of R{removal.Number} by {Name(actor)}: {outcome.Problem?.Code}");
        if (outcome.IsOk)
        {
            (waiver.Approved, waiver.After) = (approve, company.Readings.Count);
            await CheckRemovalsAsync();
        }
    }

    private bool IsOpen(Going removal) => !removal.IsCancelled && Expected(removal) is null or RemovalState.StillPresent or RemovalState.Reappeared;

    private bool MayBeWaived(Going removal) => IsOpen(removal) || (!removal.IsCancelled && Expected(removal) is RemovalState.Waived);

    private RemovalState? Expected(Going removal) => company.Readings.Expected(removal.Removed, waivers.InForce(removal.Id)?.After);

    private async Task<List<Going>> RemovalsAsync()
    {
        await using var db = database.Look();
        return await (from removal in db.Removals
                      join item in db.ReviewItems on removal.ItemId equals item.Id
                      join record in db.AccountRecords on item.AccountRecordId equals record.Id
                      orderby removal.Number
                      select new Going(
                          removal.Id, removal.Number, removal.CampaignId, item.HolderId, removal.State, new ReadingsModel.Removed(
                              removal.DecidedAt, record.Name, record.Role, db.GroupRecords.Where(g => g.GroupId == removal.GroupId).Select(g => g.Name).FirstOrDefault(), removal.ChangeTo))).ToListAsync();
    }
}
