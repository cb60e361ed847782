using AccessReview.Core.Persistence;

namespace AccessReview.Core.Tests.Persistence;

/// <summary>A trigger counts by what it does, not by its name alone.</summary>
public sealed class GuardTextTests
{
    public static TheoryData<string> Providers => TheModelTests.Providers;

    [Theory]
    [MemberData(nameof(Providers))]
    public void A_trigger_that_is_gone_emptied_or_not_to_be_read_is_named(string provider)
    {
        using var db = TheModelTests.Database(provider);
        var there = Guard.Triggers(db).ToDictionary(t => t.Name, t => (string?)(t.Sql + "\n"), StringComparer.Ordinal);
        Assert.Empty(Guard.Missing(db, there));
        var names = there.Keys.Take(3).ToList();
        there.Remove(names[0]);
        there[names[1]] = $"CREATE TRIGGER [{names[1]}] ON [Accounts] AFTER INSERT AS BEGIN SET NOCOUNT ON; END";
        there[names[2]] = null;
        Assert.Equal(names, Guard.Missing(db, there));
    }
}
