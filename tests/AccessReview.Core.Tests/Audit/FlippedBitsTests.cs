using AccessReview.Connectors.Tests.Mail;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Evidence;
using AccessReview.Core.Evidence.Samples;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Notifications;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using AccessReview.Core.Tests.Connections;
using AccessReview.Core.Tests.Extracts;
using AccessReview.Core.Tests.Histories;
using AccessReview.Core.Tests.Journeys;
using AccessReview.Core.Tests.Notifications;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace AccessReview.Core.Tests.Audit;

/// <summary>One bit of one value of the record is turned, anywhere, and turned back: the verifier finds it each time.</summary>
public sealed class FlippedBitsTests(ITestOutputHelper output)
{
    /// <summary>What the record does not cover, and why that is so.</summary>
    private static readonly HashSet<string> Uncovered =
    [
        "AssessedAccounts.Facts", // the arguments of a finding's sentence: the finding, the match and the fingerprint beside it are covered
        "Decisions.Session", // which window it was; nothing is concluded from it
        "RoleGrants.Id", "PolicyVersions.Id", // nothing cites a grant, and a policy is known by its number
        "RemovalAttempts.Target", "RemovalAttempts.Why", // words for people: what was done, through what, and what came of it is covered
        "PrivateTexts.EventSeq", "SignOffs.EventSeq", "ReviewTurns.EventSeq", "Campaigns.EventSeq", "CampaignApplications.EventSeq", // where a row stood when it was last touched: what cites it is covered
        "ReviewTurns.Id", // nothing cites a turn before its decision does
        "ReviewTurns.ForId", "ReviewTurns.Basis", "ReviewTurns.Fallback", "ReviewTurns.Rank", // why they review it, and where it stands in their list: who reviews it is covered
        "Campaigns.Name", "Campaigns.Purpose", "Campaigns.Controls", // its owner's words
        "Campaigns.TimeZone", // one that this machine does not know says nothing: the hour of the deadline is covered
        "SecondReviews.Why", // why it has a second reviewer: that it has one, and whom, is covered
        "CampaignApplications.PreviousCampaignId", // what was found against it is covered
    ];

    /// <summary>What nobody here gives a value, and who turns it instead, or why it is left.</summary>
    private static readonly HashSet<string> NeverTurned =
    [
        "Campaigns.AddendumToId", // this history has no second wave
        "CampaignApplications.AssignmentReviewer", "CampaignApplications.NamedReviewerId", // no plan here names a reviewer
        "CampaignApplications.ScopeApprovedAt", "CampaignApplications.ScopeApprovedById", "CampaignApplications.ScopeApprovedHash", // nothing is left out here: CampaignsReplayTests
        "Decisions.FirstShownAt", "Decisions.Seconds", // only the page says when a row was shown
        "SignOffs.ApplicationId", // no campaign here is signed by a second person
        "GroupRecords.SourceId", // a file of teams has no ids
        "Notifications.AskedById", // nobody here reminds by hand
    ];

    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    /// <summary>In a short run two for each column.</summary>
    private static int Flips(int columns) => Environment.GetEnvironmentVariable("ACCESSREVIEW_LONG") == "1" ? 10_000 : 2 * columns;

    [SqliteFact]
    public async Task Every_bit_turned_in_the_record_is_found()
    {
        await using var post = new TestPost();
        await using var database = await TestDatabase.CreateAsync(mailing: MailWorld.MailingOver(post));
        var history = new RandomHistory(database, seed: 7);
        await history.BeginAsync();
        for (var step = 0; step < 45; step++)
        {
            await history.StepAsync();
        }

        await history.EndAsync();
        await history.RereadAsync();
        await ByHandAsync(database, history.Company);
        await database.Get<RunExports>().RunAsync(CancellationToken.None);
        await DrawAsync(database);
        await AllFoundAsync(database, place => !IsOfConnections(place));
    }

