namespace AccessReview.Connectors;

/// <summary>A team, project or permission group of an application, as a source gave it.</summary>
/// <param name="Name">Its name in the application.</param>
/// <param name="OwnerEmail">The work address of whoever answers for it; null if nobody is named.</param>
/// <param name="Id">The source's own identifier; null if it gives none.</param>
public sealed record Group(string Name, string? OwnerEmail, string? Id = null);
