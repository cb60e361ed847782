using System.Text;
using AccessReview.Core.Audit;

namespace AccessReview.Core.Tests.Audit;

/// <summary>The bytes of every event type and version, kept as files: an auditor's script reads events for years, so a changed
/// shape must be noticed and get a version of its own.</summary>
public sealed class EventShapesTests
{
    private static readonly EventEnvelope Envelope = new(
        7, new DateTime(2026, 11, 23, 9, 0, 0, 5, DateTimeKind.Utc), "person:12", AuthenticationMethod.Demo, "Administrator, Auditor", 3);

    private static readonly string Folder = Repository.At("tests", "AccessReview.Core.Tests", "Audit", "golden");

    private static bool Writing => Environment.GetEnvironmentVariable("ACCESSREVIEW_WRITE_GOLDEN") == "1";

    public static TheoryData<string> Names => [.. EventRecords.All.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_event_is_written_as_its_golden_file_says(string name)
    {
        var sample = EventRecords.Sample(EventRecords.All.Single(t => t.Name == name));
        var file = Path.Combine(Folder, $"{name}.{sample.Version}.json");
        var written = Encoding.UTF8.GetString(EventJson.Write(Envelope, sample)) + "\n";
        if (!File.Exists(file) && Writing)
        {
            File.WriteAllText(file, written);
        }

        Assert.True(File.Exists(file), $"{name} version {sample.Version} has no golden file. Run this test with ACCESSREVIEW_WRITE_GOLDEN=1, read the new file, and commit it.");
        Assert.True(File.ReadAllText(file) == written, $"{name} version {sample.Version} is written in another shape:\n{written}\nthan {file} says:\n{File.ReadAllText(file)}\nRaise its Version; or, if no database anywhere holds it yet, delete the file and run with ACCESSREVIEW_WRITE_GOLDEN=1.");
    }

    [Fact]
    public void No_golden_file_has_lost_its_event()
    {
        var names = EventRecords.All.Select(t => t.Name).ToHashSet();
        var lost = System.IO.Directory.EnumerateFiles(Folder, "*.json").Select(f => Path.GetFileName(f).Split('.')[0]).Where(n => !names.Contains(n));
        Assert.Empty(lost);
    }

    [Fact]
    public void Nothing_unknown_is_written_and_ids_are_texts()
    {
        var json = Encoding.UTF8.GetString(EventJson.Write(Envelope with { CampaignId = null }, new Sparse(null, null)));
        Assert.Equal(
            """{"seq":"7","at":"2026-11-23T09:00:00.005Z","type":"Sparse","version":1,"actor":"person:12","method":"Demo","roles":"Administrator, Auditor","data":{}}""", json);
        Assert.Contains("\"id\":\"9007199254740993\"", Encoding.UTF8.GetString(EventJson.Write(Envelope, new Sparse(9007199254740993, null))), StringComparison.Ordinal);
    }

    private sealed record Sparse(long? Id, AuthenticationMethod? Method) : EventBody;
}
