using System.Globalization;
using System.Text;

namespace AccessReview.Core.Campaigns.Closing;

/// <summary>What the campaign's owner and an application's owner sign, word for word. A changed wording is another text, kept with
/// each signature.</summary>
public static class CloseText
{
    /// <summary>The statement of whoever closes it.</summary>
    public static string Of(long? signerId, string signer, Campaign campaign, CloseFacts facts)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"I, {signer}, close the access review {campaign.Name} (C{campaign.Number}) for {campaign.PeriodStart:yyyy-MM-dd} to {campaign.PeriodEnd:yyyy-MM-dd}. ");
        text.Append(CultureInfo.InvariantCulture, $"Of {Count(facts.Items, "item")}, {facts.Certified:N0} {(facts.Certified == 1 ? "was" : "were")} certified{Carried(facts)}, {facts.Revoked:N0} revoked");
        text.Append(facts.Changed == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {facts.Changed:N0} changed"));
        text.Append(CultureInfo.InvariantCulture, $" and {facts.Undecided:N0} not decided by {(facts.DecidedByOne == 0 ? "anybody" : $"everybody whom they need (of these {facts.DecidedByOne:N0} by one of two reviewers)")}. ");
        if (facts.Undecided > 0)
        {
            text.Append(facts.DecidedByOne == 0 ? "What nobody decided" : "What not everybody decided");
            text.Append(facts.Deadline == DeadlineRule.Revoke ? " is revoked by the deadline, as was chosen at launch, and counted apart. " : " is counted as not reviewed. ");
        }

        text.Append(Taken(facts) is { } taken ? taken + " " : "");
        text.Append(CultureInfo.InvariantCulture, $"{Count(facts.EndNotSigned, "decision")} {(facts.EndNotSigned == 1 ? "is without a signature that it needs" : "are without a signature that they need")}{ByDeadline(facts)}, ");
        text.Append(CultureInfo.InvariantCulture, $"{Count(facts.LateDecisions, "decision")} and {Count(facts.LateSignatures, "signature")} came late, ");
        text.Append(CultureInfo.InvariantCulture, $"{Count(facts.SetAside, "line")} {(facts.SetAside == 1 ? "was" : "were")} set aside at import, and {Count(facts.NotTested, "completeness check")} could not be tested. ");
        text.Append(facts.NotIndependent.Count == 0 ? "" : StatedExceptions.Words(ExceptionKind.NotIndependent, facts.NotIndependent.Count) + ". ");
        text.Append(facts.Differ.Count == 0 ? "" : $"{Count(facts.Differ.Count, "completeness check")} {(facts.Differ.Count == 1 ? "was" : "were")} tested and {(facts.Differ.Count == 1 ? "differs" : "differ")}: {string.Join(", ", facts.Differ.Distinct())}. ");
        text.Append(facts.Promoted == 0 ? "" : Promoted(facts) + " ");
        foreach (var second in facts.SecondSignatures.Where(s => s.IsNeeded))
        {
            text.Append(second.IsGiven ? $"The owner of {second.Name} has signed too. " : $"{Deciders(second, signerId)} decided items of {second.Name} or approved what it leaves out, and no other owner of it has signed. ");
        }

        return text.Append("Each exception stands below with its reason, the person who follows it up, and the day. My conclusion is in my own words.").ToString();
    }

    /// <summary>What the deadline takes along with the accounts that it revokes, and how the items end by that; null: nothing.</summary>
    public static string? Taken(CloseFacts facts)
    {
        var (taken, ends) = (facts.WithAccount.Certified + facts.WithAccount.Changed, facts.Outcomes);
        var changed = facts.Changed == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {ends[OutcomeKind.Changed]:N0} changed");
        return taken == 0 ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"{Count(taken, "assignment")} that somebody kept {(taken == 1 ? "goes with an account" : "go with accounts")} that the deadline revokes: of all items, {ends[OutcomeKind.Certified]:N0} {(ends[OutcomeKind.Certified] == 1 ? "ends" : "end")} certified{changed} and {ends[OutcomeKind.Revoked]:N0} revoked.");
    }

    /// <summary>What is said of accounts that became privileged since the launch.</summary>
    internal static string Promoted(CloseFacts facts) => $"{Count(facts.Promoted, "account")} became privileged since the launch and {(facts.Promoted == 1 ? "was" : "were")} under review with a lower role.";

    private static string Deciders(SecondSignature second, long? signerId) =>
        string.Join(" and ", second.By.Where(b => b.Id != signerId).Select(b => b.Name).Concat(second.By.Any(b => b.Id == signerId) ? ["I"] : []));

    /// <summary>How many of the certified items were carried forward, as a clause in brackets; empty: none.</summary>
    private static string Carried(CloseFacts facts) => facts.CarriedForward == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" (of these {facts.CarriedForward:N0} carried forward, not reviewed anew)");

    /// <summary>How many of the decisions without a signature nobody gives, because the deadline makes them, as a clause in brackets; empty: none.</summary>
    private static string ByDeadline(CloseFacts facts) => facts.EndNotSigned == facts.NotSigned ? "" : string.Create(CultureInfo.InvariantCulture, $" ({facts.EndNotSigned - facts.NotSigned:N0} of them by the deadline)");

    /// <summary>What an application's owner signs where the campaign's owner, or who may close it instead, decided items or alone approved what is left out.</summary>
    public static string Of(string signer, string campaignOwner, Campaign campaign, SecondSignature second) =>
        string.Create(CultureInfo.InvariantCulture, $"I, {signer}, owner of {second.Name}, have looked at what {(second.By.All(b => b.Id == campaign.OwnerId) ? $"{campaignOwner}, the owner of" : $"{Deciders(second, null)}, who owned or may close")} {campaign.Name} (C{campaign.Number}), decided there: {second.Certified:N0} certified{Lowered(second)}, with {Count(second.LeftOut, "account")} left out. I agree with it.");

    private static string Lowered(SecondSignature second) => second.Changed == 0
        ? string.Create(CultureInfo.InvariantCulture, $" and {second.Revoked:N0} revoked")
        : string.Create(CultureInfo.InvariantCulture, $", {second.Revoked:N0} revoked and {second.Changed:N0} changed");

    private static string Count(int count, string one) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {one}{(count == 1 ? "" : "s")}");
}
