using AccessReview.Core.Costs;
using AccessReview.Core.Overview;
using AccessReview.Core.Roles;
using AccessReview.Web.Components.Overview;
using Bunit;

namespace AccessReview.Web.Tests.Parts;

/// <summary>What the overview says of the price of unused seats.</summary>
public sealed class SeatWordsTests : BunitContext
{
    public static TheoryData<UnusedSeats, string> Said => new()
    {
        { new UnusedSeats(0, [], 0), "dormant or never joined: none" },
        { new UnusedSeats(12, [], 12), "without a price" },
        { new UnusedSeats(12, [new Money(0, "EUR")], 0), "dormant or never joined" },
        { new UnusedSeats(12, [new Money(3_270_000, "EUR")], 2), "2 of them without a price" },
        { new UnusedSeats(12, [new Money(3_270_000, "EUR"), new Money(100_000, "USD")], 0), "32,700 EUR a year, 1,000 USD a year" },
        { new UnusedSeats(12, [new Money(3_270_000, "EUR"), new Money(100_000, "USD")], 5), "32,700 EUR a year, 1,000 USD a year, 5 without a price" },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void It_is_said_of_these_seats_and_not_of_others(UnusedSeats seats, string note)
    {
        var numbers = Render<OverviewNumbers>(p => p.Add(n => n.Facts, new OverviewFacts
        {
            Name = "Ada", Roles = Role.Administrator, Campaigns = [], Now = [], Empty = false, Seats = seats, Costs = new CostView([], [], "", [], new JudgedApplications(2, 0)),
        }));
        Assert.Equal(note, numbers.Find(".note").TextContent);
    }
}
