using AccessReview.Core;
using AccessReview.Core.Audit;
using AccessReview.Core.SignIn;
using AccessReview.Web.Setup;
using AccessReview.Web.Verbs;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Web.Tests.Verbs;

/// <summary>Anchors on a share of another machine, which may not be mounted, or be one that cannot be used.</summary>
public sealed class AnchorShareTests
{
    private const string Key = "--Evidence:AnchorFolder=";

    [Fact]
    public async Task A_share_that_is_not_mounted_stops_the_start_and_its_mount_point_gets_no_anchor()
    {
        await using var machine = await OwnAsync();
        Assert.Null(await StartAndStopAsync(machine));
        var anchor = Path.GetFileName(Assert.Single(Directory.EnumerateFiles(Share(machine), "*.anchor")));

        Unmount(machine);
        var refused = Assert.IsType<StartRefusedException>(await StartAndStopAsync(machine));
        Assert.StartsWith($"Evidence:AnchorFolder {Share(machine)} lacks the anchor of event ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(anchor, refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Share(machine)));
        Assert.Equal(ExitCodes.Incomplete, (await machine.RunAsync("verify", Key + Share(machine))).Code);

        Mount(machine);
        Assert.Null(await StartAndStopAsync(machine));
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("verify", Key + Share(machine))).Code);
    }

    [Fact]
    public async Task Another_folder_holds_the_anchors_once_those_of_before_were_copied_into_it()
    {
        await using var machine = await OwnAsync();
        Assert.Null(await StartAndStopAsync(machine));
        var other = Key + machine.At("other");
        Assert.Contains("first copy everything from the one before into it", Assert.IsType<StartRefusedException>(await StartAndStopAsync(machine, other)).Message, StringComparison.Ordinal);

        Directory.CreateDirectory(machine.At("other"));
        foreach (var file in Directory.EnumerateFiles(Share(machine)))
        {
            File.Copy(file, machine.At("other", Path.GetFileName(file)));
        }

        Assert.Null(await StartAndStopAsync(machine, other));
    }

    [Fact]
    public async Task A_copy_of_the_data_folder_that_names_no_folder_of_anchors_starts()
    {
        await using var machine = await OwnAsync();
        Assert.Null(await StartAndStopAsync(machine));
        Unmount(machine);
        Assert.Null(await StartAndStopAsync(machine, Key));
    }

    [Fact]
    public async Task Anchors_that_are_lost_are_stated_by_the_verb_resume_and_the_folder_begins_anew()
    {
        await using var machine = await OwnAsync();
        Assert.Null(await StartAndStopAsync(machine));
        Unmount(machine);
        var asked = await machine.RunAsync("resume", Key + Share(machine));
        Assert.True(asked.Code == ExitCodes.Incomplete && asked.Said.Contains("lacks   the anchors of before: ", StringComparison.Ordinal), asked.Said);
        Assert.IsType<StartRefusedException>(await StartAndStopAsync(machine));

        var resumed = await machine.RunAsync("resume", "--reason", "The machine with the share burnt.", Key + Share(machine));
        Assert.True(resumed.Code == ExitCodes.Ok, resumed.Said);
        Assert.Null(await StartAndStopAsync(machine));
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("verify", Key + Share(machine))).Code);
    }

    [Fact]
    public async Task Anchors_that_one_node_states_as_lost_hold_up_no_other_node()
    {
        await using var machine = await OwnAsync();
        Assert.Null(await StartAndStopAsync(machine));
        var (note, cancel) = (Note(machine), TestContext.Current.CancellationToken);
        var ofTheOther = await File.ReadAllBytesAsync(note, cancel);
        Unmount(machine);
        var resumed = await machine.RunAsync("resume", "--reason", "The machine with the share burnt.", Key + Share(machine));
        Assert.True(resumed.Code == ExitCodes.Ok, resumed.Said);
        Assert.Null(await StartAndStopAsync(machine));

        // The other node has a data folder of its own, whose note is still the one of before.
        await File.WriteAllBytesAsync(note, ofTheOther, cancel);
        Assert.Null(await StartAndStopAsync(machine));
        Assert.NotEqual(ofTheOther, await File.ReadAllBytesAsync(note, cancel));

        // An empty mount point states nothing.
        await File.WriteAllBytesAsync(note, ofTheOther, cancel);
        Directory.Delete(Share(machine), recursive: true);
        Directory.CreateDirectory(Share(machine));
        Assert.Contains(" lacks the anchor of event ", Assert.IsType<StartRefusedException>(await StartAndStopAsync(machine)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_note_that_cannot_be_written_stops_the_start_and_is_named()
    {
        await using var machine = await OwnAsync();
        Directory.CreateDirectory(Note(machine));
        var refused = Assert.IsType<StartRefusedException>(await StartAndStopAsync(machine));
        Assert.StartsWith($"The last anchor in Evidence:AnchorFolder is noted in {Note(machine)}, which cannot be written: ", refused.Message, StringComparison.Ordinal);

        Directory.Delete(Note(machine));
        Assert.Null(await StartAndStopAsync(machine));
    }

    [Fact]
    public async Task A_key_on_a_share_that_is_not_mounted_stops_the_start_and_its_mount_point_gets_no_key()
    {
        await using var machine = await OwnAsync();
        var (key, kept) = (machine.At("keys", "key.pem"), machine.At("kept.pem"));
        var named = "--Evidence:AnchorKeyFile=" + key;
        Assert.Null(await StartAndStopAsync(machine, named));
        Assert.NotEmpty(Directory.EnumerateFiles(Share(machine), "*.anchor"));

        File.Move(key, kept);
        var refused = Assert.IsType<StartRefusedException>(await StartAndStopAsync(machine, named));
        Assert.StartsWith($"Evidence:AnchorKeyFile {key} cannot be used: {key} is not found, and the last anchor, of event ", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(machine.At("keys")));

        File.Move(kept, key);
        Assert.Null(await StartAndStopAsync(machine, named));
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("verify", Key + Share(machine), named)).Code);
    }

    [Fact]
    public async Task A_restore_states_no_loss_in_a_mount_point_and_resume_does_once_the_share_is_back()
    {
        await using var machine = await OwnAsync();
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("backup", machine.At("backup.db"))).Code);
        await machine.StartAsync();
        await machine.WorkAsync();
        await machine.StopAsync();
        Assert.Null(await StartAndStopAsync(machine));

        Unmount(machine);
        var restored = await machine.RunAsync("restore", machine.At("backup.db"), "--reason", "The disk broke.", Key + Share(machine));
        Assert.True(restored.Code == ExitCodes.Tampered && restored.Said.Contains("could not be added to the anchors", StringComparison.Ordinal), restored.Said);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Share(machine)));

        Mount(machine);
        Assert.Contains("The record lacks what ", Assert.IsType<StartRefusedException>(await StartAndStopAsync(machine)).Message, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("resume", "--reason", "The disk broke.", Key + Share(machine))).Code);
        Assert.Null(await StartAndStopAsync(machine));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Resume_changes_nothing_where_its_statement_or_the_note_cannot_be_written(bool note)
    {
        await using var machine = await OwnAsync();
        Assert.Null(await StartAndStopAsync(machine));
        await machine.StartAsync();
        await machine.Get<Sessions>().StartAsync("the-session-of-somebody-at-work", personId: null, AuthenticationMethod.OpenIdConnect, signOutHint: null, CancellationToken.None);
        var before = await StateAsync(machine);
        await machine.StopAsync();
        if (note)
        {
            FolderForNote(machine);
        }
        else
        {
            Unmount(machine);
            Directory.Delete(Share(machine));
            await File.WriteAllTextAsync(Share(machine), "no folder", TestContext.Current.CancellationToken);
        }

        var refused = await machine.RunAsync("resume", "--reason", "The machine with the share burnt.", Key + Share(machine));
        var why = note ? $"is noted in {Note(machine)}, which cannot be written: " : $"Evidence:AnchorFolder {Share(machine)} cannot be used: ";
        Assert.True(refused.Code == ExitCodes.CouldNotRun && refused.Said.Contains(why, StringComparison.Ordinal), refused.Said);
        await machine.StartAsync();
        Assert.Equal(before, await StateAsync(machine));

        static async Task<(long Head, int Sessions)> StateAsync(Installed machine)
        {
            await using var db = machine.Look();
            return (await db.ChainHeads.Select(h => h.Seq).SingleAsync(), await db.Sessions.CountAsync(s => s.EndedAt == null));
        }
    }

    [Fact]
    public async Task A_restore_states_its_loss_whoever_has_the_note()
    {
        await using var machine = await OwnAsync();
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("backup", machine.At("backup.db"))).Code);
        await machine.StartAsync();
        await machine.WorkAsync();
        await machine.StopAsync();
        Assert.Null(await StartAndStopAsync(machine));

        FolderForNote(machine);
        var restored = await machine.RunAsync("restore", machine.At("backup.db"), "--reason", "The disk broke.", Key + Share(machine));
        Assert.True(restored.Code == ExitCodes.Ok, restored.Said);
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("verify", Key + Share(machine))).Code);
    }

    [Fact]
    public async Task A_folder_and_a_key_that_cannot_be_used_stop_the_start_with_the_key_of_the_configuration()
    {
        await using var machine = await OwnAsync();
        await File.WriteAllTextAsync(machine.At("file"), "no folder", TestContext.Current.CancellationToken);
        var (folder, key) = (machine.At("file", "anchors"), machine.At("file", "key.pem"));
        await RefusedAsync($"Evidence:AnchorFolder {folder} cannot be used: ", Key + folder);
        await RefusedAsync($"Evidence:AnchorKeyFile {key} cannot be used: ", "--Evidence:AnchorKeyFile=" + key);

        var usual = machine.At("data", "keys", "anchor-key.pem");
        await File.WriteAllTextAsync(usual, "no key", TestContext.Current.CancellationToken);
        await RefusedAsync($"Evidence:AnchorKeyFile {usual} cannot be used: ", Key);
        File.Delete(usual);
        Assert.Null(await StartAndStopAsync(machine, Key));

        async Task RefusedAsync(string why, string setting) =>
            Assert.StartsWith(why, Assert.IsType<StartRefusedException>(await StartAndStopAsync(machine, setting)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sample_organisation_which_is_not_anchored_starts_without_a_folder_for_it()
    {
        await using var machine = await Installed.CreateAsync();
        await File.WriteAllTextAsync(machine.At("file"), "no folder", TestContext.Current.CancellationToken);
        Assert.Null(await StartAndStopAsync(machine, Key + machine.At("file", "anchors")));
    }

    /// <summary>A stopped installation that is a customer's own.</summary>
    private static async Task<Installed> OwnAsync()
    {
        var machine = await Installed.CreateAsync();
        await machine.StartAsync();
        await machine.AnchorAsync();
        await machine.StopAsync();
        return machine;
    }

    /// <summary>What a start does before it serves, and the end of the record that a stop anchors; why one of them is refused.</summary>
    private static async Task<Exception?> StartAndStopAsync(Installed machine, params string[] settings)
    {
        var builder = WebApplication.CreateBuilder(["--Data:Folder=" + machine.At("data"), Key + Share(machine), .. settings]);
        return await Record.ExceptionAsync(async () =>
        {
            builder.AddDatabase();
            await using var app = builder.Build();
            await app.UpgradeDatabaseAsync();
            await app.Services.GetRequiredService<WriteAnchors>().BeforeStopAsync(TestContext.Current.CancellationToken);
        });
    }

    private static string Share(Installed machine) => machine.At("share");

    private static string Note(Installed machine) => machine.At("data", "anchored.txt");

    /// <summary>In the place of the note lies what nobody can write.</summary>
    private static void FolderForNote(Installed machine)
    {
        File.Delete(Note(machine));
        Directory.CreateDirectory(Note(machine));
    }

    private static void Unmount(Installed machine)
    {
        Directory.Move(Share(machine), machine.At("unmounted"));
        Directory.CreateDirectory(Share(machine));
    }

    private static void Mount(Installed machine)
    {
        Directory.Delete(Share(machine));
        Directory.Move(machine.At("unmounted"), Share(machine));
    }
}
