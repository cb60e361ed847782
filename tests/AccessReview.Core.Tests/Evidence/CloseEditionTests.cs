using System.Text;
using AccessReview.Core.Absences;
using AccessReview.Core.Applications;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Evidence;
using AccessReview.Core.Evidence.Samples;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Purging;
using AccessReview.Core.Removals;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests.Extracts;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>The sample organisation's review closed by its owner: the product makes the Close edition by itself, and it ties out.</summary>
public sealed class CloseEditionTests
{
    // Sheets about what goes on after the close, and of the others the columns.
    private static readonly string[] GoOn = ["Summary", "Removals", "Removal proofs", "Removal history", "Auditor sample", "Integrity"];
    private static readonly string[] GoOnToo = ["Removal state", "Verified (UTC)", "Removed (UTC)", "Hours of access until removed", "Followed up by", "Followed up (UTC)", "What was done"];

    [Fact]
    public async Task The_Close_edition_is_made_by_the_product_ties_out_and_passes_its_own_script()
    {
        var review = new HarbourlightReview();
        await review.InitializeAsync();
        await using var held = review;
        await ChangeHeapAsync(review, facts => facts with { DormantAfterDays = 30, PrivilegedRoles = ["Admin"] });
        await CloseAsync(review);
        var owed = (await review.Database.Get<EvidenceList>().RunAsync(review.Owner, default)).Require().Single();
        Assert.Equal((null, WorkState.Waiting), (owed.CurrentEditionId, owed.InTheMaking?.State));
        await review.Database.Get<FollowUps>().RunAsync(default);
        Assert.Equal(1, await review.Database.Get<RunExports>().RunAsync(default));
        await using var db = review.Database.Look();
        var edition = await db.EvidenceEditions.SingleAsync(e => e.Kind == EditionKind.Close);
        var folder = await review.UnpackAsync(edition.Id);
        try
        {
            using var book = new RawWorkbook(new MemoryStream(await File.ReadAllBytesAsync(Path.Combine(folder, "evidence.xlsx"))));
            Assert.DoesNotContain("different", book["Summary"].Column("Counted on the sheets: equal?").Concat(book["Completeness"].Column("B counted on the sheets: equal?")));
            var failed = book["Completeness"].Rows().Where(r => r["Result"] == "Fail").Select(r => $"{r["Check"]} {r["Run at"]} {r["What is A"]} {r.GetValueOrDefault("A")} {r["What is B"]} {r.GetValueOrDefault("B")}");
            Assert.Empty(failed);
            Assert.Contains(book["Completeness"].Rows(), r => r["What is B"] == "Removals" && r["Result"] == "Pass");
            Assert.Contains(book["Completeness"].Rows(), r => r["Run at"] == "close");
            Assert.Equal("Close", book["Summary"].Rows().Single(r => r["What"] == "Edition")["Value"]);
            Assert.Equal("Access is as it should be.", book["Summary"].Rows().Single(r => r["What"] == "The owner's conclusion")["Value"]);
            var settings = book["Configuration"].Rows().Where(r => r["Of"] == "Heap").ToDictionary(r => r["Setting"]!);
            Assert.Equal(("90", "30", "yes"), (settings["Dormant after days"]["At launch"], settings["Dormant after days"]["At close"], settings["Dormant after days"]["Changed"]));
            Assert.Equal("Admin, Architect", settings["Privileged roles"]["At launch"]);
            Assert.Equal(("Admin", "no"), (settings["Privileged roles"]["At close"], settings["Owner"]["Changed"]));
            Assert.Contains(book["Integrity"].Rows(), r => r["Kind"] == "Earlier export" && r["What"]!.EndsWith("Interim 1", StringComparison.Ordinal));
            var ran = await PackSample.RunAsync(folder, "python3", "verify.py", ".", Convert.ToHexStringLower(edition.ManifestSha256));
            Assert.SkipWhen(ran is null, "python3 is not on this machine.");
            Assert.True(ran!.Value.ExitCode == 0, ran.Value.Output);
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_close_whose_evidence_met_a_lost_connection_gets_it_later()
    {
        var connection = new FailsOnce("ReviewItems");
        await using var review = await ClosedAsync(connection);
        var (exports, followUps) = (review.Database.Get<RunExports>(), review.Database.Get<FollowUps>());
        connection.Next = new SqliteException("disk I/O error", 10);
        await Assert.ThrowsAsync<SqliteException>(() => exports.RunAsync(default));
        Assert.Equal(0, await exports.RunAsync(default));

        // Then it meets something else, which the job says; it is asked for again all the same, though not at once.
        review.Database.Time.Advance(TimeSpan.FromMinutes(1));
        connection.Next = new InvalidDataException("Something else.");
        await Assert.ThrowsAsync<InvalidDataException>(() => exports.RunAsync(default));
        await followUps.RunAsync(default);
        Assert.Equal(0, await exports.RunAsync(default));
        review.Database.Time.Advance(TimeSpan.FromHours(1));
        await followUps.RunAsync(default);
        Assert.Equal(1, await exports.RunAsync(default));
        await using var db = review.Database.Look();
        Assert.Equal(1, await db.EvidenceEditions.CountAsync(e => e.Kind == EditionKind.Close));
    }

    [Fact]
    public async Task A_close_whose_evidence_the_database_fails_each_time_says_so_in_the_end_and_is_asked_for_again_later()
    {
        var connection = new FailsOnce("ReviewItems");
        await using var review = await ClosedAsync(connection);
        var (exports, followUps) = (review.Database.Get<RunExports>(), review.Database.Get<FollowUps>());
        await using var db = review.Database.Look();
        var job = db.Works.Where(w => w.Kind == "export" && w.UniqueKey.Contains(":closed:"));
        for (var tried = 1; tried <= RunExports.MostTries; tried++)
        {
            connection.Next = new SqliteException("disk I/O error", 10);
            await Assert.ThrowsAsync<SqliteException>(() => exports.RunAsync(default));
            var pause = TimeSpan.FromMinutes(Math.Pow(2, Math.Min(tried - 1, 6)));
            review.Database.Time.Advance(pause - TimeSpan.FromSeconds(1));
            Assert.Equal(0, await exports.RunAsync(default));
            Assert.Equal(tried == RunExports.MostTries ? WorkState.Failed : WorkState.Waiting, await job.Select(w => w.State).SingleAsync());
            review.Database.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(
            "The evidence could not be made: The database cannot be written just now, so this could not be saved. What was saved before is safe. Tell whoever runs this server, and try again.",
            await job.Select(w => w.Result).SingleAsync());
        review.Database.Time.Advance(TimeSpan.FromDays(1));
        await followUps.RunAsync(default);
        Assert.Equal(1, await exports.RunAsync(default));
    }

    [Fact]
    public async Task A_Follow_up_says_nothing_otherwise_than_Close_but_what_its_Summary_lists()
    {
        var review = new HarbourlightReview();
        await review.InitializeAsync();
        await using var held = review;
        var (away, delegated) = ((await review.PersonAsync("nadia.petrov")).PersonId!.Value, (await review.PersonAsync("jonas.dubois")).PersonId!.Value);
        var today = DateOnly.FromDateTime(review.Database.Time.Now());
        (await review.Database.Get<StateAbsence>().RunAsync(Guid.NewGuid(), review.Owner, new AbsencePlan(away, delegated, today, today.AddDays(60), "Parental leave"), default)).Require();
        await CloseAsync(review);
        await review.Database.Get<FollowUps>().RunAsync(default);
        Assert.Equal(1, await review.Database.Get<RunExports>().RunAsync(default));
        await using var db = review.Database.Look();
        using var close = await BookAsync(review, await db.EvidenceEditions.Where(e => e.Kind == EditionKind.Close).Select(e => e.Id).SingleAsync());
        Assert.NotEmpty(close["Absences"].Rows());

        review.Database.Time.Advance(TimeSpan.FromDays(40));
        await GoOnAsync(review, delegated);
        using var later = await BookAsync(review, await review.MakeAsync(review.Owner));
        Assert.Equal("Follow-up 1", Summary(later)["Campaign: Edition"]);
        Assert.Empty(close.Tabs.Where(t => !GoOn.Contains(t.Name)).SelectMany(t => Lines(later[t.Name]).Except(Lines(t)).Concat(Lines(t).Except(Lines(later[t.Name]))).Select(l => $"{t.Name}: {l}")));

        var (before, after) = (Summary(close), Summary(later));
        Assert.Empty(after.Where(f => before.GetValueOrDefault(f.Key) != f.Value && !f.Key.StartsWith("Removals:", StringComparison.Ordinal) && !f.Key.StartsWith("Differences from Close:", StringComparison.Ordinal))
            .Select(f => f.Key).Except(["Campaign: Edition", "Chain: Last event", "Chain: Head", "Chain: Retain until"]));
        var listed = later["Summary"].Rows().Where(r => r["Topic"] == "Differences from Close").Select(r => $"{r["What"]}: {r["Value"]}").ToList();
        var removal = await db.Removals.OrderBy(r => r.Number).FirstAsync();
        Assert.Contains($"R{removal.Number}: {later["Removals"].Rows().First()["State"]}", listed);
        Assert.Contains($"R{removal.Number}, file attached: Png, {Png.Length} bytes", listed);
        var read = later["Removal history"].Rows().First(r => r["Reading"] != "does not apply");
        Assert.Contains($"{read["Removal id"]}, history: {read["What"]}", listed);
        var task = await db.RemovalTasks.OrderBy(t => t.Id).FirstAsync();
        Assert.Contains($"R{await db.Removals.Where(r => r.Id == task.RemovalId).Select(r => r.Number).SingleAsync()}, task by hand: done", listed);
        Assert.Contains("Draw 2: 2 items", listed);
        Assert.Contains(listed, l => l.EndsWith(": followed up", StringComparison.Ordinal));
        Assert.Single(later["Exceptions"].Rows(), r => r["What was done"] == "The vendor answered");
        Assert.Contains("Retain until: 2040-01-01", listed);
        Assert.Equal("Lena Newcomer", later["Removals"].Rows().First()["Done by hand by"]);
        Assert.Contains(listed, l => l.StartsWith("Heap: settings changed", StringComparison.Ordinal));
    }

    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    /// <summary>What comes after a close: removals are worked on and read back, samples are drawn, and the organisation changes.</summary>
    private static async Task GoOnAsync(HarbourlightReview review, long reviewer)
    {
        var (database, admin, today) = (review.Database, await review.PersonAsync("kaito.ivanov"), DateOnly.FromDateTime(review.Database.Time.Now()));
        await using var db = database.Look();
        (await database.Get<GrantRole>().RunAsync(Guid.NewGuid(), admin, reviewer, Role.Administrator, default)).Require();
        await ChangeHeapAsync(review, facts => facts with { Kind = ApplicationKind.Mixpanel, OwnerId = reviewer, DormantAfterDays = 45 });
        (await database.Get<RegisterApplication>().RunAsync(Guid.NewGuid(), admin, new ApplicationFacts { Name = "Amplitude", Kind = ApplicationKind.Amplitude }, default)).Require();
        (await database.Get<EndAbsence>().RunAsync(Guid.NewGuid(), review.Owner, await db.Absences.Select(a => a.Id).SingleAsync(), default)).Require();
        (await database.Get<StateAbsence>().RunAsync(Guid.NewGuid(), review.Owner, new AbsencePlan(reviewer, review.Owner.PersonId!.Value, today.AddDays(-50), today, "Was ill"), default)).Require();

        var newcomer = await JoinAsync(review, admin);
        var removal = await db.Removals.OrderBy(r => r.Number).Select(r => r.Id).FirstAsync();
        (await database.Get<NoteDone>().RunAsync(Guid.NewGuid(), review.Owner, new HandWork([removal], newcomer, today, ""), default)).Require();
        (await database.Get<AttachProof>().RunAsync(Guid.NewGuid(), review.Owner, [removal], new MemoryStream(Png), default)).Require();
        await database.Get<PlanTasks>().RunAsync(default);
        (await database.Get<NoteTask>().RunAsync(Guid.NewGuid(), review.Owner, await db.RemovalTasks.OrderBy(t => t.Id).Select(t => t.Id).FirstAsync(), today, "", default)).Require();
        (await database.Get<NoteFollowedUp>().RunAsync(Guid.NewGuid(), review.Owner, await db.CampaignExceptions.OrderBy(e => e.Id).Select(e => e.Id).FirstAsync(), "The vendor answered", default)).Require();
        (await database.Get<KeepLonger>().RunAsync(Guid.NewGuid(), review.Owner, await db.Campaigns.Select(c => c.Id).SingleAsync(), new DateOnly(2040, 1, 1), "A dispute began", default)).Require();
        (await database.Get<DrawSample>().RunAsync(Guid.NewGuid(), review.Auditor, 1, SamplePopulation.All, 2, "later", default)).Require();

        var importing = new Importing(database.Services, admin);
        var heap = await db.Applications.Where(a => a.Name == "Heap").Select(a => a.Id).SingleAsync();
        var draft = await importing.DraftAsync(
            heap, null, database.Time.Now(), (ExtractFileKind.Users, "u.csv", Importing.File("heap-users-2027Q1-late.csv"), null),
            (ExtractFileKind.Assignments, "m.csv", Importing.File("heap-team-members-2027Q1-late.csv"), null));
        await importing.SetAsideSuggestedAsync(draft);
        (await importing.ImportAsync(draft)).Require();
        await database.Get<FollowUps>().RunAsync(default);
        Assert.Contains(await db.Removals.Select(r => r.State).ToListAsync(), s => s == RemovalState.Verified);
    }

    /// <summary>The next staff list has one person more.</summary>
    private static async Task<long> JoinAsync(HarbourlightReview review, Actor admin)
    {
        await using var db = review.Database.Look();
        var importing = new Importing(review.Database.Services, admin);
        var joined = Encoding.UTF8.GetBytes("009001,lena.newcomer@harbourlight.example,,Lena Newcomer,Active,Employee,2027-06-01,,nadia.rossi@harbourlight.example,Product,Analyst\n");
        var draft = await importing.DraftAsync(null, await db.Directories.Select(d => d.Id).SingleAsync(), review.Database.Time.Now(), (ExtractFileKind.People, "staff.csv", [.. Importing.File("staff.csv"), .. joined], null));
        await importing.SetAsideSuggestedAsync(draft);
        (await importing.ImportAsync(draft)).Require();
        return (await review.PersonAsync("lena.newcomer")).PersonId!.Value;
    }

    private static Dictionary<string, string?> Summary(RawWorkbook book) => book["Summary"].Rows().ToDictionary(r => r["Topic"] + ": " + r["What"], r => r["Value"]);

    /// <summary>What stands on a sheet, but for the columns about removals and follow-ups, and the time at which the edition's own checks ran.</summary>
    private static HashSet<string> Lines(RawTab tab) =>
        [.. tab.Rows().Select(r => string.Join(" | ", r.Where(c => !GoOnToo.Contains(c.Key) && !(c.Key == "Run (UTC)" && r["Run at"] == "this edition")).Select(c => $"{c.Key}: {c.Value}")))];

    private static async Task<RawWorkbook> BookAsync(HarbourlightReview review, long edition)
    {
        var folder = await review.UnpackAsync(edition);
        try
        {
            return new RawWorkbook(new MemoryStream(await File.ReadAllBytesAsync(Path.Combine(folder, "evidence.xlsx"))));
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A closed campaign whose evidence is asked for, over a database that can fail.</summary>
    private static async Task<HarbourlightReview> ClosedAsync(FailsOnce connection)
    {
        var review = new HarbourlightReview { Interceptor = connection };
        await review.InitializeAsync();
        await CloseAsync(review);
        await review.Database.Get<FollowUps>().RunAsync(default);
        return review;
    }

    private static async Task CloseAsync(HarbourlightReview review)
    {
        var preview = (await review.Database.Get<ClosePreview>().RunAsync(review.Owner, 1, default)).Require();
        var exceptions = preview.Exceptions.Select(e => new StatedException(e.Kind, "Stated for the auditor", review.Owner.PersonId!.Value, new DateOnly(2027, 6, 30))).ToList();
        (await review.Database.Get<CloseCampaign>().RunAsync(
            Guid.NewGuid(), review.Owner, 1, new CloseInput(preview.Statement, "Access is as it should be.", exceptions), default)).Require();
    }

    /// <summary>Heap is set to other values; the evidence tells those at launch and those at close.</summary>
    private static async Task ChangeHeapAsync(HarbourlightReview review, Func<ApplicationFacts, ApplicationFacts> change)
    {
        await using var db = review.Database.Look();
        var heap = await db.Applications.Include(a => a.PrivilegedRoles).SingleAsync(a => a.Name == "Heap");
        var facts = (await review.Database.Get<ApplicationPage>().RunAsync(review.Owner, heap.Id, default)).Require().Said;
        (await review.Database.Get<ChangeApplication>().RunAsync(
            Guid.NewGuid(), await review.PersonAsync("kaito.ivanov"), heap.Id, change(facts), null, default)).Require();
    }
}
