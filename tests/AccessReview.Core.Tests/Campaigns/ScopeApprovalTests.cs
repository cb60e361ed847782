using System.Security.Cryptography;
using System.Text;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Tests.Journeys;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>What a campaign leaves out is counted, listed and approved by the application's owner, list by list.</summary>
public sealed class ScopeApprovalTests
{
    private static Task<CampaignWorld> WithDisabledAsync(CampaignScope? scope = null) => CampaignWorld.CreateAsync(
        ["Priya", "Tomas"], [], scope, null, new TestAccount("Priya", Groups: ["Core"]), new TestAccount("Tomas", "Consumer", Finding.None, AccountStatus.Disabled));

    private static async Task<byte[]> ListAsync(CampaignWorld world)
    {
        await world.PreviewAsync();
        await using var db = world.Database.Look();
        return (await ScopeList.ReadAsync(db, await db.CampaignApplications.SingleAsync(), default)).Sha256;
    }

    private static async Task<ScopeView> LookAsync(CampaignWorld world) =>
        (await world.Database.Get<ScopeToApprove>().RunAsync(world.Owen, world.Number, world.World.ApplicationId, default)).Require();

    private static Task<Outcome<Done>> ApproveAsync(CampaignWorld world, Actor actor, byte[] list) =>
        world.Database.Get<ApproveScope>().RunAsync(Guid.NewGuid(), actor, world.Number, world.World.ApplicationId, list, default);

    [Fact]
    public async Task What_is_left_out_needs_the_application_owners_approval_and_is_kept_account_by_account()
    {
        await using var world = await WithDisabledAsync();
        Assert.Equal("gate.scope", (await world.RefusedAsync()).Code);
        (await ApproveAsync(world, world.Owen, await ListAsync(world))).Require();
        Assert.Equal(2, (await world.LaunchAsync()).Require());
        await using var db = world.Database.Look();
        Assert.Equal(LeftOutReason.Disabled, (await db.LeftOutAccounts.SingleAsync()).Reason);
        Assert.Equal(world.World["Owen"], (await db.CampaignApplications.SingleAsync()).ScopeApprovedById);
    }

    [Fact]
    public async Task What_was_approved_is_still_there_to_be_read_once_the_campaign_is_launched()
    {
        await using var world = await WithDisabledAsync(CampaignScope.Default with { IncludeAssignments = false });
        var approved = await ListAsync(world);
        (await ApproveAsync(world, world.Owen, approved)).Require();
        (await world.LaunchAsync()).Require();
        await world.Database.Get<FollowUps>().RunAsync(default);

        var view = await LookAsync(world);
        Assert.Equal((true, true, false, "Owen"), (view.Launched, view.IsApproved, view.MayApprove, view.ApprovedBy));
        Assert.Equal((1, 1), (view.Accounts, view.Assignments));
        Assert.Equal("Tomas", Assert.Single(view.LeftOut).Name);
        Assert.Equal(approved, view.Sha256);
    }

