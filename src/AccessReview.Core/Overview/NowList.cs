using AccessReview.Core.Absences;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Register;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Roles;
using AccessReview.Core.Scoping;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Overview;

/// <summary>What to do now, by what the reader may do; the most urgent first.</summary>
internal static class NowList
{
    /// <summary>Reads it.</summary>
    /// <param name="reader">Who reads, and with what.</param>
    /// <param name="open">The open campaigns that they see.</param>
    /// <param name="cancel">Stops.</param>
    internal static async Task<IReadOnlyList<NowItem>> ReadAsync(OverviewReader reader, IReadOnlyList<OpenCampaign> open, CancellationToken cancel)
    {
        List<NowItem> now = [];
        await OwnItemsAsync(reader, now, cancel);
        await OwnRemovalsAsync(reader, now, cancel);
        await OwnTasksAsync(reader, now, cancel);
        if (reader.Has(Role.CampaignOwner))
        {
            await CampaignsAsync(reader, open, now, cancel);
            await RemovalsAsync(reader, now, cancel);
            await RegisterAsync(reader, now, cancel);
        }

        if (reader.Has(Sight.Retention) && await LooserBrakeJob.Waiting(reader.Db).AnyAsync(w => w.AskedBy != reader.Actor.Key, cancel))
        {
            now.Add(new NowItem(NowKind.LooserBrake, Urgency.Waiting, "A looser brake on removals waits for a second person", reader.Has(Role.Administrator) ? 1 : 0));
        }

        await NowSignatures.AddAsync(reader, now, cancel);
        await NowWaivers.AddAsync(reader, now, cancel);
        await NowFollowUps.AddAsync(reader, now, cancel);
        await NowMail.AddAsync(reader, now, cancel);
        if (reader.Has(Role.CampaignOwner | Role.Administrator))
        {
            await NowReadings.AddAsync(reader, now, cancel);
            await NowLeavers.AddAsync(reader, now, cancel);
        }

        if (reader.Has(Role.Administrator))
        {
            await RolesAsync(reader, now, cancel);
            await OrganisationAsync(reader, now, cancel);
        }

        return [.. now.OrderBy(n => n.Urgency)];
    }

    private static async Task OwnItemsAsync(OverviewReader reader, List<NowItem> now, CancellationToken cancel)
    {
        var me = reader.Actor.PersonId;
        var mine = await (from p in reader.Db.CampaignProgress
                          join c in reader.Db.Campaigns on p.CampaignId equals c.Id
                          where c.State == CampaignState.Active && p.ReviewerId == me && p.Count > 0
                          orderby c.DueAt
                          select new { c.Id, c.Number, c.Name, c.DueAt, p.State, p.Count }).ToListAsync(cancel);
        var own = mine.Exists(m => m.State == TurnState.Undecided) ? await OwnTurns.UndecidedAsync(reader.Db, me, cancel) : [];
        if (me is { } person && await MyQuestions.Waiting(reader.Db, person).CountAsync(cancel) is > 0 and var questions)
        {
            now.Add(new NowItem(NowKind.Question, Urgency.Waiting, $"{Count(questions, "question", "questions")} about your access {(questions == 1 ? "waits" : "wait")} for your answer"));
        }

        if (await AbsenceList.WaitingAsync(reader.Db, reader.Actor, reader.Has(Role.CampaignOwner), reader.Today, cancel) is > 0 and var absences)
        {
            now.Add(new NowItem(NowKind.Absence, Urgency.Waiting, $"{Count(absences, "absence waits", "absences wait")} for your yes"));
        }

        foreach (var campaign in mine.GroupBy(m => m.Id))
        {
            var (c, left) = (campaign.First(), campaign.Where(m => m.State == TurnState.Undecided).Sum(m => m.Count) - own.GetValueOrDefault((campaign.Key, me!.Value)));
            var urgency = c.DueAt < reader.Now ? Urgency.Late : Urgency.Waiting;
            if (left > 0)
            {
                now.Add(new NowItem(NowKind.Review, urgency, $"{Count(left, "item waits", "items wait")} for you in {c.Name}", c.Number));
            }
            else if ((await SignOffScope.ReadAsync(reader.Db, c.Id, me!.Value, cancel)).Count is > 0 and var toSign)
            {
                now.Add(new NowItem(NowKind.SignOff, urgency, $"{Count(toSign, "decision", "decisions")} in {c.Name} {(toSign == 1 ? "waits" : "wait")} for your signature", c.Number));
            }
        }
    }

