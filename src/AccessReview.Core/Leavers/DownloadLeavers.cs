using System.Globalization;
using System.Text;
using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Leavers;

/// <summary>Writes the accounts of people who have left, and how long they kept access. Taking the file away is an event.</summary>
public sealed class DownloadLeavers(IDbContextFactory<ReviewDb> databases, Change change)
{
    private static readonly string[] Heading =
        ["Person", "Application", "Account", "E-mail", "Role", "Last day", "Found (UTC)", "Still open", "Until (UTC)", "Hours of access since the last day", "Used afterwards", "Removal", "Removal state", "Campaign"];

    /// <summary>Records the download and writes the chosen rows as CSV in UTF-8 with a byte order mark, in the order of the page.</summary>
    /// <returns>How many rows were written.</returns>
    public async Task<Outcome<int>> RunAsync(Guid commandId, Actor actor, LeaverFilter filter, Func<Stream> target, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var denied = await Sight.RefusalAsync(db, actor, Sight.People, LeaverList.Denied, cancel);
        var (_, policy) = await CurrentPolicy.ReadAsync(db, cancel);
        List<LeaverRow> rows = denied is null ? [.. (await LeaverRows.ReadAsync(db, policy.Zone, filter.ApplicationId, cancel)).Where(filter.Shows)] : [];
        var recorded = await change.RunAsync<int>(commandId, actor, nameof(DownloadLeavers), (scope, _) =>
        {
            if (denied is not null)
            {
                return Task.FromResult<Outcome<int>>(denied);
            }

            scope.Record(new LeaverListDownloaded(rows.Count));
            return Task.FromResult<Outcome<int>>(rows.Count);
        }, cancel);
        if (!recorded.IsOk)
        {
            return recorded;
        }

        await using var text = new StreamWriter(target(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await text.WriteAsync(CsvText.Line(Heading).AsMemory(), cancel);
        foreach (var row in rows)
        {
            await text.WriteAsync(CsvText.Line(Cells(row)).AsMemory(), cancel);
        }

        return rows.Count;
    }

    private static IEnumerable<string?> Cells(LeaverRow row) =>
    [
        row.Person, row.Application, row.Account, row.Email, row.Role, row.LastDay?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "not known", Instant(row.Found), row.Open ? "yes" : "no", Instant(row.Until),
        row.Hours is { } hours ? hours.ToString("0.0", CultureInfo.InvariantCulture) : "not known", row.Used switch { UsedAfter.Yes => "yes", UsedAfter.No => "no", _ => "not known" },
        row.Removal is { } removal ? $"R{removal.Number}" : "", row.Removal is { } how ? RemovalWords.Of(how.State) : "", row.Asked is { } asked ? $"C{asked.Number}" : "",
    ];

    private static string Instant(DateTime at) => at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}

/// <summary>Somebody took the list of leavers away.</summary>
/// <param name="Accounts">How many accounts it holds.</param>
public sealed record LeaverListDownloaded(int Accounts) : EventBody;
