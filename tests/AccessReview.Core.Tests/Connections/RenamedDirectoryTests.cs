using AccessReview.Core.Audit;
using AccessReview.Core.Directories;

namespace AccessReview.Core.Tests.Connections;

/// <summary>A directory whose name was a mistake gets another one.</summary>
public sealed class RenamedDirectoryTests : ConnectedTests
{
    [Fact]
    public async Task A_renamed_directory_is_called_so_wherever_it_is_named_and_its_old_name_is_free()
    {
        var directory = (await RegisterAsync("Okta tset")).Require();
        (await RenameAsync(directory, " Okta ", "Okta tset")).Require();

        Assert.Contains("Okta", (await database.Get<DirectoryList>().RunAsync(world.Ada, CancellationToken.None)).Require().Select(d => d.Name));
        var log = (await database.Get<AuditLog>().RunAsync(world.Ada, new AuditFilter(), null, 10, CancellationToken.None)).Require();
        Assert.Equal("Renamed the directory Okta", log.Rows[0].Sentence);
        Assert.True((await RegisterAsync("Okta tset")).IsOk);
        Assert.Empty((await database.Get<VerifyChain>().RunAsync(Actor.Product, null, CancellationToken.None)).Require().Findings);
    }

    [Theory]
    [InlineData("  ", "directory.name")]
    [InlineData("STAFF list", "directory.name-taken")]
    [InlineData("more than a hundred characters: .......................................................................", "directory.name")]
    public async Task A_name_that_is_none_or_another_ones_is_refused(string name, string code)
    {
        var directory = (await RegisterAsync("Okta")).Require();
        Assert.Equal(code, (await RenameAsync(directory, name, "Okta")).Problem?.Code);
    }

    [Fact]
    public async Task Its_own_name_in_another_case_is_no_other_ones()
    {
        var directory = (await RegisterAsync("okta")).Require();
        (await RenameAsync(directory, "Okta", "okta")).Require();
        Assert.Equal("Okta", (await database.Get<DirectoryList>().RunAsync(world.Ada, CancellationToken.None)).Require()[^1].Name);
    }

    [Fact]
    public async Task Whoever_saw_another_name_overwrites_nothing()
    {
        var directory = (await RegisterAsync("Okta tset")).Require();
        (await RenameAsync(directory, "Okta", "Okta tset")).Require();
        var late = await RenameAsync(directory, "Okta test", "Okta tset");
        Assert.Contains("it is called Okta now", late.Problem!.Sentence, StringComparison.Ordinal);
    }

    private Task<Outcome<long>> RegisterAsync(string name) => database.Get<RegisterDirectory>().RunAsync(Guid.NewGuid(), world.Ada, name, DirectoryKind.Okta, CancellationToken.None);

    private Task<Outcome<Done>> RenameAsync(long directory, string name, string edited) => database.Get<RenameDirectory>().RunAsync(Guid.NewGuid(), world.Ada, directory, name, edited, CancellationToken.None);
}
