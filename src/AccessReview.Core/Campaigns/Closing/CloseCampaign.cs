using AccessReview.Core.Audit;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Settings;
using AccessReview.Core.SignIn;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Closing;

/// <summary>What the owner sends to close.</summary>
/// <param name="Statement">The statement as it was read; another one by now is a conflict.</param>
/// <param name="Conclusion">The conclusion in the owner's own words.</param>
/// <param name="Exceptions">One for each exception that is present.</param>
public sealed record CloseInput(string Statement, string Conclusion, IReadOnlyList<StatedException> Exceptions);

/// <summary>Closes a campaign with its owner's signed statement: the deadline's rule is applied, every item gets its outcome, and
/// every revoke becomes a removal, in one transaction.</summary>
public sealed class CloseCampaign(Change change, PlanRemovals removals, FreshProof proof)
{
    /// <summary>Closes it. Answers with the key of the owner's sign-off.</summary>
    public Task<Outcome<long>> RunAsync(Guid commandId, Actor actor, int number, CloseInput input, CancellationToken cancel) =>
        change.RunAsync<long>(commandId, actor, nameof(CloseCampaign), async (scope, token) =>
        {
            var found = await CampaignDoor.ToChangeAsync(scope, number, token);
            if (!found.IsOk)
            {
                return found.Problem;
            }

            var campaign = found.Value;
            if (await CloseRule.WhyNotAsync(scope.Db, campaign, scope.Actor, token) is { } denied)
            {
                return denied;
            }

            if (campaign.MoveTo(CampaignState.Closed) is { IsOk: false } refused)
            {
                return refused.Problem;
            }

            if (input.Conclusion.Trim() is not { Length: >= Campaign.MinReason and <= Campaign.MaxText })
            {
                return new Problem("close.conclusion", $"Write your conclusion in your own words, in at most {Campaign.MaxText} characters.");
            }

            var signer = scope.Actor.PersonId!.Value;
            var facts = await CloseFacts.ReadAsync(scope.Db, campaign, token);
            if (CloseRule.WhyNotYet(campaign, facts.Undecided, scope.At) is { } early)
            {
                return early;
            }

            var name = (await CurrentPeople.FindAsync(scope.Db, signer, token))?.Name ?? "";
            if (CloseText.Of(signer, name, campaign, facts) != input.Statement)
            {
                return Problem.Conflict("The numbers have changed since you opened this page. Read the statement again.");
            }

            return await StatedExceptions.CheckAsync(scope, campaign, facts, input.Exceptions, token) is { } problem ? problem
                : await proof.WhyStaleAsync(scope.Db, scope.Actor, token) is { } stale ? stale
                : await CountedProgress.DifferenceAsync(scope.Db, campaign.Id, null, token) is { } differs ? differs
                : await CloseAsync(scope, campaign, signer, facts, input, token);
        }, cancel);

    private async Task<Outcome<long>> CloseAsync(ChangeScope scope, Campaign campaign, long signer, CloseFacts facts, CloseInput input, CancellationToken cancel)
    {
        using var ending = await Ending.ReadAsync(scope, campaign, cancel);
        if (ending.Counts.Any(c => facts.Outcomes[c.Key] != c.Value))
        {
            throw new InvalidOperationException($"The items of C{campaign.Number} end otherwise than the statement says.");
        }

        var signOff = Sign(scope, campaign, signer, ending, input.Statement);
        var exceptions = StatedExceptions.Keep(scope, campaign, facts, input.Exceptions);
        using var rows = new RowsHash();
        foreach (var hash in ending.ByDeadline.Select(d => d.RowHash).Concat(ending.OutcomeHashes).Concat(exceptions).Append(signOff.ToRowText().Hash()))
        {
            rows.Add(hash);
        }

        var conclusion = scope.Keep(input.Conclusion.Trim());
        var policy = CurrentPolicy.Parse(await scope.Db.PolicyVersions.Where(p => p.Id == campaign.PolicyVersionId).Select(p => p.Json).SingleOrDefaultAsync(cancel) ?? "{}");
        (campaign.EndedAt, campaign.EndedBy, campaign.ConclusionId) = (scope.At, scope.Actor.Key, conclusion.Id);
        campaign.RetainUntil = DateOnly.FromDateTime(scope.At).AddYears(policy.RetentionYears);
        foreach (var check in CloseChecks.Of(campaign, facts, ending))
        {
            scope.Add(check.ToRow(scope.NewId(), campaign.Id, scope.At, scope.Seq));
        }

        if (ending.ByDeadline.Count > 0)
        {
            scope.AfterEvent(token => CloseStatements.DecideByDeadlineAsync(scope, campaign.Id, ending.ByDeadline, token));
        }

        scope.AfterEvent(token => CloseStatements.StampOutcomesAsync(scope, campaign.Id, facts.Items, token));
        await removals.PlanAsync(scope, campaign.Id, null, cancel);
        var tie = scope.NewId();
        scope.AfterEvent(token => CloseStatements.TieRemovalsAsync(scope, campaign.Id, tie, token));
        scope.Record(
            new CampaignClosed(
                campaign.Id, facts.Items, ending.Counts[OutcomeKind.Certified], ending.Counts[OutcomeKind.Revoked], ending.Counts[OutcomeKind.Changed], ending.Counts[OutcomeKind.NotReviewed],
                ending.ByDeadline.Count, facts.EndNotSigned, facts.LateDecisions + facts.LateSignatures, input.Exceptions.Count, new Sha256(signOff.TextHash), new Sha256(conclusion.Hash), campaign.RetainUntil.Value)
            { Rows = rows.ToCovered() },
            campaign.Id);
        return signOff.Id;
    }

    private static SignOff Sign(ChangeScope scope, Campaign campaign, long signer, Ending ending, string statement)
    {
        var text = scope.Keep(statement);
        return scope.Add(new SignOff
        {
            Id = scope.NewId(),
            CampaignId = campaign.Id,
            Level = SignOffLevel.CampaignOwner,
            SignerId = signer,
            TextId = text.Id,
            TextHash = text.Hash,
            Items = ending.Counts.Values.Sum(),
            Certified = ending.Counts[OutcomeKind.Certified],
            Revoked = ending.Counts[OutcomeKind.Revoked],
            Changed = ending.Counts[OutcomeKind.Changed],
            ItemsHash = ending.DecisionsHash,
            At = scope.At,
            Late = scope.At > campaign.DueAt,
            Method = scope.Actor.Method,
        });
    }
}

/// <summary>A campaign was closed. Its rows are, in this order: the deadline's decisions and then the outcomes, each in the order
/// of the items; the exceptions in the order of their keys; the owner's sign-off.</summary>
public sealed record CampaignClosed(
    long Campaign, int Items, int Certified, int Revoked, int Changed, int NotReviewed, int ByDeadline, int NotSigned, int Late, int Exceptions,
    Sha256 Statement, Sha256 Conclusion, DateOnly RetainUntil) : EventBody;