    [Fact]
    public async Task A_draft_that_was_given_up_says_that_it_was_never_launched()
    {
        await using var world = await WithDisabledAsync();
        await world.PreviewAsync();
        (await world.Database.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, "Planned twice", default)).Require();
        await world.Database.Get<FollowUps>().RunAsync(default);
        var view = await LookAsync(world);
        Assert.Equal((CampaignState.Cancelled, false, false), (view.State, view.Launched, view.MayApprove));
    }

    [Fact]
    public async Task Only_the_application_owner_approves()
    {
        await using var world = await WithDisabledAsync();
        Assert.Equal(Problem.DeniedCode, (await ApproveAsync(world, world.World.As("Ada"), await ListAsync(world))).Problem?.Code);
    }

    [Fact]
    public async Task An_approval_is_bound_to_the_list_that_was_seen()
    {
        await using var world = await WithDisabledAsync();
        await world.PreviewAsync();
        Assert.Equal("conflict", (await ApproveAsync(world, world.Owen, new byte[32])).Problem?.Code);
        (await ApproveAsync(world, world.Owen, await ListAsync(world))).Require();
        (await world.Database.Get<ChangeCampaignApplication>().RunAsync(
            Guid.NewGuid(), world.Owen, world.Number, world.World.ApplicationId, CampaignScope.Default with { IncludeAssignments = false }, null, default)).Require();
        await world.UpdateAsync((db, seq) => db.Assessments.ExecuteUpdateAsync(s => s.SetProperty(a => a.Assignments, 1).SetProperty(a => a.EventSeq, seq)));
        var problem = await world.RefusedAsync();
        Assert.Equal("gate.scope", problem.Code);
        Assert.Contains("1 account and 1 assignment are left out", problem.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_approval_holds_over_a_new_reading_that_leaves_out_the_very_same()
    {
        await using var quarter = await Quarter.StartAsync();
        var owner = await quarter.AsAsync("dmitri.raman");
        var number = (await quarter.Database.Get<DraftCampaign>().RunAsync(Guid.NewGuid(), owner, CampaignWorld.Plan, default)).Require();
        await using var db = quarter.Database.Look();
        var heap = await db.Applications.Select(a => a.Id).SingleAsync();
        (await quarter.Database.Get<AddCampaignApplication>().RunAsync(Guid.NewGuid(), owner, number, heap, CampaignScope.Default with { FallbackReviewerId = owner.PersonId }, default)).Require();
        (await quarter.Database.Get<PreviewCampaign>().RunAsync(owner, number, default)).Require();
        var list = await ScopeList.ReadAsync(db, await db.CampaignApplications.AsNoTracking().SingleAsync(), default);
        Assert.True(list.Accounts > 0);
        (await quarter.Database.Get<ApproveScope>().RunAsync(Guid.NewGuid(), await quarter.AsAsync("nadia.petrov"), number, heap, list.Sha256, default)).Require();

        await quarter.ReadAsync("2026Q4", new(2026, 11, 26, 18, 0, 0, DateTimeKind.Utc));
        (await quarter.Database.Get<PreviewCampaign>().RunAsync(owner, number, default)).Require();
        (await quarter.Database.Get<LaunchCampaign>().RunAsync(Guid.NewGuid(), owner, number, default)).Require();
    }

    [Fact]
    public async Task An_approval_given_before_the_list_was_hashed_by_account_and_role_holds_for_the_same_list_only()
    {
        await using var world = await WithDisabledAsync();
        await world.PreviewAsync();
        await using var db = world.Database.Look();
        var left = await db.DraftLeftOuts.Select(l => l.AccountRecordId).SingleAsync();
        await ApprovedAsync($"{left + 1}=Disabled\nassignments=0\n");
        Assert.Equal("gate.scope", (await world.RefusedAsync()).Code);
        await ApprovedAsync($"{left}=Disabled\nassignments=0\n");
        Assert.Equal(2, (await world.LaunchAsync()).Require());

        Task ApprovedAsync(FormattableString list) => world.UpdateAsync((written, seq) => written.CampaignApplications.ExecuteUpdateAsync(s => s
            .SetProperty(a => a.ScopeApprovedHash, SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant(list))))
            .SetProperty(a => a.ScopeApprovedById, world.World["Owen"]).SetProperty(a => a.ScopeApprovedAt, world.Database.Time.Now()).SetProperty(a => a.EventSeq, seq)));
    }

    [Fact]
    public async Task An_approval_ends_where_what_is_left_out_has_another_role()
    {
        await using var world = await WithDisabledAsync();
        (await ApproveAsync(world, world.Owen, await ListAsync(world))).Require();
        await world.UpdateAsync((db, seq) => db.AccountRecords.Where(r => r.Status == AccountStatus.Disabled)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.Role, "Admin").SetProperty(r => r.RoleKey, "ADMIN").SetProperty(r => r.EventSeq, seq)));
        Assert.Equal("gate.scope", (await world.RefusedAsync()).Code);
    }

    [Fact]
    public async Task Disabled_accounts_are_reviewed_when_the_plan_says_so()
    {
        await using var world = await WithDisabledAsync(CampaignScope.Default with { IncludeDisabled = true });
        Assert.Equal(3, (await world.ItemsAsync()).Count);
        Assert.Equal(3, (await world.LaunchAsync()).Require());
    }
}
