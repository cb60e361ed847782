using AccessReview.Core;
using AccessReview.Core.Removals;
using AccessReview.Core.Roles;
using MudBlazor;

namespace AccessReview.Web.Components.Removals;

/// <summary>Asks and sends what is noted or given to somebody; the same on the page and on a campaign's tab.</summary>
public sealed class RemovalDialogs(IDialogService dialogs, NoteDone noteDone, AssignRemoval assign, DescribeActor describe)
{
    private static readonly DialogOptions Small = new() { MaxWidth = MaxWidth.ExtraSmall, FullWidth = true };

    /// <summary>Asks when and by whom, and notes it; gives what was refused.</summary>
    public async Task<Problem?> NoteAsync(Actor actor, IReadOnlyList<RemovalRow> rows, bool forOthers, DateOnly today, CancellationToken cancel)
    {
        var me = (actor.PersonId!.Value, (await describe.RunAsync(actor, cancel)).Name);
        var doers = new[] { me }.Concat(forOthers ? rows.Where(r => r.PersonId is not null).Select(r => (r.PersonId!.Value, r.Person!)) : []).Distinct().ToList();
        var parameters = new DialogParameters<NoteDoneDialog>
        {
            { d => d.Title, rows.Count == 1 ? $"{rows[0].AccountName}{(rows[0].Group is null ? "" : $", {rows[0].Group}")}: done?" : $"{rows.Count} removals: done?" },
            { d => d.Doers, doers }, { d => d.Today, today }, { d => d.Reference, rows.Count == 1 ? rows[0].DoneReference ?? "" : "" },
        };
        var shown = await dialogs.ShowAsync<NoteDoneDialog>(null, parameters, Small);
        if (await shown.Result is not { Canceled: false, Data: NoteDoneDialog.Note note })
        {
            return null;
        }

        foreach (var campaign in rows.GroupBy(r => r.CampaignNumber))
        {
            var work = new HandWork([.. campaign.Select(r => r.Id)], note.DoneById, note.On, note.Reference);
            if ((await noteDone.RunAsync(Guid.NewGuid(), actor, work, cancel)).Problem is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    /// <summary>Asks for somebody and gives them the removal; gives what was refused.</summary>
    public async Task<Problem?> AssignAsync(Actor actor, RemovalRow row, CancellationToken cancel)
    {
        var shown = await dialogs.ShowAsync<AssignRemovalDialog>(
            null, new DialogParameters<AssignRemovalDialog> { { d => d.Except, row.PersonId is { } has ? new[] { has } : [] } }, Small);
        return await shown.Result is { Canceled: false, Data: long person }
            ? (await assign.RunAsync(Guid.NewGuid(), actor, row.Id, person, cancel)).Problem
            : null;
    }
}
