using AccessReview.Core.Audit;
using AccessReview.Core.Extracts;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>What was unlikely in imports, and who said that it is right, as their events say it.</summary>
internal sealed class SaidToBeRight
{
    private const string NotRecorded = "not recorded: imported by a release that did not keep it";

    private readonly Dictionary<(long ExtractId, ExtractFileKind Kind), string> said = [];

    /// <summary>What is said of a file; null: nothing was in doubt.</summary>
    internal string? Of(Extract extract, ExtractFile file) => said.GetValueOrDefault((extract.Id, file.Kind));

    /// <summary>Reads it.</summary>
    internal static async Task<SaidToBeRight> ReadAsync(ReportScope scope, IReadOnlyList<Extract> extracts, CancellationToken cancel)
    {
        var seqs = extracts.Select(e => e.EventSeq).ToList();
        var events = await scope.Db.AuditEvents.AsNoTracking().Where(e => EF.Parameter(seqs).Contains(e.Seq) && e.Type == nameof(ExtractImported)).ToDictionaryAsync(e => e.Seq, cancel);
        var read = new SaidToBeRight();
        foreach (var extract in extracts.Where(e => events.ContainsKey(e.EventSeq)))
        {
            var line = events[extract.EventSeq];
            if (line.Version < ExtractImported.SinceItNamesDoubts)
            {
                // Only of users and people anything was doubted then.
                read.said[(extract.Id, extract.Kind == ExtractKind.People ? ExtractFileKind.People : ExtractFileKind.Users)] = NotRecorded;
                continue;
            }

            foreach (var ofFile in EventJson.Read<ExtractImported>(line).SaidToBeRight().GroupBy(d => d.File))
            {
                read.said[(extract.Id, ofFile.Key)] = string.Join('\n', ofFile.Select(d => $"{d.Sentence}: said to be right by {scope.People.Actor(line.Actor)}"));
            }
        }

        return read;
    }
}
