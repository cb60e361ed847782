using AccessReview.Core;
using AccessReview.Core.Connections;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AccessReview.Web.Components.Connections;

/// <summary>The way into one application or directory: connect, test, read now, and how reading stands while it is under way.</summary>
public sealed partial class ConnectionCard : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly Lifetime gone = new();
    private readonly NextCommand next = new();
    private ConnectionPage.Facts? facts;
    private Problem? problem;
    private Actor? actor;
    private bool busy;
    private bool testing;
    private bool watching;

    /// <summary>The application, or null.</summary>
    [Parameter] public long? ApplicationId { get; set; }

    /// <summary>The directory, or null.</summary>
    [Parameter] public long? DirectoryId { get; set; }

    /// <summary>A reading came to its end: what stands beside the card has changed.</summary>
    [Parameter] public EventCallback OnRead { get; set; }

    [Inject] private CurrentActor Current { get; set; } = null!;

    [Inject] private ConnectionPage Page { get; set; } = null!;

    [Inject] private TestConnection Test { get; set; } = null!;

    [Inject] private EndConnection End { get; set; } = null!;

    [Inject] private AcceptMore Accept { get; set; } = null!;

    [Inject] private AcceptFewer Fewer { get; set; } = null!;

    [Inject] private AskForReading Ask { get; set; } = null!;

    [Inject] private IDialogService Dialogs { get; set; } = null!;

    [Inject] private TimeProvider Time { get; set; } = null!;

    private bool IsReading => facts?.Reading?.State is WorkState.Waiting or WorkState.Running;

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        actor ??= await Current.GetAsync();
        if (facts?.ApplicationId != ApplicationId || facts?.DirectoryId != DirectoryId)
        {
            await LookAsync();
        }
    }

    private async Task LookAsync()
    {
        var outcome = await Page.RunAsync(actor!, ApplicationId, DirectoryId, gone.Token);
        (facts, problem) = (outcome.Value, outcome.Problem);
        if (IsReading && !watching)
        {
            watching = true;
            _ = InvokeAsync(WatchAsync);
        }
    }

    // The reading goes on whether anybody looks or not.
    private async Task WatchAsync()
    {
        try
        {
            while (IsReading)
            {
                await Task.Delay(Look, Time, gone.Token);
                await LookAsync();
                StateHasChanged();
            }

            watching = false;
            await OnRead.InvokeAsync();
        }
        catch (OperationCanceledException)
        {
            // The page is gone.
        }
        catch (ObjectDisposedException)
        {
            // The page is gone, between two looks.
        }
    }

    private async Task ConnectAsync()
    {
        // Others may have changed it while the page lay open: what is changed is how it stands now.
        await LookAsync();
        if (facts is { } now)
        {
            var set = await ConnectDialog.AskAsync(Dialogs, actor!, now);
            await LookAsync();
            if (set && facts?.Connection is { TestedAt: null })
            {
                await TestAsync();
            }
        }
    }

    private Task TestAsync() => DoAsync(async id =>
    {
        testing = true;
        StateHasChanged();
        return (await Test.RunAsync(Guid.NewGuid(), actor!, id, gone.Token)).Problem;
    });

    private Task ReadNowAsync() => DoAsync(async id => (await Ask.RunAsync(actor!, id, gone.Token)).Problem);

    private Task AcceptAsync() => DoAsync(async id => (await Accept.RunAsync(Guid.NewGuid(), actor!, id, gone.Token)).Problem ?? (await Ask.RunAsync(actor!, id, gone.Token)).Problem);

    private Task AcceptFewerAsync(long reading) => DoAsync(async id =>
        (await next.SendAsync(command => Fewer.RunAsync(command, actor!, id, reading, gone.Token), id, reading)).Problem ?? (await Ask.RunAsync(actor!, id, gone.Token)).Problem);

    private async Task EndAsync()
    {
        if (await ConfirmDialog.AskAsync(Dialogs, $"End the connection with {facts!.Source}?", "Its secret is forgotten and must be entered again to connect anew. What was read through it stays.", "End it", danger: true) is not null)
        {
            await DoAsync(async id => (await End.RunAsync(Guid.NewGuid(), actor!, id, gone.Token)).Problem);
        }
    }

    private async Task DoAsync(Func<long, Task<Problem?>> act)
    {
        if (busy || facts?.Connection is not { } connection)
        {
            return;
        }

        busy = true;
        try
        {
            var wrong = await act(connection.Id);
            await LookAsync();
            problem = wrong ?? problem;
        }
        finally
        {
            (busy, testing) = (false, false);
        }
    }
}
