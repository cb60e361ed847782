namespace AccessReview.Web.Components;

/// <summary>Which page is drawn, and of what: what was drawn of another thing is not gone on with. It holds still and is read when a page is
/// drawn: told by itself, it would come before the page it is of.</summary>
internal sealed class Here
{
    /// <summary>The page's type and what its address names; not what stands behind the question mark.</summary>
    public object? Page { get; set; }
}
