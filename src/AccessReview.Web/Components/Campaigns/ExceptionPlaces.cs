using AccessReview.Core.Campaigns;

namespace AccessReview.Web.Components.Campaigns;

/// <summary>Where what stands behind an exception is listed, before the close and after it.</summary>
internal static class ExceptionPlaces
{
    /// <summary>The address; null: on no page.</summary>
    /// <param name="number">The campaign.</param>
    /// <param name="kind">Which exception.</param>
    /// <param name="appearedSince">Whether accounts that appeared since the launch are among what differs.</param>
    public static string? Of(int number, ExceptionKind kind, bool appearedSince) => kind switch
    {
        ExceptionKind.NotReviewed => Links.Campaign(number, "items") + "&state=undecided",
        ExceptionKind.NotSigned => Links.Campaign(number),
        ExceptionKind.SetAside or ExceptionKind.Late or ExceptionKind.NotTested or ExceptionKind.NoSecondSignature or ExceptionKind.NotIndependent => null,
        ExceptionKind.Differs => appearedSince ? Links.Campaign(number, "since") : null,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
