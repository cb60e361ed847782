using System.IO.Compression;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Evidence;
using AccessReview.Core.Evidence.Samples;
using AccessReview.Core.Findings;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>The sample organisation's review, run by the real use cases from the import to the sign-offs, and its first edition of
/// the evidence. Made once for all tests that only look.</summary>
public sealed class HarbourlightReview : IAsyncLifetime
{
    /// <summary>What the auditor types to draw a sample.</summary>
    internal const string Seed = "harbourlight-q4";

    internal TestDatabase Database { get; private set; } = null!;

    internal Actor Owner { get; private set; } = null!;

    internal Actor Auditor { get; private set; } = null!;

    /// <summary>What stands between the product and its database; null: nothing.</summary>
    internal IInterceptor? Interceptor { get; init; }

    /// <summary>The unpacked first edition.</summary>
    internal string Folder { get; private set; } = "";

    internal long EditionId { get; private set; }

    public async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync(new DateTime(2027, 5, 4, 7, 30, 0, DateTimeKind.Utc), Interceptor);
        await Database.LoadSampleAsync();
        Owner = await PersonAsync("dmitri.raman");
        Auditor = await PersonAsync("uma.nwosu");
        await LaunchAsync();
        foreach (var reviewer in await ReviewersAsync())
        {
            await ReviewAsync(reviewer);
        }

        // What needs a second reviewer comes before them now.
        await Database.Get<FollowUps>().RunAsync(CancellationToken.None);
        foreach (var reviewer in await ReviewersAsync(stage: 2))
        {
            await RevokeOneWithTeamsAsync(reviewer);
            await ReviewAsync(reviewer);
        }

