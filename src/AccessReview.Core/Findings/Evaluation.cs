using AccessReview.Connectors.Packed;
using AccessReview.Core.Extracts;
using AccessReview.Core.Matching;

namespace AccessReview.Core.Findings;

/// <summary>Judges every account and assignment of a reading. Pure: what was read in, the rows of the assessment out.</summary>
internal sealed class Evaluation(AssessmentInputs inputs, Yardstick by, PreviousReview? previous, IReadOnlySet<long> everReviewed, Comparison? comparison, bool knowsGroups)
{
    private readonly Matcher matcher = new(inputs.People, inputs.Addresses, inputs.ByHand, inputs.Declarations.Select(d => d.AccountId).ToHashSet(), inputs.Granted);
    private readonly PackedList<AssessedAccount, PackedAssessedAccount> accounts = new();
    private readonly PackedList<AssessedAssignment, PackedAssessedAssignment> held = new();
    private string? routine;
    private string? routineNotReviewed;
    private string? routineNotReviewedLast;

    /// <summary>The rows, with keys from <paramref name="firstId"/> on: accounts first, then assignments, each in the reading's order.</summary>
    public (IReadOnlyList<AssessedAccount> Accounts, IReadOnlyList<AssessedAssignment> Assignments) Run(long assessmentId, long firstId)
    {
        var declared = inputs.Declarations.ToDictionary(d => d.AccountId, d => new DeclaredAccount(d.Id, d.Kind, matcher.Find(d.OwnerId)));
        var siblings = Siblings();
        foreach (var account in inputs.Accounts)
        {
            var match = matcher.Match(account);
            var mine = match.PersonId is { } person ? siblings.Of(person).Select(place => inputs.Accounts[place]).ToList() : [];
            Judge(new AccountCase(account, match, declared.GetValueOrDefault(account.AccountId), mine), assessmentId, firstId);
        }

        return (accounts, held);
    }

    /// <summary>Where the usable accounts of each person stand.</summary>
    private Places<long> Siblings()
    {
        var siblings = new Places<long>(inputs.People.Count);
        for (var place = 0; place < inputs.Accounts.Count; place++)
        {
            var account = inputs.Accounts[place];
            if (account.Status != AccountStatus.Disabled && matcher.Match(account) is { PersonId: { } person, Kind: not MatchKind.Declared })
            {
                siblings.Add(person, place);
            }
        }

        return siblings;
    }

    private void Judge(AccountCase account, long assessmentId, long firstId)
    {
        var read = account.Account;
        var assignments = inputs.Assignments.Of(read.RecordId);
        var groups = knowsGroups ? Groups(assignments) : null;
        var (findings, facts) = FindingRules.Judge(account, by);
        var fingerprint = Fingerprint.Of(read.RoleKey, groups, account.Match.PersonId, account.Match.Person, findings, by.On);
        (findings, facts) = Compare(account, findings, facts, groups, fingerprint);
        var recommendation = Recommendations.Of(findings, facts);
        var id = firstId + accounts.Count;
        var rank = Recommendations.RankOf(findings);
        foreach (var assignment in assignments)
        {
            var own = findings & (Finding.Left | Finding.NobodyKnown);
            own |= comparison?.IsNewAssignment(account, assignment.GroupId) == true ? Finding.NewSinceLastReview : Finding.None;
            var itsRank = Recommendations.RankOf(own);
            rank = itsRank < rank ? itsRank : rank;
            held.Add(new AssessedAssignment
            {
                Id = firstId + inputs.Accounts.Count + held.Count, AssessmentId = assessmentId, AssessedAccountId = id, AssignmentRecordId = assignment.RecordId,
                Findings = own, Recommendation = Recommendations.OfAssignment(recommendation, own),
            });
        }

        accounts.Add(new AssessedAccount
        {
            Id = id, AssessmentId = assessmentId, AccountId = read.AccountId, AccountRecordId = read.RecordId, Match = account.Match.Kind,
            PersonId = account.Match.PersonId, PersonRecordId = account.Match.Person?.RecordId, DeclarationId = account.Declared?.Id,
            Findings = findings, Facts = Json(findings, facts), Recommendation = recommendation, Rank = rank, Fingerprint = fingerprint,
        });
    }

    private static long[] Groups(ReadOnlySpan<ReadAssignment> assignments)
    {
        var groups = new long[assignments.Length];
        for (var i = 0; i < groups.Length; i++)
        {
            groups[i] = assignments[i].GroupId;
        }

        return groups;
    }

    /// <summary>Most accounts are routine and have the same facts: they are written once.</summary>
    private string Json(Finding findings, FindingFacts facts) =>
        findings != Finding.None || facts.LeftOut || facts.Candidates is not null ? facts.ToJson()
        : facts.NotReviewedBefore ? routineNotReviewed ??= facts.ToJson()
        : facts.NotReviewedLast ? routineNotReviewedLast ??= facts.ToJson()
        : routine ??= facts.ToJson();

    private (Finding, FindingFacts) Compare(AccountCase account, Finding findings, FindingFacts facts, IReadOnlyList<long>? groups, byte[] fingerprint)
    {
        facts = facts with { Previous = previous?.Number ?? 0, NotReviewedBefore = !everReviewed.Contains(account.Account.AccountId) };
        if (previous is null)
        {
            return (findings, facts);
        }

        if (!previous.Accounts.TryGetValue(account.Account.AccountId, out var then))
        {
            return previous.LeavesOut(account) ? (findings, facts with { LeftOut = true }) : (findings | Finding.NewSinceLastReview, facts);
        }

        facts = facts with { NotReviewedLast = !then.Decided && !facts.NotReviewedBefore };
        return !fingerprint.AsSpan().SequenceEqual(then.Fingerprint) && comparison!.Of(account, findings, groups) is { } change
            ? (findings | Finding.ChangedSinceLastReview, facts with { Change = change })
            : (findings, facts);
    }
}
