namespace AccessReview.Web.Components.Shared;

/// <summary>The drawings of the product, by what they stand for.</summary>
public enum Glyph
{
    Overview,
    Reviews,
    Campaigns,
    Removals,
    Applications,
    People,
    Directories,
    Evidence,
    Audit,
    Settings,
    Receipts,
    Menu,
    More,
    Search,
    Upload,
    Download,
    Check,
    Warning,
    Chevron,
}
