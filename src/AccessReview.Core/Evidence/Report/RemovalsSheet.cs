using System.Globalization;
using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Extracts;
using AccessReview.Core.Matching;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>What every final revoke led to: decided, done by hand and verified are different columns.</summary>
internal static class RemovalsSheet
{
    internal const string Name = "Removals";
    internal const string StateHeader = "State";
    private const string Product = "The product, at sign-off.";
    private const string ByProduct = "the product";
    private const string Acted = "The sheet Removal proofs.";
    private const string Hand = "A note by hand; it never makes a removal verified.";
    private const string Second = "The last waiver that was approved.";
    private const string NotWaived = "not waived";
    private const string NotOverruled = "not overruled";
    private const string Newer = "The event of ending it, which names the newer decision.";
    private const string Read = "A complete reading made after the decision.";
    private const string Planned = "The readings under the campaign, for ids that a file cannot give the connection's own, and the connections as they were when it was closed; before that at this edition.";

    internal static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"R{number}");

    internal static async Task<Sheet> OfAsync(ReportScope scope, IReadOnlyList<ProofFile> proofs, IReadOnlyList<HandProofFile> attached, RemovalHistory history, Origins origins, CancellationToken cancel)
    {
        var db = scope.Db;
        var lines = await (
            from removal in db.Removals.AsNoTracking()
            where removal.CampaignId == scope.Campaign.Id
            join item in db.ReviewItems on removal.ItemId equals item.Id
            join record in db.AccountRecords on item.AccountRecordId equals record.Id
            join assessed in db.AssessedAccounts on item.AssessedAccountId equals assessed.Id
            from declared in db.Declarations.Where(d => d.Id == assessed.DeclarationId).DefaultIfEmpty()
            from person in db.PersonRecords.Where(p => p.Id == assessed.PersonRecordId).DefaultIfEmpty()
            join decision in db.Decisions on removal.DecisionId equals decision.Id
            from @group in db.GroupRecords.Where(g => g.ExtractId == record.ExtractId && g.GroupId == removal.GroupId).DefaultIfEmpty()
            from extract in db.Extracts.Where(e => e.Id == removal.LastExtractId).DefaultIfEmpty()
            from used in db.AccountRecords.Where(a => a.ExtractId == removal.LastExtractId && a.AccountId == removal.AccountId).DefaultIfEmpty()
            from waiver in db.RemovalWaivers.Where(w => w.Id == removal.WaiverId).DefaultIfEmpty()
            from answer in db.WaiverAnswers.Where(a => a.WaiverId == removal.WaiverId).DefaultIfEmpty()
            from reason in db.PrivateTexts.Where(t => t.Id == waiver!.ReasonId).DefaultIfEmpty()
            orderby removal.Number
            select new Line(
                removal, record, @group, item.Number, assessed.Match, person == null ? null : person.Name, declared == null ? null : declared.Kind, decision.By,
                extract == null ? null : extract.Number, extract == null ? null : extract.AsOf,
                used == null ? null : used.LastUsedState, used == null ? null : used.LastUsedAt,
                removal.GroupId == null && used != null && used.Status == AccountStatus.Disabled,
                db.RemovalAttempts.Any(a => a.RemovalId == removal.Id && RemovalRules.TakenAway.Contains(a.Result)),
                removal.State == RemovalState.Executed && RemovalRules.AtDirectories(db).Any(a => a.RemovalId == removal.Id), ReadingsOfRemovals.NotAsItself(db).Any(o => o.Id == removal.Id), waiver, answer == null ? null : answer.ById, reason == null ? null : reason.Text)).ToListAsync(cancel);
        var tasks = (await db.RemovalTasks.AsNoTracking().Where(t => db.Removals.Any(r => r.Id == t.RemovalId && r.CampaignId == scope.Campaign.Id)).OrderBy(t => t.Id).ToListAsync(cancel))
            .ToLookup(t => t.RemovalId);
        var routes = await PlannedRoutes.ReadAsync(scope, origins, cancel);
        var going = lines.Where(l => !RemovalRules.StayingStates.Contains(l.Removal.State)).ToLookup(l => l.Removal.AccountId, l => l.Group);
        lines.ForEach(l => l.Route = routes.Of(l.Removal, l.Record, l.ReadGroup, [.. going[l.Removal.AccountId].OfType<string>().Where(g => g != l.Group)]));
        var overruled = (await Overruling.OfCampaignAsync(db, scope.Campaign.Id, cancel)).ToDictionary(o => o.RemovalId);
        lines.ForEach(l => l.Overruling = l.Removal.State == RemovalState.Overruled ? overruled.GetValueOrDefault(l.Removal.Id) : null);
        return Sheet.Of(Name, Columns(scope, proofs.Select(p => p.Attempt).ToLookup(a => a.RemovalId), tasks, attached.ToLookup(a => a.Proof.RemovalId), history), lines);
    }

    private static SheetColumns<Line> Columns(
        ReportScope scope, ILookup<long, RemovalAttempt> attempts, ILookup<long, RemovalTask> tasks, ILookup<long, HandProofFile> attached, RemovalHistory history)
    {
        var applications = scope.Applications.ToDictionary(a => a.Application.Id, a => a.Name);
        return new SheetColumns<Line>()
            .Text("Removal id", 11, l => Id(l.Removal.Number), "The removal.", Product)
            .Text("Removal key", 11, l => DecisionsSheet.Id(l.Removal.Id), "The removal in records.jsonl and events.jsonl: what says removal= or removalIds, and this number, is about it.", Product)
            .Text("Item id", 14, l => scope.ItemName(l.Item), "The item whose revoke it carries out.", "The sheet Decisions.")
            .Text("Application", 16, l => applications[l.Removal.ApplicationId], "Where it is to be removed.", "The campaign.")
            .Text("Account", 34, l => l.Account, "The account as the application names it: its address, else its name.", "The reading under the campaign.")
            .Text("Person", 24, l => ItemWords.Person(l.Match, l.Person, l.Declared), "Whose access it is.", "The match.")
            .Text("What", 30, l => l.Removal.ChangeTo is { } to ? $"Role {Role(l)}: {to} is kept" : l.Group is { } group ? $"Group: {group}" : $"Account, with role {Role(l)}", "What has to go.", Product)
            .Text("Decided by", 24, l => scope.People.Actor(l.By), "Who decided it.", "The sheet Decisions.")
            .Instant("Decided", l => l.Removal.DecidedAt, "When it was decided.", "The sheet Decisions.")
            .Instant("Asked for", l => l.Removal.RequestedAt, "When it became work: at sign-off or close.", Product)
            .Text("To be done by", 24, l => scope.People.Name(l.Removal.PersonId), "Who has to do it.", "The application's settings.", "nobody is named")
            .Date("Due", l => l.Removal.DueDate, "The day by which it is due: where a waiver was approved before it was due, the policy's days after the last day of that waiver, if that is later.", "The policy, the application's settings, or the last such waiver.")
            .Instant("Due at", l => l.Removal.DueAt, "The instant by which it is due, in applications that have hours for removals.", "The application's settings.", "Due by the end of the day, also where a waiver has moved it.")
            .Text("Planned steps", 44, l => Joined(l.Route.Steps.Select(s => RemovalWords.Act(BegunStep.ActOf(s.Act), s.Target))), "What the product does for it, in order, where it carries it out.", Planned, "none: a person carries it out")
            .Text("Where it holds, and why", 60, l => l.Route.Words, "Where it is to be carried out so that it lasts.", Planned)
            .Text("Method", 24, l => Method(l.Removal, [.. attempts[l.Removal.Id].Select(a => a.Result)]), "Who carries it out, or is to: the product through a connection, or a person; of what the product tried in vain, or did in part only, who is left to do it. The columns Last answer and How it was gone say what came of it.", "The product, and notes by hand.")
            .Instant("Executed", l => l.Removal.ExecutedAt, "When the product had carried it out, or had found it gone already: the column Last answer says which.", Acted, "Not by the product: the column How it was gone says what the readings show.")
            .Integer("Attempts", 10, l => attempts[l.Removal.Id].Count(), "How often the product acted, or tried to.", Acted)
            .Text("Last answer", 34, l => Answer([.. attempts[l.Removal.Id]]), "What came of the last of them.", Acted, "the product tried nothing")
            .Text("Done by hand by", 24, l => scope.People.Name(l.Removal.DoneById), "Who says to have done it.", Hand, "not noted")
            .Date("Done by hand on", l => l.Removal.DoneOn, "On which day.", Hand, "Not noted: the column Done by hand by says so.")
            .Text("Reference", 20, l => l.Removal.DoneReference, "A ticket or the like.", Hand, "none")
            .Text("Proof files in the pack", 44, l => Joined(attached[l.Removal.Id].Select(a => a.PackName)), "Files attached to what was done by hand.", Hand, "none")
            .Text("SHA-256 of the proof files", 68, l => Joined(attached[l.Removal.Id].Select(a => Convert.ToHexStringLower(a.Proof.Sha256))), "Their hashes, which the events of attaching them name.", "The chain.", "none")
            .Text("Tasks by hand", 60, l => Joined(tasks[l.Removal.Id].Select(t => Told(scope, applications[l.Removal.ApplicationId], l, t))), "What a person does around it because no system does, and who says to have done it.", Hand, "none")
            .Integer("Open tasks by hand", 12, l => tasks[l.Removal.Id].Count(t => t.DoneById is null), "How many of them nobody has noted as done.", Hand)
            .Text(StateHeader, 18, l => Words.Of(l.Removal.State), "How it stands.", "The last reading that says anything about it, a withdrawal, or whoever said that a newer decision holds.")
            .Text("How it was gone", 44, l => l.Gone, "What that reading shows, and whether the product, a person or nobody known made it so.", "That reading, the notes by hand, and the sheet Removal proofs.")
            .Text("Read from", 10, l => l.Extract is { } number ? string.Create(CultureInfo.InvariantCulture, $"X{number}") : null, "That reading.", "The sheet Sources, or a later reading.", "no reading tells yet")
            .Instant("Read", l => l.AsOf, "That reading's own time.", Read, "No reading tells yet.")
            .Instant("Verified", l => l.Removal.VerifiedAt, "The time of the reading that showed it gone, or at the lower role.", Read, "Not verified: the column State says how it stands.")
            .Integer("Reappeared, times", 12, l => history.Returns.GetValueOrDefault(l.Removal.Id), "How often readings showed it again after it was gone, whatever they show now.", "The sheet Removal history.")
            .Number("Hours decision to verified", 16, l => Hours(l.Removal), "Hours between the decision and the reading that showed it gone, or at the lower role.", "Computed.", "Not verified.")
            .Text("Within due date", 14, l => WithinDue(l.Removal, scope.LateAsOf, scope.Zone), "Whether it was gone by the due instant, or where there is none by the end of the due day in the campaign's time zone. A waiver approved later than that does not make it so.", "Computed, as of the instant that the sheet Summary names: " + SummarySheet.LateAsOf + ".")
            .Text("Used after the decision", 14, l => RemovalWords.Of(RemovalRules.UsedAfter(l.Removal.DecidedAt, l.UsedState, l.UsedAt, scope.Zone)), "Whether the account was used after it was decided; not known where a day alone does not tell.", "The reading in the column Read from.")
            .Instant("Last used", l => l.UsedAt, "When the account was last used, as that reading has it; at midnight: on that day, at a time that is not known.", "The reading in the column Read from.", "Never, not known, or the reading no longer has it.")
            .Text("Waived by", 24, l => l.WaivedBy is { } by ? scope.People.Name(by) : null, "Who approved that it stays for a time.", Second, NotWaived)
            .Text("Waiver asked by", 24, l => l.Waiver is { } waiver ? scope.People.Name(waiver.AskedById) : null, "Who asked that it stays.", Second, NotWaived)
            .Text("Waiver reason", 40, l => l.Waiver is null ? null : l.WaiverReason ?? "purged", "Why it stays, word for word.", Second, NotWaived)
            .Date("Waived until", l => l.Waiver?.Until, "The last day on which it stays; the day after, the removal is open again.", Second, "Not waived: the column Waived by says so.")
            .Text("Overruled by", 24, l => l.Overruling is { } over ? scope.People.Actor(over.By) : null, "Who said that a newer signed decision holds, which ended it.", Newer, NotOverruled)
            .Instant("Overruled", l => l.Overruling?.At, "When they said so.", Newer, "Not overruled: the column Overruled by says so.")
            .Text("Newer decision", 40, l => l.Overruling is { } over ? over.Newer.Said(scope.People.Actor) : null, "The item of another campaign by which the access is kept, and what was decided of it by whom.", "That campaign's own evidence.", NotOverruled)
            .Instant("Newer decision made", l => l.Overruling?.Newer.At, "When that was decided.", "That campaign's own evidence.", "Not overruled: the column Overruled by says so.");
    }

    /// <summary>Counts the rows of a sheet in which the column says of a removal that it stands.</summary>
    internal static TieOut Standing(string sheet, string header) => Enum.GetValues<RemovalState>().Where(s => s != RemovalState.Cancelled)
        .Select(s => TieOut.RowsOf(sheet).Where(header, Words.Of(s))).Aggregate((all, one) => all.Plus(one));

    private static string Method(Removal removal, IReadOnlyList<AttemptResult> tried) => (tried, removal) switch
    {
        // Without an attempt it is the product's only while it has still to carry it out, or would have.
        ([], { DoneById: null, NotBefore: not null, State: RemovalState.Requested or RemovalState.WaitingForSecondPerson or RemovalState.Waived or RemovalState.Cancelled or RemovalState.Overruled }) => ByProduct,
        ([], _) => "a person",
        (_, { ExecutedAt: not null }) => removal.DoneById is null ? ByProduct : $"{ByProduct}, then a person",
        (_, { DoneById: null, State: RemovalState.Requested or RemovalState.WaitingForSecondPerson }) => ByProduct,
        _ => $"{ByProduct}, {(tried.Any(t => t is AttemptResult.Done or AttemptResult.TooMuch) ? "in part" : tried.Contains(AttemptResult.Unproven) ? "begun, and not proven" : "in vain")}{Instead(removal)}",
    };

    private static string Instead(Removal removal) => removal switch
    {
        { DoneById: null, State: RemovalState.Verified } => "; nobody noted",
        { DoneById: null, State: RemovalState.Waived or RemovalState.Cancelled or RemovalState.Overruled } => "",
        _ => "; then a person",
    };

    // What was begun and not proven the next try finds gone: that is the product's work, and not somebody else's.
    private static string? Answer(RemovalAttempt[] attempts) => attempts switch
    {
        [] => null,
        [.. var before, { Result: AttemptResult.AlreadyGone }] when before.Any(a => a.Result == AttemptResult.Unproven) => $"{RemovalWords.Of(AttemptResult.AlreadyGone)}, when tried again",
        [.., { Why.Length: 0 } last] => RemovalWords.Of(last.Result),
        [.., var last] => $"{RemovalWords.Of(last.Result)}: {last.Why}",
    };

    private static string Told(ReportScope scope, string application, Line line, RemovalTask task) => RemovalFollowUps.Words(task.Kind, application, line.Account)
        + (task.DoneById is null ? string.Create(CultureInfo.InvariantCulture, $" Open; due {task.DueDate:yyyy-MM-dd}, {scope.People.Name(task.PersonId) ?? "nobody is named"}.")
            : string.Create(CultureInfo.InvariantCulture, $" Done by {scope.People.Name(task.DoneById)} on {task.DoneOn:yyyy-MM-dd}{(task.DoneReference is { } reference ? ", " + reference : "")}."));

    private static string? Joined(IEnumerable<string?> parts) => string.Join("; ", parts.OfType<string>()) is { Length: > 0 } text ? text : null;

    private static string Role(Line line) => line.Role.Length == 0 ? Words.NotKnown : line.Role;

    internal static double? Hours(Removal removal) => removal.VerifiedAt is { } gone ? (gone - removal.DecidedAt).TotalHours : null;

    internal static string WithinDue(Removal removal, DateTime at, TimeZoneInfo zone) => removal switch
    {
        { State: RemovalState.Cancelled or RemovalState.Overruled } => Words.DoesNotApply,
        { VerifiedAt: { } gone } => Words.Of(RemovalRules.InTime(removal, gone, zone)),
        _ when !RemovalRules.InTime(removal, at, zone) => "no",
        { State: RemovalState.Waived } => Words.DoesNotApply,
        _ => "not due yet",
    };

    /// <summary>Whether it was in time as of one instant and is late as of another, with nothing done about it between.</summary>
    internal static bool FellDue(Removal removal, DateTime from, DateTime to, TimeZoneInfo zone) => WithinDue(removal, from, zone) != WithinDue(removal, to, zone);

    private sealed record Line(
        Removal Removal, AccountRecord Record, GroupRecord? ReadGroup, int Item, MatchKind Match, string? Person, DeclaredKind? Declared, string By, int? Extract, DateTime? AsOf,
        LastUsedState? UsedState, DateTime? UsedAt, bool Disabled, bool TookAway, bool AtDirectory, bool OtherId, RemovalWaiver? Waiver, long? WaivedBy, string? WaiverReason)
    {
        internal string Account => Record.Email.Length > 0 ? Record.Email : Record.Name;

        internal string Role => Record.Role;

        internal string Gone => RemovalWords.Proof(Removal.State, Removal.DoneOn, AsOf, Disabled, Removal.ChangeTo, Removal.ExecutedAt is not null && TookAway, OtherId, TookAway, AtDirectory);

        internal string? Group => ReadGroup?.Name;

        /// <summary>By which newer decision it ended, if it did; set once the rows are read.</summary>
        internal Overruling? Overruling { get; set; }

        /// <summary>Where it holds; set once the rows are read.</summary>
        internal RemovalRoute Route { get; set; } = null!;
    }
}