    private static async Task OwnRemovalsAsync(OverviewReader reader, List<NowItem> now, CancellationToken cancel)
    {
        var me = reader.Actor.PersonId;
        var waiting = reader.Db.Removals.WaitsForPerson(reader.Db).Where(r => me != null && r.PersonId == me);
        if (await waiting.CountAsync(cancel) is > 0 and var own)
        {
            var late = await waiting.LateAt(reader.Db, reader.Moment).CountAsync(cancel);
            now.Add(new NowItem(NowKind.RemovalsMine, late > 0 ? Urgency.Late : Urgency.Waiting, $"{Count(own, "removal waits", "removals wait")} for you{(late > 0 ? $", {late} late" : "")}", me!.Value));
        }
    }

    private static async Task OwnTasksAsync(OverviewReader reader, List<NowItem> now, CancellationToken cancel)
    {
        if (reader.Actor.PersonId is { } me && await reader.Db.Removals.CountAsync(RemovalRules.HasTasks(reader.Db, me), cancel) is > 0 and var tasks)
        {
            var (db, today) = (reader.Db, reader.Today);
            var late = await db.Removals.Where(RemovalRules.HasTasks(db, me)).AnyAsync(r => db.RemovalTasks.Any(t => t.RemovalId == r.Id && t.DoneById == null && t.PersonId == me && t.DueDate < today), cancel);
            now.Add(new NowItem(NowKind.TasksMine, late ? Urgency.Late : Urgency.Waiting, $"{Count(tasks, "removal has", "removals have")} a task by hand for you", me));
        }
    }

    private static async Task CampaignsAsync(OverviewReader reader, IReadOnlyList<OpenCampaign> open, List<NowItem> now, CancellationToken cancel)
    {
        await NowDrafts.AddAsync(reader, now, cancel);
        await OwnAccessAsync(reader, now, cancel);
        await WithoutSecondAsync(reader, now, cancel);
        now.AddRange(from campaign in open
                     where campaign.DaysLate > 0 || campaign.Left == 0
                     select campaign.Left == 0
                         ? new NowItem(NowKind.Campaign, Urgency.Soon, $"Everything in {campaign.Name} is decided; it can be signed off and closed", campaign.Number)
                         : new NowItem(NowKind.Campaign, Urgency.Late, $"{campaign.Name} is {Count(campaign.DaysLate, "day", "days")} late, {Count(campaign.Left, "item", "items")} undecided", campaign.Number));
    }

    // The product finds such an item another reviewer within a minute, where there is one.
    private static async Task OwnAccessAsync(OverviewReader reader, List<NowItem> now, CancellationToken cancel) => now.AddRange(
        (await (from turn in await OwnTurns.OfAsync(reader.Db, null, cancel)
                join campaign in reader.Db.Campaigns on turn.CampaignId equals campaign.Id
                group turn by new { campaign.Number, campaign.Name } into own
                orderby own.Key.Number
                select new { own.Key.Number, own.Key.Name, Items = own.Count() }).ToListAsync(cancel))
        .Select(own => new NowItem(NowKind.Campaign, Urgency.Soon, $"{Count(own.Items, "item", "items")} of {own.Name} {(own.Items == 1 ? "needs" : "need")} another reviewer: whoever has {(own.Items == 1 ? "it" : "them")} holds the account, or could, or has a part in saying whose it is", own.Number)));

    private static async Task WithoutSecondAsync(OverviewReader reader, List<NowItem> now, CancellationToken cancel) => now.AddRange(
        (await (from turn in SecondCandidates.WithNobody(reader.Db, reader.Now)
                join campaign in reader.Db.Campaigns on turn.CampaignId equals campaign.Id
                where campaign.State == CampaignState.Active
                group turn by new { campaign.Number, campaign.Name } into lack
                orderby lack.Key.Number
                select new { lack.Key.Number, lack.Key.Name, Items = lack.Count() }).ToListAsync(cancel))
        .Select(lack => new NowItem(NowKind.Campaign, Urgency.Soon, $"{Count(lack.Items, "item", "items")} of {lack.Name} {(lack.Items == 1 ? "waits" : "wait")} for a second review that nobody was found for: name somebody", lack.Number)));

