using AccessReview.Core.Absences;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Histories;

/// <summary>Items that come before somebody else: given by the owner, handed over, or taken by a stand-in.</summary>
internal sealed partial class RandomHistory
{
    private async Task ReassignAsync()
    {
        var (turn, to) = (AnyTurn(), Anybody());
        var may = model.MayGive(turn, to) && to != company["Hal"];
        var outcome = await database.Get<ReassignItems>().RunAsync(Guid.NewGuid(), Actor.Demo(company["Olga"]), model.Id, [turn.Id], to, Why, default);
        Agree("reassign", may, outcome.IsOk, $"item {turn.Number} to {Name(to)}: {outcome.Problem?.Code}");
        if (outcome.IsOk)
        {
            model.Give(turn, to);
        }
    }

    private async Task HandOverAsync()
    {
        var (turn, to) = (AnyTurn(), Anybody());
        var actor = Sometimes(50) ? turn.ReviewerId : Anybody();
        var may = actor == turn.ReviewerId && model.MayGive(turn, to) && to != company["Hal"];
        var outcome = await database.Get<HandOverItem>().RunAsync(Guid.NewGuid(), Actor.Demo(actor), turn.Id, to, Why, withGroups: false, default);
        Agree("hand over", may, outcome.IsOk, $"item {turn.Number} by {Name(actor)} to {Name(to)}: {outcome.Problem?.Code}");
        if (outcome.IsOk)
        {
            model.Give(turn, to);
        }
    }

    private async Task StateAbsenceAsync()
    {
        var (day, person) = (await DayOfRecordAsync(), AnyTurn(t => t.State == TurnState.Undecided && t.ForId is null).ReviewerId);
        var standIn = Sometimes(80) ? Any([.. company.Reviewers.Where(p => p != person && p != company["Hal"])]) : Anybody();
        var third = Owners.FirstOrDefault(o => o != person && o != standIn, person);
        var (actor, from) = (Sometimes(60) ? third : Sometimes(70) ? person : Anybody(), day.AddDays(chance.Next(-1, 2)));
        var absence = new AbsencesModel.Absence(person, standIn, from, from.AddDays(chance.Next(1, 4)));
        var may = absences.MayState(actor, absence, day);
        var outcome = await database.Get<StateAbsence>().RunAsync(
            Guid.NewGuid(), Actor.Demo(actor), new AbsencePlan(absence.Person, absence.StandIn, absence.From, absence.Until, Why), default);
        Agree("absence stated", may, outcome.IsOk, $"{Said(absence)} by {Name(actor)}: {outcome.Problem?.Code}");
        if (outcome.IsOk)
        {
            Assert.Equal(absences.IsThird(actor, absence), outcome.Value);
            await using var db = database.Look();
            (absence.Id, absence.Agreed) = (await db.Absences.MaxAsync(a => a.Id), outcome.Value);
            absences.All.Add(absence);
        }
    }

    private async Task AgreeToAbsenceAsync()
    {
        List<AbsencesModel.Absence> waiting = [.. absences.All.Where(a => !a.Agreed || Sometimes(10))];
        if (waiting.Count == 0)
        {
            return;
        }

        var (absence, actor) = (Sometimes(80) ? waiting[^1] : Any(waiting), AnOwner());
        var may = absences.MayAgree(actor, absence, await DayOfRecordAsync());
        var outcome = await database.Get<ApproveAbsence>().RunAsync(Guid.NewGuid(), Actor.Demo(actor), absence.Id, default);
        Agree("absence agreed", may, outcome.IsOk, $"{Said(absence)} by {Name(actor)}: {outcome.Problem?.Code}");
        absence.Agreed |= outcome.IsOk;
    }

    private async Task EndAbsenceAsync()
    {
        List<AbsencesModel.Absence> stated = [.. absences.All.Where(a => !a.Ended || Sometimes(10))];
        if (stated.Count == 0)
        {
            return;
        }

        var (absence, actor) = (stated[^1], AnOwner());
        var may = absences.MayEnd(actor, absence, await DayOfRecordAsync());
        var outcome = await database.Get<EndAbsence>().RunAsync(Guid.NewGuid(), Actor.Demo(actor), absence.Id, default);
        Agree("absence ended", may, outcome.IsOk, $"{Said(absence)} by {Name(actor)}: {outcome.Problem?.Code}");
        absence.Ended |= outcome.IsOk;
    }

    private string Said(AbsencesModel.Absence absence) => $"of {Name(absence.Person)} with {Name(absence.StandIn)} from {absence.From:yyyy-MM-dd} to {absence.Until:yyyy-MM-dd}";
}
