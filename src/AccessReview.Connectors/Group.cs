namespace AccessReview.Connectors;

/// <summary>What fills a group, where it is not people: they cannot take anybody out of it so that it lasts.</summary>
public enum GroupFiller
{
    /// <summary>Another system, as Active Directory, from which it is copied.</summary>
    OtherSystem,

    /// <summary>The directory itself: by a rule, or with everybody.</summary>
    Itself,
}

/// <summary>A team, project or permission group of an application, as a source gave it.</summary>
/// <param name="Name">Its name in the application.</param>
/// <param name="OwnerEmail">The work address of whoever answers for it; null if nobody is named.</param>
/// <param name="Id">The source's own identifier; null if it gives none.</param>
/// <param name="FilledBy">What fills it; null: people, or the source does not say.</param>
public sealed record Group(string Name, string? OwnerEmail, string? Id = null, GroupFiller? FilledBy = null);
