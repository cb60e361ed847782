using System.Globalization;
using System.Text;
using AccessReview.Core.Audit;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>Writes the to-do file: who, what, where, what to do in words, by when, and how it stands. Taking it away is an
/// event.</summary>
public sealed class DownloadRemovals(IDbContextFactory<ReviewDb> databases, Change change, TimeProvider time)
{
    private const int Batch = 500;

    /// <summary>Records the download and writes the rows the actor may see as CSV in UTF-8 with a byte order mark, in the order
    /// of their numbers, a batch at a time.</summary>
    /// <returns>How many rows were written.</returns>
    public async Task<Outcome<int>> RunAsync(Guid commandId, Actor actor, RemovalFilter filter, Func<Stream> target, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var now = await Moment.OfAsync(db, time.Now(), cancel);
        var visible = await RemovalFilter.VisibleAsync(db, actor, filter.Sees, cancel);
        var ids = visible is null ? [] : await filter.ByState(db, filter.AnyState(db, visible, now), now, actor).OrderBy(r => r.Number).Select(r => r.Id).ToListAsync(cancel);
        var recorded = await change.RunAsync<int>(commandId, actor, nameof(DownloadRemovals), (scope, _) =>
        {
            if (visible is null)
            {
                return Task.FromResult<Outcome<int>>(Problem.Denied(RemovalFilter.Denied));
            }

            scope.Record(new RemovalListDownloaded(ids.Count));
            return Task.FromResult<Outcome<int>>(ids.Count);
        }, cancel);
        if (!recorded.IsOk)
        {
            return recorded;
        }

        await using var text = new StreamWriter(target(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await text.WriteAsync(CsvText.Line(Heading).AsMemory(), cancel);
        foreach (var some in ids.Chunk(Batch))
        {
            foreach (var row in await RemovalRows.ReadAsync(db, db.Removals.Where(r => some.Contains(r.Id)).OrderBy(r => r.Number), actor, now, cancel))
            {
                await text.WriteAsync(CsvText.Line(Cells(row)).AsMemory(), cancel);
            }

            await text.FlushAsync(cancel);
        }

        return ids.Count;
    }

    private static IEnumerable<string> Heading =>
    [
        "Removal", "Campaign", "Application", "Account", "E-mail", "Role", "What goes", "Where", "What to do", "Who does it", "Due", "Due at (UTC)", "Late", "State",
        "Proof", "Decided by", "Decided (UTC)", "Done by", "Done on", "Reference", "Verified (UTC)", "Last reading", "Used after the decision", "Last used (UTC)", "Waived until", "Open tasks by hand", "Kept since", "Overruled",
    ];

    private static IEnumerable<string?> Cells(RemovalRow row)
    {
        var guide = RemovalSteps.For(row.Kind, row.Application, row.Email.Length > 0 ? row.Email : row.AccountName, row.Group, row.ChangeTo);
        return
        [
            $"R{row.Number}", row.CampaignName, row.Application, row.AccountName, row.Email, row.Role,
            row.ChangeTo is { } to ? $"The role {row.Role}: {to} is kept" : row.Group ?? (row.WithAssignments > 0 ? $"The account with {row.WithAssignments} groups" : "The account"),
            guide.Where, guide.Text, row.Person ?? "nobody named", Day(row.Due), Instant(row.DueAt), row.Late ? "late" : "", RemovalWords.Of(row.State), row.Proof,
            row.DecidedBy, Instant(row.DecidedAt), row.DoneBy, Day(row.DoneOn), row.DoneReference, Instant(row.VerifiedAt), row.LastReading is { } x ? $"X{x}" : "",
            RemovalWords.Of(row.UsedAfter), row.LastUsedAt is { } used && UseTime.IsDay(used) ? Day(DateOnly.FromDateTime(used)) : Instant(row.LastUsedAt), Day(row.WaivedUntil), row.OpenTasks.ToString(CultureInfo.InvariantCulture), row.KeptSince, row.Overruled,
        ];
    }

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private static string Instant(DateTime? at) => at?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";
}

/// <summary>Somebody took the to-do file away.</summary>
/// <param name="Removals">How many removals it holds.</param>
public sealed record RemovalListDownloaded(int Removals) : EventBody;
