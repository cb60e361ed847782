using AccessReview.Core.Applications;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.Scoping;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Overview;

/// <summary>An account as the newest assessment of its application has it.</summary>
internal sealed class CurrentAccount
{
    public required Application Application { get; init; }

    public required AssessedAccount Assessed { get; init; }

    public required AccountRecord Record { get; init; }
}

/// <summary>All accounts of all applications in scope as they stand now.</summary>
internal static class CurrentAccounts
{
    /// <summary>The accounts; compose and project.</summary>
    public static IQueryable<CurrentAccount> Of(ReviewDb db) =>
        from application in db.Applications.AsNoTracking().InScope()
        join assessed in db.AssessedAccounts.AsNoTracking() on application.CurrentAssessmentId equals assessed.AssessmentId
        join record in db.AccountRecords.AsNoTracking() on assessed.AccountRecordId equals record.Id
        select new CurrentAccount { Application = application, Assessed = assessed, Record = record };
}
