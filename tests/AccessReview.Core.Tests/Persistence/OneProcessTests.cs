using AccessReview.Core.Persistence;
using AccessReview.Core.Tests.Crashes;
using AccessReview.Core.Tests.SqlServer;

namespace AccessReview.Core.Tests.Persistence;

public sealed class OneProcessTests : IDisposable
{
    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("accessreview-two-").FullName;

    [SqliteFact]
    public async Task A_second_process_on_the_same_folder_is_refused_with_a_sentence_and_let_in_once_the_first_is_gone()
    {
        using var first = CrashChild.Start("hold", folder, 1);
        while (await first.StandardOutput.ReadLineAsync() is { } line && line != "holding")
        {
        }

        var second = await CrashChild.LiveAsync("nothing", folder, 1);
        Assert.Equal(3, second.ExitCode);
        Assert.Equal(["refused data.in-use"], second.Told);
        Assert.Contains($"(process {first.Id})", DataFolderLock.Take(new DatabaseOptions { Folder = folder }).Problem!.Sentence, StringComparison.Ordinal);

        first.Kill();
        await first.WaitForExitAsync();
        Assert.Equal(0, (await CrashChild.LiveAsync("nothing", folder, 1)).ExitCode);
    }

    [Fact]
    public void Two_data_folders_cannot_name_one_database()
    {
        DatabaseOptions Options(string name) => new() { Folder = Path.Combine(folder, name), ConnectionString = "Data Source=" + Path.Combine(folder, "shared.db") };
        using var first = DataFolderLock.Take(Options("a")).Require();
        Assert.Equal("data.in-use", DataFolderLock.Take(Options("b")).Problem?.Code);
        first.Dispose();
        DataFolderLock.Take(Options("b")).Require().Dispose();
    }

    [Theory]
    [InlineData("accessreview.db")]
    [InlineData("link.db")]
    public void The_database_of_one_data_folder_cannot_be_named_from_another(string name)
    {
        var (a, b) = (Path.Combine(folder, "a"), Path.Combine(folder, "b"));
        System.IO.Directory.CreateDirectory(a);
        File.CreateSymbolicLink(Path.Combine(a, "link.db"), "accessreview.db");
        using var serving = DataFolderLock.Take(new DatabaseOptions { Folder = a }).Require();

        var refused = DataFolderLock.Take(new DatabaseOptions { Folder = b, ConnectionString = "Data Source=" + Path.Combine(a, name) });
        Assert.Equal("data.in-use", refused.Problem?.Code);
        Assert.Contains($"{Path.Combine(a, "accessreview.db")} (process {Environment.ProcessId})", refused.Problem!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_said_to_be_so()
    {
        var file = Path.Combine(folder, "a-file");
        File.WriteAllText(file, "");
        var refused = DataFolderLock.Take(new DatabaseOptions { Folder = file });
        Assert.Equal("data.not-writable", refused.Problem?.Code);
        Assert.Contains(file, refused.Problem!.Sentence, StringComparison.Ordinal);
        Assert.EndsWith("or set Data:Folder to another folder.", refused.Problem!.Sentence, StringComparison.Ordinal);
    }

    [SqliteFact]
    public async Task Two_processes_on_one_file_leave_one_chain()
    {
        var children = await Task.WhenAll(Enumerable.Range(1, 2).Select(n => CrashChild.LiveAsync("policies", folder, n, "beside")));
        Assert.All(children, c => Assert.Equal("finished", c.Told[^1]));
        await using var left = new Survivor(folder);
        var told = children.SelectMany(c => c.Acknowledged).ToDictionary(a => a.Id, a => a.Answer);
        await left.CheckAsync(started: true, told, "two processes");
        Assert.Equal(told.Count, (await left.CountsAsync())["PolicyVersions"]);
    }

    public void Dispose() => System.IO.Directory.Delete(folder, recursive: true);
}
