using AccessReview.Core.Audit;

namespace AccessReview.Core.Tests.Audit;

public sealed class EventsHoldFactsOnlyTests
{
    private sealed record Named(long Id, string Name) : EventBody;

    private sealed record Listed(IReadOnlyList<string> Words) : EventBody;

    [Fact]
    public void No_event_can_hold_a_name_an_address_or_free_text()
    {
        var others = EventRecords.All.SelectMany(EventRecords.Properties).Where(p => !EventRecords.IsFact(p.PropertyType))
            .Select(p => $"{p.DeclaringType!.Name}.{p.Name} is {p.PropertyType.Name}; an event holds ids, counts, closed codes, times and hashes");
        Assert.Empty(others);
    }

    [Fact]
    public void A_text_in_an_event_would_be_found()
    {
        Assert.Equal(nameof(Named.Name), EventRecords.Properties(typeof(Named)).Single(p => !EventRecords.IsFact(p.PropertyType)).Name);
        Assert.Single(EventRecords.Properties(typeof(Listed)), p => !EventRecords.IsFact(p.PropertyType));
    }

    [Fact]
    public void Every_event_is_a_sealed_record_with_a_name_of_its_own()
    {
        Assert.NotEmpty(EventRecords.All);
        Assert.All(EventRecords.All, t => Assert.True(t.IsSealed && t.IsPublic, t.FullName + " is a public sealed record"));
        Assert.Empty(EventRecords.All.GroupBy(t => t.Name).Where(g => g.Count() > 1).Select(g => g.Key));
    }

    [Theory]
    [InlineData("anna@example.test")]
    [InlineData("Anna Lee")]
    [InlineData("")]
    [InlineData("Müller")]
    [InlineData("a\nb")]
    public void A_code_takes_no_address_and_no_words(string text) => Assert.Throws<ArgumentException>(() => new Code(text));

    [Fact]
    public void A_code_is_short() => Assert.Throws<ArgumentException>(() => new Code(new string('a', Code.MaxLength + 1)));
}
