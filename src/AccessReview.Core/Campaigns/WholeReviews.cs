namespace AccessReview.Core.Campaigns;

/// <summary>Which campaigns are the measure of an application. An addendum, a campaign of leavers and one of unused seats are over a part
/// of it only, and say nothing of the rest.</summary>
internal static class WholeReviews
{
    /// <summary>Those over everybody's access.</summary>
    public static IQueryable<Campaign> OverEverybody(this IQueryable<Campaign> campaigns) => campaigns.Where(c => c.AddendumToId == null && c.Part == CampaignPart.Everything);
}
