using AccessReview.Web.Components.Shared;

namespace AccessReview.Web.Tests.Parts;

/// <summary>A sum of money is what its reader wrote, or is asked for again.</summary>
public sealed class EnteredMoneyTests
{
    [Theory]
    [InlineData("327", 32_700L)]
    [InlineData(" 60.28 ", 6_028L)]
    [InlineData("60,28", 6_028L)]
    [InlineData("0,5", 50L)]
    [InlineData("1200", 120_000L)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_sum_is_read_with_a_point_or_a_comma(string? text, long? minor)
    {
        Assert.Null(EnteredMoney.Read(text, out var read));
        Assert.Equal(minor, read);
    }

    [Theory]
    [InlineData("1,200")]
    [InlineData("1.200")]
    public void What_may_be_thousands_is_asked_for_again(string text)
    {
        Assert.Equal($"{text} can be read two ways. Write 1200, or at most two digits behind the point.", EnteredMoney.Read(text, out var read));
        Assert.Null(read);
    }

    [Theory]
    [InlineData("-5")]
    [InlineData("1,200.50")]
    [InlineData("0.125")]
    [InlineData("0,500")]
    [InlineData("5.")]
    [InlineData("about 5")]
    [InlineData("1000000000")]
    [InlineData("9999999999999")]
    public void What_is_no_sum_is_refused(string text) => Assert.NotNull(EnteredMoney.Read(text, out _));

    [Theory]
    [InlineData(6_028L, "60.28")]
    [InlineData(32_750L, "327.5")]
    [InlineData(null, "")]
    public void What_is_written_is_read_again(long? minor, string text)
    {
        Assert.Equal(text, EnteredMoney.Write(minor));
        Assert.Null(EnteredMoney.Read(text, out var read));
        Assert.Equal(minor, read);
    }
}
