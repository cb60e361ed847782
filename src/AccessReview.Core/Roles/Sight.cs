using AccessReview.Core.Persistence;

namespace AccessReview.Core.Roles;

/// <summary>Which roles see what: the column "Sees" of the table of roles, in the one place that pages, navigation and use cases ask.
/// Own work is everybody's; a person with a say sees what they have a say in, whatever roles they hold.</summary>
public static class Sight
{
    /// <summary>Campaigns, their items, progress and history.</summary>
    public const Role Campaigns = Role.CampaignOwner | Role.Auditor;

    /// <summary>What plans, launches, watches and closes campaigns.</summary>
    public const Role Running = Role.CampaignOwner;

    /// <summary>Removals of everybody; whoever one waits for, and the owner of its application or of its group, sees those.</summary>
    public const Role Removals = Role.CampaignOwner;

    /// <summary>Applications and directories, their readings and imports.</summary>
    public const Role Sources = Role.Administrator | Role.CampaignOwner;

    /// <summary>People and accounts: who has what, and every past decision.</summary>
    public const Role People = Role.Administrator | Role.CampaignOwner | Role.Auditor;

    /// <summary>Evidence and its downloads.</summary>
    public const Role Evidence = Role.CampaignOwner | Role.Auditor;

    /// <summary>The audit log.</summary>
    public const Role Audit = Role.Administrator | Role.CampaignOwner | Role.Auditor;

    /// <summary>What can be purged, and what waits for a second person.</summary>
    public const Role Retention = Role.Administrator | Role.CampaignOwner;

    /// <summary>Roles, policy and this installation.</summary>
    public const Role Settings = Role.Administrator;

    /// <summary>Why the actor may not see it; null: they may.</summary>
    internal static async Task<Problem?> RefusalAsync(ReviewDb db, Actor actor, Role any, string sentence, CancellationToken cancel) =>
        (await RolesOf.ActorAsync(db, actor, cancel) & any) == Role.None ? Problem.Denied(sentence) : null;
}
