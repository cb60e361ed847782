using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Addenda;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Settings;
using AccessReview.Core.Tests.Extracts;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Histories;

/// <summary>Campaigns as wholes: launched, given a second wave or more days, closed, given up.</summary>
internal sealed partial class RandomHistory
{
    private bool carries;

    private async Task LaunchAsync()
    {
        var deadline = Sometimes(50) ? DeadlineRule.Revoke : DeadlineRule.NotReviewed;
        if (Sometimes(85) != carries)
        {
            carries = !carries;
            (await database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), Importing.Admin, new Policy { CarryForward = carries }, null, default)).Require();
        }

        var number = await company.LaunchAsync($"Heap {reviews.Count + 1}", deadline: deadline);
        Followed();
        await LaunchedAsync(number, deadline, main: null);
        Tell("launch", true, $"{model.Turns.Count} items{(carries ? ", some may be carried forward" : "")}");
    }

    private async Task LaunchedAsync(int number, DeadlineRule deadline, ReviewModel? main)
    {
        await using var db = database.Look();
        var campaign = await db.Campaigns.SingleAsync(c => c.Number == number);
        var before = reviews.FindLast(r => r is { Main: null, State: CampaignState.Closed });
        model = new ReviewModel
        {
            Id = campaign.Id, Number = number, OwnerId = campaign.OwnerId, Deadline = deadline, Due = campaign.DueDate, Main = main, MayCarry = carries,
            Frozen = company.Readings.Last, Before = before, RevokedBefore = before?.LastRevoked() ?? new HashSet<(string, long?)>(),
            Turns = await (from turn in db.ReviewTurns
                           join item in db.ReviewItems on turn.ItemId equals item.Id
                           join record in db.AccountRecords on item.AccountRecordId equals record.Id
                           where turn.CampaignId == campaign.Id
                           orderby turn.Number
                           select new ReviewModel.Turn
                           {
                               Id = turn.Id, Number = turn.Number, ItemId = item.Id, ParentItemId = item.ParentItemId, HolderId = item.HolderId, Holder = record.Name, Findings = item.Findings,
                               Role = record.Role, GroupId = item.GroupId, Recommendation = item.Recommendation, ReviewerId = turn.ReviewerId, ForId = turn.ForId,
                           }).ToListAsync(),
        };
        reviews.Add(model);
        main?.Addenda.Add(model);
    }

    /// <summary>A second wave: over what nobody froze and what came to be privileged, and nothing else, by a reading of its own whose accounts all have their line.</summary>
    private async Task AddendumAsync()
    {
        var (main, actor) = (model, AnOwner());
        await company.RefreshAsync();
        Followed();
        var unreviewed = main.Unreviewed(company.Readings.Last);
        var outcome = await database.Get<DraftAddendum>().RunAsync(Guid.NewGuid(), Actor.Demo(actor), main.Number, default);
        Agree("addendum", Owners.Contains(actor) && main is { Open: true, Main: null } && unreviewed.Count > 0, outcome.IsOk, $"over {string.Join(',', unreviewed)} by {Name(actor)}: {outcome.Problem?.Code}");
        if (!outcome.IsOk)
        {
            return;
        }

        (await database.Get<PreviewCampaign>().RunAsync(Actor.Demo(actor), outcome.Value, default)).Require();
        (await database.Get<LaunchCampaign>().RunAsync(Guid.NewGuid(), Actor.Demo(actor), outcome.Value, default)).Require();
        await LaunchedAsync(outcome.Value, main.Deadline, main);
        Assert.Equal(unreviewed.Order(StringComparer.Ordinal), model.Turns.Select(t => t.Holder).Distinct().Order(StringComparer.Ordinal));
        await using var db = database.Look();
        var read = await db.ReviewItems.Where(i => i.CampaignId == model.Id).Join(db.AccountRecords, i => i.AccountRecordId, r => r.Id, (_, r) => r.ExtractId).Distinct().ToListAsync();
        Assert.Equal(company.Readings.Last.AsOf, await db.Extracts.Where(e => read.Contains(e.Id)).Select(e => e.AsOf).SingleAsync());
        Assert.NotEmpty(await db.CompletenessChecks.Where(c => c.CampaignId == model.Id && c.Check == "C3" && c.Result == CheckResult.Pass).ToListAsync());
    }

    private async Task ExtendAsync()
    {
        var (due, day) = (model.Due.AddDays(chance.Next(-1, 15)), await DayOfRecordAsync());
        var outcome = await database.Get<ExtendDeadline>().RunAsync(Guid.NewGuid(), Actor.Demo(company["Olga"]), Number, due, Why, default);
        Agree("extend", model.Open && due > model.Due && due >= day, outcome.IsOk, $"to {due:yyyy-MM-dd}: {outcome.Problem?.Code}");
        model.Due = outcome.IsOk ? due : model.Due;
    }

    private async Task CancelAsync()
    {
        var actor = AnOwner();
        var may = Owners.Contains(actor) && model.Open && !model.Addenda.Exists(a => a.Open);
        var outcome = await database.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), Actor.Demo(actor), Number, Why, default);
        Agree("cancel", may, outcome.IsOk, $"by {Name(actor)}: {outcome.Problem?.Code}");
        if (outcome.IsOk)
        {
            model.Cancel();
            model.Main?.Addenda.Remove(model);
            await CheckRemovalsAsync();
        }
    }

    private async Task CloseAsync()
    {
        var owner = Actor.Demo(model.OwnerId);
        if (!model.Open)
        {
            Agree("close", false, (await database.Get<CloseCampaign>().RunAsync(Guid.NewGuid(), owner, Number, new CloseInput("", Why, []), default)).IsOk, "once more");
            return;
        }

        foreach (var reviewer in company.Reviewers.Where(_ => Sometimes(80)))
        {
            await SignAsync(reviewer, finish: true);
        }

        var view = (await database.Get<ClosePreview>().RunAsync(owner, Number, default)).Require();
        var carried = model.Turns.Count(t => t is { State: TurnState.Certified, IsCarried: true });
        Assert.True(view.Facts.CarriedForward == carried, $"{Told}\n{carried} were carried forward, and closing counts {view.Facts.CarriedForward}");
        var stated = view.Exceptions.Select(e => new StatedException(e.Kind, Why, company["Noa"], Today().AddDays(30))).ToList();
        var closed = await database.Get<CloseCampaign>().RunAsync(Guid.NewGuid(), owner, Number, new CloseInput(view.Statement, "As chance had it.", stated), default);
        Agree("close", model.MayClose(await DayOfRecordAsync()), closed.IsOk, $"{carried} carried forward: {closed.Problem?.Code}");
        if (!closed.IsOk)
        {
            return;
        }

        var revoked = model.Close();
        Tell("the deadline revokes", revoked > 0, $"{revoked} items");
        await CheckOutcomesAsync();
    }

    /// <summary>What a deadline revokes it revokes when it has come.</summary>
    private async Task WaitForTheDeadlineAsync()
    {
        if (model.Deadline == DeadlineRule.Revoke && Today() <= model.Due)
        {
            database.Time.SetUtcNow(new(model.Due.AddDays(1), new(12, 0), TimeSpan.Zero));
            await FollowAsync();
        }
    }

    private async Task CheckOutcomesAsync()
    {
        await using var db = database.Look();
        var outcomes = await db.ItemOutcomes.Where(o => o.CampaignId == model.Id).ToDictionaryAsync(o => o.ItemId);
        Assert.Equal(
            model.Turns.Select(t => (t.Number, t.State == TurnState.Undecided ? "NotReviewed" : t.State.ToString(), t.SignOffId is not null)),
            model.Turns.Select(t => (t.Number, outcomes[t.ItemId].Kind.ToString(), outcomes[t.ItemId].Signed)));

        // The checks that people explain (who came, who went) may differ; the gates never do.
        Assert.Empty((await db.CompletenessChecks.Where(c => c.Result == CheckResult.Fail).ToListAsync()).Where(c => c.Check is not ("C5" or "C8" or "C9" or "C10")).Select(c => c.Check));
    }
}
