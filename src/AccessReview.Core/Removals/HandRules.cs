using AccessReview.Core.Roles;

namespace AccessReview.Core.Removals;

/// <summary>Who has a say in removals that are carried out by hand: asked alike by what does it and by the list that offers it.</summary>
internal static class HandRules
{
    /// <summary>Whether somebody notes one as done: a campaign owner, or the person it waits for.</summary>
    public static bool MayNote(Role roles, long? person, Removal removal) => roles.HasFlag(Role.CampaignOwner) || (person is not null && removal.PersonId == person);

    /// <summary>Whether somebody takes back the note of one: a campaign owner, or whoever is noted to have done it.</summary>
    public static bool MayTakeBack(Role roles, long? person, Removal removal) => roles.HasFlag(Role.CampaignOwner) || (person is not null && removal.DoneById == person);

    /// <summary>Whether somebody says who carries one out: a campaign owner, or its application's owner.</summary>
    public static bool MayAssign(Role roles, long? person, long? applicationOwner) => roles.HasFlag(Role.CampaignOwner) || (person is not null && applicationOwner == person);
}
