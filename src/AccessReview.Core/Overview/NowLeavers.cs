using AccessReview.Core.Directories;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Overview;

/// <summary>That leavers are not asked about at once as the policy says, because whom it names for that may no longer run campaigns.</summary>
internal static class NowLeavers
{
    internal static async Task AddAsync(OverviewReader reader, List<NowItem> now, CancellationToken cancel)
    {
        if (reader.Policy is { Leavers: LeaversRule.AtOnce, LeaversOwnerId: { } owner } && !await RolesOf.Here(reader.Db, Role.CampaignOwner, reader.Today).ContainsAsync(owner, cancel))
        {
            var name = (await PersonNames.ReadAsync(reader.Db, [owner], cancel)).GetValueOrDefault(owner, "whoever was named for it");
            now.Add(new NowItem(
                NowKind.LeaversOwner, Urgency.Late, $"Nobody is asked about leavers at once: {name} is no campaign owner any more, and the settings name nobody else for it", reader.Has(Role.Administrator) ? 1 : 0));
        }
    }
}
