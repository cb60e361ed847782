using AccessReview.Core.Campaigns;
using AccessReview.Core.Settings;

namespace AccessReview.Core.Tests;

/// <summary>The policy that campaigns were launched with.</summary>
public sealed partial class TestWorld
{
    /// <summary>Every campaign is one that was launched with this policy, whatever holds since.</summary>
    public Task LaunchedWithAsync(Policy policy) => Run("Seed", scope =>
    {
        var version = scope.Add(new PolicyVersion { Id = scope.NewId(), Number = scope.Db.PolicyVersions.Count() + 1, Json = CurrentPolicy.Write(policy), SetBy = "product", SetAt = scope.At });
        foreach (var campaign in scope.Db.Campaigns)
        {
            campaign.PolicyVersionId = version.Id;
        }
    });

    /// <summary>Every campaign is one in which the deadline revokes what nobody has decided.</summary>
    public Task DeadlineRevokesAsync() => Run("Seed", scope =>
    {
        foreach (var campaign in scope.Db.Campaigns)
        {
            campaign.Deadline = DeadlineRule.Revoke;
        }
    });
}
