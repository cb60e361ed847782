using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>Anchors the record of the customer's own database: after each signature and each close of a campaign, once a day when anything
/// happened, and when the product stops.</summary>
public sealed class WriteAnchors(Databases databases, AnchorFolder folder, AnchorKey key, Change change, TimeProvider time) : IFollowUp
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly string[] Signed = [nameof(CampaignClosed), nameof(ReviewSignedOff), nameof(ApplicationOwnerSigned)];

    /// <inheritdoc/>
    public int Order => 95;

    /// <inheritdoc/>
    public Task RunAsync(CancellationToken cancel) => RunAsync(always: false, cancel);

    /// <summary>Anchors whatever is new, because nobody will for a while.</summary>
    public Task BeforeStopAsync(CancellationToken cancel) => RunAsync(always: true, cancel);

    private async Task RunAsync(bool always, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var installation = await db.Installations.AsNoTracking().SingleAsync(cancel);
        if (installation.Sample)
        {
            return;
        }

        folder.RequireLast(installation.Key);
        folder.RequireKey(installation.Key);
        var made = folder.Made(installation.Key, time.Now()).OrderBy(a => (a.At, a.Seq)).ToList();
        var last = made.LastOrDefault();

        // A statement of loss is signed while the product is stopped; a key that it brought into use is still to be recorded.
        if (made.FindLast(a => a.Lost is null) is { } before && !before.Key.AsSpan().SequenceEqual(key.Fingerprint))
        {
            await RecordKeyAsync(before, cancel);
            always = true;
        }

        var head = await db.ChainHeads.AsNoTracking().SingleAsync(cancel);
        var anchored = head.Seq == 0 || (last?.Seq == head.Seq && last.Hash.AsSpan().SequenceEqual(head.Hash));
        var since = last is null || last.Seq > head.Seq ? 0 : last.Seq;
        if (!anchored && (always || time.HasPassed(Day, last?.At ?? installation.MadeAt) || await db.AuditEvents.AnyAsync(e => e.Seq > since && Signed.Contains(e.Type), cancel)))
        {
            // Noted once it is there: a note that cannot be written keeps nothing from being anchored.
            if (folder.Add(installation.Key, head.Seq, head.Hash, time.Now()) is { } added)
            {
                folder.Note(added);
            }
        }
        else if (last is not null)
        {
            // Another node may have made it, and this one may be the next to start without the share.
            folder.Note(last);
        }
    }

    // The record itself says when another key came into use: an anchor by a key that it does not name was made by somebody else. It says so of
    // each key once: nodes with keys of their own, which anchor in turn, would otherwise do nothing else.
    private async Task RecordKeyAsync(Anchor last, CancellationToken cancel) =>
        (await change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, nameof(WriteAnchors), async (scope, token) =>
        {
            if (!await IsNamedAsync(scope.Db, token))
            {
                scope.Record(new AnchorKeyChanged(new Sha256(last.Key), new Sha256(key.Fingerprint)));
            }

            return Done.Yes;
        }, cancel)).Require();

    private async Task<bool> IsNamedAsync(ReviewDb db, CancellationToken cancel)
    {
        var named = new Sha256(key.Fingerprint).ToString();
        var changes = await db.AuditEvents.AsNoTracking().Where(e => e.Type == nameof(AnchorKeyChanged)).Select(e => e.Body).ToListAsync(cancel);
        return changes.Exists(body => System.Text.Encoding.UTF8.GetString(body).Contains(named, StringComparison.Ordinal));
    }
}

/// <summary>Anchors are signed with another key from now on.</summary>
/// <param name="From">The fingerprint of the key before.</param>
/// <param name="To">The fingerprint of the key now.</param>
public sealed record AnchorKeyChanged(Sha256 From, Sha256 To) : EventBody;
