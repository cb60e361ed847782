using System.Globalization;

namespace AccessReview.Web.Setup;

/// <summary>The culture of the whole process, on every machine the same: what the product names, signs and shows may not hang on the locale of the
/// service, nor differ between two nodes of one database.</summary>
internal static class OneCulture
{
    /// <summary>Takes it, for this thread and for all that come.</summary>
    public static void Take()
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
    }
}
