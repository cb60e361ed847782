using AccessReview.Core;
using AccessReview.Core.Settings;
using AccessReview.Web.Background;
using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Web.Tests.Http;

public sealed class StoppingTests : IDisposable
{
    private readonly string anchors = Directory.CreateTempSubdirectory("accessreview-anchors-").FullName;

    public void Dispose() => Directory.Delete(anchors, recursive: true);

    [Fact]
    public async Task Of_two_stops_at_once_none_is_over_before_the_end_of_the_record_is_anchored()
    {
        await using var app = new TestApp(new() { ["Evidence:AnchorFolder"] = anchors });
        await app.World.PeopleAsync([]);
        (await app.Get<SetPolicy>().RunAsync(Guid.NewGuid(), app.World.As("Ada"), new Policy(), null, TestContext.Current.CancellationToken)).Require();
        Assert.Empty(Directory.GetFiles(anchors));

        // As a host does that is stopped by its own end and by whoever started it. The loop is one of its own: the host would take the end of
        // its loop for a failure, and stop by itself while the test still asks it.
        using var loop = ActivatorUtilities.CreateInstance<FollowUpLoop>(app.Services);
        Task[] stops = [loop.StopAsync(TestContext.Current.CancellationToken), loop.StopAsync(TestContext.Current.CancellationToken)];
        await await Task.WhenAny(stops);

        Assert.NotEmpty(Directory.GetFiles(anchors));
        await Task.WhenAll(stops);
    }
}
