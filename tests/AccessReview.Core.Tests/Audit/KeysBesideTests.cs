using AccessReview.Core.Audit;

namespace AccessReview.Core.Tests.Audit;

/// <summary>The fear: to look at ten thousand anchors, the folder in which they lie is listed ten thousand times.</summary>
public sealed class KeysBesideTests : IDisposable
{
    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("accessreview-keys-").FullName;

    public void Dispose() => System.IO.Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_folder_is_listed_once_for_all_the_anchors_in_it_and_each_folder_has_its_own_keys()
    {
        var other = System.IO.Directory.CreateDirectory(Path.Combine(folder, "other")).FullName;
        var key = Path.Combine(folder, "one-" + AnchorKey.PublicName);
        File.WriteAllText(key, "one");
        File.WriteAllText(Path.Combine(other, "two-" + AnchorKey.PublicName), "two");
        var keys = new KeysBeside();
        Assert.Equal(["one"], keys.Of(Path.Combine(folder, "1.anchor")));

        File.Delete(key);
        Assert.Equal(["one"], keys.Of(Path.Combine(folder, "2.anchor")));
        Assert.Equal(["two"], keys.Of(Path.Combine(other, "1.anchor")));
    }
}
