using AccessReview.Core.Persistence;
using AccessReview.Core.Scoping;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Overview;

/// <summary>How far what was read has been judged. The totals over all applications know only what was: the rest is not known, and not nothing.</summary>
/// <param name="Judged">Applications whose accounts were judged.</param>
/// <param name="NotYet">Applications that were read and are not judged yet, as while there is no staff list.</param>
public sealed record JudgedApplications(int Judged, int NotYet)
{
    /// <summary>Whether anything is known at all.</summary>
    public bool Any => Judged > 0;

    internal static Task<JudgedApplications> ReadAsync(ReviewDb db, CancellationToken cancel) => ReadAsync(db, null, cancel);

    /// <summary>Of one application; null: of all in scope.</summary>
    internal static async Task<JudgedApplications> ReadAsync(ReviewDb db, long? applicationId, CancellationToken cancel)
    {
        var asked = db.Applications.InScope().Where(a => applicationId == null || a.Id == applicationId);
        return new(
            await asked.CountAsync(a => a.CurrentAssessmentId != null, cancel),
            await asked.CountAsync(a => a.CurrentAssessmentId == null && a.CurrentExtractId != null, cancel));
    }
}
