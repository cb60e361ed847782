using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Matching;
using AccessReview.Core.Settings;
using AccessReview.Core.Tests.Removals;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>A campaign starts whole, on what its preview showed, or not at all.</summary>
public sealed class LaunchTests
{
    [Fact]
    public async Task What_is_launched_is_what_the_preview_showed_and_the_event_carries_its_hash()
    {
        await using var world = await CampaignWorld.CreateAsync();
        var previewed = await world.ItemsAsync();
        Assert.Equal(5, (await world.LaunchAsync()).Require());

        await using var db = world.Database.Look();
        var items = await db.ReviewItems.OrderBy(i => i.Number).ToListAsync();
        var turns = await db.ReviewTurns.OrderBy(t => t.Number).ToListAsync();
        Assert.Equal(previewed.Select(i => (i.Number, i.AccountRecordId, i.AssignmentRecordId, i.HolderId, i.Findings)), items.Select(i => (i.Number, i.AccountRecordId, i.AssignmentRecordId, i.HolderId, i.Findings)));
        Assert.Equal(previewed.Select(i => (i.ReviewerId!.Value, i.Basis, i.Rank, i.Fallback)), turns.Select(t => (t.ReviewerId, t.Basis, t.Rank, t.Fallback)));
        Assert.Equal(items.Select(i => i.Id), turns.Select(t => t.ItemId));
        Assert.Equal(items[2].Id, items[3].ParentItemId);
        using var hash = new RowsHash();
        items.ForEach(i => hash.Add(i.ToRowText().Hash()));
        var campaign = await db.Campaigns.SingleAsync();
        Assert.Equal((CampaignState.Active, 5), (campaign.State, campaign.Items));
        Assert.Equal(hash.ToCovered().Sha256.Bytes, campaign.ItemsHash);
        var body = System.Text.Encoding.UTF8.GetString((await db.AuditEvents.SingleAsync(e => e.Type == nameof(CampaignLaunched))).Body);
        Assert.Contains(Convert.ToHexStringLower(campaign.ItemsHash!), body, StringComparison.Ordinal);
        Assert.Equal(5, await db.CampaignProgress.SumAsync(p => p.Count));
        Assert.NotNull((await db.PolicyVersions.SingleAsync(p => p.Id == campaign.PolicyVersionId)).Json);
        Assert.All(await db.CompletenessChecks.ToListAsync(), c => Assert.NotEqual(CheckResult.Fail, c.Result));
    }

    [SqliteFact]
    public async Task A_launch_that_fails_at_its_last_statement_leaves_a_draft()
    {
        await using var world = await CampaignWorld.CreateAsync();
        await world.PreviewAsync();
        await using (var db = world.Database.Look())
        {
            await db.Database.ExecuteSqlRawAsync("CREATE TRIGGER fail_late BEFORE INSERT ON \"CampaignProgress\" BEGIN SELECT RAISE(ABORT, 'disk full'); END");
        }

        await Assert.ThrowsAnyAsync<Exception>(() => world.LaunchAsync());
        await using var after = world.Database.Look();
        Assert.Equal(CampaignState.Draft, (await after.Campaigns.SingleAsync()).State);
        Assert.False(await after.ReviewItems.AnyAsync() || await after.ReviewTurns.AnyAsync() || await after.CompletenessChecks.AnyAsync());
    }

    [Fact]
    public async Task Only_a_campaign_owner_launches()
    {
        await using var world = await CampaignWorld.CreateAsync();
        await world.PreviewAsync();
        var refused = await world.Database.Get<LaunchCampaign>().RunAsync(Guid.NewGuid(), world.World.As("Ada"), world.Number, default);
        Assert.Equal(Problem.DeniedCode, refused.Problem?.Code);
    }

