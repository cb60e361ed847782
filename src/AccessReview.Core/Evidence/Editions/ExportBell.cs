namespace AccessReview.Core.Evidence;

/// <summary>Wakes whoever makes editions.</summary>
public sealed class ExportBell : Bell;
