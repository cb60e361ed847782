using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;
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

    [Theory]
    [InlineData(false, 45, "Only what you signed for on 23 Nov 2026, 09:05 UTC is shown, however it stands now.")]
    [InlineData(true, 45, "Only what you signed for on 23 Nov 2026, 09:05 UTC is shown, however it stands now. You withdrew it on 24 Nov 2026, 10:00 UTC.")]
    [InlineData(false, 44, "Only what you signed for on 23 Nov 2026, 09:05 UTC is shown, however it stands now. 1 item of it is before somebody else, and not in this list.")]
    [InlineData(false, 43, "Only what you signed for on 23 Nov 2026, 09:05 UTC is shown, however it stands now. 2 items of it are before somebody else, and not in this list.")]
    public void What_a_statement_covers_is_shown_with_its_day_and_with_what_became_of_it(bool withdrawn, int here, string words)
    {
        var (signed, taken) = (new DateTime(2026, 11, 23, 9, 5, 0, DateTimeKind.Utc), new DateTime(2026, 11, 24, 10, 0, 0, DateTimeKind.Utc));
        var receipt = new Receipt(1, 1, "Heap, Q4", SignOffLevel.Reviewer, "I sign.", 45, 40, 5, 0, "", signed, Late: false, AuthenticationMethod.Demo, withdrawn ? taken : null, null, MayWithdraw: false, null);
        Assert.Equal(words, ReceiptWords.Covered(receipt, here));
    }

    [Fact]
    public void A_statement_that_is_none_of_the_reader_s_is_said_to_be_none() =>
        Assert.Equal("The address names no statement that you signed in this campaign.", ReceiptWords.Covered(null, 0));
}
