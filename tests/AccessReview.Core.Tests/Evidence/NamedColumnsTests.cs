using System.Globalization;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Tests.Campaigns;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>The fear: the design names a column, the product knows what belongs in it, and the auditor is not told.</summary>
public sealed class NamedColumnsTests
{
    /// <summary>For each sheet of the design the names that it gives, each with the columns that print it, or after "none:" why there is no such column.</summary>
    private static readonly (string Sheet, string Names)[] Named =
    [
        ("Sources",
            """
            extract id = Extract id
            application or directory = Application or directory
            way and version = Way, Format
            endpoint or file, page or report = File, Page or report
            exact requests, parameters, filters set there = Page or report, Filters set there
            filters that exclude rows = Filters set there
            identity used and its permission = Identity used, Its permission
            run or exported by, when = Exported by, Exported (UTC), Read by
            read from, to = Judged as of (UTC), Read (UTC)
            claimed by the source = Claimed by the source
            pages asked, received = Format, Page or report
            rows received, stored, set aside = Lines, Stored, Set aside
            rows with errors, duplicates = none: a reading with a row that is neither stored nor set aside is not complete, and no campaign rests on it
            retries = Page or report
            raw file, bytes, SHA-256 = File in the pack, Bytes, SHA-256 as uploaded, SHA-256 as kept
            mapping version and last change = Read how, Mapping version, last change
            age at launch, limit = Age at launch in days, Age limit in days
            attested by, text = Read by, System and environment, Page or report, Filters set there
            attested by picture = Picture of the source
            """),
        ("Completeness", "check = Check, What it checks\nA and its count = What is A, A\nB and its count = What is B, B\ndifference = Difference\nexplained by = Explained by\nresult = Result\nrun = Run at, Run (UTC)"),
        ("Exclusions", "what = What\nreason = Reason\nwho = Decided by\napproved by, when = Approved by, Approved (UTC)"),
        ("Decisions",
            """
            the twenty columns = Item id, Application, Account, Person, Employment status, Role or group, Privileged, Findings, Last used (UTC), Last-use state, Change since last review, Previous decision
            the twenty columns, on = Reviewer, Reviewer basis, Independent, Decision, Mode, Reason, Decided (UTC), Removal state
            extract and account ids = Extract id, Account id
            the person = E-mail, Employment type, Department, Job title, Manager, Access end date
            last sign-in to a directory, and what is known of it = Last sign-in to a directory (UTC), Directory sign-in state
            origin of access, matched how = Origin of access, Matched how
            recommendation and reason, reason reused = Recommendation, Recommendation reason, Reason reused
            bulk or group id and rule, changed to, late = Bulk or group, Changed to, Late
            second reviewer and decision = Second reviewer, Second decision
            sign-off id = First sign-off id, Second sign-off id
            removal id, verified, event sequence = Removal id, Verified (UTC), Event
            """),
        ("Decision history", "sequence = Event\nitem = Item id\nwhat, from, to, by = What, From, To, By\nfor whom = For whom\nat = At (UTC)\nreason = Reason\nevent hash = Event hash"),
        ("Reviewers",
            """
            name, title, department, basis = Reviewer, Job title, Department, Basis
            resolved from and when = Resolved from, First resolved (UTC)
            items, decided by kind, late = Items, Certified, Revoked, Changed, Not reviewed, Late
            delegated = For whom, Given away, Given back
            own items rerouted = Own items rerouted
            administers the application, this product, holds which roles here = Administers the application, Administers this product, Roles held here
            sign-off = Sign-off id
            """),
        ("Sign-offs",
            """
            level, signer, exact text = Level, Signer, Text
            items covered, SHA-256 of their list = Items covered, SHA-256 of the list
            authentication method = Proved identity by
            signed, withdrawn and why = Signed (UTC), Withdrawn (UTC), Withdrawn why
            """),
        ("Removals",
            """
            id, item, application, account, person, what = Removal id, Item id, Application, Account, Person, What
            decided by and at = Decided by, Decided (UTC)
            planned steps = Planned steps
            where it holds and why = Where it holds, and why
            method = Method
            attempts, last answer, executed = Attempts, Last answer, Executed (UTC)
            done by hand = Done by hand by, Done by hand on, Reference
            verified by which extract, state = Verified (UTC), Read from, State
            SLA due, hours = Due, Due at (UTC), Hours decision to verified
            last use after the decision = Used after the decision, Last used (UTC)
            waived by, reason, until = Waived by, Waiver reason, Waived until
            """),
        ("Unmatched accounts",
            """
            match attempted on = Match attempted on
            candidates = Candidates
            declared as, owner inside, purpose = Declared as, Owner inside, Purpose
            resolution = Result, Person, Matched by, Matched (UTC), Match reason
            """),
        ("Exceptions", "reason, person, follow-up date = Reason, Person, Follow-up\nfollowed up by, when, what was done = Followed up by, Followed up (UTC), What was done"),
        ("Leavers", "last day, last use, hours of access after it, removed when = Last day, Last used (UTC), Hours of access when read, Hours of access until removed, Removed (UTC)"),
        ("Review quality", "per campaign, per reviewer = Of, Person key\nflags = What, Measured, Flagged when, Flagged"),
        ("Configuration", "each value at launch and at close = At launch, At close"),
        ("Product roles", "who, which role, granted by whom, when = Person, Role, Granted by, Granted (UTC)"),
        ("Bridge", "opening, joined, left, revoked, changed, closing, unexplained listed = What, Accounts, Account"),
        ("Auditor sample", "seed, population, draw number = Seed, Population, Draw\nreviewer, for whom = Reviewer, Reviewer for whom\nblank columns for the tester = Tester's result, Tester's note, Tested by, Tested on"),
        ("Integrity", "each other file and its hash, chain, earlier exports = Kind, What, SHA-256 or hash, Event"),
        ("Data dictionary", "sheet, column, meaning, where from, why blank = Sheet, Column, Meaning, Where the value comes from, Why it may be blank"),
    ];

