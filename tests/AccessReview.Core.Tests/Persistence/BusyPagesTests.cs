using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;

namespace AccessReview.Core.Tests.Persistence;

/// <summary>With 200 reviewers at work on two processors the slowest twentieth of decisions took five seconds, while half of the machine was
/// idle: a writer whose turn had come waited for its own page, which was reading the next story, and everybody behind waited with it.</summary>
public sealed class BusyPagesTests
{
    private sealed record Counted(int Number) : EventBody;

    [Fact]
    public async Task A_page_that_is_busy_when_its_turn_comes_keeps_no_writer_waiting()
    {
        await using var database = await TestDatabase.CreateAsync();
        await InTurnAsync(work => database.Change.RunAsync<Done>(Guid.NewGuid(), Actor.Demo(7), "Count", async (scope, _) =>
        {
            await work();
            scope.Record(new Counted(1));
            return Done.Yes;
        }, CancellationToken.None));
    }

    [Fact]
    public async Task Nor_does_it_when_what_it_writes_is_no_event()
    {
        await using var database = await TestDatabase.CreateAsync();
        await InTurnAsync(work => database.Get<OperationalWrites>().RunAsync(
            async (_, _) =>
            {
                await work();
                return Done.Yes;
            },
            CancellationToken.None));
    }

    /// <summary>One writes; a busy page comes, and then another.</summary>
    private static async Task InTurnAsync(Func<Func<Task>, Task> writeAsync)
    {
        var (entered, ends) = (new TaskCompletionSource(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var first = Task.Run(() => writeAsync(() =>
        {
            entered.SetResult();
            return ends.Task;
        }));
        await entered.Task;
        var fromPage = BusyPage.Call(() => writeAsync(() => Task.CompletedTask));
        var behind = Task.Run(() => writeAsync(() => Task.CompletedTask));
        ends.SetResult();
        await Task.WhenAll(first, fromPage, behind).WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>A page that never comes to what is posted to it.</summary>
    private sealed class BusyPage : SynchronizationContext
    {
        public static Task Call(Func<Task> handler)
        {
            var before = Current;
            SetSynchronizationContext(new BusyPage());
            try
            {
                return handler();
            }
            finally
            {
                SetSynchronizationContext(before);
            }
        }

        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }
}
