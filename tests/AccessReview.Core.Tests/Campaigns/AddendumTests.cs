using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Addenda;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Campaigns.Drift;
using AccessReview.Core.Campaigns.Register;
using AccessReview.Core.Campaigns.Trends;
using AccessReview.Core.Evidence;
using AccessReview.Core.Findings;
using AccessReview.Core.Tests.Journeys;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>What appeared, came back or became privileged after the freeze is a second wave of the open campaign, with its own reading and checks.</summary>
public sealed class AddendumTests
{
    private static readonly DateTime Later = new(2026, 11, 27, 18, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task An_addendum_reviews_what_appeared_and_what_became_privileged_and_names_the_rest_as_held_by_the_campaign()
    {
        await using var quarter = await Quarter.StartAsync();
        var owner = await quarter.AsAsync("dmitri.raman");
        var main = await quarter.LaunchAsync("Heap, Q4 2026", new DateOnly(2026, 12, 4));
        Assert.Equal("addendum.nothing", (await DraftAsync(quarter, main)).Problem?.Code);
        await quarter.ReadAsync("2027Q1", Later);
        var drift = (await quarter.Database.Get<CampaignDrift>().RunAsync(owner, main, default)).Require();

        var number = (await DraftAsync(quarter, main)).Require();
        Assert.Equal("addendum.planned", (await DraftAsync(quarter, main)).Problem?.Code);
        (await quarter.Database.Get<PreviewCampaign>().RunAsync(owner, number, default)).Require();
        var plan = (await quarter.Database.Get<PlanPage>().RunAsync(owner, number, default)).Require();
        var heap = Assert.Single(plan.Applications);
        await using var db = quarter.Database.Look();
        var reading = await db.Applications.Select(a => a.CurrentExtractId).SingleAsync();
        Assert.Equal(await db.AccountRecords.CountAsync(r => r.ExtractId == reading), heap.Accounts + heap.LeftOut);
        var items = await db.DraftItems.Where(i => i.ParentNumber == null && db.Campaigns.Any(c => c.Id == i.CampaignId && c.Number == number)).Select(i => i.AccountId).ToListAsync();
        Assert.Equal(
            drift.Lines.Where(l => l.Kind is DriftKind.Appeared or DriftKind.Promoted).Select(l => l.AccountId).Order(),
            items.Concat(await LeftAsync(quarter, number, LeftOutReason.Disabled)).Order());
        Assert.Equal("C2", $"C{number}");

        var disabled = await LeftAsync(quarter, number, LeftOutReason.Disabled);
        await LaunchAsync(quarter, number);
        Assert.All(await db.CompletenessChecks.Where(c => c.Check == "C3").ToListAsync(), c => Assert.Equal(CheckResult.Pass, c.Result));
        var view = (await quarter.Database.Get<CampaignPage>().RunAsync(owner, number, default)).Require();
        Assert.Equal([(main, "Heap, Q4 2026")], view.Addenda.Of);
        Assert.Equal([(number, "Heap, Q4 2026, addendum 1")], (await quarter.Database.Get<CampaignPage>().RunAsync(owner, main, default)).Require().Addenda.Own);
        Assert.Equal("addendum.not-open", (await DraftAsync(quarter, number)).Problem?.Code);
        Assert.Equal("campaign.part", (await quarter.Database.Get<RepeatCampaign>().RunAsync(Guid.NewGuid(), owner, number, default)).Problem?.Code);
        Assert.DoesNotContain(ChecklistItem.Next, (await quarter.Database.Get<ClosePreview>().RunAsync(owner, number, default)).Require().Checklist.Select(l => l.Item));
        Assert.Contains(ChecklistItem.Next, (await quarter.Database.Get<ClosePreview>().RunAsync(owner, main, default)).Require().Checklist.Select(l => l.Item));

        // What an addendum holds has not appeared unreviewed any more, and a second one has nothing to do.
        var campaign = await db.Campaigns.AsNoTracking().Include(c => c.Applications).SingleAsync(c => c.Number == main);
        Assert.Equal(await LeftAppearedAsync(quarter, drift), Assert.Single(await CloseChecks.AppearedAsync(db, campaign, default)).CountA);
        Assert.Equal(disabled.Order(), (await NewAsync(quarter, main)).Order());
        Assert.Equal("addendum.nothing", (await DraftAsync(quarter, main)).Problem?.Code);
    }

    [SqliteFact]
    public async Task What_an_addendum_leaves_out_as_held_by_a_campaign_that_never_had_it_is_found()
    {
        await using var quarter = await Quarter.StartAsync();
        var main = await quarter.LaunchAsync("Heap, Q4 2026", new DateOnly(2026, 12, 4));
        await quarter.ReadAsync("2027Q1", Later);
        await LaunchAsync(quarter, (await DraftAsync(quarter, main)).Require());
        Assert.DoesNotContain(await FoundAsync(), f => f.Code == "left-out.reason");
        await using var db = await Unguarded.OpenAsync(quarter.Database);
        var appeared = await db.ReviewItems.Where(i => i.GroupId == null && db.Extracts.Any(e => e.AsOf == Later && db.Accounts.Any(a => a.Id == i.AccountId && a.FirstExtractId == e.Id)))
            .Select(i => i.AccountRecordId).FirstAsync();
        var held = await db.LeftOutAccounts.Where(l => l.Reason == LeftOutReason.InMainCampaign).Select(l => l.AccountRecordId).FirstAsync();
        Assert.Equal(1, await db.Database.ExecuteSqlAsync($"UPDATE LeftOutAccounts SET AccountRecordId = {appeared} WHERE AccountRecordId = {held}"));
        Assert.Contains(await FoundAsync(), f => f.Code == "left-out.reason");

        async Task<IReadOnlyList<Tampering>> FoundAsync() => (await quarter.Database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings;
    }

    [Fact]
    public async Task What_an_addendum_reviewed_comes_up_again_once_it_has_become_privileged()
    {
        await using var quarter = await Quarter.StartAsync();
        var main = await quarter.LaunchAsync("Heap, Q4 2026", new DateOnly(2026, 12, 4));
        await quarter.ReadAsync("2027Q1", Later);
        var first = (await DraftAsync(quarter, main)).Require();
        await LaunchAsync(quarter, first);
        await quarter.ReadAsync("2027Q1", Later.AddHours(1));
        await using var db = quarter.Database.Look();
        var reading = await db.Applications.Select(a => a.CurrentExtractId).SingleAsync();
        var plain = await db.ReviewItems.Where(i => i.GroupId == null && (i.Findings & Finding.Privileged) == Finding.None && db.Campaigns.Any(c => c.Id == i.CampaignId && c.Number == first)).Select(i => i.AccountId).FirstAsync();
        var admin = await db.PrivilegedRoles.Where(p => p.Active).Select(p => new { p.Role, p.RoleKey }).FirstAsync();
        (await quarter.Database.Change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, "Seed", (scope, _) =>
        {
            scope.AfterEvent(token => scope.Db.AccountRecords.Where(r => r.ExtractId == reading && r.AccountId == plain)
                .ExecuteUpdateAsync(s => s.SetProperty(r => r.Role, admin.Role).SetProperty(r => r.RoleKey, admin.RoleKey).SetProperty(r => r.EventSeq, scope.Seq), token));
            scope.Record(new Seeded());
            return Task.FromResult<Outcome<Done>>(Done.Yes);
        }, default)).Require();
        Assert.Contains(plain, await NewAsync(quarter, main));

        var second = (await DraftAsync(quarter, main)).Require();
        (await quarter.Database.Get<PreviewCampaign>().RunAsync(await quarter.AsAsync("dmitri.raman"), second, default)).Require();
        Assert.Equal([plain], await db.DraftItems.Where(i => i.ParentNumber == null && db.Campaigns.Any(c => c.Id == i.CampaignId && c.Number == second)).Select(i => i.AccountId).ToListAsync());
    }

    [Fact]
    public async Task What_an_addendum_reviewed_and_a_later_reading_does_not_have_is_gone()
    {
        await using var quarter = await Quarter.StartAsync();
        var main = await quarter.LaunchAsync("Heap, Q4 2026", new DateOnly(2026, 12, 4));
        await quarter.ReadAsync("2027Q1", Later);
        var number = (await DraftAsync(quarter, main)).Require();
        await LaunchAsync(quarter, number);
        await quarter.ReadAsync("2026Q4", Later.AddHours(1));
        await using var db = quarter.Database.Look();
        var reading = await db.Applications.Select(a => a.CurrentExtractId).SingleAsync();
        var gone = await db.ReviewItems.Where(i => i.GroupId == null && db.Campaigns.Any(c => c.Id == i.CampaignId && c.Number == number) && !db.AccountRecords.Any(r => r.ExtractId == reading && r.AccountId == i.AccountId))
            .Select(i => i.AccountId).OrderBy(a => a).ToListAsync();
        Assert.NotEmpty(gone);
        var drift = (await quarter.Database.Get<CampaignDrift>().RunAsync(await quarter.AsAsync("dmitri.raman"), main, default)).Require();
        Assert.Equal(gone, drift.Lines.Where(l => l.Kind is DriftKind.Gone or DriftKind.Hidden).Select(l => l.AccountId).Order());
    }

    [Fact]
    public async Task Its_evidence_ties_out_and_the_next_review_still_compares_with_the_campaign_itself()
    {
        await using var quarter = await Quarter.StartAsync();
        var owner = await quarter.AsAsync("dmitri.raman");
        var main = await quarter.LaunchAsync("Heap, Q4 2026", new DateOnly(2026, 12, 4));
        await quarter.ReadAsync("2027Q1", Later);
        var number = (await DraftAsync(quarter, main)).Require();
        await LaunchAsync(quarter, number);
        await CloseAsync(quarter, main);
        await CloseAsync(quarter, number);

        await quarter.Database.Get<FollowUps>().RunAsync(default);
        while (await quarter.Database.Get<RunExports>().RunAsync(default) > 0)
        {
        }

        Assert.All((await quarter.Database.Get<EvidenceList>().RunAsync(owner, default)).Require(), c => Assert.Equal(EditionKind.Close, c.Editions[0].Kind));
        Assert.True((await quarter.Database.Get<VerifyChain>().RunAsync(owner, null, default)).Require().IsSound);
        await using var db = quarter.Database.Look();
        var heap = await db.Applications.Select(a => a.Id).SingleAsync();
        Assert.Equal(await db.Campaigns.Where(c => c.Number == main).Select(c => c.Id).SingleAsync(), (await PreviousReviewReader.LastClosedAsync(db, heap, default))!.CampaignId);
    }

    [Fact]
    public async Task A_closed_addendum_reviews_no_quarter_and_is_no_campaign_of_the_trends()
    {
        await using var quarter = await Quarter.StartAsync();
        var owner = await quarter.AsAsync("dmitri.raman");
        var main = await quarter.LaunchAsync("Heap, Q4 2026", new DateOnly(2026, 12, 4));
        await quarter.ReadAsync("2027Q1", Later);
        var number = (await DraftAsync(quarter, main)).Require();
        Assert.Equal((RegisterState.Open, main), await RegisterAsync(quarter));
        await LaunchAsync(quarter, number);
        await CloseAsync(quarter, number);
        Assert.Equal((RegisterState.Open, main), await RegisterAsync(quarter));
        Assert.Empty((await quarter.Database.Get<CampaignTrends>().RunAsync(owner, default)).Require().Campaigns);

        // Given up, the campaign reviewed nothing, and its addendum does not cover for it.
        (await quarter.Database.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), owner, main, "The wrong application.", default)).Require();
        Assert.Equal((RegisterState.NotReviewed, null), await RegisterAsync(quarter));
    }

    [Fact]
    public async Task An_addendum_does_not_start_once_its_campaign_was_given_up()
    {
        await using var quarter = await Quarter.StartAsync();
        var owner = await quarter.AsAsync("dmitri.raman");
        var main = await quarter.LaunchAsync("Heap, Q4 2026", new DateOnly(2026, 12, 4));
        await quarter.ReadAsync("2027Q1", Later);
        var number = (await DraftAsync(quarter, main)).Require();
        (await quarter.Database.Get<PreviewCampaign>().RunAsync(owner, number, default)).Require();
        await ApproveAsync(quarter, number);
        (await quarter.Database.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), owner, main, "Launched on the wrong staff list", default)).Require();
        Assert.Equal(["gate.addendum", "gate.preview"], await ShutAsync(quarter, number));
        (await quarter.Database.Get<PreviewCampaign>().RunAsync(owner, number, default)).Require();
        Assert.Equal("gate.addendum", (await quarter.Database.Get<LaunchCampaign>().RunAsync(Guid.NewGuid(), owner, number, default)).Problem?.Code);
    }

    [Fact]
    public async Task A_campaign_is_not_given_up_while_an_addendum_of_it_is_open()
    {
        await using var quarter = await Quarter.StartAsync();
        var owner = await quarter.AsAsync("dmitri.raman");
        var main = await quarter.LaunchAsync("Heap, Q4 2026", new DateOnly(2026, 12, 4));
        await quarter.ReadAsync("2027Q1", Later);
        var number = (await DraftAsync(quarter, main)).Require();
        await LaunchAsync(quarter, number);
        var cancel = quarter.Database.Get<CancelCampaign>();
        var refused = (await cancel.RunAsync(Guid.NewGuid(), owner, main, "The wrong application.", default)).Problem;
        Assert.Equal("campaign.addendum-open", refused?.Code);
        Assert.StartsWith($"C{number} ", refused!.Sentence, StringComparison.Ordinal);
        (await cancel.RunAsync(Guid.NewGuid(), owner, number, "The wrong application.", default)).Require();
        (await cancel.RunAsync(Guid.NewGuid(), owner, main, "The wrong application.", default)).Require();
    }

    private static async Task<IEnumerable<string>> ShutAsync(Quarter quarter, int number) =>
        (await quarter.Database.Get<PlanPage>().RunAsync(await quarter.AsAsync("dmitri.raman"), number, default)).Require().Gates.Where(g => !g.Passed).Select(g => g.Code);

    private static async Task<(RegisterState State, int? Campaign)> RegisterAsync(Quarter quarter)
    {
        var view = (await quarter.Database.Get<ApplicationRegister>().RunAsync(await quarter.AsAsync("dmitri.raman"), default)).Require();
        var now = Assert.Single(view.Lines).Cells[^1];
        return (now.State, now.Campaign);
    }

    internal static async Task LaunchAsync(Quarter quarter, int number)
    {
        var owner = await quarter.AsAsync("dmitri.raman");
        (await quarter.Database.Get<PreviewCampaign>().RunAsync(owner, number, default)).Require();
        await ApproveAsync(quarter, number);
        (await quarter.Database.Get<LaunchCampaign>().RunAsync(Guid.NewGuid(), owner, number, default)).Require();
    }

    internal static async Task CloseAsync(Quarter quarter, int number)
    {
        var owner = await quarter.AsAsync("dmitri.raman");
        await quarter.Reviewers(number).DecideAllAsync(new HashSet<string>());
        await quarter.Reviewers(number).SignAllAsync();
        var close = (await quarter.Database.Get<ClosePreview>().RunAsync(owner, number, default)).Require();
        var exceptions = close.Exceptions.Select(e => new StatedException(e.Kind, "Known and followed up", owner.PersonId!.Value, new DateOnly(2026, 12, 20))).ToList();
        (await quarter.Database.Get<CloseCampaign>().RunAsync(Guid.NewGuid(), owner, number, new CloseInput(close.Statement, "The access is in order.", exceptions), default)).Require();
    }

    internal static async Task<Outcome<int>> DraftAsync(Quarter quarter, int main) =>
        await quarter.Database.Get<DraftAddendum>().RunAsync(Guid.NewGuid(), await quarter.AsAsync("dmitri.raman"), main, default);

    private static async Task<List<long>> LeftAsync(Quarter quarter, int number, LeftOutReason reason)
    {
        await using var db = quarter.Database.Look();
        return await db.DraftLeftOuts.Where(l => l.Reason == reason && db.Campaigns.Any(c => c.Id == l.CampaignId && c.Number == number))
            .Join(db.AccountRecords, l => l.AccountRecordId, r => r.Id, (_, r) => r.AccountId).ToListAsync();
    }

    private static async Task<List<long>> NewAsync(Quarter quarter, int main)
    {
        var drift = (await quarter.Database.Get<CampaignDrift>().RunAsync(await quarter.AsAsync("dmitri.raman"), main, default)).Require();
        return [.. drift.Lines.Where(l => l.Kind is DriftKind.Appeared or DriftKind.Promoted).Select(l => l.AccountId)];
    }

    private static async Task<long> LeftAppearedAsync(Quarter quarter, DriftView drift)
    {
        await using var db = quarter.Database.Look();
        var reviewed = await db.ReviewItems.Select(i => i.AccountId).ToListAsync();
        return drift.Lines.Count(l => l.Kind == DriftKind.Appeared && !reviewed.Contains(l.AccountId));
    }

    private static async Task ApproveAsync(Quarter quarter, int number)
    {
        await using var db = quarter.Database.Look();
        var plan = await db.CampaignApplications.SingleAsync(a => db.Campaigns.Any(c => c.Id == a.CampaignId && c.Number == number));
        var list = await ScopeList.ReadAsync(db, plan, default);
        if (list.Accounts > list.OutsidePart)
        {
            (await quarter.Database.Get<ApproveScope>().RunAsync(Guid.NewGuid(), await quarter.AsAsync("nadia.petrov"), number, plan.ApplicationId, list.Sha256, default)).Require();
        }
    }

    private sealed record Seeded : EventBody;
}
