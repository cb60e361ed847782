using System.Text;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Evidence;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Purging;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests.Evidence;
using AccessReview.Core.Tests.Extracts;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Purging;

/// <summary>What two persons decide to purge is gone for good, and the record still verifies; what nobody decided is found.</summary>
public sealed class PurgingTests : IAsyncLifetime
{
    private static readonly DateTime Now = new(2027, 2, 22, 9, 0, 0, DateTimeKind.Utc);
    private readonly MomentWithin making = new("FROM \"Questions\""); // While an edition is being made, from a snapshot taken before.
    private TestDatabase database = null!;
    private Actor owner = null!;
    private Actor admin = null!;

    public async ValueTask InitializeAsync()
    {
        database = await FirstRelease.OpenAsync(Now, making);
        (owner, admin) = (await database.PersonAsync("dmitri.raman"), await database.PersonAsync("kaito.ivanov"));
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [SqliteFact]
    public async Task A_staff_list_uploaded_by_mistake_goes_with_every_name_in_it()
    {
        var mistake = await StaffAsync("\n009999,zelda.quixote@harbourlight.example,,Zelda Quixote,Active,Employee,2024-01-01,,,Legal,Counsel");
        await RefusesAsync("purge.newest", () => AskAsync(owner, PurgeKind.Reading, mistake));
        await StaffAsync("");
        Assert.True(await HoldsAsync("Zelda Quixote"));

        await DecideAsync(owner, admin, PurgeKind.Reading, mistake);
        var gone = Assert.Single(await database.Get<CarryOutPurges>().RunAsync(really: true, default)).Done!;
        Assert.Equal((501, 1), (gone.Records, gone.Files));
        Assert.False(await HoldsAsync("Zelda Quixote"));
        Assert.False(await HoldsAsync("zelda.quixote"));
        Assert.True(await HoldsAsync("Kaito Ivanov"));

        var report = await VerifyAsync();
        Assert.Empty(report.Findings);
        Assert.Equal((1, 1), (report.PurgedReadings, report.PurgedFiles));
        Assert.Empty(await database.Get<CarryOutPurges>().RunAsync(really: true, default));
        await RefusesAsync("purge.used", () => AskAsync(owner, PurgeKind.Reading, mistake));
    }

    [SqliteFact]
    public async Task A_campaign_goes_when_its_time_is_over_and_the_next_one_stays_whole()
    {
        await using var db = database.Look();
        var campaign = await db.Campaigns.Where(c => c.Number == 1).Select(c => c.Id).SingleAsync();
        await RefusesAsync("purge.kept", () => AskAsync(owner, PurgeKind.Campaign, campaign));
        await RefusesAsync("purge.open", async () => await AskAsync(owner, PurgeKind.Campaign, await db.Campaigns.Where(c => c.Number == 2).Select(c => c.Id).SingleAsync()));
        var stated = await db.CampaignExceptions.Where(e => e.CampaignId == campaign).Select(e => e.Id).FirstAsync();
        (await database.Get<NoteFollowedUp>().RunAsync(Guid.NewGuid(), owner, stated, "Done for the auditor.", default)).Require();
        Assert.True(await HoldsAsync("Done for the auditor."));
        await RefusesAsync("purge.used", async () => await AskAsync(owner, PurgeKind.Reading, await db.Extracts.Where(e => e.Number == 2).Select(e => e.Id).SingleAsync()));

        database.Time.SetUtcNow(new DateTimeOffset(2033, 12, 3, 9, 0, 0, TimeSpan.Zero));
        await DecideAsync(admin, owner, PurgeKind.Campaign, campaign);
        var gone = Assert.Single(await database.Get<CarryOutPurges>().RunAsync(really: true, default)).Done!;
        Assert.Equal(await db.Extracts.Where(e => e.Number <= 2).Select(e => e.Id).Order().ToListAsync(), gone.Extracts);
        Assert.True(gone.Texts > 30);
        Assert.False(await HoldsAsync("Stated for the auditor."));
        Assert.False(await HoldsAsync("Done for the auditor."));

        var report = await VerifyAsync();
        Assert.Empty(report.Findings);
        Assert.Equal((2, gone.Texts), (report.PurgedReadings, report.Purged));
        Assert.Equal(4 + 4, report.PurgedFiles);
        Assert.Equal("evidence.purged", (await database.Get<AskForEvidence>().RunAsync(owner, 1, default)).Problem?.Code);

        (await database.Get<AskForEvidence>().RunAsync(owner, 2, default)).Require();
        Assert.Equal(1, await database.Get<RunExports>().RunAsync(default));
        Assert.Empty((await VerifyAsync()).Findings);
        Assert.Contains(await db.AuditEvents.Where(e => e.CampaignId == campaign).Select(e => e.Type).ToListAsync(), t => t == nameof(Purged));
    }

    [SqliteFact]
    public async Task An_edition_that_was_being_made_when_its_campaign_was_purged_is_not_kept_and_none_is_made_afterwards()
    {
        await using var db = database.Look();
        var campaign = await db.Campaigns.Where(c => c.Number == 1).Select(c => c.Id).SingleAsync();
        database.Time.SetUtcNow(new DateTimeOffset(2033, 12, 3, 9, 0, 0, TimeSpan.Zero));
        await DecideAsync(admin, owner, PurgeKind.Campaign, campaign);
        var (editions, files) = (await db.EvidenceEditions.CountAsync(), await db.StoredFiles.CountAsync());
        (await database.Get<AskForEvidence>().RunAsync(owner, 1, default)).Require();

        making.Meanwhile = async _ => Assert.NotNull(Assert.Single(await database.Get<CarryOutPurges>().RunAsync(really: true, default)).Done);
        Assert.Equal("evidence.purged", (await database.Get<MakeEdition>().RunAsync(campaign, owner.Key, null, default)).Problem?.Code);
        Assert.Null(making.Meanwhile);
        Assert.Equal((editions, files), (await db.EvidenceEditions.CountAsync(), await db.StoredFiles.CountAsync()));

        Assert.Equal(0, await database.Get<RunExports>().RunAsync(default));
        var job = await db.Works.AsNoTracking().SingleAsync(w => w.Kind == "export" && w.State == WorkState.Failed);
        Assert.Contains("Campaign C1 was purged", job.Result, StringComparison.Ordinal);
        Assert.Equal((editions, files), (await db.EvidenceEditions.CountAsync(), await db.StoredFiles.CountAsync()));
        Assert.Empty((await VerifyAsync()).Findings);
    }

    [SqliteFact]
    public async Task Two_persons_of_two_roles_decide_and_the_second_is_never_the_first()
    {
        var mistake = await StaffAsync("");
        await StaffAsync("");
        await RefusesAsync(Problem.DeniedCode, async () => await AskAsync(await database.PersonAsync("uma.nwosu"), PurgeKind.Reading, mistake));
        await RefusesAsync(Problem.DeniedCode, () => AskAsync(Actor.Product, PurgeKind.Reading, mistake));
        await RefusesAsync("purge.reason", () => database.Get<AskForPurge>().RunAsync(Guid.NewGuid(), owner, PurgeKind.Reading, mistake, " ", default));
        await RefusesAsync("purge.gone", () => ApproveAsync(admin, PurgeKind.Reading, mistake));

        (await AskAsync(owner, PurgeKind.Reading, mistake)).Require();
        await RefusesAsync("purge.asked", () => AskAsync(admin, PurgeKind.Reading, mistake));
        await RefusesAsync(Problem.DeniedCode, () => ApproveAsync(owner, PurgeKind.Reading, mistake));
        await RefusesAsync(Problem.DeniedCode, () => ApproveAsync(Actor.Product, PurgeKind.Reading, mistake));
        await GrantAsync("nadia.petrov", Role.CampaignOwner);
        await RefusesAsync(Problem.DeniedCode, async () => await ApproveAsync(await database.PersonAsync("nadia.petrov"), PurgeKind.Reading, mistake));

        // Both roles in one person are still one person.
        await GrantAsync("dmitri.raman", Role.Administrator);
        await RefusesAsync(Problem.DeniedCode, () => ApproveAsync(owner, PurgeKind.Reading, mistake));
        Assert.Equal("purge.unapproved", Assert.Single(await database.Get<CarryOutPurges>().RunAsync(really: true, default)).Problem?.Code);

        (await database.Get<DropPurge>().RunAsync(Guid.NewGuid(), admin, PurgeKind.Reading, mistake, default)).Require();
        await RefusesAsync("purge.gone", () => ApproveAsync(admin, PurgeKind.Reading, mistake));
        await DecideAsync(owner, admin, PurgeKind.Reading, mistake);
        Assert.NotNull(Assert.Single(await database.Get<CarryOutPurges>().RunAsync(really: true, default)).Done);
    }

    [SqliteFact]
    public async Task A_job_that_says_it_was_approved_is_not_believed_where_no_event_says_so()
    {
        var mistake = await AskedAsync(admin);
        await using var db = database.Look();
        await db.Database.ExecuteSqlRawAsync("UPDATE Works SET Arguments = REPLACE(REPLACE(Arguments, ',\"ApprovalSeq\":null', ''), '\"ReasonId\"', '\"ApprovalSeq\":1,\"ReasonId\"') WHERE Kind = 'purge'");
        await KeepsAsync(mistake);
        Assert.False(Assert.Single((await database.Get<PurgeList>().RunAsync(owner, default)).Require().Waiting).Approved);
    }

    [SqliteFact]
    public async Task Nobody_is_the_second_person_of_their_own_request_by_changing_who_asked_for_it_in_its_job()
    {
        var mistake = await AskedAsync(admin);
        await using var db = database.Look();
        await db.Database.ExecuteSqlAsync($"UPDATE Works SET AskedBy = {owner.Key} WHERE Kind = 'purge'");
        var waiting = Assert.Single((await database.Get<PurgeList>().RunAsync(admin, default)).Require().Waiting);
        Assert.Equal(("Kaito Ivanov", false), (waiting.AskedBy, waiting.MayApprove));
        await RefusesAsync(Problem.DeniedCode, () => ApproveAsync(admin, PurgeKind.Reading, mistake));
        await KeepsAsync(mistake);
    }

    [SqliteFact]
    public async Task What_was_turned_down_is_not_carried_out_although_its_job_is_put_back()
    {
        var mistake = await AskedAsync(owner);
        (await ApproveAsync(admin, PurgeKind.Reading, mistake)).Require();
        await using var db = database.Look();
        var job = await db.Works.AsNoTracking().SingleAsync(w => w.Kind == PurgeJob.WorkKind);
        (await database.Get<DropPurge>().RunAsync(Guid.NewGuid(), owner, PurgeKind.Reading, mistake, default)).Require();
        db.Add(job);
        await db.SaveChangesAsync();
        await KeepsAsync(mistake);
    }

    [SqliteFact]
    public async Task What_was_purged_stays_purged_although_its_jobs_are_gone()
    {
        var mistake = await AskedAsync(owner);
        (await ApproveAsync(admin, PurgeKind.Reading, mistake)).Require();
        database.Time.SetUtcNow(new DateTimeOffset(2033, 12, 3, 9, 0, 0, TimeSpan.Zero));
        await using var db = database.Look();
        var campaign = await db.Campaigns.Where(c => c.Number == 1).Select(c => c.Id).SingleAsync();
        (await AskAsync(admin, PurgeKind.Campaign, campaign)).Require();
        (await ApproveAsync(owner, PurgeKind.Campaign, campaign)).Require();
        Assert.All(await database.Get<CarryOutPurges>().RunAsync(really: true, default), r => Assert.NotNull(r.Done));
        Assert.Equal(2, await db.Works.Where(w => w.Kind == PurgeJob.WorkKind).ExecuteDeleteAsync());

        await RefusesAsync("purge.used", () => AskAsync(owner, PurgeKind.Reading, mistake));
        await RefusesAsync("purge.done", () => AskAsync(owner, PurgeKind.Campaign, campaign));
        Assert.Equal("evidence.purged", (await database.Get<AskForEvidence>().RunAsync(owner, 1, default)).Problem?.Code);
        var page = (await database.Get<PurgeList>().RunAsync(owner, default)).Require();
        Assert.DoesNotContain(page.Campaigns.Concat(page.Readings), c => c.Id == campaign || c.Id == mistake);
    }

    [SqliteFact]
    public async Task What_is_gone_without_a_purge_is_broken_and_not_purged()
    {
        await using var db = database.Look();
        await db.Database.ExecuteSqlRawAsync("DROP TRIGGER \"guard_PrivateTexts_update\"");
        await db.Database.ExecuteSqlRawAsync("UPDATE \"PrivateTexts\" SET \"Salt\" = NULL, \"Text\" = NULL WHERE \"Id\" = (SELECT MIN(\"ReasonId\") FROM \"Decisions\")");
        await db.Database.ExecuteSqlRawAsync("DELETE FROM \"StoredFileChunks\" WHERE \"StoredFileId\" = (SELECT MIN(\"StoredFileId\") FROM \"ExtractFiles\")");
        var codes = (await VerifyAsync()).Findings.Select(f => f.Code).ToHashSet();
        Assert.Superset(new HashSet<string> { "text.gone", "file.changed", "guard.missing" }, codes);
    }

    private async Task<long> StaffAsync(string more)
    {
        await using var db = database.Look();
        var importing = new Importing(database.Services, admin);
        var content = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Importing.File("staff.csv")).TrimEnd() + more + "\n");
        var draft = await importing.DraftAsync(null, await db.Directories.Select(d => d.Id).SingleAsync(), database.Time.GetUtcNow().UtcDateTime.AddMinutes(-5), (ExtractFileKind.People, "staff.csv", content, null));
        await importing.SetAsideSuggestedAsync(draft);
        var reading = (await importing.ImportAsync(draft)).Require();
        await database.Get<FollowUps>().RunAsync(default);
        database.Time.Advance(TimeSpan.FromMinutes(10));
        return reading;
    }

    private async Task<long> AskedAsync(Actor first)
    {
        var mistake = await StaffAsync("");
        await StaffAsync("");
        (await AskAsync(first, PurgeKind.Reading, mistake)).Require();
        return mistake;
    }

    private async Task KeepsAsync(long reading)
    {
        Assert.Equal("purge.unapproved", Assert.Single(await database.Get<CarryOutPurges>().RunAsync(really: true, default)).Problem?.Code);
        await using var db = database.Look();
        Assert.True(await db.PersonRecords.AnyAsync(r => r.ExtractId == reading));
    }

    private Task<Outcome<Done>> AskAsync(Actor actor, PurgeKind kind, long id) => database.Get<AskForPurge>().RunAsync(Guid.NewGuid(), actor, kind, id, "Not to be kept.", default);

    private Task<Outcome<Done>> ApproveAsync(Actor actor, PurgeKind kind, long id) => database.Get<ApprovePurge>().RunAsync(Guid.NewGuid(), actor, kind, id, default);

    private async Task DecideAsync(Actor first, Actor second, PurgeKind kind, long id)
    {
        (await AskAsync(first, kind, id)).Require();
        Assert.True(Assert.Single((await database.Get<PurgeList>().RunAsync(second, default)).Require().Waiting).MayApprove);
        (await ApproveAsync(second, kind, id)).Require();
    }

    private async Task GrantAsync(string name, Role role) =>
        (await database.Get<GrantRole>().RunAsync(Guid.NewGuid(), admin, (await database.PersonAsync(name)).PersonId!.Value, role, default)).Require();

    private static async Task RefusesAsync(string code, Func<Task<Outcome<Done>>> act) => Assert.Equal(code, (await act()).Problem?.Code);

    private async Task<VerifyReport> VerifyAsync() => (await database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require();

    /// <summary>Whether the words stand anywhere in the database's file, once it was written anew, as the operator's verb does.</summary>
    private async Task<bool> HoldsAsync(string words)
    {
        var copy = Path.Combine(System.IO.Directory.CreateTempSubdirectory("accessreview-look-").FullName, "copy.db");
        await using (var db = database.Look())
        {
            await db.Database.ExecuteSqlAsync($"VACUUM INTO {copy}");
        }

        var bytes = await File.ReadAllBytesAsync(copy);
        System.IO.Directory.Delete(Path.GetDirectoryName(copy)!, recursive: true);
        return bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(words)) >= 0 || bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(words.ToUpperInvariant())) >= 0;
    }
}
