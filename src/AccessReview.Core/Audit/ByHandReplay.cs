using AccessReview.Core.Matching;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>Whose accounts are whose by hand, and who said so, followed from event to event: whoever said it cannot review the account, so another
/// author beside the product would make a reviewer independent who was not.</summary>
internal sealed class ByHandReplay
{
    private readonly Dictionary<long, MatchHeld> matches = [];
    private readonly Dictionary<long, DeclarationHeld> declarations = [];

    /// <summary>Takes in what an event says of it.</summary>
    /// <exception cref="System.Text.Json.JsonException">It is no event's body.</exception>
    public void Add(AuditEvent line)
    {
        switch (line.Type)
        {
            case nameof(AccountMatchedByHand):
                var matched = EventJson.Read<AccountMatchedByHand>(line);
                End(line, matched.ReplacedMatchId, matched.ReplacedDeclarationId);
                matches[matched.HandMatchId] = new MatchHeld(matched.HandMatchId, matched.AccountId, matched.PersonId, line.Actor, line.At, true, line.Seq);
                break;
            case nameof(AccountDeclared):
                var declared = EventJson.Read<AccountDeclared>(line);
                End(line, declared.ReplacedMatchId, declared.ReplacedDeclarationId);
                declarations[declared.DeclarationId] = new DeclarationHeld(declared.DeclarationId, declared.AccountId, declared.Kind, declared.OwnerId, line.Actor, line.At, true, line.Seq);
                break;
            case nameof(MatchTakenBack):
                End(line, EventJson.Read<MatchTakenBack>(line).HandMatchId, null);
                break;
            case nameof(DeclarationEnded):
                End(line, null, EventJson.Read<DeclarationEnded>(line).DeclarationId);
                break;
        }
    }

    /// <summary>Holds the rows against what the events say.</summary>
    public async Task CheckAsync(Verification run, CancellationToken cancel)
    {
        var matched = run.Db.HandMatches.Select(m => new MatchHeld(m.Id, m.AccountId, m.PersonId, m.By, m.At, m.Active, m.EventSeq));
        await HeldRows.CheckAsync(run, "match", m => $"match {m.Id} of account {m.AccountId} by hand", matches.Values, matched.AsAsyncEnumerable(), cancel);

        var declared = run.Db.Declarations.Select(d => new DeclarationHeld(d.Id, d.AccountId, d.Kind, d.OwnerId, d.By, d.At, d.Active, d.EventSeq));
        await HeldRows.CheckAsync(run, "declaration", d => $"declaration {d.Id} of account {d.AccountId}", declarations.Values, declared.AsAsyncEnumerable(), cancel);
    }

    private void End(AuditEvent line, long? match, long? declaration)
    {
        if (match is { } ofMatch && matches.TryGetValue(ofMatch, out var matched))
        {
            matches[ofMatch] = matched with { Active = false, EventSeq = line.Seq };
        }

        if (declaration is { } ofDeclaration && declarations.TryGetValue(ofDeclaration, out var declared))
        {
            declarations[ofDeclaration] = declared with { Active = false, EventSeq = line.Seq };
        }
    }

    private sealed record MatchHeld(long Id, long AccountId, long PersonId, string By, DateTime At, bool Active, long EventSeq) : IHeld;

    private sealed record DeclarationHeld(long Id, long AccountId, DeclaredKind Kind, long OwnerId, string By, DateTime At, bool Active, long EventSeq) : IHeld;
}