    [SqliteFact]
    public async Task Every_bit_turned_in_what_another_system_said_of_sign_ins_and_what_was_tried_there_is_found()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var world = await ConnectedWorld.CreateAsync(database);
        await world.ReadAsync(await world.ConnectHeapAsync());
        world.Okta.LastLogins["00uSami"] = database.Time.Now().AddDays(-12);
        await world.ReadAsync(await world.ConnectOktaAsync());
        await world.Revoked.RevokeAsync("Vera");
        await world.Revoked.SignOffAsync("Vera");
        await world.CarryOutAsync(TimeSpan.FromHours(2));
        await AllFoundAsync(database, IsOfConnections);
    }

    private static bool IsOfConnections(string place) =>
        place.StartsWith($"{nameof(ReviewDb.RemovalAttempts)}.", StringComparison.Ordinal) || place is "PersonRecords.LastSignInAt" or "PersonRecords.LastSignInState";

    private async Task AllFoundAsync(TestDatabase database, Func<string, bool> of)
    {
        var bits = new FlippedBits(database, new Random(11));
        Assert.True(await bits.IsSoundAsync());
        var columns = Columns(database).Where(c => of($"{c.Table}.{c.Column}")).ToList();
        var flips = Flips(columns.Count);
        await bits.TurnAsync(columns, flips);
        output.WriteLine($"{flips} bits in {bits.Turned.Count} columns");
        Assert.True(bits.Missed.Count == 0, string.Join(", ", bits.Missed));
        List<string> untouched = [.. columns.Select(c => $"{c.Table}.{c.Column}").Except(bits.Turned).Except(NeverTurned)];
        Assert.True(untouched.Count == 0, $"no bit was turned in {string.Join(", ", untouched)}");
        Assert.True(await bits.IsSoundAsync());
    }

    /// <summary>What a history has none of: everything reviewed twice, mails, a deadline that is moved, a question that is answered, work by hand with its
    /// proof, a reviewer told by hand, an exception followed up, an account that is matched by hand and then declared, and a role that ends.</summary>
    private static async Task ByHandAsync(TestDatabase database, SmallCompany company)
    {
        var olga = Actor.Demo(company["Olga"]);
        await company.ReadAccessAsync(0);
        var number = await company.LaunchAsync("Heap, twice", twice: true);
        await MailAsync(database);
        var today = DateOnly.FromDateTime(database.Time.Now());
        (await database.Get<ExtendDeadline>().RunAsync(Guid.NewGuid(), olga, number, today.AddDays(25), "Half of them were away.", CancellationToken.None)).Require();
        await AskAsync(database, number, company["Ann"]);
        await TellAsync(database, number, olga);
        var reviewers = new Reviewers(database.Services, number);
        await reviewers.DecideAllAsync(new HashSet<string>(StringComparer.Ordinal) { "ghost@small.example" });
        await reviewers.SignAllAsync();
        await MailAsync(database);

        await using var db = database.Look();
        var removal = await db.Removals.Where(r => db.Campaigns.Any(c => c.Id == r.CampaignId && c.Number == number)).Select(r => r.Id).FirstAsync();
        var work = new HandWork([removal], company["Olga"], today, "JIRA-7");
        (await database.Get<NoteDone>().RunAsync(Guid.NewGuid(), olga, work, CancellationToken.None)).Require();
        (await database.Get<AttachProof>().RunAsync(Guid.NewGuid(), olga, [removal], new MemoryStream(Png), CancellationToken.None)).Require();

        var ghost = await db.AccountRecords.Where(r => r.Name == "ghost").Select(r => r.AccountId).FirstAsync();
        (await database.Get<MatchByHand>().RunAsync(Guid.NewGuid(), olga, ghost, company["Cai"], "Cai set it up.", CancellationToken.None)).Require();
        (await database.Get<DeclareAccount>().RunAsync(Guid.NewGuid(), olga, ghost, DeclaredKind.Service, company["Mia"], "Makes the nightly report.", CancellationToken.None)).Require();
        (await database.Get<EndRole>().RunAsync(Guid.NewGuid(), Importing.Admin, company["Noa"], Role.CampaignOwner, CancellationToken.None)).Require();
        await database.Get<FollowUps>().RunAsync(CancellationToken.None);
    }

    private static async Task TellAsync(TestDatabase database, int number, Actor owner)
    {
        await using var db = database.Look();
        var reviewer = await db.ReviewTurns.Where(t => db.Campaigns.Any(c => c.Id == t.CampaignId && c.Number == number)).OrderBy(t => t.Id).Select(t => t.ReviewerId).FirstAsync();
        (await database.Get<NoteTold>().RunAsync(Guid.NewGuid(), owner, number, reviewer, told: true, CancellationToken.None)).Require();
        var stated = await db.CampaignExceptions.OrderBy(e => e.Id).Select(e => e.Id).FirstAsync();
        (await database.Get<NoteFollowedUp>().RunAsync(Guid.NewGuid(), owner, stated, "They are in the next review.", CancellationToken.None)).Require();
    }

    private static async Task AskAsync(TestDatabase database, int number, long holder)
    {
        await using var db = database.Look();
        var turn = await db.ReviewTurns.Where(t => db.Campaigns.Any(c => c.Id == t.CampaignId && c.Number == number) && db.ReviewItems.Any(i => i.Id == t.ItemId && i.HolderId == holder))
            .OrderBy(t => t.Id).Select(t => new { t.Id, t.ItemId, t.ReviewerId }).FirstAsync();
        (await database.Get<AskHolder>().RunAsync(Guid.NewGuid(), Actor.Demo(turn.ReviewerId), turn.Id, "Do you still need it?", CancellationToken.None)).Require();
        var question = await db.Questions.Where(q => q.ItemId == turn.ItemId).Select(q => q.Id).SingleAsync();
        (await database.Get<AnswerQuestion>().RunAsync(Guid.NewGuid(), Actor.Demo(holder), question, "Every day.", CancellationToken.None)).Require();
    }

    private static async Task MailAsync(TestDatabase database)
    {
        await database.Get<PlanNotifications>().RunAsync(CancellationToken.None);
        await database.Get<SendMails>().RunAsync(CancellationToken.None);
    }

    private static async Task DrawAsync(TestDatabase database)
    {
        await using var db = database.Look();
        var campaign = await db.Campaigns.Select(c => new { c.Number, c.OwnerId }).FirstAsync();
        (await database.Get<DrawSample>().RunAsync(Guid.NewGuid(), Actor.Demo(campaign.OwnerId), campaign.Number, SamplePopulation.All, 5, "a-seed", CancellationToken.None)).Require();
    }

    /// <summary>Every column of every table whose rows the record covers.</summary>
    private static List<(string Table, string Column, Type Type)> Columns(TestDatabase database)
    {
        using var db = database.Look();
        Type[] others =
        [
            typeof(AuditEvent), typeof(PrivateText), typeof(AccountRecord), typeof(GroupRecord), typeof(AssignmentRecord), typeof(PersonRecord), typeof(AssessedAccount), typeof(AssessedAssignment),
            typeof(RoleGrant), typeof(PolicyVersion), typeof(SecondReview), typeof(RemovalAttempt), typeof(HandProof), typeof(EvidenceEdition),
            typeof(ReviewTurn), typeof(SignOffItem), typeof(SampleItem), typeof(Campaign), typeof(CampaignApplication), typeof(Declaration), typeof(HandMatch),
        ];
        return
        [
            .. from type in db.Model.GetEntityTypes()
               where typeof(IEvidenceRow).IsAssignableFrom(type.ClrType) || others.Contains(type.ClrType)
               let table = type.GetTableName()!
               from property in type.GetProperties()
               let column = property.GetColumnName(StoreObjectIdentifier.Table(table))!
               where !Uncovered.Contains($"{table}.{column}")
               select (table, column, Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType),
        ];
    }
}
