using AccessReview.Core.Audit;

namespace AccessReview.Core.Findings;

/// <summary>An application was assessed.</summary>
/// <param name="AssessmentId">The assessment.</param>
/// <param name="ApplicationId">The application.</param>
/// <param name="ExtractId">The application's reading.</param>
/// <param name="StaffLists">The directories' readings.</param>
/// <param name="PolicyVersionId">The policy; 0 for the defaults.</param>
/// <param name="Rules">The version of the rules.</param>
/// <param name="AsOf">The time everything was judged at.</param>
/// <param name="PreviousCampaignId">The closed campaign compared with, if any.</param>
/// <param name="Accounts">Accounts judged.</param>
/// <param name="Assignments">Assignments judged.</param>
/// <param name="Left">Accounts of people who left.</param>
/// <param name="NobodyKnown">Accounts nobody is known to have.</param>
/// <param name="Dormant">Accounts not used for too long.</param>
/// <param name="NeverJoined">Accounts invited and never joined.</param>
/// <param name="Privileged">Accounts with a privileged role.</param>
/// <param name="Duplicates">Accounts of people with more than one.</param>
/// <param name="ServiceOrShared">Accounts declared to be no one person's.</param>
/// <param name="Changed">Accounts changed since the last review.</param>
/// <param name="New">Accounts new since the last review.</param>
/// <param name="Population"><see cref="PopulationHash"/> of the rows.</param>
public sealed record ApplicationAssessed(
    long AssessmentId, long ApplicationId, long ExtractId, IReadOnlyList<long> StaffLists, long PolicyVersionId, int Rules, DateTime AsOf, long? PreviousCampaignId,
    int Accounts, int Assignments, int Left, int NobodyKnown, int Dormant, int NeverJoined, int Privileged, int Duplicates, int ServiceOrShared, int Changed, int New,
    Sha256 Population) : EventBody
{
    internal static ApplicationAssessed Of(
        long assessmentId, long applicationId, long extractId, IReadOnlyList<long> staffLists, long policyVersionId, DateTime asOf, long? previousCampaignId,
        IReadOnlyCollection<AssessedAccount> accounts, IReadOnlyCollection<AssessedAssignment> assignments)
    {
        var counts = new Dictionary<Finding, int>();
        foreach (var account in accounts)
        {
            counts[account.Findings] = counts.GetValueOrDefault(account.Findings) + 1;
        }

        int With(Finding finding) => counts.Where(c => (c.Key & finding) != Finding.None).Sum(c => c.Value);
        return new ApplicationAssessed(
            assessmentId, applicationId, extractId, staffLists, policyVersionId, Assessment.RulesVersion, asOf, previousCampaignId, accounts.Count, assignments.Count,
            With(Finding.Left), With(Finding.NobodyKnown), With(Finding.Dormant), With(Finding.NeverJoined), With(Finding.Privileged), With(Finding.DuplicateAfterRename),
            With(Finding.ServiceOrShared), With(Finding.ChangedSinceLastReview), With(Finding.NewSinceLastReview), PopulationHash.Of(accounts, assignments));
    }
}
