using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>An account and its assignments hang together: an account that is revoked in either stage takes its assignments with it in both,
/// whoever reviews them, and gives them back, each as it was, when no stage revokes it any more.</summary>
internal static class AccountLines
{
    /// <summary>The assignments that follow when the account comes to be revoked, or not to be: those to be taken, or those to be given
    /// back. An assignment already revoked and signed stays as it is.</summary>
    public static List<TurnFacts> Following(TurnFacts account, bool revoked, IEnumerable<TurnFacts> turns) =>
    [
        .. turns.Where(l => account.IsAccount && l.ParentItemId == account.ItemId).Where(l => revoked
            ? !l.WentWithAccount && !(l.State == TurnState.Revoked && l.SignOffId is not null)
            : l.WentWithAccount),
    ];

    /// <summary>Makes the assignments follow what the act did to their account.</summary>
    public static async Task FollowAsync(ReviewAct act, ReviewDb db, TurnFacts account, IEnumerable<TurnFacts> turns, CancellationToken cancel)
    {
        var revoked = act.IsRevoked(account);
        foreach (var line in Following(account, revoked, turns))
        {
            if (revoked)
            {
                act.Decide(line, DecisionKind.Revoke, DecisionMode.WithAccount);
            }
            else if (line.ReplacedBy is { } by && by != Actor.Demo(line.ReviewerId).Key)
            {
                // It went to another reviewer while it was gone with its account: they decide for themselves.
                act.Clear(line);
            }
            else
            {
                act.Withdraw(line, await SignedBeforeAsync(db, line, cancel));
            }
        }
    }

    /// <summary>The sign-off in force over the decision that comes back, if its reviewer had signed it before the account was revoked.</summary>
    private static async Task<long?> SignedBeforeAsync(ReviewDb db, TurnFacts line, CancellationToken cancel) => line.ReplacedId is not { } replaced
        ? null
        : await (from signOff in db.SignOffs.AsNoTracking()
                 where signOff.CampaignId == line.CampaignId && signOff.SignerId == line.ReviewerId && signOff.WithdrawnAt == null
                 join covered in db.SignOffItems on new { SignOffId = signOff.Id, line.ItemId } equals new { covered.SignOffId, covered.ItemId }
                 where covered.DecisionId == replaced
                 select (long?)signOff.Id).FirstOrDefaultAsync(cancel);
}
