using System.Globalization;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Evidence;
using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Extracts;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Reviewing;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>An edition is made once for what the campaign says, and kept.</summary>
public sealed class EditionTests
{
    [Fact]
    public async Task The_same_edition_serves_until_the_campaign_moves()
    {
        await using var world = await StartedAsync();
        var first = await MakeAsync(world);
        Assert.Equal(first, (await AskAsync(world, "Owen")).Require().EditionId);
        (await world.DecideAsync("Mia", "Rob", DecisionKind.Certify, "Back from leave")).Require();
        var second = await MakeAsync(world);
        await using var db = world.Database.Look();
        Assert.Equal([(first, 1), (second, 2)], (await db.EvidenceEditions.OrderBy(e => e.Id).ToListAsync()).Select(e => (e.Id, e.Number)));
        Assert.All(await db.EvidenceEditions.ToListAsync(), e => Assert.Equal(EditionKind.Interim, e.Kind));
    }

    [Fact]
    public async Task An_Interim_edition_serves_no_longer_once_somebody_said_whose_an_account_is()
    {
        await using var world = await StartedAsync();
        await MakeAsync(world);
        await using var db = world.Database.Look();
        var sami = await db.AccountRecords.Where(r => r.Name == "Sami").Select(r => r.AccountId).FirstAsync();
        (await world.Database.Get<MatchByHand>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), sami, world.World["Mia"], "Her second login", default)).Require();
        Assert.Null((await AskAsync(world, "Owen")).Require().EditionId);
        var second = await MakeAsync(world);
        Assert.Equal(second, (await AskAsync(world, "Owen")).Require().EditionId);
        Assert.Equal([1, 2], (await db.EvidenceEditions.OrderBy(e => e.Id).ToListAsync()).Select(e => e.Number));
    }

    [Fact]
    public async Task The_evidence_of_a_cancelled_campaign_says_who_cancelled_it_and_why_and_that_nobody_closed_it()
    {
        await using var world = await StartedAsync();
        (await world.Database.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), 1, "Launched on the wrong staff list", default)).Require();
        using var book = await CampaignWorkbook.OfAsync(world.Database, 1);
        Assert.All(["Closed (UTC)", "Days late", "Closed by", "The owner's conclusion", "The owner's statement"], what => Assert.Equal("does not apply", book.Said(what)));
        Assert.Equal(("Owen", "Launched on the wrong staff list"), (book.Said("Cancelled by"), book.Said("Cancelled because")));
        Assert.Equal(ExcelDate.Serial(world.Database.Time.Now()), double.Parse(book.Said("Cancelled (UTC)")!, CultureInfo.InvariantCulture), 0.001);
        Assert.Contains("Interim 1: the campaign was cancelled", book["Decisions"].Text("A1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoke_that_nobody_signed_before_its_campaign_was_cancelled_is_said_to_come_to_nothing()
    {
        await using var world = await StartedAsync();
        (await world.DecideAsync("Mia", "Sami", DecisionKind.Revoke, "Works elsewhere now")).Require();
        Assert.Equal(["not signed off yet", "not signed off yet"], await SamiAsync());
        (await world.Database.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), 1, "Launched on the wrong staff list", default)).Require();
        Assert.Equal(["nothing is carried out: the campaign was cancelled", "nothing is carried out: the campaign was cancelled"], await SamiAsync());

        async Task<IEnumerable<string?>> SamiAsync()
        {
            using var book = await CampaignWorkbook.OfAsync(world.Database, 1);
            return [.. book["Decisions"].Rows().Where(r => r["Person"] == "Sami").Select(r => r["Removal state"])];
        }
    }

    [Fact]
    public async Task A_sign_off_withdrawn_and_given_again_leaves_one_line_for_each_item_in_the_evidence()
    {
        await using var world = await StartedAsync();
        await world.DecideRestAsync("Mia");
        var signed = (await world.SignAsync("Mia")).Require();
        (await world.Database.Get<WithdrawSignOff>().RunAsync(Guid.NewGuid(), world.World.As("Mia"), signed.SignOffId, "Looked at it again", default)).Require();
        (await world.SignAsync("Mia")).Require();
        await MakeAsync(world);
    }

    [Fact]
    public async Task Asking_twice_is_one_job_and_a_second_worker_finds_nothing_to_do()
    {
        await using var world = await StartedAsync();
        Assert.Null((await AskAsync(world, "Owen")).Require().EditionId);
        Assert.Null((await AskAsync(world, "Owen")).Require().EditionId);
        await using var db = world.Database.Look();
        Assert.Equal(1, await db.Works.CountAsync());
        Assert.Equal(1, await world.Database.Get<RunExports>().RunAsync(default));
        Assert.Equal(0, await world.Database.Get<RunExports>().RunAsync(default));
        Assert.Equal(WorkState.Done, (await db.Works.AsNoTracking().SingleAsync()).State);
    }

    [Fact]
    public async Task A_job_left_by_a_killed_process_is_taken_again_when_its_lease_has_run_out()
    {
        await using var world = await StartedAsync();
        await AskAsync(world, "Owen");
        await world.Database.Get<OperationalWrites>().RunAsync(async (db, token) => await db.Works.ExecuteUpdateAsync(
            w => w.SetProperty(x => x.State, WorkState.Running).SetProperty(x => x.LeaseOwner, "gone").SetProperty(x => x.LeaseUntil, world.Database.Time.Now().AddSeconds(30)), token), default);
        Assert.Equal(0, await world.Database.Get<RunExports>().RunAsync(default));
        world.Database.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(1, await world.Database.Get<RunExports>().RunAsync(default));
    }

    [Fact]
    public async Task An_edition_that_could_not_be_stored_is_made_a_minute_later_and_not_at_once()
    {
        var saving = new FailsToSave<EvidenceEdition>();
        await using var world = await StartedAsync(saving);
        await AskAsync(world, "Owen");
        saving.Next = new SqliteException("disk I/O error", 10);
        Assert.Equal(0, await world.Database.Get<RunExports>().RunAsync(default));
        world.Database.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await world.Database.Get<RunExports>().RunAsync(default));
    }

    [Fact]
    public Task An_edition_whose_files_could_not_be_stored_is_given_up_and_has_all_its_tries_when_it_is_asked_for_again() =>
        IsTriedAgainAsync(new FailsToSave<StoredFile>(), new SqliteException("disk I/O error", 10));

    [Fact]
    public Task An_edition_that_could_not_be_written_down_is_given_up_and_has_all_its_tries_when_it_is_asked_for_again() =>
        IsTriedAgainAsync(new FailsToSave<EvidenceEdition>(), new SqliteException("disk I/O error", 10));

    [Fact]
    public Task An_edition_whose_process_ended_each_time_is_given_up_and_has_all_its_tries_when_it_is_asked_for_again() =>
        IsTriedAgainAsync(new FailsToSave<StoredFile>(), new OperationCanceledException());

    private static async Task IsTriedAgainAsync<TRow>(FailsToSave<TRow> saving, Exception failure)
        where TRow : class
    {
        await using var world = await StartedAsync(saving);
        await AskAsync(world, "Owen");
        for (var i = 0; i <= RunExports.MostTries; i++)
        {
            await FailsAsync();
        }

        Assert.Equal(WorkState.Failed, await StateAsync());
        await AskAsync(world, "Owen");
        await FailsAsync();
        Assert.NotEqual(WorkState.Failed, await StateAsync());
        saving.Next = null;
        Assert.Equal(1, await world.Database.Get<RunExports>().RunAsync(default));

        async Task FailsAsync()
        {
            saving.Next = failure;
            _ = await Record.ExceptionAsync(() => world.Database.Get<RunExports>().RunAsync(default));
            world.Database.Time.Advance(TimeSpan.FromHours(2));
        }

        async Task<WorkState> StateAsync()
        {
            await using var db = world.Database.Look();
            return (await db.Works.SingleAsync()).State;
        }
    }

    [Theory]
    [InlineData("Mia")]
    [InlineData("Ada")]
    public async Task Whoever_is_neither_owner_nor_auditor_is_refused_and_that_is_an_event(string name)
    {
        await using var world = await StartedAsync();
        var edition = await MakeAsync(world);
        Assert.Equal(Problem.DeniedCode, (await AskAsync(world, name)).Problem!.Code);
        Assert.Equal(
            Problem.DeniedCode,
            (await world.Database.Get<DownloadEvidence>().RunAsync(Guid.NewGuid(), world.World.As(name), 1, edition, EvidencePart.Pack, default)).Problem!.Code);
        Assert.Equal(Problem.DeniedCode, (await world.Database.Get<EvidenceList>().RunAsync(world.World.As(name), default)).Problem!.Code);
        await using var db = world.Database.Look();
        Assert.Equal(2, await db.AuditEvents.CountAsync(e => e.Type == nameof(CommandDenied)));
    }

    [Fact]
    public async Task A_download_is_an_event_and_serves_the_stored_bytes()
    {
        await using var world = await StartedAsync();
        var edition = await MakeAsync(world);
        var download = world.Database.Get<DownloadEvidence>();
        var receipt = (await download.RunAsync(Guid.NewGuid(), world.World.As("Owen"), 1, edition, EvidencePart.Workbook, default)).Require();
        using var bytes = new MemoryStream();
        await download.SendAsync(receipt, bytes, default);
        Assert.Equal("DEMO-evidence-C1-interim-1.xlsx", receipt.FileName);
        Assert.Equal(receipt.Sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes.ToArray())));
        await using var db = world.Database.Look();
        Assert.Equal(1, await db.AuditEvents.CountAsync(e => e.Type == nameof(EvidenceDownloaded) && e.CampaignId == null));
        Assert.Equal(edition, (await AskAsync(world, "Owen")).Require().EditionId);
    }

    [Fact]
    public async Task A_closed_campaign_gets_its_Close_edition_without_being_asked_and_Follow_ups_after_it()
    {
        await using var world = await StartedAsync();
        await MakeAsync(world);
        await CloseAsync(world);
        await world.Database.Get<FollowUps>().RunAsync(default);
        Assert.Equal(1, await world.Database.Get<RunExports>().RunAsync(default));
        await world.Database.Get<FollowUps>().RunAsync(default);
        Assert.Equal(0, await world.Database.Get<RunExports>().RunAsync(default));
        var list = (await world.Database.Get<EvidenceList>().RunAsync(world.World.As("Owen"), default)).Require();
        Assert.Equal(["Close", "Interim 1"], list.Single().Editions.Select(e => e.Name));
        await NoteAsync(world);
        await MakeAsync(world);
        list = (await world.Database.Get<EvidenceList>().RunAsync(world.World.As("Owen"), default)).Require();
        Assert.Equal(["Follow-up 1", "Close", "Interim 1"], list.Single().Editions.Select(e => e.Name));
    }

    private static async Task<ReviewWorld> StartedAsync(IInterceptor? interceptor = null)
    {
        var world = await ReviewWorld.CreateAsync(interceptor: interceptor);
        (await world.DecideAsync("Mia", "Vera", DecisionKind.Revoke)).Require();
        return world;
    }

    private static Task<Outcome<EvidenceAnswer>> AskAsync(ReviewWorld world, string name) =>
        world.Database.Get<AskForEvidence>().RunAsync(world.World.As(name), 1, default);

    private static async Task<long> MakeAsync(ReviewWorld world)
    {
        Assert.Null((await AskAsync(world, "Owen")).Require().EditionId);
        Assert.Equal(1, await world.Database.Get<RunExports>().RunAsync(default));
        return (await AskAsync(world, "Owen")).Require().EditionId!.Value;
    }

    private static Task CloseAsync(ReviewWorld world) => SeedAsync(world, async scope =>
    {
        var campaign = await scope.Db.Campaigns.AsTracking().SingleAsync();
        campaign.MoveTo(CampaignState.Closed).Require();
        (campaign.EndedAt, campaign.EndedBy) = (scope.At, "person:" + world.World["Owen"]);
    });

    private static Task NoteAsync(ReviewWorld world) => SeedAsync(world, async scope => (await scope.Db.Campaigns.AsTracking().SingleAsync()).Purpose = "Noted.");

    private static async Task SeedAsync(ReviewWorld world, Func<ChangeScope, Task> work) =>
        (await world.Database.Change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, "Seed", async (scope, _) =>
        {
            await work(scope);
            scope.Record(new Moved(), world.CampaignId);
            return Done.Yes;
        }, default)).Require();

    private sealed record Moved : Core.Audit.EventBody;
}
