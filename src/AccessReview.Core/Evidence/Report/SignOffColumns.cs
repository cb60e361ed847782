using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Evidence.Workbook;

namespace AccessReview.Core.Evidence.Report;

/// <summary>Who signed for an item: the ids are those of the sheet Sign-offs, so that what each sign-off covers can be counted.</summary>
internal static class SignOffColumns
{
    internal const string SignedHeader = "Signed";
    private const string Source = "The sheet Sign-offs.";
    private const string NotSigned = "not signed";

    /// <summary>Adds the columns.</summary>
    internal static SheetColumns<T> SignOffs<T>(this SheetColumns<T> columns, Func<T, ItemLine> item) => columns
        .Text(SignedHeader, 8, r => Words.Of(item(r).Signed), "Whether everybody whom it needs has signed: a revoke whoever revoked, what is kept each of its reviewers. What is not reviewed is not.", Source)
        .Text("First sign-off id", 12, r => DecisionsSheet.Id(item(r).FirstSignOffId), "The sign-off in force over what the first reviewer decided, also of what went with its account since.", Source, NotSigned)
        .Text("Second sign-off id", 12, r => item(r).SecondWhy == SecondReason.None ? Words.DoesNotApply : DecisionsSheet.Id(item(r).SecondSignOffId), "The same of the second reviewer.", Source, NotSigned)
        .Text("Account's sign-off id", 12, r => WentWithAccount(item(r)) ? DecisionsSheet.Id(item(r).AccountSignOffId) : Words.DoesNotApply, "Of what went with its account: the sign-off in force of whoever revoked that.", Source, NotSigned);

    private static bool WentWithAccount(ItemLine item) => item.FirstMode == DecisionMode.WithAccount || item.SecondMode == DecisionMode.WithAccount;
}
