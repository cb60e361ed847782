using System.Text;
using System.Text.Json.Nodes;
using AccessReview.Core.Connections;
using AccessReview.Core.Extracts;
using AccessReview.Fakes;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>The fear: what a connected system calls its groups and people stops the reading without a word, and every later one.</summary>
public sealed class HostileReadingsTests : ConnectedTests
{
    [Fact]
    public async Task A_directory_whose_group_has_a_longer_id_than_is_kept_is_an_incomplete_reading_that_says_so()
    {
        var id = new string('g', 321);
        world.Okta.Groups[id] = ("everybody", ["00uSami"]);
        world.Okta.Apps["heap"] = ([], [id]);
        var extract = await world.ReadAsync(await world.ConnectOktaAsync());
        Assert.Equal((Completeness.Incomplete, "A record's group id has 321 characters; 320 are kept."), (extract.Completeness, extract.Why));
    }

    [Fact]
    public async Task An_account_with_more_roles_than_are_kept_is_an_incomplete_reading_that_names_it()
    {
        world.Heap.Find("h3")!["roles"] = new JsonArray(new JsonObject { ["value"] = new string('r', 1001) });
        var extract = await world.ReadAsync(await world.ConnectHeapAsync());
        Assert.Equal((Completeness.Incomplete, "The role of record 3 as listed has 1001 characters; 1000 are kept."), (extract.Completeness, extract.Why));
    }

    [Fact]
    public async Task A_system_whose_text_is_not_UTF_8_is_an_incomplete_reading_that_says_so_and_so_does_its_test()
    {
        var connection = await world.ConnectHeapAsync();
        WritesLatin1(world.Heap, "/Users", "{\"totalResults\":1,\"Resources\":[{\"id\":\"1\",\"displayName\":\"Jörg\"}]}");
        var extract = await world.ReadAsync(connection);
        Assert.Equal((Completeness.Incomplete, "Heap answered with text that is not UTF-8, as JSON has to be."), (extract.Completeness, extract.Why));

        (await database.Get<TestConnection>().RunAsync(Guid.NewGuid(), world.Ada, connection, default)).Require();
        await using var db = database.Look();
        Assert.Equal("Heap answered with text that is not UTF-8, as JSON has to be.", ConnectionFindings.Parse(await db.Connections.Where(c => c.Id == connection).Select(c => c.Test!).SingleAsync()).Problem);
    }

    [Fact]
    public async Task A_log_whose_text_is_not_UTF_8_leaves_the_last_sign_ins_not_known_and_the_reading_complete()
    {
        WritesLatin1(world.Okta, "/logs", "[{\"uuid\":\"Jörg\"}]");
        var extract = await world.ReadAsync(await world.ConnectOktaAsync());
        Assert.Equal(Completeness.Complete, extract.Completeness);
        Assert.Contains("not known: Okta answered with text that is not UTF-8", extract.Files.Single(f => f.Kind == ExtractFileKind.Grants).Report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"x\"")]
    [InlineData("[]")]
    [InlineData("{\"\\ud800\":1}")]
    public async Task A_system_whose_records_are_none_is_tested_all_the_same_and_its_reading_says_what_is_wrong(string record)
    {
        var connection = await world.ConnectHeapAsync();
        WritesLatin1(world.Heap, "/Users", $"{{\"totalResults\":1,\"Resources\":[{record}]}}");
        var findings = (await database.Get<TestConnection>().RunAsync(Guid.NewGuid(), world.Ada, connection, default)).Require();
        Assert.Equal((1, 0), (findings.Accounts, findings.Attributes.Count));
        var extract = await world.ReadAsync(connection);
        Assert.Equal(Completeness.Incomplete, extract.Completeness);
        Assert.StartsWith("Users: record 1 of a page has no id and cannot be told from others.", extract.Why, StringComparison.Ordinal);
    }

    private static void WritesLatin1(FakeServer server, string path, string body) => server.Before = async (context, _) =>
    {
        var asked = context.Request.Path.Value!.EndsWith(path, StringComparison.Ordinal);
        if (asked)
        {
            await context.Response.Body.WriteAsync(Encoding.Latin1.GetBytes(body));
        }

        return asked;
    };
}
