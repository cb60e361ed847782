using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Independence;

/// <summary>What part somebody has in an account.</summary>
public enum PartInAccount
{
    /// <summary>It is theirs, as matched by hand or by a reading.</summary>
    Holder,

    /// <summary>They said by hand whose it is.</summary>
    Matched,

    /// <summary>They answer for it inside.</summary>
    OwnerInside,

    /// <summary>They declared it.</summary>
    Declared,

    /// <summary>It could be theirs, as a reading has it since the launch: they are one of several.</summary>
    OneOfSeveral,
}

/// <summary>Who of a campaign's reviewers has a part in an account under review, as it is known now and not as it was at the launch: what came to
/// light after they had signed is on record, where nothing could be prevented any more.</summary>
internal sealed class PartsInAccounts
{
    private const int AtOnce = 500;
    private readonly ILookup<long, Part> parts;

    private PartsInAccounts(IEnumerable<Part> parts) => this.parts = parts.ToLookup(p => p.AccountId);

    /// <summary>The part that the first of them who has one has; null: none has any.</summary>
    public PartInAccount? Of(long accountId, IReadOnlyCollection<long> people) =>
        parts[accountId].Where(p => people.Contains(p.PersonId)).OrderBy(p => p.As).Select(p => (PartInAccount?)p.As).FirstOrDefault();

    /// <summary>A part in words.</summary>
    public static string Words(PartInAccount part) => part switch
    {
        PartInAccount.Holder => "the holder, as matched since",
        PartInAccount.Matched => "matched the account",
        PartInAccount.OwnerInside => "the owner inside, as declared since",
        PartInAccount.Declared => "declared the account",
        PartInAccount.OneOfSeveral => "could be the holder, as read since",
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "Not a part in an account."),
    };

    /// <summary>Reads them as they are, or as they were when the campaign ended.</summary>
    /// <param name="db">The database.</param>
    /// <param name="campaign">The campaign.</param>
    /// <param name="upToSeq">The event with which it ended, later ones being left out; null: it is open.</param>
    /// <param name="cancel">Stops reading.</param>
    public static async Task<PartsInAccounts> ReadAsync(ReviewDb db, Campaign campaign, long? upToSeq, CancellationToken cancel)
    {
        // A match or a declaration that is not in force any more names the event that ended it.
        var (last, ended) = (upToSeq ?? long.MaxValue, campaign.EndedAt ?? DateTime.MaxValue);
        var matches = db.HandMatches.AsNoTracking().Where(m => m.Active ? m.EventSeq <= last : m.EventSeq > last && m.At <= ended);
        var declarations = db.Declarations.AsNoTracking().Where(d => d.Active ? d.EventSeq <= last : d.EventSeq > last && d.At <= ended);
        var accounts = db.ReviewItems.Where(i => i.CampaignId == campaign.Id && i.ParentItemId == null);
        var reviewers = db.CampaignProgress.Where(p => p.CampaignId == campaign.Id).Select(p => p.ReviewerId);

        var matched = await matches.Where(m => accounts.Any(i => i.AccountId == m.AccountId)).Select(m => new { m.AccountId, m.PersonId, m.By }).ToListAsync(cancel);
        var declared = await declarations.Where(d => accounts.Any(i => i.AccountId == d.AccountId)).Select(d => new { d.AccountId, d.OwnerId, d.By }).ToListAsync(cancel);
        List<Part> all =
        [
            .. matched.Select(m => new Part(m.AccountId, m.PersonId, PartInAccount.Holder)),
            .. declared.Select(d => new Part(d.AccountId, d.OwnerId, PartInAccount.OwnerInside)),
            .. matched.Select(m => (m.AccountId, m.By, As: PartInAccount.Matched)).Concat(declared.Select(d => (d.AccountId, d.By, As: PartInAccount.Declared)))
                .Where(p => Actor.PersonOf(p.By) is not null).Select(p => new Part(p.AccountId, Actor.PersonOf(p.By)!.Value, p.As)),
        ];

        // What a reading says is overruled by a match by hand. The reading of the launch gave nobody their own.
        foreach (var plan in await db.CampaignApplications.AsNoTracking().Where(p => p.CampaignId == campaign.Id && p.Active).ToListAsync(cancel))
        {
            var newest = await db.Assessments.Where(a => a.ApplicationId == plan.ApplicationId && a.EventSeq <= last).MaxAsync(a => (long?)a.Id, cancel);
            all.AddRange(newest == plan.AssessmentId ? [] : await (
                from now in db.AssessedAccounts.AsNoTracking()
                where now.AssessmentId == newest && reviewers.Contains(now.PersonId!.Value) && !matches.Any(m => m.AccountId == now.AccountId)
                join item in accounts on now.AccountId equals item.AccountId
                where item.HolderId == null || item.HolderId != now.PersonId
                select new Part(now.AccountId, now.PersonId!.Value, PartInAccount.Holder)).ToListAsync(cancel));
            var several = newest == plan.AssessmentId ? [] : await (
                from now in db.AssessedAccounts.AsNoTracking()
                where now.AssessmentId == newest && now.Rank == AttentionRank.NobodyKnown && now.Match == MatchKind.Several && !matches.Any(m => m.AccountId == now.AccountId)
                    && accounts.Any(i => i.AccountId == now.AccountId)
                select new { now.AccountId, now.Facts }).Concat(
                from declaration in declarations
                join now in db.AssessedAccounts on declaration.AccountId equals now.AccountId
                where now.AssessmentId == newest && accounts.Any(i => i.AccountId == now.AccountId)
                select new { now.AccountId, now.Facts }).ToListAsync(cancel);
            all.AddRange(from one in several
                         from person in FindingFacts.Parse(one.Facts).Candidates ?? []
                         select new Part(one.AccountId, person, PartInAccount.OneOfSeveral));
        }

        return new PartsInAccounts(all);
    }

    /// <summary>The items of an open campaign that somebody decided who has a part in their account: their numbers, and which part.</summary>
    public static async Task<IReadOnlyList<(int Number, PartInAccount Part)>> DecidedAsync(ReviewDb db, Campaign campaign, CancellationToken cancel)
    {
        var known = await ReadAsync(db, campaign, null, cancel);
        var found = new SortedDictionary<int, PartInAccount>();
        foreach (var some in known.parts.Select(p => p.Key).Chunk(AtOnce))
        {
            var decided = await (
                from item in db.ReviewItems.AsNoTracking()
                where item.CampaignId == campaign.Id && some.Contains(item.AccountId)
                join turn in db.ReviewTurns on item.Id equals turn.ItemId
                join decision in db.Decisions on turn.DecisionId equals (long?)decision.Id
                select new { item.Number, item.AccountId, decision.By }).ToListAsync(cancel);
            foreach (var one in decided)
            {
                // What went with its account, the reviewer of the account decided, and not whoever had the item.
                if (Actor.PersonOf(one.By) is { } by && known.Of(one.AccountId, [by]) is { } part)
                {
                    found[one.Number] = part;
                }
            }
        }

        return [.. found.Select(f => (f.Key, f.Value))];
    }

    private sealed record Part(long AccountId, long PersonId, PartInAccount As);
}