    [Fact]
    public async Task A_launched_campaign_is_not_launched_again_and_its_plan_no_longer_changes()
    {
        await using var world = await CampaignWorld.CreateAsync();
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        Assert.Equal("campaign.not-draft", (await world.LaunchAsync()).Problem?.Code);
        var change = await world.Database.Get<ChangeCampaign>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, CampaignWorld.Plan, null, default);
        Assert.Equal("campaign.not-draft", change.Problem?.Code);
    }

    [Fact]
    public async Task A_plan_without_an_application_cannot_start()
    {
        await using var world = await CampaignWorld.CreateAsync();
        (await world.Database.Get<RemoveCampaignApplication>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, world.World.ApplicationId, default)).Require();
        Assert.Equal("gate.empty", (await world.RefusedAsync()).Code);
    }

    [Fact]
    public async Task An_application_without_accounts_cannot_start()
    {
        await using var world = await CampaignWorld.CreateAsync(["Priya"], [], null, null);
        Assert.Equal("gate.empty", (await world.RefusedAsync()).Code);
    }

    [Fact]
    public async Task A_plan_changed_after_its_preview_is_previewed_again_first()
    {
        await using var world = await CampaignWorld.CreateAsync();
        await world.PreviewAsync();
        (await world.Database.Get<ChangeCampaign>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, CampaignWorld.Plan with { Purpose = "Another" }, null, default)).Require();
        Assert.Equal("gate.preview", (await world.LaunchAsync()).Problem?.Code);
    }

    [Fact]
    public async Task Another_application_owner_after_the_preview_is_another_preview()
    {
        await using var world = await CampaignWorld.CreateAsync();
        await world.PreviewAsync();
        await world.SeedAsync(async scope => (await scope.Db.Applications.SingleAsync()).OwnerId = world.World["Noa"]);
        Assert.Equal("gate.preview", (await world.LaunchAsync()).Problem?.Code);
    }

    [Fact]
    public async Task An_old_application_file_cannot_start_a_campaign()
    {
        await using var world = await CampaignWorld.CreateAsync();
        world.Database.Time.Advance(TimeSpan.FromDays(5));
        var problem = await world.RefusedAsync();
        Assert.Equal("gate.stale", problem.Code);
        Assert.Contains("more than 7 days ago", problem.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_staff_list_cannot_start_a_campaign()
    {
        await using var world = await CampaignWorld.CreateAsync();
        await world.UpdateAsync((db, seq) => db.Extracts.Where(e => e.Kind == ExtractKind.People).ExecuteUpdateAsync(s => s.SetProperty(e => e.AsOf, new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc)).SetProperty(e => e.EventSeq, seq)));
        Assert.Equal("gate.staff-list", (await world.RefusedAsync()).Code);
    }

    [Fact]
    public async Task An_incomplete_reading_cannot_start_a_campaign()
    {
        await using var world = await CampaignWorld.CreateAsync();
        await world.UpdateAsync((db, seq) => db.Extracts.Where(e => e.Kind == ExtractKind.Access).ExecuteUpdateAsync(s => s.SetProperty(e => e.Completeness, Completeness.Incomplete).SetProperty(e => e.EventSeq, seq)));
        Assert.Equal("gate.complete", (await world.RefusedAsync()).Code);
    }

    [Fact]
    public async Task A_declaration_made_after_the_assessment_waits_for_the_next_one()
    {
        await using var world = await CampaignWorld.CreateAsync();
        await world.SeedAsync(async scope =>
        {
            var account = await scope.Db.Accounts.FirstAsync();
            scope.Add(new Declaration { Id = scope.NewId(), AccountId = account.Id, Kind = DeclaredKind.Service, OwnerId = world.World["Noa"], PurposeId = scope.Keep("sync").Id, By = "person:1", At = scope.At });
        });
        Assert.Equal("gate.assessment", (await world.RefusedAsync()).Code);
    }

    [Fact]
    public async Task A_newer_staff_list_waits_for_the_assessment_of_it()
    {
        await using var world = await CampaignWorld.CreateAsync();
        await world.SeedAsync(async scope =>
        {
            // The same people, read again.
            T Again<T>(T row, long? extractId)
                where T : class, IAudited
            {
                var copy = scope.Db.Entry((T)scope.Db.Entry(row).CurrentValues.ToObject());
                copy.Property("Id").CurrentValue = scope.NewId();
                if (extractId is not null)
                {
                    copy.Property("ExtractId").CurrentValue = extractId;
                }

                return scope.Add(copy.Entity);
            }

            var directory = await scope.Db.Directories.SingleAsync();
            var read = await scope.Db.Extracts.SingleAsync(e => e.Id == directory.CurrentExtractId);
            var people = await scope.Db.PersonRecords.Where(r => r.ExtractId == read.Id).ToListAsync();
            var again = Again(read, null);
            scope.Db.Entry(again).Property(e => e.Number).CurrentValue = 100;
            people.ForEach(record => Again(record, again.Id));
            directory.CurrentExtractId = again.Id;
        });
        Assert.Equal("gate.assessment", (await world.RefusedAsync()).Code);
    }

    [Fact]
    public async Task A_reading_that_no_longer_says_who_is_privileged_cannot_start_a_campaign()
    {
        await using var world = await CampaignWorld.CreateAsync();
        await new RevokedWorld(world.Database, world.World).ReadAsync(new(2026, 11, 3, 9, 0, 0, DateTimeKind.Utc), [new TestAccount("Priya", "Admin")]);
        await world.UpdateAsync((db, seq) => db.AccountRecords.Where(r => r.ExtractId == world.World.ExtractId).ExecuteUpdateAsync(s => s.SetProperty(r => r.Role, "").SetProperty(r => r.RoleKey, "").SetProperty(r => r.EventSeq, seq)));
        var problem = await world.RefusedAsync();
        Assert.Equal("gate.roles", problem.Code);
        Assert.Contains("3 Nov 2026", problem.Sentence, StringComparison.Ordinal);

        // Whoever has left goes whatever their role is.
        await world.UpdateAsync((db, seq) => db.Campaigns.ExecuteUpdateAsync(s => s.SetProperty(c => c.Part, CampaignPart.Leavers).SetProperty(c => c.EventSeq, seq)));
        await world.PreviewAsync();
        Assert.NotEqual("gate.roles", (await world.LaunchAsync()).Problem?.Code);
    }

    [Fact]
    public async Task An_application_that_never_gave_a_role_starts_a_campaign_without()
    {
        await using var world = await CampaignWorld.CreateAsync();
        await world.UpdateAsync((db, seq) => db.AccountRecords.ExecuteUpdateAsync(s => s.SetProperty(r => r.Role, "").SetProperty(r => r.RoleKey, "").SetProperty(r => r.EventSeq, seq)));
        await world.PreviewAsync();
        Assert.True((await world.LaunchAsync()).IsOk);
    }

    [Theory]
    [InlineData("C1", "Claimed", 4)]
    [InlineData("C2", "Stored", 2)]
    public async Task Numbers_of_a_file_that_do_not_agree_cannot_start_a_campaign(string check, string column, int value)
    {
        await using var world = await CampaignWorld.CreateAsync();
        await world.UpdateAsync((db, seq) => column == "Claimed"
            ? db.ExtractFiles.Where(f => f.Kind == ExtractFileKind.Users).ExecuteUpdateAsync(s => s.SetProperty(f => f.Claimed, value).SetProperty(f => f.EventSeq, seq))
            : db.ExtractFiles.Where(f => f.Kind == ExtractFileKind.Users).ExecuteUpdateAsync(s => s.SetProperty(f => f.Stored, value).SetProperty(f => f.EventSeq, seq)));
        Assert.Equal("gate." + check, (await world.RefusedAsync()).Code);
    }

    [Fact]
    public async Task A_title_above_the_heading_is_no_account_that_the_source_did_not_show()
    {
        await using var world = await CampaignWorld.CreateAsync();
        await world.UpdateAsync((db, seq) => db.SetAsideLines.ExecuteUpdateAsync(s => s.SetProperty(l => l.Reason, SetAsideReason.AboveHeading).SetProperty(l => l.EventSeq, seq)));
        await world.PreviewAsync();
        Assert.True((await world.LaunchAsync()).IsOk);
    }

    [Fact]
    public async Task More_accounts_read_than_evaluated_cannot_start_a_campaign()
    {
        await using var world = await CampaignWorld.CreateAsync();
        await world.UpdateAsync((db, seq) => db.Extracts.Where(e => e.Kind == ExtractKind.Access).ExecuteUpdateAsync(s => s.SetProperty(e => e.Records, 9).SetProperty(e => e.EventSeq, seq)));
        var problem = await world.RefusedAsync();
        Assert.Equal("gate.C3", problem.Code);
        Assert.Contains("C6:", problem.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_due_day_that_has_passed_in_its_time_zone_cannot_start_a_campaign()
    {
        await using var world = await CampaignWorld.CreateAsync(plan: CampaignWorld.Plan with { DueDate = new(2026, 11, 22) });
        Assert.Equal("gate.due", (await world.RefusedAsync()).Code);
    }

    [Fact]
    public async Task The_policy_in_force_decides_what_is_old_and_is_kept_with_the_campaign()
    {
        await using var world = await CampaignWorld.CreateAsync();
        await world.SeedAsync(scope =>
        {
            scope.Add(new PolicyVersion { Id = scope.NewId(), Number = 1, Json = CurrentPolicy.Write(new Policy { ApplicationStaleAfterDays = 2 }), SetBy = "product", SetAt = scope.At });
            return Task.CompletedTask;
        });
        Assert.Equal("gate.stale", (await world.RefusedAsync()).Code);
    }
}
