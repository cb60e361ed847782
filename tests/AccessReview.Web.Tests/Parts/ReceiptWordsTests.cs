using AccessReview.Web.Components.Reviewing;

namespace AccessReview.Web.Tests.Parts;

/// <summary>A receipt says what of it is in force no more, and why.</summary>
public sealed class ReceiptWordsTests
{
    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "1 of these went later, because its account was revoked.")]
    [InlineData(1200, "1,200 of these went later, because their accounts were revoked.")]
    public void What_went_later_went_because_an_account_was_revoked(int items, string? words) => Assert.Equal(words, ReceiptWords.WentSince(items));
}
