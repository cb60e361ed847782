using AccessReview.Core.Audit;
using AccessReview.Core.Findings;

namespace AccessReview.Core.Tests;

/// <summary>Later readings of the application.</summary>
public sealed partial class TestWorld
{
    /// <summary>Assesses a later reading, in which nothing is found: what is launched from now on is launched on it.</summary>
    public Task AssessAsync(long extractId) => Run("Seed", scope =>
    {
        var records = scope.Db.AccountRecords.Where(r => r.ExtractId == extractId).OrderBy(r => r.Id).ToList();
        var assignments = scope.Db.AssignmentRecords.Where(a => a.ExtractId == extractId).OrderBy(a => a.Id).ToLookup(a => a.AccountRecordId);
        AssessmentId = scope.NewId();
        scope.Add(new Assessment
        {
            Id = AssessmentId, ApplicationId = ApplicationId, ExtractId = extractId, PolicyVersionId = 0, AsOf = scope.At, MadeAt = scope.At, Rules = Assessment.RulesVersion,
            Accounts = records.Count, Assignments = assignments.Sum(a => a.Count()),
        });
        foreach (var record in records)
        {
            var before = scope.Db.AssessedAccounts.Where(a => a.AccountId == record.AccountId).OrderBy(a => a.Id).First();
            var assessed = scope.Add(new AssessedAccount
            {
                Id = scope.NewId(), AssessmentId = AssessmentId, AccountId = record.AccountId, AccountRecordId = record.Id, Match = before.Match, PersonId = before.PersonId,
                PersonRecordId = before.PersonRecordId, Findings = Finding.None, Facts = "{}", Recommendation = Recommendation.None, Rank = AttentionRank.NothingFound, Fingerprint = Hashes.Genesis,
            });
            foreach (var assignment in assignments[record.Id])
            {
                scope.Add(new AssessedAssignment
                {
                    Id = scope.NewId(), AssessmentId = AssessmentId, AssessedAccountId = assessed.Id, AssignmentRecordId = assignment.Id,
                    Findings = Finding.None, Recommendation = Recommendation.None,
                });
            }
        }
    });
}
