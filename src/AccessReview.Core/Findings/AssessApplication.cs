using AccessReview.Core.Applications;
using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Scoping;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Findings;

/// <summary>Judges the newest complete reading of an application against the newest complete staff lists: whose each account is, and
/// what is worth an eye, as of the reading's own time. One immutable result, which preview and launch then read.</summary>
public sealed class AssessApplication(Change change)
{
    /// <summary>Makes the assessment; gives its key.</summary>
    public Task<Outcome<long>> RunAsync(Guid commandId, Actor actor, long applicationId, CancellationToken cancel) => RunAsync(commandId, actor, applicationId, always: true, cancel);

    /// <summary>Makes it unless another process was first; gives the key of the one in use.</summary>
    internal Task<Outcome<long>> RunIfStaleAsync(long applicationId, CancellationToken cancel) => RunAsync(Guid.NewGuid(), Actor.Product, applicationId, always: false, cancel);

    private Task<Outcome<long>> RunAsync(Guid commandId, Actor actor, long applicationId, bool always, CancellationToken cancel) =>
        change.RunAsync<long>(commandId, actor, nameof(AssessApplication), async (scope, token) =>
        {
            if (!always && await AssessmentFreshness.IsCurrentAsync(scope.Db, applicationId, token))
            {
                return await scope.Db.Applications.Where(a => a.Id == applicationId).Select(a => a.CurrentAssessmentId!.Value).SingleAsync(token);
            }

            if (!scope.Has(Role.Administrator | Role.CampaignOwner))
            {
                return Problem.Denied("Only an administrator or a campaign owner has an application assessed.");
            }

            if (await scope.Db.Applications.Include(a => a.PrivilegedRoles).SingleOrDefaultAsync(a => a.Id == applicationId, token) is not { } application)
            {
                return Problem.NotFound("The application");
            }

            if (await scope.Db.Extracts.AsNoTracking().SingleOrDefaultAsync(e => e.Id == application.CurrentExtractId, token) is not { } extract)
            {
                return new Problem("assessment.no-reading", $"{application.Name} has not been read yet. Import its users first.");
            }

            var lists = await CurrentStaffListsAsync(scope.Db, token);
            if (lists.Count == 0)
            {
                return new Problem("assessment.no-people", "No staff list has been read yet. Without one, nobody could be told from a leaver: import a staff list first.");
            }

            var (policyId, policy) = await CurrentPolicy.ReadAsync(scope.Db, token);
            var by = new Yardstick(
                extract.AsOf, policy.DayOf(extract.AsOf), application.DormantAfterDays,
                application.PrivilegedRoles.Where(r => r.Active).Select(r => r.RoleKey).ToHashSet(StringComparer.Ordinal));
            var inputs = await AssessmentInputs.ReadAsync(scope.Db, application, lists, policy.DayOf, token);
            var previous = await PreviousReviewReader.ReadAsync(scope.Db, applicationId, policy.DayOf, token);
            var ever = previous is null ? [] : await PreviousReviewReader.EverReviewedAsync(scope.Db, applicationId, token);
            var comparison = previous is null ? null : new Comparison(previous, await GroupNamesAsync(scope.Db, previous, extract.Id, token), NamesOf(inputs), by);

            var id = scope.NewId();
            var first = scope.NewIds(inputs.Accounts.Count + inputs.Assignments.Count);
            var (accounts, assignments) = new Evaluation(inputs, by, previous, ever, comparison, extract.CoversAssignments).Run(id, first);
            scope.Add(new Assessment
            {
                Id = id, ApplicationId = applicationId, ExtractId = extract.Id, PolicyVersionId = policyId, AsOf = extract.AsOf, MadeAt = scope.At,
                Rules = Assessment.RulesVersion, PreviousCampaignId = previous?.CampaignId, Accounts = accounts.Count, Assignments = assignments.Count,
            });
            foreach (var list in lists)
            {
                scope.Add(new AssessmentSource { AssessmentId = id, ExtractId = list });
            }

            application.CurrentAssessmentId = id;
            scope.AfterEvent(async stop =>
            {
                await BulkInsert.RunAsync(scope, Ahead.Of(accounts), stop);
                await BulkInsert.RunAsync(scope, Ahead.Of(assignments), stop);
            });
            scope.Record(ApplicationAssessed.Of(id, applicationId, extract.Id, lists, policyId, by.AsOf, previous?.CampaignId, accounts, assignments));
            return id;
        }, cancel);

    /// <summary>The newest complete readings of the directories in scope, in the order of their keys.</summary>
    internal static async Task<IReadOnlyList<long>> CurrentStaffListsAsync(ReviewDb db, CancellationToken cancel) =>
        await db.Directories.AsNoTracking().InScope().Where(d => d.CurrentExtractId != null).Select(d => d.CurrentExtractId!.Value).Order().ToListAsync(cancel);

    /// <summary>Groups as the reading calls them; those it no longer has, as the last of the closed campaign and its addenda did.</summary>
    private static async Task<Func<long, string>> GroupNamesAsync(ReviewDb db, PreviousReview previous, long extractId, CancellationToken cancel)
    {
        var before = previous.ExtractIds;
        var read = await db.GroupRecords.AsNoTracking().Where(g => g.ExtractId == extractId || before.Contains(g.ExtractId)).Select(g => new { g.ExtractId, g.GroupId, g.Name }).ToListAsync(cancel);
        var names = read.OrderBy(g => g.ExtractId == extractId).ThenBy(g => g.ExtractId).GroupBy(g => g.GroupId).ToDictionary(g => g.Key, g => g.Last().Name);
        return id => names.GetValueOrDefault(id, "");
    }

    private static Func<long, string> NamesOf(AssessmentInputs inputs)
    {
        var names = inputs.People.ToDictionary(p => p.PersonId, p => p.Name);
        return id => names.GetValueOrDefault(id, "somebody no longer on the staff list");
    }
}
