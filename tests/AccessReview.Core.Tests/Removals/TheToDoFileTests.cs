using System.Text;
using AccessReview.Core.Applications;
using AccessReview.Core.Audit;
using AccessReview.Core.Removals;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Removals;

public sealed class TheToDoFileTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+49 30", "'+49 30")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("  =1", "'  =1")]
    [InlineData("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"")]
    [InlineData("Vera, \"V\"", "\"Vera, \"\"V\"\"\"")]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    public void A_cell_is_never_a_formula_and_never_breaks_its_line(string text, string cell) => Assert.Equal(cell, CsvText.Cell(text));

    [Fact]
    public async Task The_file_says_who_does_what_where_and_its_download_is_an_event()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        await world.RevokeAsync("Vera");
        await world.RevokeAsync("Sami", "Growth");
        await world.SignOffAsync("Vera", "Sami");
        using var file = new MemoryStream();
        Assert.Equal(2, (await database.Get<DownloadRemovals>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), new RemovalFilter(), () => file, CancellationToken.None)).Require());

        var lines = Encoding.UTF8.GetString(file.ToArray()).Split("\r\n");
        Assert.StartsWith("\uFEFFRemoval,", lines[0], StringComparison.Ordinal);
        Assert.Contains("The account with 2 groups", lines[1], StringComparison.Ordinal);
        Assert.Contains("remove the teammate", lines[1], StringComparison.Ordinal);
        Assert.Contains("open Growth and take sami@example.test out", lines[2], StringComparison.Ordinal);
        await using var db = database.Look();
        Assert.True(await db.AuditEvents.AnyAsync(e => e.Type == nameof(RemovalListDownloaded)));
    }

    [Fact]
    public async Task Others_than_campaign_owners_and_auditors_see_what_waits_for_them_alone()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        await world.RevokeAsync("Vera");
        await world.RevokeAsync("Zoe");
        await world.SignOffAsync("Vera", "Zoe");
        var second = (await world.RemovalsAsync())[1];
        (await database.Get<AssignRemoval>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), second.Id, world.World["Sami"], CancellationToken.None)).Require();

        async Task<string> SeenBy(string name) => string.Join(' ',
            (await database.Get<RemovalList>().RunAsync(world.World.As(name), new RemovalFilter(), 0, 10, CancellationToken.None)).Require().Rows.Select(r => r.Number));
        Assert.Equal("1 2", await SeenBy("Owen"));
        Assert.Equal("2", await SeenBy("Sami"));
        var nobody = await database.Get<RemovalList>().RunAsync(world.World.As("Mia"), new RemovalFilter(), 0, 10, CancellationToken.None);
        Assert.Equal(Problem.DeniedCode, nobody.Problem?.Code);
    }

    [Fact]
    public async Task An_auditor_for_whom_one_waits_finds_that_one_in_menu_list_and_file_and_all_of_a_campaign_in_list_and_file_where_the_campaign_is_asked_for()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        await world.RevokeAsync("Vera");
        await world.RevokeAsync("Zoe");
        await world.SignOffAsync("Vera", "Zoe");
        var second = (await world.RemovalsAsync())[1];
        (await database.Get<AssignRemoval>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), second.Id, world.World["Sami"], CancellationToken.None)).Require();
        await world.World.GrantAsync("Sami", Role.Auditor);

        var sami = world.World.As("Sami");
        async Task<(int Listed, int Counted, int Written)> OfAsync(RemovalFilter filter)
        {
            var page = (await database.Get<RemovalList>().RunAsync(sami, filter, 0, 10, CancellationToken.None)).Require();
            using var file = new MemoryStream();
            return (page.Total, page.Counts.Open, (await database.Get<DownloadRemovals>().RunAsync(Guid.NewGuid(), sami, filter, () => file, CancellationToken.None)).Require());
        }

        Assert.Equal(1, (await database.Get<DescribeActor>().RunAsync(sami, CancellationToken.None)).OpenRemovals);
        Assert.Equal((1, 1, 1), await OfAsync(new RemovalFilter(RemovalShow.Open)));
        Assert.Equal((2, 2, 2), await OfAsync(new RemovalFilter(RemovalShow.Open, CampaignNumber: 1)));
    }

    [Fact]
    public void A_name_that_turns_the_direction_turns_nothing_of_the_steps_around_it()
    {
        Assert.Contains("open \u2068Sales\u2069 and take vera@example.test out", RemovalSteps.For(ApplicationKind.Heap, "Heap", "vera@example.test", "Sales\u202E").Text, StringComparison.Ordinal);
        foreach (var kind in Enum.GetValues<ApplicationKind>())
        {
            Assert.All([Steps(kind, null), Steps(kind, "Growth\u202E"), Steps(kind, null, "Consumer\u202E")], guide => Assert.DoesNotContain('\u202E', guide.Where + guide.Text));
        }

        static RemovalGuide Steps(ApplicationKind kind, string? group, string? to = null) => RemovalSteps.For(kind, "App\u202E", "Vera\u202E", group, to);
    }

    [Fact]
    public void Every_kind_of_application_has_steps_for_accounts_and_groups()
    {
        foreach (var kind in Enum.GetValues<ApplicationKind>())
        {
            Assert.All([RemovalSteps.For(kind, "App", "vera@example.test", null), RemovalSteps.For(kind, "App", "vera@example.test", "Growth")], guide =>
            {
                Assert.Contains("vera@example.test", guide.Text, StringComparison.Ordinal);
                Assert.NotEmpty(guide.Where);
            });
        }
    }
}
