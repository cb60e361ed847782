using System.Globalization;
using System.Text.Json;
using AccessReview.Core.Absences;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using AccessReview.Core.Purging;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Scoping;
using AccessReview.Core.SignIn;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>Texts whose hash stands in an event instead of the row that names them: why a campaign was closed or cancelled, a sign-off
/// withdrawn, an account matched or declared, an absence stated. Each such row must name the text that its event speaks of.</summary>
internal sealed class EventTexts
{
    private const string Campaign = "Campaign";
    private const string SignOff = "Withdrawn sign-off";
    private const string Match = "Match by hand";
    private const string Declared = "Declaration";
    private const string Away = "Absence";

    /// <summary>What each type of event speaks of, and the names of its row's key and of the hash.</summary>
    private static readonly Dictionary<string, (string What, string Key, string Hash)> Types = new(StringComparer.Ordinal)
    {
        [nameof(CampaignClosed)] = (Campaign, "campaign", "conclusion"),
        [nameof(CampaignCancelled)] = (Campaign, "campaign", "reason"),
        [nameof(SignOffWithdrawn)] = (SignOff, "signOffId", "reason"),
        [nameof(AccountMatchedByHand)] = (Match, "handMatchId", "reason"),
        [nameof(AccountDeclared)] = (Declared, "declarationId", "purpose"),
        [nameof(AbsenceStated)] = (Away, "absenceId", "reason"),
    };

    private readonly Dictionary<(string What, long Id), byte[]> said = [];

    // Why a campaign is kept longer, until it is purged, why something is out of scope or back in it, and why an operator unbound a sign-in stand beside the event itself.
    private readonly Dictionary<long, (string What, long? Campaign, byte[] Hash)> beside = [];

    /// <summary>Remembers what the event says, if it speaks of such a text.</summary>
    public void Add(AuditEvent line)
    {
        switch (line.Type)
        {
            case nameof(CampaignKeptLonger):
                var kept = EventJson.Read<CampaignKeptLonger>(line);
                beside[line.Seq] = ("Why a campaign is kept longer", kept.Campaign, kept.Reason.Bytes);
                return;
            case nameof(TakenOutOfScope):
                beside[line.Seq] = ("Why something was taken out of scope", null, EventJson.Read<TakenOutOfScope>(line).Reason.Bytes);
                return;
            case nameof(BroughtIntoScope):
                beside[line.Seq] = ("Why something was brought back into scope", null, EventJson.Read<BroughtIntoScope>(line).Reason.Bytes);
                return;
            case nameof(SignInUnbound) when EventJson.Read<SignInUnbound>(line).Reason is { } reason:
                beside[line.Seq] = ("Why a sign-in was unbound", null, reason.Bytes);
                return;
        }

        if (!Types.TryGetValue(line.Type, out var type))
        {
            return;
        }

        using var body = JsonDocument.Parse(line.Body);
        var data = body.RootElement.GetProperty("data");
        said[(type.What, long.Parse(data.GetProperty(type.Key).ToString(), CultureInfo.InvariantCulture))] = Convert.FromHexString(data.GetProperty(type.Hash).GetString()!);
    }

    /// <summary>Holds every row against its event; what an event speaks of and no row has is found too.</summary>
    public async Task CheckAsync(Verification run, CancellationToken cancel)
    {
        foreach (var (what, rows) in Rows(run.Db))
        {
            await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancel))
            {
                if (!said.Remove((what, row.Id), out var hash) || row.Hash is null || !row.Hash.AsSpan().SequenceEqual(hash))
                {
                    run.Found("text.swapped", $"{what} {row.Id} cites another text than the one its event speaks of.");
                }
            }
        }

        foreach (var (what, id) in said.Keys.Order())
        {
            run.Found("text.uncited", $"{what} {id} cites no text any more, and an event speaks of one.");
        }

        var seqs = beside.Where(b => b.Value.Campaign is not { } campaign || !run.PurgedCampaigns.Contains(campaign)).Select(b => b.Key).Order().ToList();
        var texts = (await run.Db.PrivateTexts.Where(t => seqs.Contains(t.EventSeq)).Select(t => new { t.EventSeq, t.Hash }).ToListAsync(cancel)).ToLookup(t => t.EventSeq, t => t.Hash);
        foreach (var seq in seqs.Where(s => texts[s].ToList() is not [var hash] || !hash.AsSpan().SequenceEqual(beside[s].Hash)))
        {
            run.Found("text.swapped", $"{beside[seq].What} is not what event {seq} speaks of.");
        }
    }

    private static IEnumerable<(string What, IQueryable<Cited> Rows)> Rows(ReviewDb db)
    {
        yield return (Campaign, db.Campaigns.Where(c => c.ConclusionId != null).Select(c => new Cited(c.Id, db.PrivateTexts.Where(t => t.Id == c.ConclusionId).Select(t => t.Hash).FirstOrDefault())));
        yield return (SignOff, db.SignOffs.Where(s => s.WithdrawnReasonId != null).Select(s => new Cited(s.Id, db.PrivateTexts.Where(t => t.Id == s.WithdrawnReasonId).Select(t => t.Hash).FirstOrDefault())));
        yield return (Match, db.HandMatches.Select(m => new Cited(m.Id, db.PrivateTexts.Where(t => t.Id == m.ReasonId).Select(t => t.Hash).FirstOrDefault())));
        yield return (Declared, db.Declarations.Select(d => new Cited(d.Id, db.PrivateTexts.Where(t => t.Id == d.PurposeId).Select(t => t.Hash).FirstOrDefault())));
        yield return (Away, db.Absences.Select(a => new Cited(a.Id, db.PrivateTexts.Where(t => t.Id == a.ReasonId).Select(t => t.Hash).FirstOrDefault())));
    }

    private sealed record Cited(long Id, byte[]? Hash);
}
