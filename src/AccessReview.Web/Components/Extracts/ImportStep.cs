namespace AccessReview.Web.Components.Extracts;

/// <summary>The steps of an import, in their order; each can be opened at any time.</summary>
public enum ImportStep
{
    /// <summary>The files and where they come from.</summary>
    Files,

    /// <summary>What columns, dates and status words mean.</summary>
    Columns,

    /// <summary>Lines that are no record, and why.</summary>
    Lines,

    /// <summary>What the import would change.</summary>
    Preview,
}
