using System.Globalization;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Campaigns.Independence;
using AccessReview.Core.Seats;
using AccessReview.Core.Settings;
using AccessReview.Core.Tests.Journeys;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests;

/// <summary>What the product names by itself, and what people sign, is the same text whatever the locale of the machine that writes it.</summary>
public sealed class CulturesTests
{
    private static readonly CloseFacts Facts = new()
    {
        Items = 5000, Certified = 5000, CarriedForward = 0, Revoked = 0, Changed = 0, Undecided = 0, DecidedByOne = 0, NotSigned = 0, LateDecisions = 0, LateSignatures = 0, SetAside = 0, WithAccount = default,
        NotTested = 0, Differ = [], Appeared = [], SecondSignatures = [], NotIndependent = [.. Enumerable.Range(1, 1200).Select(n => (n, PartInAccount.Holder))], Deadline = DeadlineRule.NotReviewed,
    };

    [Theory]
    [InlineData("fa-IR")]
    [InlineData("ar-SA")]
    [InlineData("th-TH")]
    public async Task Campaigns_that_the_product_names_carry_the_day_of_the_common_calendar(string culture)
    {
        await using var quarter = await Quarter.StartAsync();
        CultureInfo.CurrentCulture = new CultureInfo(culture);
        var owner = await quarter.AsAsync("dmitri.raman");
        await using var db = quarter.Database.Look();
        var policy = (await CurrentPolicy.ReadAsync(db, default)).Policy with { Leavers = LeaversRule.AtOnce, LeaversOwnerId = owner.PersonId };
        (await quarter.Database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), await quarter.AsAsync("kaito.ivanov"), policy, null, default)).Require();
        await quarter.Database.Get<FollowUps>().RunAsync(default);
        (await quarter.Database.Get<DraftSeatReview>().RunAsync(Guid.NewGuid(), owner, await db.Applications.Select(a => a.Id).SingleAsync(), default)).Require();

        Assert.Equal(["Leavers of Heap, 2026-11-20", "Unused seats of Heap, 2026-11-20"], await db.Campaigns.OrderBy(c => c.Number).Select(c => c.Name).ToListAsync());
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("fa-IR")]
    [InlineData("fr-FR")]
    public void The_statement_of_the_close_writes_all_its_numbers_alike(string culture)
    {
        CultureInfo.CurrentCulture = new CultureInfo(culture);
        var campaign = new Campaign
        {
            Id = 1, Number = 1, Name = "Heap, Q4 2026", PeriodStart = new(2026, 10, 1), PeriodEnd = new(2026, 12, 31), TimeZone = "UTC", DueDate = new(2026, 12, 4),
            DueAt = Clock.EndOfDay(new(2026, 12, 4), TimeZoneInfo.Utc), State = CampaignState.Active, OwnerId = 7,
        };
        var text = CloseText.Of(7, "Owen", campaign, Facts);
        Assert.Contains("for 2026-10-01 to 2026-12-31. Of 5,000 items, 5,000 were certified", text, StringComparison.Ordinal);
        Assert.Contains(" 1,200 items decided by somebody who turned out to hold the account", text, StringComparison.Ordinal);
    }
}
