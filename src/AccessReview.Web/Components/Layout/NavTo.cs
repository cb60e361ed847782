using Microsoft.AspNetCore.Components.Routing;

namespace AccessReview.Web.Components.Layout;

/// <summary>A link of the navigation, marked while its page or one below it is open. The workspace belongs to My reviews, though its address
/// lies below its campaign's: whoever reviews may see no campaign.</summary>
public sealed class NavTo : NavLink
{
    /// <inheritdoc/>
    protected override bool ShouldMatch(string uriAbsolute) => new Uri(uriAbsolute).AbsolutePath.EndsWith("/review", StringComparison.Ordinal)
        ? Equals(AdditionalAttributes?.GetValueOrDefault("href"), Links.MyReviews())
        : base.ShouldMatch(uriAbsolute);
}
