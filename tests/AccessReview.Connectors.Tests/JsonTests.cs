using System.Text.Json;

namespace AccessReview.Connectors.Tests;

/// <summary>JSON as other systems really write it.</summary>
public sealed class JsonTests
{
    [Theory]
    [InlineData("""{"userName":"a"}""")]
    [InlineData("""{"USERNAME":"a"}""")]
    [InlineData("""{"x":1,"UserName":"a","usernames":"b"}""")]
    [InlineData("""{"user\u004eame":"a"}""")]
    [InlineData("""{"\u0055SERNAME":"a"}""")]
    [InlineData("""{"userNamé":"b","ｕserName":"c","username":"a"}""")]
    [InlineData("""{"\ud800":"b","userName":"a"}""")]
    [InlineData("""{"userName":"a","\ud800":"b"}""")]
    [InlineData("""{"u\udc00":"b","USERNAME":"a"}""")]
    public void A_member_is_found_whatever_the_case_of_its_name_and_however_it_is_escaped(string json)
    {
        using var document = JsonDocument.Parse(json);

        Assert.Equal("a", document.RootElement.Text("userName"));
    }

    [Fact]
    public void The_name_as_written_goes_before_one_in_another_case()
    {
        using var document = JsonDocument.Parse("""{"USERNAME":"b","userName":"a","username":"c"}""");

        Assert.Equal("a", document.RootElement.Text("userName"));
    }

    [Theory]
    [InlineData("""{"userName":null}""")]
    [InlineData("""{"user":"a"}""")]
    [InlineData("{}")]
    [InlineData("[\"userName\"]")]
    [InlineData("\"userName\"")]
    public void Nothing_is_found_where_there_is_nothing(string json)
    {
        using var document = JsonDocument.Parse(json);

        Assert.Null(document.RootElement.Get("userName"));
    }

    [Theory]
    [InlineData("\"2024-03-31T01:30:00Z\"", "2024-03-31T01:30:00")]
    [InlineData("\"2024-10-27T02:30:00.250+02:00\"", "2024-10-27T00:30:00.250")]
    [InlineData("\"2024-10-27T02:30:00\"", "2024-10-27T02:30:00")]
    [InlineData("\"2024-10-27 02:30:00Z\"", "2024-10-27T02:30:00")]
    [InlineData("\"2024-10-27\"", "2024-10-27T00:00:00")]
    [InlineData("\" 2024-01-10T08:00:00Z \"", "2024-01-10T08:00:00")]
    [InlineData("\"1970-01-01T00:00:00Z\"", null)]
    [InlineData("\"0001-01-01T00:00:00Z\"", null)]
    [InlineData("\"never\"", null)]
    [InlineData("true", null)]
    [InlineData("null", null)]
    public void An_instant_is_read_in_UTC_however_it_is_written(string written, string? instant)
    {
        using var document = JsonDocument.Parse($"{{\"at\":{written}}}");

        var at = document.RootElement.Instant("at");

        Assert.Equal(instant is null ? null : DateTime.SpecifyKind(DateTime.Parse(instant, System.Globalization.CultureInfo.InvariantCulture), DateTimeKind.Utc), at);
        Assert.True(at is null or { Kind: DateTimeKind.Utc });
    }
}
