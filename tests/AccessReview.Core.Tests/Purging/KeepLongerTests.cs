using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Purging;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Purging;

/// <summary>The fear: in its last year a campaign becomes the matter of a dispute, and its evidence goes all the same.</summary>
public sealed class KeepLongerTests : IAsyncLifetime
{
    private static readonly DateOnly Longer = new(2036, 6, 30);
    private TestDatabase database = null!;
    private Actor owner = null!;
    private Actor admin = null!;
    private long campaign;

    public async ValueTask InitializeAsync()
    {
        database = await FirstRelease.OpenAsync(new DateTime(2033, 12, 3, 9, 0, 0, DateTimeKind.Utc));
        (owner, admin) = (await database.PersonAsync("dmitri.raman"), await database.PersonAsync("kaito.ivanov"));
        await using var db = database.Look();
        campaign = await db.Campaigns.Where(c => c.Number == 1).Select(c => c.Id).SingleAsync();
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [SqliteFact]
    public async Task What_is_kept_longer_is_not_purged_before_also_where_two_persons_had_approved_it()
    {
        (await AskAsync()).Require();
        (await database.Get<ApprovePurge>().RunAsync(Guid.NewGuid(), owner, PurgeKind.Campaign, campaign, default)).Require();
        (await KeepAsync(owner, Longer, "A dispute began")).Require();

        Assert.Equal("purge.kept", Assert.Single(await database.Get<CarryOutPurges>().RunAsync(really: true, default)).Problem?.Code);
        var page = (await database.Get<PurgeList>().RunAsync(admin, default)).Require();
        var kept = Assert.Single(page.Kept, k => k.Id == campaign);
        Assert.Equal((Longer, "A dispute began"), (kept.Until, kept.Why));
        (await database.Get<DropPurge>().RunAsync(Guid.NewGuid(), admin, PurgeKind.Campaign, campaign, default)).Require();
        Assert.Equal("purge.kept", (await AskAsync()).Problem?.Code);
        Assert.DoesNotContain((await database.Get<PurgeList>().RunAsync(admin, default)).Require().Campaigns, c => c.Id == campaign);
        var told = (await database.Get<CampaignHistory>().RunAsync(owner, 1, 0, CampaignHistory.MaxTake, default)).Require().Lines;
        Assert.Contains(told, l => l.What.StartsWith("Kept its evidence longer: until 30 Jun 2036 instead of ", StringComparison.Ordinal));
        Assert.Empty((await database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings);
    }

    [SqliteFact]
    public async Task A_day_that_is_moved_back_beside_the_product_is_found_and_keeps_it_all_the_same()
    {
        (await KeepAsync(owner, Longer, "A dispute began")).Require();
        await using (var db = await Unguarded.OpenAsync(database))
        {
            Assert.Equal(1, await db.Database.ExecuteSqlAsync($"UPDATE Campaigns SET RetainUntil = '2033-11-30' WHERE Id = {campaign}"));
        }

        Assert.Equal("purge.kept", (await AskAsync()).Problem?.Code);
        Assert.Contains((await database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings, f => f.Code == "campaign.state");
    }

    [SqliteTheory]
    [InlineData("UPDATE PrivateTexts SET Text = 'No reason', Hash = randomblob(32) WHERE Text = 'A dispute began'")]
    [InlineData("DELETE FROM PrivateTexts WHERE Text = 'A dispute began'")]
    public async Task A_reason_that_is_exchanged_or_taken_out_beside_the_product_is_found(string tampering)
    {
        (await KeepAsync(owner, Longer, "A dispute began")).Require();
        await using (var db = await Unguarded.OpenAsync(database))
        {
            Assert.Equal(1, await db.Database.ExecuteSqlRawAsync(tampering));
        }

        Assert.Contains((await database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings, f => f.Code == "text.swapped");
    }

    [SqliteFact]
    public async Task Once_that_day_is_over_it_goes_with_the_reason_why_it_was_kept()
    {
        (await KeepAsync(admin, Longer, "A dispute began")).Require();
        database.Time.SetUtcNow(new DateTimeOffset(2036, 7, 1, 9, 0, 0, TimeSpan.Zero));
        (await AskAsync()).Require();
        (await database.Get<ApprovePurge>().RunAsync(Guid.NewGuid(), owner, PurgeKind.Campaign, campaign, default)).Require();
        Assert.NotNull(Assert.Single(await database.Get<CarryOutPurges>().RunAsync(really: true, default)).Done);

        await using var db = database.Look();
        Assert.False(await db.PrivateTexts.AnyAsync(t => t.Text == "A dispute began"));
        Assert.Equal("keep.purged", (await KeepAsync(owner, Longer.AddYears(1), "Another dispute")).Problem?.Code);
        Assert.Empty((await database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings);
    }

    [SqliteFact]
    public async Task What_must_be_kept_is_never_given_up_earlier_and_not_kept_for_ever_or_without_a_reason()
    {
        await using var db = database.Look();
        (await KeepAsync(owner, Longer, "A dispute began")).Require();
        Assert.Equal("keep.day", (await KeepAsync(owner, Longer, "Once more")).Problem?.Code);
        Assert.Equal("keep.day", (await KeepAsync(owner, Longer.AddDays(-1), "It is over")).Problem?.Code);
        Assert.Equal("keep.day", (await KeepAsync(owner, new DateOnly(2033 + KeepLonger.MaxYears, 12, 4), "For ever")).Problem?.Code);
        Assert.Equal("keep.reason", (await KeepAsync(owner, Longer.AddDays(1), "  ")).Problem?.Code);
        Assert.Equal(Longer, await db.Campaigns.Where(c => c.Id == campaign).Select(c => c.RetainUntil).SingleAsync());
    }

    [SqliteFact]
    public async Task Of_a_campaign_that_is_open_nothing_is_kept_longer_and_a_reviewer_keeps_nothing()
    {
        await using var db = database.Look();
        var open = await db.Campaigns.Where(c => c.Number == 2).Select(c => c.Id).SingleAsync();
        Assert.Equal("keep.open", (await database.Get<KeepLonger>().RunAsync(Guid.NewGuid(), owner, open, Longer, "A dispute began", default)).Problem?.Code);
        var reviewer = await db.ReviewTurns.Where(t => t.CampaignId == campaign && t.ReviewerId != owner.PersonId && t.ReviewerId != admin.PersonId).Select(t => t.ReviewerId).FirstAsync();
        Assert.Equal(Problem.DeniedCode, (await KeepAsync(Actor.Demo(reviewer), Longer, "A dispute began")).Problem?.Code);
    }

    private Task<Outcome<Done>> KeepAsync(Actor actor, DateOnly until, string reason) => database.Get<KeepLonger>().RunAsync(Guid.NewGuid(), actor, campaign, until, reason, default);

    private Task<Outcome<Done>> AskAsync() => database.Get<AskForPurge>().RunAsync(Guid.NewGuid(), admin, PurgeKind.Campaign, campaign, "Not to be kept.", default);
}
