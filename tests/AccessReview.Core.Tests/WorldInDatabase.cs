namespace AccessReview.Core.Tests;

public sealed partial class TestWorld
{
    /// <summary>In a test database.</summary>
    public TestWorld(TestDatabase database)
        : this(database.Change)
    {
    }
}
