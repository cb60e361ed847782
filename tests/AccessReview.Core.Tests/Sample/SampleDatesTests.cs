using System.Text;
using AccessReview.Core.Sample;

namespace AccessReview.Core.Tests.Sample;

public sealed class SampleDatesTests
{
    private static readonly DateTime Today = new(2027, 3, 2, 10, 30, 0, DateTimeKind.Utc);

    [Fact]
    public void Days_move_by_whole_days_and_instants_by_the_exact_difference()
    {
        // Exported 2026-11-20 18:00; today lies 102 days later, less seven and a half hours.
        Assert.Equal("a,2027-03-02,2027-03-02T10:27:00Z,001,", SampleFiles.Move("a,2026-11-20,2026-11-20T17:57:00Z,001,", Today));
    }

    [Fact]
    public void No_moved_last_use_lies_after_the_export()
    {
        var users = Encoding.UTF8.GetString(SampleFiles.Read("heap-users-2026Q4.csv", Today));
        var lastUses = users.Split('\n').Skip(1).Select(line => line.Split(',')).Where(cells => cells.Length > 6 && cells[6].Length > 0)
            .Select(cells => DateTime.Parse(cells[6], System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AdjustToUniversal)).ToList();
        Assert.Equal(191, lastUses.Count);
        Assert.All(lastUses, at => Assert.True(at <= Today));
    }
}