    private static async Task RemovalsAsync(OverviewReader reader, List<NowItem> now, CancellationToken cancel)
    {
        var counts = await RemovalCounts.ReadAsync(reader.Db, null, null, reader.Moment, cancel);
        void Add(int count, NowKind kind, Urgency urgency, string one, string many)
        {
            if (count > 0)
            {
                now.Add(new NowItem(kind, urgency, Count(count, one, many)));
            }
        }

        Add(counts.Reappeared, NowKind.RemovalsReappeared, Urgency.Late, "removal came back", "removals came back");
        Add(
            await reader.Db.Removals.LateElsewhere(reader.Db, reader.Moment, reader.Actor.PersonId).CountAsync(cancel),
            NowKind.RemovalsLate, Urgency.Late, "removal that does not wait for you is late", "removals that do not wait for you are late");
        Add(
            await reader.Db.Removals.WaitForNobody(reader.Db, reader.Today).CountAsync(cancel),
            NowKind.RemovalsNobody, Urgency.Soon, "removal waits for nobody who works here", "removals wait for nobody who works here");
        Add(
            await reader.Db.Removals.TasksElsewhere(reader.Db, reader.Today, reader.Actor.PersonId).CountAsync(cancel),
            NowKind.TasksElsewhere, Urgency.Soon, "removal has a task by hand that is late or waits for nobody who works here", "removals have a task by hand that is late or waits for nobody who works here");
        await OnlyNotedAsync(reader, now, cancel);
        Add(counts.SecondPerson, NowKind.RemovalsSecondPerson, Urgency.Waiting, "removal waits for a second person", "removals wait for a second person");
        Add(counts.WaiversEnded, NowKind.WaiversEnded, Urgency.Late, "removal is open again: its waiver is over", "removals are open again: their waivers are over");
        Add(counts.StillPresent, NowKind.RemovalsStillPresent, Urgency.Soon, "removal is still present in the last reading", "removals are still present in the last reading");
    }

    // A note ends lateness and to-do, and proves nothing: until somebody reads, nobody knows.
    private static async Task OnlyNotedAsync(OverviewReader reader, List<NowItem> now, CancellationToken cancel)
    {
        var noted = await (from removal in reader.Db.Removals.OnlyNoted(reader.Db, reader.Moment)
                           join application in reader.Db.Applications on removal.ApplicationId equals application.Id
                           group removal by new { application.NameKey, application.Name } into some
                           orderby some.Key.NameKey
                           select new { some.Key.Name, Count = some.Count() }).ToListAsync(cancel);
        if (noted.Sum(n => n.Count) is > 0 and var count)
        {
            now.Add(new NowItem(
                NowKind.RemovalsOnlyNoted, Urgency.Soon,
                $"{Count(count, "removal is", "removals are")} noted as done and past {(count == 1 ? "its" : "their")} time, and no reading since tells: read {string.Join(", ", noted.Select(n => n.Name))}"));
        }
    }

    private static async Task RegisterAsync(OverviewReader reader, List<NowItem> now, CancellationToken cancel)
    {
        var lines = await ApplicationRegister.ThisQuarterAsync(reader.Db, reader.Now, cancel);
        if (lines.Count(l => l.IsGap) is > 0 and var gaps)
        {
            now.Add(new NowItem(NowKind.Register, Urgency.Soon, $"{Count(gaps, "application is", "applications are")} not reviewed this quarter, and nothing is planned"));
        }

        // What was missed beside it, in the words of the register; a gap has been said already.
        now.AddRange(
            from line in lines
            where !line.IsGap && line.Cells[^1].Missed > 0
            group line.Name by RegisterWords.Of(line.Cells[^1].State, now: true) + RegisterWords.OthersMissed(line.Cells[^1]) into alike
            select new NowItem(NowKind.Register, Urgency.Soon, $"{(alike.Count() == 1 ? alike.First() : $"{Count(alike.Count(), "application", "applications")}, each")}: {alike.Key} this quarter"));
    }

    // Without a campaign owner an installation stands still, however well it was filled, and whoever was one before they left.
    private static async Task RolesAsync(OverviewReader reader, List<NowItem> now, CancellationToken cancel)
    {
        if (await reader.Db.Applications.InScope().AnyAsync(a => a.CurrentExtractId != null, cancel) && !await RolesOf.Here(reader.Db, Role.CampaignOwner, reader.Today).AnyAsync(cancel))
        {
            var alone = reader.Actor.PersonId is { } me && !await RolesOf.Here(reader.Db, Role.Administrator, reader.Today).AnyAsync(p => p != me, cancel);
            now.Add(new NowItem(NowKind.Roles, Urgency.Soon, alone
                ? "Nobody who works here may plan a campaign, and you cannot grant it to yourself: make somebody else a campaign owner or an administrator"
                : "Nobody who works here may plan a campaign: grant somebody the role campaign owner"));
        }
    }

    private static async Task OrganisationAsync(OverviewReader reader, List<NowItem> now, CancellationToken cancel)
    {
        if (reader.Policy.Organisation.Length == 0 && await reader.Db.Applications.InScope().AnyAsync(a => a.CurrentExtractId != null, cancel))
        {
            now.Add(new NowItem(NowKind.Organisation, Urgency.Waiting, "Evidence will not name your organisation: enter its name in the policy"));
        }
    }

    internal static string Count(int count, string one, string many) => $"{count:N0} {(count == 1 ? one : many)}";
}
