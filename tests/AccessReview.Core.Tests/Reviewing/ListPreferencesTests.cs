using AccessReview.Core.Reviewing;

namespace AccessReview.Core.Tests.Reviewing;

/// <summary>Columns and saved views are a person's own.</summary>
public sealed class ListPreferencesTests
{
    [Fact]
    public async Task Columns_and_views_are_remembered_for_the_person_and_seen_by_nobody_else()
    {
        await using var world = await ReviewWorld.CreateAsync();
        var likes = world.Database.Get<ListPreferences>();
        (await likes.ChooseColumnsAsync(world.World.As("Mia"), [ListColumn.LastUse, ListColumn.Item], default)).Require();
        (await likes.SaveViewAsync(world.World.As("Mia"), " Leavers ", "?finding=Left", default)).Require();
        (await likes.SaveViewAsync(world.World.As("Mia"), "LEAVERS", "?finding=Left&by=Person", default)).Require();
        var liked = await likes.ReadAsync(world.World.As("Mia"), default);
        Assert.Equal([ListColumn.Item, ListColumn.LastUse], liked.Columns);
        Assert.Equal([new SavedView("LEAVERS", "?finding=Left&by=Person")], liked.Views);
        var others = await likes.ReadAsync(world.World.As("Noa"), default);
        Assert.Empty(others.Columns);
        Assert.Empty(others.Views);
        (await likes.ForgetViewAsync(world.World.As("Mia"), "leavers", default)).Require();
        Assert.Empty((await likes.ReadAsync(world.World.As("Mia"), default)).Views);
    }

    [Theory]
    [InlineData("", "?by=Person", "view.name")]
    [InlineData("Elsewhere", "//elsewhere.example", "view.query")]
    public async Task A_view_has_a_name_and_is_only_the_query_of_an_address(string name, string query, string code)
    {
        await using var world = await ReviewWorld.CreateAsync();
        Assert.Equal(code, (await world.Database.Get<ListPreferences>().SaveViewAsync(world.World.As("Mia"), name, query, default)).Problem?.Code);
    }

    [Fact]
    public async Task One_more_than_the_most_is_refused_and_the_others_stay()
    {
        await using var world = await ReviewWorld.CreateAsync();
        var likes = world.Database.Get<ListPreferences>();
        for (var i = 0; i < ListPreferences.MaxViews; i++)
        {
            (await likes.SaveViewAsync(world.World.As("Mia"), $"View {i}", "?by=Person", default)).Require();
        }

        Assert.Equal("view.many", (await likes.SaveViewAsync(world.World.As("Mia"), "One more", "?by=Person", default)).Problem?.Code);
        Assert.Equal(ListPreferences.MaxViews, (await likes.ReadAsync(world.World.As("Mia"), default)).Views.Count);
    }
}
