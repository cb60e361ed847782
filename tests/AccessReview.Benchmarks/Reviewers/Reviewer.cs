using AccessReview.Benchmarks.World;

namespace AccessReview.Benchmarks.Reviewers;

/// <summary>Somebody who signs in, opens their list, and decides one row after the other with a while to think before each.</summary>
internal sealed class Reviewer : IAsyncDisposable
{
    private readonly Visitor visitor;
    private readonly ReviewPage page;
    private readonly Random chance;

    private Reviewer(Visitor visitor, ReviewPage page, int number) => (this.visitor, this.page, chance) = (visitor, page, new Random(number));

    /// <summary>Comes to the site and opens the campaign's list.</summary>
    public static async Task<Reviewer> ComeAsync(Uri site, CampaignWorld world, int number)
    {
        var (visitor, name) = (new Visitor(site), $"Person {(world.Items / LaunchOrganisation.ItemsPerAccount) + 1 + number}");
        try
        {
            return new Reviewer(visitor, await ReviewPage.OpenAsync(visitor, await visitor.SignInAsync(name, "/campaigns/1/review")), number);
        }
        catch (Exception e) when (e is not MeasureFailedException)
        {
            throw new MeasureFailedException($"{name} could not open their list: {e.Message}");
        }
    }

    /// <summary>Decides until the time is over or as many are decided.</summary>
    /// <param name="most">How many.</param>
    /// <param name="thinks">The shortest and the longest time to think, from one drawn decision to the next key.</param>
    /// <param name="over">Ends it between two decisions.</param>
    /// <returns>How long each took.</returns>
    public async Task<IReadOnlyList<DecisionTime>> DecideAsync(int most, (TimeSpan Least, TimeSpan Most) thinks, CancellationToken over)
    {
        var times = new List<DecisionTime>(most);
        try
        {
            // They did not all begin at the same moment.
            await Task.Delay(thinks.Most * chance.NextDouble(), over);
            while (times.Count < most && await page.CertifyAsync() is { } took)
            {
                times.Add(took);
                await Task.Delay(thinks.Least + ((thinks.Most - thinks.Least) * chance.NextDouble()), over);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The time is over.
        }

        return times;
    }

    public async ValueTask DisposeAsync()
    {
        await page.DisposeAsync();
        visitor.Dispose();
    }
}
