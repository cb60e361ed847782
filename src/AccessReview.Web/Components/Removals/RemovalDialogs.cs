using AccessReview.Core;
using AccessReview.Core.Removals;
using AccessReview.Core.Roles;
using AccessReview.Web.Components.Shared;
using MudBlazor;

namespace AccessReview.Web.Components.Removals;

/// <summary>Asks and sends what is noted or given to somebody; the same on the page and on a campaign's tab.</summary>
public sealed class RemovalDialogs(IDialogService dialogs, NoteDone noteDone, TakeBackNote takeBack, AssignRemoval assign, DescribeActor describe)
{
    private static readonly DialogOptions Small = new() { MaxWidth = MaxWidth.ExtraSmall, FullWidth = true };
    private readonly NextCommand nextTakenBack = new();

    /// <summary>Asks when and by whom, and notes it, with a proof if there is one.</summary>
    public async Task NoteAsync(Actor actor, IReadOnlyList<RemovalRow> rows, bool forOthers, DateOnly today, CancellationToken cancel)
    {
        var me = (actor.PersonId!.Value, (await describe.RunAsync(actor, cancel)).Name);
        var doers = new[] { me }.Concat(forOthers ? rows.Where(r => r.PersonId is not null).Select(r => (r.PersonId!.Value, r.Person!)) : []).Distinct().ToList();
        IReadOnlyList<IReadOnlyList<long>> campaigns = [.. rows.GroupBy(r => r.CampaignNumber).Select(g => (IReadOnlyList<long>)[.. g.Select(r => r.Id)])];

        // What is noted of one campaign stays noted when the next cannot be.
        var (next, open) = (new NextCommand(), new Queue<IReadOnlyList<long>>(campaigns));
        var parameters = new DialogParameters<NoteDoneDialog>
        {
            { d => d.Title, rows.Count == 1 ? $"{rows[0].AccountName}{(rows[0].Group is null ? "" : $", {rows[0].Group}")}: done?" : $"{rows.Count} removals: done?" },
            { d => d.Doers, doers }, { d => d.Today, today }, { d => d.Reference, rows.Count == 1 ? rows[0].DoneReference ?? "" : "" },
            { d => d.Removals, campaigns }, { d => d.Save, new Func<long, DateOnly, string, Task<Problem?>>(SaveAsync) },
        };
        var shown = await dialogs.ShowAsync<NoteDoneDialog>(null, parameters, Small);
        await shown.Result;

        async Task<Problem?> SaveAsync(long doneById, DateOnly on, string reference)
        {
            while (open.TryPeek(out var removals))
            {
                if ((await next.SendAsync(id => noteDone.RunAsync(id, actor, new HandWork(removals, doneById, on, reference), cancel), removals, doneById, on, reference)).Problem is { } problem)
                {
                    return problem;
                }

                open.Dequeue();
            }

            return null;
        }
    }

    /// <summary>Takes the notes back, of one campaign after the other; gives what was refused.</summary>
    public async Task<Problem?> TakeBackAsync(Actor actor, IReadOnlyList<RemovalRow> rows, CancellationToken cancel)
    {
        foreach (var removals in rows.GroupBy(r => r.CampaignNumber).Select(g => g.Select(r => r.Id).Order().ToList()))
        {
            if ((await nextTakenBack.SendAsync(id => takeBack.RunAsync(id, actor, removals, cancel), [.. removals.Cast<object?>()])).Problem is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    /// <summary>Asks for somebody and gives them the removal, or the tasks by hand that are left of it; gives what was refused.</summary>
    public async Task<Problem?> AssignAsync(Actor actor, RemovalRow row, CancellationToken cancel)
    {
        var shown = await dialogs.ShowAsync<AssignRemovalDialog>(
            null, new DialogParameters<AssignRemovalDialog> { { d => d.Except, row.PersonId is { } has && RemovalRules.IsOpen(row.State) ? new[] { has } : [] } }, Small);
        return await shown.Result is { Canceled: false, Data: long person }
            ? (await assign.RunAsync(Guid.NewGuid(), actor, row.Id, person, cancel)).Problem
            : null;
    }
}
