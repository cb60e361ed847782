using System.Text.Json;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;

namespace AccessReview.Core.Audit;

/// <summary>Recomputes what the evidence rests on, from one snapshot of the database: every event's hash, the gaps, the columns
/// beside each event, the rows under each event, texts, files, and what rows say of each other.</summary>
public sealed class VerifyChain(Databases databases)
{
    /// <summary>Verifies. Administrators, campaign owners and auditors may; the command line asks as the product.</summary>
    public async Task<Outcome<VerifyReport>> RunAsync(Actor actor, IProgress<VerifyProgress>? progress, CancellationToken cancel)
    {
        await using (var db = databases.CreateDbContext())
        {
            if (await Sight.RefusalAsync(db, actor, Sight.Audit, "Administrators, campaign owners and auditors verify the record.", cancel) is { } denied)
            {
                return denied;
            }
        }

        await using var snapshot = await ReadSnapshot.OpenAsync(databases, cancel);
        var verification = new Verification(snapshot.Db, progress);
        foreach (var (what, check) in Checks)
        {
            await ReadableAsync(verification, what, check, cancel);
        }

        return verification.ToReport();
    }

    private static IReadOnlyList<(string What, Func<Verification, CancellationToken, Task> Check)> Checks { get; } =
    [
        ("The events", EventsCheck.RunAsync),
        ("The rows of evidence", CoveredRowsCheck.RunAsync),
        ("The texts", TextsCheck.RunAsync),
        ("The files", FilesCheck.RunAsync),
        ("The readings", ReadingsCheck.RunAsync),
        ("Which readings there are", (run, cancel) => run.Readings.CheckAsync(run, cancel)),
        ("The applications", (run, cancel) => run.Owners.CheckAsync(run, cancel)),
        ("The roles, sign-ins, absences and policies", (run, cancel) => run.Rights.CheckAsync(run, cancel)),
        ("What is in scope", (run, cancel) => run.Scope.CheckAsync(run, cancel)),
        ("The campaigns", (run, cancel) => run.Campaigns.CheckAsync(run, cancel)),
        ("What campaigns review", (run, cancel) => run.Plans.CheckAsync(run, cancel)),
        ("The matches and declarations by hand", (run, cancel) => run.ByHand.CheckAsync(run, cancel)),
        ("The reviewers", (run, cancel) => run.Reviewers.CheckAsync(run, cancel)),
        ("The signatures", SignaturesCheck.RunAsync),
        ("The samples", SamplesCheck.RunAsync),
        ("The removals", (run, cancel) => run.Removals.CheckAsync(run, cancel)),
        ("The editions of the evidence", (run, cancel) => run.Editions.CheckAsync(run, cancel)),
        ("What campaigns left out and counted", LaunchedListsCheck.RunAsync),
        ("What rows say of each other", AgreementCheck.RunAsync),
    ];

    // A value that no longer fits its column's type (a code that is none, a time that is none, a policy that cannot be parsed) stops the reading of its table.
    private static async Task ReadableAsync(Verification verification, string what, Func<Verification, CancellationToken, Task> check, CancellationToken cancel)
    {
        try
        {
            await check(verification, cancel);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or ArgumentException or InvalidCastException or OverflowException or JsonException)
        {
            verification.Found("unreadable", $"{what} cannot be read any more: a value is of no kind the product writes ({e.GetType().Name}).");
        }
    }
}
