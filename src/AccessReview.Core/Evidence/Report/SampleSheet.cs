using System.Globalization;
using AccessReview.Core.Evidence.Samples;
using AccessReview.Core.Evidence.Workbook;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>What was drawn for testing, with each item's facts and room for what the tester finds.</summary>
internal static class SampleSheet
{
    internal const string Name = "Auditor sample";
    private const string Draw = "The draw, as recorded.";
    private const string Tester = "For the tester.";
    private const string Room = "Left for the tester to fill in.";

    internal static async Task<Sheet> OfAsync(ReportScope scope, CancellationToken cancel)
    {
        var (db, last) = (scope.Db, scope.Last.Seq);
        var draws = await db.SampleDraws.AsNoTracking().Where(d => d.CampaignId == scope.Campaign.Id && d.EventSeq <= last).OrderBy(d => d.Number).ToListAsync(cancel);
        var ids = draws.ConvertAll(d => d.Id);
        var places = (await db.SampleItems.AsNoTracking().Where(i => ids.Contains(i.DrawId)).ToListAsync(cancel)).ToLookup(i => i.DrawId);
        var wanted = db.SampleItems.Where(i => ids.Contains(i.DrawId)).Select(i => i.ItemId);
        var items = await ItemQuery.Of(scope).Where(i => wanted.Contains(i.ItemId)).ToDictionaryAsync(i => i.ItemId, cancel);
        return Sheet.Of(Name, Columns(scope), [.. draws.SelectMany(d => places[d.Id].OrderBy(p => p.Position).Select(p => new Line(d, p.Position, items[p.ItemId])))]);
    }

    private static SheetColumns<Line> Columns(ReportScope scope)
    {
        var applications = scope.Applications.ToDictionary(a => a.Plan.Id, a => a.Name);
        return new SheetColumns<Line>()
            .Text("Item id", 14, l => scope.ItemName(l.Item.Number), "The item; the same on every sheet.", "Given at launch.")
            .Integer("Draw", 8, l => l.Draw.Number, "The draw's number in this campaign.", Draw)
            .Text("Seed", 20, l => l.Draw.Seed, "With the same seed and population anybody draws the same items.", Draw)
            .Text("Population", 16, l => Population(l.Draw, scope), "Of which items; how they stand is what the sheet Decisions says of the campaign that has ended.", Draw)
            .Integer("Population items", 11, l => l.Draw.PopulationItems, "How many these were when it was drawn.", Draw)
            .Integer("Size", 8, l => l.Draw.Size, "How many were drawn.", Draw)
            .Text("Drawn by", 24, l => scope.People.Actor(l.Draw.By), "Who drew.", Draw)
            .Instant("Drawn", l => l.Draw.At, "When.", Draw)
            .Integer("Place", 8, l => l.Position, "The place in the draw.", Draw)
            .Text("Draw key", 24, l => SampleRule.Key(l.Draw.Seed, scope.ItemName(l.Item.Number)), "SHA-256 of the text \"seed:item id\" in hexadecimal; the items with the smallest keys of the population are drawn.", "Computed; compute it again.")
            .Text("Application", 16, l => applications[l.Item.PlanId], "The application.", "The campaign.")
            .Text("Account", 34, l => ItemWords.Account(l.Item), "The account.", "The reading.")
            .Text("Person", 26, l => ItemWords.Person(l.Item), "Whose access it is.", "The match.")
            .Text("Role or group", 26, l => ItemWords.RoleOrGroup(l.Item), "What is under review.", "The reading.")
            .Text("Findings", 30, l => Words.OfFindings(l.Item.Findings), "Facts worth an eye.", "The assessment.")
            .Text("Reviewer", 24, l => scope.People.Name(l.Item.ReviewerId), "Who had to decide.", "The reviewer rule, or a reassignment.")
            .Text("Reviewer for whom", 24, l => scope.People.Name(l.Item.ForId), "Who is away, where the reviewer is their delegate.", "An absence that was approved.", Words.DoesNotApply)
            .Text("Independent", 24, l => ItemWords.Independent(l.Item, scope.Independence), ItemWords.IndependentMeans, "Computed for this edition.")
            .Text("Decision", 14, l => ItemWords.Decision(l.Item), "The decision in force.", "The reviewer's act.")
            .Text("Reason", 44, l => ItemWords.Reason(l.Item), ItemWords.ReasonMeans, "The reviewer's act.", Words.DoesNotApply)
            .Instant("Decided", l => l.Item.DecidedAt, "When.", "The reviewer's act.", "Not reviewed: the column Decision says so.")
            .Text("Decision event", 10, l => l.Item.DecisionSeq?.ToString(CultureInfo.InvariantCulture), "The event of the decision: its receipt in events.jsonl.", "The chain.", Words.DoesNotApply)
            .SignOffs(l => l.Item)
            .Text("Removal state", 18, l => ItemWords.Removal(l.Item, scope), "How the removal stands.", "The sheet Removals.")
            .Mixed("Tester's result", 18, _ => Cell.Blank, "What the tester finds.", Tester, Room)
            .Mixed("Tester's note", 40, _ => Cell.Blank, "What the tester saw, and where.", Tester, Room)
            .Mixed("Tested by", 20, _ => Cell.Blank, "Who tested.", Tester, Room)
            .Date("Tested on", _ => null, "When.", Tester, Room);
    }

    // Older versions drew by decisions that could still change: then no later sheet gives the same population.
    private static string Population(SampleDraw draw, ReportScope scope) =>
        Words.Of(draw.Population) + (SampleRule.Standing(draw.Population) is not null && !(draw.At >= scope.Campaign.EndedAt) ? ", as they stood when it was drawn" : "");

    private sealed record Line(SampleDraw Draw, int Position, ItemLine Item);
}