        (await Database.Get<DrawSample>().RunAsync(Guid.NewGuid(), Auditor, 1, SamplePopulation.All, 25, Seed, CancellationToken.None)).Require();
        EditionId = await MakeAsync(Owner);
        Folder = await UnpackAsync(EditionId);
    }

    public async ValueTask DisposeAsync()
    {
        System.IO.Directory.Delete(Folder, recursive: true);
        await Database.DisposeAsync();
    }

    internal async Task<Actor> PersonAsync(string name)
    {
        await using var db = Database.Look();
        return Actor.Demo(await db.PersonRecords.Where(p => p.WorkEmail == name + "@harbourlight.example").Select(p => p.PersonId).FirstAsync());
    }

    internal RawWorkbook Open() => new(new MemoryStream(File.ReadAllBytes(Path.Combine(Folder, "evidence.xlsx"))));

    /// <summary>Asks, lets the job run, and asks again.</summary>
    internal async Task<long> MakeAsync(Actor actor)
    {
        var ask = Database.Get<AskForEvidence>();
        Assert.Null((await ask.RunAsync(actor, 1, CancellationToken.None)).Require().EditionId);
        Assert.Equal(1, await Database.Get<RunExports>().RunAsync(CancellationToken.None));
        return (await ask.RunAsync(actor, 1, CancellationToken.None)).Require().EditionId!.Value;
    }

    internal async Task<string> UnpackAsync(long edition)
    {
        using var zip = new MemoryStream();
        var download = Database.Get<DownloadEvidence>();
        await download.SendAsync((await download.RunAsync(Guid.NewGuid(), Auditor, 1, edition, EvidencePart.Pack, CancellationToken.None)).Require(), zip, CancellationToken.None);
        var folder = System.IO.Directory.CreateTempSubdirectory("accessreview-pack-").FullName;
        zip.Position = 0;
        await ZipFile.ExtractToDirectoryAsync(zip, folder);
        return folder;
    }

    private async Task LaunchAsync()
    {
        var plan = new CampaignPlan("Heap, spring", "Quarterly review", "SOC 2 CC6.3", new(2027, 4, 1), new(2027, 6, 30), new(2027, 5, 28), "Europe/Berlin", DeadlineRule.NotReviewed);
        var number = (await Database.Get<DraftCampaign>().RunAsync(Guid.NewGuid(), Owner, plan, CancellationToken.None)).Require();
        await using var db = Database.Look();
        var application = await db.Applications.SingleAsync();
        (await Database.Get<AddCampaignApplication>().RunAsync(Guid.NewGuid(), Owner, number, application.Id, CampaignScope.Default, CancellationToken.None)).Require();
        (await Database.Get<SetSecondReview>().RunAsync(Guid.NewGuid(), Owner, number, application.Id, SecondReviewRule.Sampled, (await PersonAsync("jonas.dubois")).PersonId, CancellationToken.None)).Require();
        (await Database.Get<PreviewCampaign>().RunAsync(Owner, number, CancellationToken.None)).Require();
        var list = await ScopeList.ReadAsync(db, await db.CampaignApplications.SingleAsync(), CancellationToken.None);
        (await Database.Get<ApproveScope>().RunAsync(Guid.NewGuid(), Actor.Demo(application.OwnerId!.Value), number, application.Id, list.Sha256, CancellationToken.None)).Require();
        (await Database.Get<LaunchCampaign>().RunAsync(Guid.NewGuid(), Owner, number, CancellationToken.None)).Require();
    }

    private async Task<List<long>> ReviewersAsync(int stage = 1)
    {
        await using var db = Database.Look();
        return await db.ReviewTurns.Where(t => t.Stage == stage).Select(t => t.ReviewerId).Distinct().Order().ToListAsync();
    }

    /// <summary>The second reviewer revokes an account whose teams others have certified and signed for.</summary>
    private async Task RevokeOneWithTeamsAsync(long reviewer)
    {
        await using var db = Database.Look();
        var account = await db.ReviewTurns.AsNoTracking().Where(t => t.Stage == 2 && t.ReviewerId == reviewer && db.ReviewItems.Any(i => i.ParentItemId == t.ItemId)).OrderBy(t => t.Number).FirstAsync();
        (await Database.Get<DecideItem>().RunAsync(
            Guid.NewGuid(), Actor.Demo(reviewer), new ItemChoice(account.Id, account.EventSeq, DecisionKind.Revoke, "Works on something else by now"), CancellationToken.None)).Require();
    }

    /// <summary>Exceptions one by one, the rest as a selection, then the sign-off.</summary>
    private async Task ReviewAsync(long reviewer)
    {
        var actor = Actor.Demo(reviewer);
        foreach (var item in await LeftAsync(reviewer, exceptions: true))
        {
            var now = (await LeftAsync(reviewer, exceptions: true)).Find(i => i.TurnId == item.TurnId);
            if (now is not null)
            {
                var revoke = now.Recommendation == Recommendation.Revoke;
                Database.Time.Advance(TimeSpan.FromSeconds(7));
                (await Database.Get<DecideItem>().RunAsync(
                    Guid.NewGuid(), actor, new ItemChoice(now.TurnId, now.Seq, revoke ? DecisionKind.Revoke : DecisionKind.Certify, revoke ? null : "Needed for the quarter's reports"),
                    CancellationToken.None)).Require();
            }
        }

        var rest = await LeftAsync(reviewer, exceptions: false);
        if (rest.Count > 0)
        {
            var answer = (await Database.Get<DecideMany>().RunAsync(
                Guid.NewGuid(), actor, new ManyChoice(DecisionKind.Certify, [.. rest.Select(r => new SeenTurn(r.TurnId, r.Seq))], Confirmed: true), CancellationToken.None)).Require();
            Assert.Equal(rest.Count, answer.Saved);
        }

        await using var db = Database.Look();
        var campaign = await db.Campaigns.Select(c => c.Id).SingleAsync();
        var text = (await Database.Get<SignOffPreview>().RunAsync(actor, campaign, CancellationToken.None)).Require().Text;
        (await Database.Get<SignOffReview>().RunAsync(Guid.NewGuid(), actor, campaign, text, CancellationToken.None)).Require();
    }

    private async Task<List<Left>> LeftAsync(long reviewer, bool exceptions)
    {
        await using var db = Database.Look();
        return await (
            from turn in db.ReviewTurns
            join item in db.ReviewItems on turn.ItemId equals item.Id
            where turn.ReviewerId == reviewer && turn.State == TurnState.Undecided && (item.Findings != Finding.None) == exceptions
            orderby turn.Number
            select new Left(turn.Id, turn.EventSeq, item.Recommendation)).ToListAsync();
    }

    private sealed record Left(long TurnId, long Seq, Recommendation Recommendation);
}
