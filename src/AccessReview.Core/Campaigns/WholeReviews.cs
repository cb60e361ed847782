using System.Linq.Expressions;

namespace AccessReview.Core.Campaigns;

/// <summary>Which campaigns are the measure of an application. An addendum, a campaign of leavers and one of unused seats are over a part
/// of it only, and say nothing of the rest.</summary>
internal static class WholeReviews
{
    // Said once, for the database and for a campaign at hand.
    private static readonly Expression<Func<Campaign, bool>> OfEverybody = c => c.AddendumToId == null && c.Part == CampaignPart.Everything;
    private static readonly Func<Campaign, bool> AtHand = OfEverybody.Compile();

    /// <summary>Those over everybody's access.</summary>
    public static IQueryable<Campaign> OverEverybody(this IQueryable<Campaign> campaigns) => campaigns.Where(OfEverybody);

    /// <summary>Whether this one is.</summary>
    public static bool IsOne(Campaign campaign) => AtHand(campaign);
}
