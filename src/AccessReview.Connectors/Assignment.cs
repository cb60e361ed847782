namespace AccessReview.Connectors;

/// <summary>One account holding one group, as a source gave it.</summary>
/// <param name="Group">The group's name.</param>
/// <param name="Account">The holder, as the source names it: the account's e-mail address or its identifier.</param>
/// <param name="GroupId">The source's own identifier of the group; null if it gives none.</param>
public sealed record Assignment(string Group, string Account, string? GroupId = null);