    [Fact]
    public async Task Every_name_that_the_design_gives_a_sheet_is_printed_or_says_why_not()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
        foreach (var (sheet, names) in Named)
        {
            foreach (var line in names.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var says = line.Split(" = ")[1];
                Assert.True(says.StartsWith("none: ", StringComparison.Ordinal) || Without(says, book[sheet].Headers) is "", $"{sheet}, {line}: there is no column for {Without(says, book[sheet].Headers)}");
            }
        }
    }

    [Fact]
    public async Task An_account_of_several_possible_people_names_them_and_says_that_several_could_be_meant()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.SeedAsync(async scope =>
        {
            var assessed = scope.Db.Entry(await scope.Db.AssessedAccounts.AsTracking().SingleAsync(a => scope.Db.AccountRecords.Any(r => r.Id == a.AccountRecordId && r.Name == "Viktor")));
            assessed.Property(a => a.Match).CurrentValue = MatchKind.Several;
            assessed.Property(a => a.PersonRecordId).CurrentValue = null;
            assessed.Property(a => a.Facts).CurrentValue = new FindingFacts { Candidates = [world.World["Priya"], world.World["Tomas"]], CandidateNames = ["Priya", "Tomas"] }.ToJson();
        });

        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);

        var row = Assert.Single(book["Unmatched accounts"].Rows());
        Assert.Equal(("several could be meant", "Priya, priya@example.test; Tomas, tomas@example.test"), (row["Person"], row["Candidates"]));
    }

    [Fact]
    public async Task An_account_matched_by_hand_says_who_matched_it_when_and_why_also_once_another_match_has_replaced_that()
    {
        await using var world = await CampaignWorld.CreateAsync();
        var said = world.Database.Time.Now();
        await MatchAsync("Viktor", "The address is of the name he had");
        world.Database.Time.Advance(TimeSpan.FromHours(1));
        await world.SeedAsync(async scope =>
        {
            scope.Db.Entry(await scope.Db.AssessedAccounts.AsTracking().SingleAsync(a => a.PersonId == world.World["Viktor"])).Property(a => a.Match).CurrentValue = MatchKind.ByHand;
            scope.Db.Entry(await scope.Db.Assessments.AsTracking().SingleAsync()).Property(a => a.MadeAt).CurrentValue = scope.At;
        });
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        world.Database.Time.Advance(TimeSpan.FromHours(1));
        await MatchAsync("Tomas", "It turned out to be his");

        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);

        var row = Assert.Single(book["Unmatched accounts"].Rows());
        Assert.Equal(("Viktor", "Ada", "The address is of the name he had"), (row["Person"], row["Matched by"], row["Match reason"]));
        Assert.Equal(said, DateTime.FromOADate(RawTab.Day(row["Matched (UTC)"])));

        async Task MatchAsync(string person, string reason)
        {
            await using var db = world.Database.Look();
            var account = await db.AccountRecords.Where(r => r.Name == "Viktor").Select(r => r.AccountId).SingleAsync();
            (await world.Database.Get<MatchByHand>().RunAsync(Guid.NewGuid(), world.World.As("Ada"), account, world.World[person], reason, default)).Require();
        }
    }

    [Fact]
    public async Task A_reviewer_is_shown_with_what_named_them_and_when_the_first_item_became_theirs()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        var launched = world.Database.Time.Now();
        world.Database.Time.Advance(TimeSpan.FromDays(2));
        await world.GiveAsync("Noa", 4, 5);
        var given = world.Database.Time.Now();

        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);

        await using var db = world.Database.Look();
        var staff = await db.Extracts.SingleAsync(e => e.Id == db.Directories.Single().CurrentExtractId);
        var rows = book["Reviewers"].Rows().ToDictionary(r => r["Reviewer"]!);
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"staff lists X{staff.Number} as of {staff.AsOf:yyyy-MM-dd HH:mm} UTC"), rows["Mia"]["Resolved from"]);
        Assert.Equal("a change of reviewer, on the sheet Decision history", rows["Noa"]["Resolved from"]);
        Assert.Equal((launched, given), (At(rows["Mia"]), At(rows["Noa"])));

        static DateTime At(IReadOnlyDictionary<string, string?> row) => DateTime.FromOADate(RawTab.Day(row["First resolved (UTC)"]));
    }

    [Fact]
    public async Task Whoevers_own_access_went_to_somebody_else_is_named_with_it_also_without_any_other_item()
    {
        await using var world = await CampaignWorld.CreateAsync(["Priya"], [], null, null, new TestAccount("Owen", Groups: ["Core"]), new TestAccount("Priya"));
        await world.UpdateAsync((db, seq) => db.PersonRecords.Where(r => r.Name == "Owen").ExecuteUpdateAsync(s => s.SetProperty(r => r.ManagerId, world.World["Owen"]).SetProperty(r => r.EventSeq, seq)));
        var scope = CampaignScope.Default with { FallbackReviewerId = world.World["Noa"] };
        (await world.Database.Get<ChangeCampaignApplication>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, world.World.ApplicationId, scope, null, default)).Require();
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();

        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);

        var rows = book["Reviewers"].Rows().ToDictionary(r => r["Reviewer"]!);
        var own = rows.Sum(r => int.Parse(r.Value["Own items rerouted"]!, CultureInfo.InvariantCulture));
        Assert.Equal($"{own}", book.Said("Self-reviews rerouted"));
        Assert.Equal(("0", "Only own access", "does not apply"), (rows["Owen"]["Items"], rows["Owen"]["Basis"], rows["Owen"]["Resolved from"]));
        Assert.NotEqual("0", rows["Owen"]["Own items rerouted"]);
    }

    [Fact]
    public async Task What_was_measured_stands_beside_the_organisations_own_thresholds()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.ReviewAsync(DecisionKind.Certify, "Mia", 1, 2);
        world.Database.Time.Advance(TimeSpan.FromDays(13));
        await world.ReviewAsync(DecisionKind.Revoke, "Mia", 3);
        (await world.CloseAsync()).Require();

        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);

        Assert.Equal("2 of 5; own threshold: all by 2026-12-04", book.Said("Items reviewed by the day the campaign was due"));
        Assert.Equal("0 of 1; own threshold: 5 days", book.Said("Past their due day, beside the own threshold"));
        Assert.Equal("none verified; own threshold: 5 days", book.Said("95 % hours decision to verified, beside the own threshold"));
        Assert.EndsWith(" days; own threshold: at most 7 days", book.Said("Oldest reading of an application at launch"), StringComparison.Ordinal);
        Assert.EndsWith(" days; own threshold: at most 7 days", book.Said("Oldest staff list at launch"), StringComparison.Ordinal);
    }

    /// <summary>What of the columns, of which one has a comma in its name, is not among the headings.</summary>
    private static string Without(string columns, IReadOnlyList<string> headers) => headers.OrderByDescending(h => h.Length)
        .Aggregate(", " + columns + ",", (left, header) => left.Replace($", {header},", ",", StringComparison.Ordinal)).Trim(',', ' ');
}
