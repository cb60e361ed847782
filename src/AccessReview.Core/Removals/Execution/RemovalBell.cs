namespace AccessReview.Core.Removals;

/// <summary>Wakes whoever carries removals out.</summary>
public sealed class RemovalBell : Bell;
