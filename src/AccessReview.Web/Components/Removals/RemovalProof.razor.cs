using AccessReview.Core;
using AccessReview.Core.Removals;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Removals;

/// <summary>What the product will do, or did, for one removal, with what the reader may do about it.</summary>
public sealed partial class RemovalProof : IDisposable
{
    private const int MostLooks = 60;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly Lifetime gone = new();
    private readonly NextCommand next = new();
    private RemovalProofs.Facts? facts;
    private Problem? problem;
    private Actor? actor;
    private bool busy;

    /// <summary>The removal.</summary>
    [Parameter, EditorRequired] public RemovalRow Row { get; set; } = null!;

    /// <summary>It stands differently now.</summary>
    [Parameter] public EventCallback OnChanged { get; set; }

    [Inject] private CurrentActor Current { get; set; } = null!;

    [Inject] private RemovalProofs Proofs { get; set; } = null!;

    [Inject] private ReleaseRemovals Release { get; set; } = null!;

    [Inject] private TryRemovalsAgain Again { get; set; } = null!;

    [Inject] private AgreeToRemovals Agree { get; set; } = null!;

    [Inject] private RemovalBell Bell { get; set; } = null!;

    [Inject] private TimeProvider Time { get; set; } = null!;

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        actor ??= await Current.GetAsync();
        await LookAsync();
    }

    private async Task DoAsync(Func<Guid, Actor, IReadOnlyList<long>, CancellationToken, Task<Outcome<Done>>> act)
    {
        if (busy)
        {
            return;
        }

        busy = true;
        problem = (await next.SendAsync(id => act(id, actor!, [Row.Id], gone.Token), act.Method, Row.Id)).Problem;
        Bell.Ring();
        await LookAsync();
        busy = false;
        if (problem is null)
        {
            _ = InvokeAsync(WatchAsync);
        }
    }

    private async Task LookAsync() => facts = (await Proofs.RunAsync(actor!, Row.Id, gone.Token)).Value;

    // It is carried out beside the page, within seconds; who asked for it sees what came of it.
    private async Task WatchAsync()
    {
        try
        {
            for (var looks = 0; looks < MostLooks && facts?.State == RemovalState.Requested; looks++)
            {
                await Task.Delay(Look, Time, gone.Token);
                await LookAsync();
                StateHasChanged();
            }

            await OnChanged.InvokeAsync();
        }
        catch (Exception left) when (left is OperationCanceledException or ObjectDisposedException)
        {
            // The page is gone.
        }
    }
}
