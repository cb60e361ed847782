using System.Globalization;
using System.Text;

namespace AccessReview.Core.Reviewing;

/// <summary>What a reviewer signs, word for word. A changed wording is another version of the text, kept with each sign-off. What was carried forward
/// was decided and not reviewed, and the text calls it so.</summary>
public static class SignOffText
{
    /// <summary>The statement.</summary>
    /// <param name="signer">Their name.</param>
    /// <param name="campaign">The campaign's name.</param>
    /// <param name="counts">What they decided.</param>
    /// <param name="further">They have signed before, and items came after that.</param>
    /// <param name="forWhom">Who was away, and how many of the items they decided as delegate.</param>
    public static string Of(string signer, string campaign, SignOffCounts counts, bool further, IReadOnlyList<(string Name, int Items)> forWhom)
    {
        var text = new StringBuilder();
        var carried = counts.CarriedForward > 0;
        text.Append(CultureInfo.InvariantCulture, $"I, {signer}, have {(carried ? "decided" : "reviewed")} {What(campaign, counts, further)}: ");
        if (carried)
        {
            text.Append(CultureInfo.InvariantCulture, $"reviewed {counts.Items - counts.Followed - counts.CarriedForward}, carried forward {counts.CarriedForward} as certified in the review before and not reviewed anew; with these ");
        }

        text.Append(CultureInfo.InvariantCulture, $"{counts.Certified} certified, {counts.Revoked} revoked");
        if (counts.Changed > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $", {counts.Changed} changed");
        }

        if (forWhom.Count > 0)
        {
            text.Append("; ").AppendJoin(", ", forWhom.Select(f => $"{f.Items} of them as delegate of {f.Name}"));
        }

        return text.Append(CultureInfo.InvariantCulture, $". I decided each {(carried ? "that I reviewed " : "")}on the facts shown to me. None of these accounts is mine or used by me.").ToString();
    }

    private static string What(string campaign, SignOffCounts counts, bool further)
    {
        var groups = counts.Followed == 1 ? "1 group that goes" : string.Create(CultureInfo.InvariantCulture, $"{counts.Followed} groups that go");
        var own = counts.Items - counts.Followed;
        return own == 0
            ? $"{groups} with what I revoked in {campaign}"
            : $"the {(further ? "further " : "")}{Items(own)} put before me in {campaign}" + (counts.Followed == 0 ? "" : $", and {groups} with {(own == 1 ? "it" : "them")}");
    }

    private static string Items(int count) => count == 1 ? "1 item" : count.ToString(CultureInfo.InvariantCulture) + " items";
}

/// <summary>Counts of a sign-off; <paramref name="CarriedForward"/> are among the certified, and <paramref name="Followed"/> were before somebody
/// else and went with an account the signer revoked.</summary>
public sealed record SignOffCounts(int Items, int Certified, int Revoked, int Changed, int CarriedForward = 0, int Followed = 0);
