using AccessReview.Core.Campaigns;

namespace AccessReview.Core.Evidence.Checks;

/// <summary>Checks for which there is nothing to compare with: they say so and never pass.</summary>
internal static class NotTested
{
    internal static Check Of(string code, long? application, string whatA, string whatB, string why) =>
        new(code, application, whatA, null, whatB, null, CheckResult.NotTested, why);
}
