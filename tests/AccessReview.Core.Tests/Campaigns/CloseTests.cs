using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Evidence.Checks;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>A close says what was reached and what was not, ties out, and leaves nothing to silence.</summary>
public sealed class CloseTests
{
    private const string ByOwen = "A campaign is closed by its own owner: this one by Owen.";

    [Fact]
    public async Task A_close_stamps_every_item_and_ties_out()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.DecideAsync(DecisionKind.Certify, "Mia", 1, 2);
        await world.DecideAsync(DecisionKind.Revoke, "Mia", 4);
        await world.SignAsync("Mia");
        (await world.CloseAsync()).Require();

        await using var db = world.Database.Look();
        var outcomes = await db.ItemOutcomes.Join(db.ReviewItems, o => o.ItemId, i => i.Id, (o, i) => new { i.Number, o.Kind, o.Signed }).OrderBy(o => o.Number).ToListAsync();
        Assert.Equal([OutcomeKind.Certified, OutcomeKind.Certified, OutcomeKind.NotReviewed, OutcomeKind.Revoked, OutcomeKind.NotReviewed], outcomes.Select(o => o.Kind));
        Assert.Equal([true, true, false, true, false], outcomes.Select(o => o.Signed));
        Assert.All(await db.CompletenessChecks.Where(c => c.Check == "C12").ToListAsync(), c => Assert.Equal(CheckResult.Pass, c.Result));
        Assert.Equal(2, await db.CompletenessChecks.CountAsync(c => c.Check == "C12"));
        Assert.Equal(1, await db.Removals.CountAsync());
        var campaign = await db.Campaigns.SingleAsync();
        Assert.Equal((CampaignState.Closed, new DateOnly(2033, 11, 23)), (campaign.State, campaign.RetainUntil!.Value));
        Assert.Equal("The access is in order.", (await db.PrivateTexts.SingleAsync(t => t.Id == campaign.ConclusionId)).Text);
        var signed = await db.SignOffs.SingleAsync(s => s.Level == SignOffLevel.CampaignOwner);
        Assert.Equal((5, 2, 1), (signed.Items, signed.Certified, signed.Revoked));
    }

    [Fact]
    public async Task The_events_hash_is_over_the_rows_it_names_in_that_order()
    {
        await using var world = await ClosingWorld.LaunchedAsync(DeadlineRule.Revoke);
        await world.DecideAsync(DecisionKind.Certify, "Mia", 1);
        (await world.CloseAsync()).Require();

        await using var db = world.Database.Look();
        var closed = await db.AuditEvents.SingleAsync(e => e.Type == nameof(CampaignClosed));
        var decisions = await db.Decisions.Where(d => d.EventSeq == closed.Seq).Join(db.ReviewItems, d => d.ItemId, i => i.Id, (d, i) => new { i.Number, Row = d }).OrderBy(d => d.Number).Select(d => d.Row).ToListAsync();
        var outcomes = await db.ItemOutcomes.Join(db.ReviewItems, o => o.ItemId, i => i.Id, (o, i) => new { i.Number, Row = o }).OrderBy(o => o.Number).Select(o => o.Row).ToListAsync();
        var rows = decisions.Cast<IEvidenceRow>().Concat(outcomes).Concat(await db.CampaignExceptions.OrderBy(e => e.Id).ToListAsync()).Concat(await db.SignOffs.Where(s => s.EventSeq == closed.Seq).ToListAsync()).ToList();
        using var hash = new RowsHash();
        rows.ForEach(r => hash.Add(r.ToRowText().Hash()));
        Assert.Contains(hash.ToCovered().Sha256.ToString(), System.Text.Encoding.UTF8.GetString(closed.Body), StringComparison.Ordinal);
        Assert.Equal(4, decisions.Count);
        Assert.All(decisions, d => Assert.Equal(d.ToRowText().Hash(), d.RowHash));
    }

    [Fact]
    public async Task Another_campaign_owner_closes_it_only_once_its_own_has_left()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        Assert.Equal(ByOwen, (await AsNoaAsync(world, await world.ViewAsync())).Problem?.Sentence);
        await world.World.LeaveAsync("Owen");
        (await world.CloseAsync(by: "Noa")).Require();
    }

    [Fact]
    public async Task Whoever_does_not_close_a_campaign_is_not_led_to_its_closing_and_hears_who_does()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        Assert.Equal((Problem.DeniedCode, ByOwen), (await world.Database.Get<ClosePreview>().RunAsync(world.World.As("Noa"), world.Number, default)).Problem is { } refused ? (refused.Code, refused.Sentence) : default);
        Assert.Equal((true, false), await OfferedAsync("Noa"));
        Assert.Equal((true, true), await OfferedAsync("Owen"));
        await world.World.LeaveAsync("Owen");
        Assert.Equal((true, true), await OfferedAsync("Noa"));

        async Task<(bool MayChange, bool MayClose)> OfferedAsync(string reader) =>
            (await world.Database.Get<CampaignPage>().RunAsync(world.World.As(reader), world.Number, default)).Require() is var view ? (view.MayChange, view.MayClose) : default;
    }

    [Fact]
    public async Task By_default_silence_removes_nothing_and_is_counted_as_not_reviewed()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        Assert.Equal(5, (await world.ViewAsync()).Facts.Exceptions[ExceptionKind.NotReviewed]);
        (await world.CloseAsync()).Require();
        await using var db = world.Database.Look();
        Assert.False(await db.Decisions.AnyAsync() || await db.Removals.AnyAsync());
        Assert.Equal(5, await db.ItemOutcomes.CountAsync(o => o.Kind == OutcomeKind.NotReviewed));
    }

    [Fact]
    public async Task A_deadline_that_revokes_is_counted_apart_and_takes_an_accounts_assignments_with_it()
    {
        await using var world = await ClosingWorld.LaunchedAsync(DeadlineRule.Revoke);
        await world.DecideAsync(DecisionKind.Certify, "Mia", 1, 2, 4);
        await world.SignAsync("Mia");
        (await world.CloseAsync()).Require();

        await using var db = world.Database.Look();
        var modes = await db.Decisions.Where(d => d.By == "product").Join(db.ReviewItems, d => d.ItemId, i => i.Id, (d, i) => new { i.Number, d.Mode }).OrderBy(d => d.Number).ToListAsync();
        Assert.Equal([(3, DecisionMode.Deadline), (4, DecisionMode.WithAccount), (5, DecisionMode.Deadline)], modes.Select(m => (m.Number, m.Mode)));
        Assert.Equal(3, await db.ItemOutcomes.CountAsync(o => o.Kind == OutcomeKind.Revoked && !o.Signed));
        Assert.Equal(1, await db.Removals.CountAsync());
        Assert.Equal(3, await db.CampaignProgress.Where(p => p.State == TurnState.Revoked).SumAsync(p => p.Count));
    }

    [Fact]
    public async Task What_a_deadline_takes_along_with_its_account_is_said_before_the_owner_signs()
    {
        await using var world = await ClosingWorld.LaunchedAsync(DeadlineRule.Revoke);
        await world.DecideAsync(DecisionKind.Certify, "Mia", 1, 2, 4);
        await world.SignAsync("Mia");
        var view = await world.ViewAsync();
        Assert.Contains(
            "Of 5 items, 3 were certified, 0 revoked and 2 not decided by anybody. What nobody decided is revoked by the deadline, as was chosen at launch, and counted apart. "
            + "1 assignment that somebody kept goes with an account that the deadline revokes: of all items, 2 end certified and 3 revoked. 3 decisions are without a signature that they need",
            view.Statement, StringComparison.Ordinal);
        Assert.Equal(3, view.Facts.Exceptions[ExceptionKind.NotSigned]);
        Assert.Equal(1, (await world.Database.Get<CampaignPage>().RunAsync(world.Owen, world.Number, default)).Require().WithAccount);
        (await world.CloseAsync()).Require();

        await using var db = world.Database.Look();
        var signed = await db.SignOffs.SingleAsync(s => s.Level == SignOffLevel.CampaignOwner);
        Assert.Equal((5, 2, 3), (signed.Items, signed.Certified, signed.Revoked));
        Assert.Equal(3, await db.ItemOutcomes.CountAsync(o => !o.Signed));
    }

    [Fact]
    public async Task An_assignment_signed_before_its_account_keeps_its_own_removal_and_the_evidence_ties_out()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.GiveAsync("Noa", 4, 5);
        await world.ReviewAsync(DecisionKind.Revoke, "Noa", 4, 5);
        await world.SignStatementAsync("Noa");
        await world.ReviewAsync(DecisionKind.Certify, "Mia", 1, 2);
        await world.ReviewAsync(DecisionKind.Revoke, "Mia", 3);
        await world.SignStatementAsync("Mia");
        (await world.CloseAsync()).Require();

        await using var db = world.Database.Look();
        Assert.Equal(3, await db.Removals.CountAsync());
        var checks = await CompletenessChecks.RunAsync(db, await db.Campaigns.Select(c => c.Id).SingleAsync(), world.Database.Time.GetUtcNow().UtcDateTime, default);
        Assert.Equal((3L, 3L), (checks[^1].CountA!.Value, checks[^1].CountB!.Value));
        Assert.All(checks.Where(c => c.Code == "C12"), c => Assert.Equal(CheckResult.Pass, c.Result));
    }

    [Fact]
    public async Task Each_exception_that_is_there_needs_a_reason_a_person_and_a_day()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        Assert.Equal("close.exception", (await world.CloseAsync(e => e.Where(x => x.Kind != ExceptionKind.NotReviewed))).Problem?.Code);
        Assert.Equal("close.reason", (await world.CloseAsync(e => e.Select(x => x with { Reason = " " }))).Problem?.Code);
        Assert.Equal("close.person", (await world.CloseAsync(e => e.Select(x => x with { PersonId = null }))).Problem?.Code);
        Assert.Equal("close.follow-up", (await world.CloseAsync(e => e.Select(x => x with { FollowUp = new(2026, 11, 22) }))).Problem?.Code);
        Assert.Equal("close.follow-up", (await world.CloseAsync(e => e.Select(x => x with { FollowUp = DateOnly.MaxValue }))).Problem?.Code);
        Assert.Equal("close.exception", (await world.CloseAsync(e => e.Append(new StatedException(ExceptionKind.Late, "Late", world.World["Noa"], new(2026, 12, 20))))).Problem?.Code);
        Assert.Equal("close.conclusion", (await world.CloseAsync(conclusion: "")).Problem?.Code);
        await using var db = world.Database.Look();
        Assert.Equal(CampaignState.Active, (await db.Campaigns.SingleAsync()).State);
    }

    [Fact]
    public async Task What_appeared_and_nobody_reviewed_is_tested_and_has_to_be_explained()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        var notTested = (await world.ViewAsync()).Facts.NotTested;
        await world.SeedAsync(scope =>
        {
            scope.Add(new Core.Applications.Account { Id = scope.NewId(), ApplicationId = world.World.ApplicationId, SourceKey = "OWEN@EXAMPLE.TEST", FirstExtractId = world.World.ExtractId });
            return Task.CompletedTask;
        });
        var extract = await new RevokedWorld(world.Database, world.World).ReadAsync(
            new(2026, 11, 28, 9, 0, 0, DateTimeKind.Utc), [new TestAccount("Priya", "Admin"), new TestAccount("Tomas"), new TestAccount("Viktor"), new TestAccount("Owen")]);
        await world.UpdateAsync((db, seq) => db.Applications.ExecuteUpdateAsync(s => s.SetProperty(a => a.CurrentExtractId, extract).SetProperty(a => a.EventSeq, seq)));

        var view = await world.ViewAsync();
        Assert.Equal(notTested - 1, view.Facts.NotTested);
        Assert.Equal(1, view.Facts.Exceptions[ExceptionKind.Differs]);
        Assert.Contains("1 completeness check was tested and differs: C10. ", view.Statement, StringComparison.Ordinal);
        Assert.Equal("close.exception", (await world.CloseAsync(e => e.Where(x => x.Kind != ExceptionKind.Differs))).Problem?.Code);
        (await world.CloseAsync()).Require();
        await using var db = world.Database.Look();
        Assert.Equal(1, (await db.CampaignExceptions.SingleAsync(e => e.Kind == ExceptionKind.Differs)).Count);
    }

    [Fact]
    public async Task A_statement_whose_numbers_have_changed_is_not_signed()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        var old = await world.ViewAsync();
        await world.DecideAsync(DecisionKind.Certify, "Mia", 1);
        var late = await world.Database.Get<CloseCampaign>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, new CloseInput(old.Statement, "In order.", []), default);
        Assert.Equal("conflict", late.Problem?.Code);
    }

    [Fact]
    public async Task Counters_that_are_not_what_the_items_say_stop_the_close()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await using (var db = world.Database.Look())
        {
            await db.CampaignProgress.ExecuteUpdateAsync(s => s.SetProperty(p => p.Count, 4));
        }

        Assert.Equal("progress.differs", (await world.CloseAsync()).Problem?.Code);
    }

    [Fact]
    public async Task Where_the_owner_decided_items_the_applications_owner_signs_too_or_an_exception_says_that_nobody_did()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.DecideAsync(DecisionKind.Certify, "Owen", 1);
        Assert.True((await world.ViewAsync()).Facts.Exceptions.ContainsKey(ExceptionKind.NoSecondSignature));

        var sign = world.Database.Get<SignAsApplicationOwner>();
        var owner = await world.Database.Get<SecondSignaturePreview>().RunAsync(world.Owen, world.Number, world.World.ApplicationId, default);
        Assert.Equal(Problem.DeniedCode, (await sign.RunAsync(Guid.NewGuid(), world.Owen, world.Number, world.World.ApplicationId, owner.Require().Statement, default)).Problem?.Code);
        Assert.StartsWith("You own the campaign too.", owner.Require().WhyNot, StringComparison.Ordinal);
        var line = await LineAsync(world);
        Assert.Equal((true, false), (line.NeedsSignature, line.HasSigner));

        await world.SeedAsync(async scope => (await scope.Db.Applications.SingleAsync()).OwnerId = world.World["Noa"]);
        var noa = world.World.As("Noa");
        Assert.True((await LineAsync(world)).HasSigner);
        var view = (await world.Database.Get<SecondSignaturePreview>().RunAsync(noa, world.Number, world.World.ApplicationId, default)).Require();
        Assert.Null(view.WhyNot);
        var text = view.Statement;
        (await sign.RunAsync(Guid.NewGuid(), noa, world.Number, world.World.ApplicationId, text, default)).Require();
        Assert.False((await world.ViewAsync()).Facts.Exceptions.ContainsKey(ExceptionKind.NoSecondSignature));

        await world.DecideAsync(DecisionKind.Certify, "Owen", 2);
        Assert.True((await world.ViewAsync()).Facts.Exceptions.ContainsKey(ExceptionKind.NoSecondSignature));
    }

    [Fact]
    public async Task What_the_owner_lowered_is_signed_by_the_applications_owner_as_changed_and_not_as_revoked()
    {
        await using var world = await ClosingWorld.LaunchedAsync();
        await world.DecideAsync(DecisionKind.Change, "Owen", 1, 2, 3);
        await world.DecideAsync(DecisionKind.Revoke, "Owen", 4);
        await world.SeedAsync(async scope => (await scope.Db.Applications.SingleAsync()).OwnerId = world.World["Noa"]);
        var noa = world.World.As("Noa");
        var text = (await world.Database.Get<SecondSignaturePreview>().RunAsync(noa, world.Number, world.World.ApplicationId, default)).Require().Statement;
        Assert.Contains("decided there: 0 certified, 1 revoked and 3 changed, with 0 accounts left out. I agree with it.", text, StringComparison.Ordinal);
        (await world.Database.Get<SignAsApplicationOwner>().RunAsync(Guid.NewGuid(), noa, world.Number, world.World.ApplicationId, text, default)).Require();
        await using var db = world.Database.Look();
        var signed = await db.SignOffs.SingleAsync(s => s.Level == SignOffLevel.ApplicationOwner);
        Assert.Equal((4, 0, 1, 3), (signed.Items, signed.Certified, signed.Revoked, signed.Changed));
    }

    private static Task<Outcome<long>> AsNoaAsync(CampaignWorld world, CloseView view) =>
        world.Database.Get<CloseCampaign>().RunAsync(Guid.NewGuid(), world.World.As("Noa"), world.Number, new CloseInput(view.Statement, "In order.", []), default);

    private static async Task<CampaignApplicationLine> LineAsync(CampaignWorld world) =>
        Assert.Single((await world.Database.Get<CampaignPage>().RunAsync(world.Owen, world.Number, default)).Require().Applications);
}
