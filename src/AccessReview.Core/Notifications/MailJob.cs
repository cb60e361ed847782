using System.Globalization;
using AccessReview.Core.Persistence;

namespace AccessReview.Core.Notifications;

/// <summary>The job that hands one mail over.</summary>
internal static class MailJob
{
    internal const string Kind = "mail";

    internal static Work Of(long mailId, DateTime at) => new()
    {
        Kind = Kind, UniqueKey = mailId.ToString(CultureInfo.InvariantCulture), Arguments = "{}", AskedBy = Actor.Product.Key, AskedAt = at,
    };

    internal static long MailId(Work work) => long.Parse(work.UniqueKey, CultureInfo.InvariantCulture);
}
