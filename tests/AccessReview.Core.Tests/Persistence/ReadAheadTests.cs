using AccessReview.Core.Persistence;

namespace AccessReview.Core.Tests.Persistence;

/// <summary>Rows that are read on another thread: nobody who takes them notices.</summary>
public sealed class ReadAheadTests
{
    private const int Many = 10_000;

    [Fact]
    public async Task Every_row_comes_once_and_in_its_order()
    {
        var source = new Source(Many);
        Assert.Equal(Enumerable.Range(0, Many), await source.Query.ReadAhead().ToListAsync());
        Assert.True(source.Closed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(700)]
    public async Task Rows_before_one_that_cannot_be_read_come_and_then_what_is_wrong(int good)
    {
        var source = new Source(good, new FormatException("It is no time."));
        var taken = new List<int>();
        await Assert.ThrowsAsync<FormatException>(async () =>
        {
            await foreach (var row in source.Query.ReadAhead())
            {
                taken.Add(row);
            }
        });
        Assert.Equal(Enumerable.Range(0, good), taken);
        Assert.True(source.Closed);
    }

    [Fact]
    public async Task Whoever_stops_early_leaves_no_reading_behind()
    {
        var source = new Source(int.MaxValue);
        await foreach (var row in source.Query.ReadAhead())
        {
            if (row == 3)
            {
                break;
            }
        }

        Assert.True(source.Closed);
    }

    [Fact]
    public async Task A_cancelled_reading_is_never_taken_for_a_finished_one()
    {
        var source = new Source(int.MaxValue);
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var row in source.Query.ReadAhead().WithCancellation(cancel.Token))
            {
                if (row == 3)
                {
                    await cancel.CancelAsync();
                }
            }
        });
        Assert.True(source.Closed);
    }

    /// <summary>A query whose reader can be seen to be closed.</summary>
    private sealed class Source(int rows, Exception? then = null)
    {
        public bool Closed { get; private set; }

        public IQueryable<int> Query => Rows().AsQueryable();

        private IEnumerable<int> Rows()
        {
            try
            {
                for (var row = 0; row < rows; row++)
                {
                    yield return row;
                }

                if (then is not null)
                {
                    throw then;
                }
            }
            finally
            {
                Closed = true;
            }
        }
    }
}
