using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Histories;
using AccessReview.Core.Tests.Journeys;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Reviewing;

/// <summary>Last time's reason is that of the last campaign, and not one that nobody stands by any more.</summary>
public sealed class LastTimesReasonTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private SmallCompany company = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        company = new SmallCompany(database);
        await company.FoundAsync();
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task The_reason_of_the_last_campaign_can_be_used_again_and_that_of_an_earlier_one_cannot()
    {
        await CertifyWholeAsync(1, ("Ann", "Pilot until June"), ("Ben", "Pilot until June"));
        await CertifyWholeAsync(2, ("Ann", "Runs the platform"), ("Ben", null));
        await company.LaunchAsync("Heap 3");

        Assert.Equal(["Runs the platform"], await OfferedAsync("Ann"));
        Assert.Empty(await OfferedAsync("Ann", DecisionKind.Revoke)); // Why it was kept is no reason to revoke it.
        Assert.Empty(await OfferedAsync("Ben")); // Last time nobody gave a reason.
        Assert.Equal(0, await ReusedAsync("Pilot until June"));
        Assert.Equal(1, await ReusedAsync("Runs the platform"));
    }

    [Fact]
    public async Task Why_one_was_revoked_is_offered_for_revoking_another_and_never_for_keeping_them()
    {
        await company.LaunchAsync("Heap 1");
        await DecideAsync(1, "Ben", DecisionKind.Revoke, "Left the project");
        await DecideAsync(1, "Ann", DecisionKind.Certify, "Runs the platform");
        Assert.Equal(["Left the project"], await OfferedAsync("Dan", DecisionKind.Revoke, 1));
        Assert.Equal(["Runs the platform"], await OfferedAsync("Dan", number: 1));
    }

    private async Task CertifyWholeAsync(int number, params (string Account, string? Reason)[] chosen)
    {
        await company.LaunchAsync($"Heap {number}");
        foreach (var (account, reason) in chosen)
        {
            await CertifyAsync(number, account, reason);
        }

        var reviewers = new Reviewers(database.Services, number);
        await reviewers.DecideAllAsync(new HashSet<string>());
        await reviewers.SignAllAsync();
        await company.CloseAsync(number);
    }

    private async Task<IReadOnlyList<string>> OfferedAsync(string account, DecisionKind kind = DecisionKind.Certify, int number = 3)
    {
        var turn = await TurnAsync(number, account);
        return await database.Get<OwnReasons>().RunAsync(Actor.Demo(turn.ReviewerId), turn.CampaignId, turn.ItemId, kind, default);
    }

    private async Task<int> ReusedAsync(string reason)
    {
        await CertifyAsync(3, "Ann", reason);
        await using var db = database.Look();
        return await db.Decisions.OrderByDescending(d => d.Id).Select(d => d.ReasonReused).FirstAsync();
    }

    private Task CertifyAsync(int number, string account, string? reason) => DecideAsync(number, account, DecisionKind.Certify, reason);

    private async Task DecideAsync(int number, string account, DecisionKind kind, string? reason)
    {
        var turn = await TurnAsync(number, account);
        (await database.Get<DecideItem>().RunAsync(Guid.NewGuid(), Actor.Demo(turn.ReviewerId), new ItemChoice(turn.Id, turn.EventSeq, kind, reason), default)).Require();
    }

    private async Task<ReviewTurn> TurnAsync(int number, string account)
    {
        await using var db = database.Look();
        return await db.ReviewTurns.SingleAsync(t => db.Campaigns.Any(c => c.Id == t.CampaignId && c.Number == number)
            && db.ReviewItems.Any(i => i.Id == t.ItemId && i.GroupId == null && db.AccountRecords.Any(r => r.Id == i.AccountRecordId && r.Name == account)));
    }
}
