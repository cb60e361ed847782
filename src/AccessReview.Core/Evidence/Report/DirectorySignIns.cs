using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>When the people whose access is under review last signed in to the directories, by the readings of these under the campaign.</summary>
internal sealed class DirectorySignIns
{
    private readonly Dictionary<long, ILookup<long, DirectorySignIn>> byPlan = [];

    /// <summary>Reads them.</summary>
    internal static async Task<DirectorySignIns> ReadAsync(ReportScope scope, CancellationToken cancel)
    {
        var (read, db) = (new DirectorySignIns(), scope.Db);
        foreach (var application in scope.Applications.Where(a => a.Assessment is not null))
        {
            var assessmentId = application.Assessment!.Id;
            var said = await (
                from assessed in db.AssessedAccounts.AsNoTracking()
                where assessed.AssessmentId == assessmentId
                join source in db.AssessmentSources on assessed.AssessmentId equals source.AssessmentId
                join record in db.PersonRecords on new { source.ExtractId, assessed.PersonId } equals new { record.ExtractId, PersonId = (long?)record.PersonId }
                where record.LastSignInState != null
                join extract in db.Extracts on record.ExtractId equals extract.Id
                join directory in db.Directories on extract.DirectoryId equals directory.Id
                orderby directory.Rank, directory.Id
                select new { record.PersonId, SignIn = new DirectorySignIn(directory.Name, extract.AsOf, record.LastSignInState!.Value, record.LastSignInAt) }).ToListAsync(cancel);

            // Somebody may have several accounts.
            read.byPlan[application.Plan.Id] = said.Distinct().ToLookup(s => s.PersonId, s => s.SignIn);
        }

        return read;
    }

    /// <summary>The last of them; null: none is known.</summary>
    internal DateTime? At(ItemLine item) => Of(item).Max(s => s.At);

    /// <summary>What each directory says of it; null: none says anything of it.</summary>
    internal string? State(ItemLine item) => item.PersonId is null ? Words.DoesNotApply
        : string.Join("; ", Of(item).Select(s => $"{ItemWords.LastUse(s.State)}, {s.Directory}")) is { Length: > 0 } words ? words : null;

    private IEnumerable<DirectorySignIn> Of(ItemLine item) => item.PersonId is { } person && byPlan.TryGetValue(item.PlanId, out var said) ? said[person] : [];
}
