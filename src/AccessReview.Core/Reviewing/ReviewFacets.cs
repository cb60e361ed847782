using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>One line of a facet: what it would show and how many there are.</summary>
/// <param name="Value">The value a filter takes.</param>
/// <param name="Label">Its words.</param>
/// <param name="Count">How many rows.</param>
public sealed record Facet<T>(T Value, string Label, int Count);

/// <summary>The facets beside a reviewer's list. Each counts what the other filters leave.</summary>
public sealed record Facets(
    int ToDecide, int Decided, IReadOnlyList<Facet<Finding>> Findings, IReadOnlyList<Facet<QueueWhat>> What,
    IReadOnlyList<Facet<string>> Departments, IReadOnlyList<Facet<string>> Roles);

/// <summary>Counts a reviewer's items by everything the list can be filtered by, in one scan of their slice.</summary>
public sealed class ReviewFacets(Databases databases)
{
    /// <summary>The most departments or roles shown; the rest is reached by typing.</summary>
    public const int MaxLines = 12;

    private sealed record Cell(bool Open, Finding Findings, bool Account, string Department, string Role, string RoleKey, int Count);

    /// <summary>Counts.</summary>
    public async Task<Facets> RunAsync(Actor actor, long campaignId, QueueFilter filter, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var turns = db.ReviewTurns.AsNoTracking().Where(t => t.CampaignId == campaignId && t.ReviewerId == actor.PersonId);
        if (filter.Text.Length > 0)
        {
            turns = QueueTurns.Of(db, campaignId, actor.PersonId ?? -1, new QueueFilter { Show = QueueShow.Decided, Text = filter.Text })
                .Concat(QueueTurns.Of(db, campaignId, actor.PersonId ?? -1, new QueueFilter { Text = filter.Text })).AsNoTracking();
        }

        var cells = await (from turn in turns
                           join item in db.ReviewItems on turn.ItemId equals item.Id
                           join record in db.AccountRecords on item.AccountRecordId equals record.Id
                           join assessed in db.AssessedAccounts on item.AssessedAccountId equals assessed.Id
                           join person in db.PersonRecords on assessed.PersonRecordId equals person.Id into people
                           from person in people.DefaultIfEmpty()
                           group turn by new
                           {
                               Open = turn.State == TurnState.Undecided, item.Findings, Account = item.GroupId == null,
                               Department = person != null ? person.Department : "", record.Role, record.RoleKey,
                           }
                           into same
                           select new Cell(same.Key.Open, same.Key.Findings, same.Key.Account, same.Key.Department, same.Key.Role, same.Key.RoleKey, same.Count())).ToListAsync(cancel);
        return Of(cells, filter);
    }

    private static Facets Of(List<Cell> cells, QueueFilter filter)
    {
        bool Shown(Cell c) => c.Open == (filter.Show == QueueShow.ToDecide);
        bool ByFinding(Cell c) => filter.Finding is not { } f || (f == Finding.None ? c.Findings == Finding.None : (c.Findings & f) != Finding.None);
        bool ByWhat(Cell c) => filter.What is not { } w || c.Account == (w == QueueWhat.Accounts);
        bool ByDepartment(Cell c) => filter.Department is not { } d || c.Department == d;
        bool ByRole(Cell c) => filter.Role is not { } r || c.RoleKey == r;
        var rest = cells.Where(c => ByFinding(c) && ByWhat(c) && ByDepartment(c) && ByRole(c)).ToLookup(c => c.Open, c => c.Count);
        var findings = cells.Where(c => Shown(c) && ByWhat(c) && ByDepartment(c) && ByRole(c)).ToList();
        var what = cells.Where(c => Shown(c) && ByFinding(c) && ByDepartment(c) && ByRole(c)).ToList();
        return new Facets(
            rest[true].Sum(), rest[false].Sum(),
            [
                .. FindingSentences.Labels.Append((Finding.None, "Nothing found"))
                    .Select(l => new Facet<Finding>(l.Item1, l.Item2, findings.Where(c => l.Item1 == Finding.None ? c.Findings == Finding.None : (c.Findings & l.Item1) != Finding.None).Sum(c => c.Count)))
                    .Where(f => f.Count > 0 || f.Value == filter.Finding),
            ],
            [
                new(QueueWhat.Accounts, "User accounts", what.Where(c => c.Account).Sum(c => c.Count)),
                new(QueueWhat.Assignments, "Group assignments", what.Where(c => !c.Account).Sum(c => c.Count)),
            ],
            Lines(cells.Where(c => Shown(c) && ByFinding(c) && ByWhat(c) && ByRole(c)), c => c.Department, c => c.Department.Length == 0 ? "Not known" : c.Department, filter.Department),
            Lines(cells.Where(c => Shown(c) && ByFinding(c) && ByWhat(c) && ByDepartment(c)), c => c.RoleKey, c => c.Role.Length == 0 ? "No role" : c.Role, filter.Role));
    }

    private static IReadOnlyList<Facet<string>> Lines(IEnumerable<Cell> cells, Func<Cell, string> key, Func<Cell, string> label, string? chosen)
    {
        var all = cells.GroupBy(key).Select(g => new Facet<string>(g.Key, label(g.First()), g.Sum(c => c.Count))).OrderByDescending(f => f.Count).ThenBy(f => f.Label, StringComparer.Ordinal).ToList();
        return [.. all.Where((f, i) => i < MaxLines || f.Value == chosen)];
    }
}
