using System.Collections.Concurrent;
using AccessReview.Core.Notifications;
using AccessReview.Core.Persistence;
using AccessReview.CrashHost;

namespace AccessReview.Core.Tests.Crashes;

/// <summary>One life in this process, with a container of its own: like a child's, without the second of compiling that a process begins with.
/// When it dies, it stops where it is for ever and is told nothing, and the next goes on with what its files held at that moment;
/// <see cref="KilledAtEveryCommit"/> compares such a copy with what is left at each kill of a child.</summary>
internal static class LifeHere
{
    /// <summary>Lives until the story ends, or dies before or after the n-th commit.</summary>
    public static async Task<CrashChild> LiveAsync(string story, string folder, int seed, Death? death = null, Mailing? mailing = null)
    {
        // Under a path of its own: what a life before has open still is nobody's any more.
        var own = $"{folder}-{Guid.NewGuid():N}";
        if (System.IO.Directory.Exists(folder))
        {
            System.IO.Directory.Move(folder, own);
        }

        var told = new ConcurrentQueue<string>();
        var died = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task Die()
        {
            FilesNow.Copy(own, folder);
            died.SetResult();
            return new TaskCompletionSource().Task;
        }

        await using (var run = new StoryRun(new DatabaseOptions { Folder = own }, seed, told.Enqueue, mailing ?? Mailing.Off, death is { } at ? new EndAtCommit(at.Before, at.N, Die) : null))
        {
            var life = Stories.LiveAsync(run, story);
            if (await Task.WhenAny(life, died.Task) == life)
            {
                Assert.True(await life == 0, $"{story}, seed {seed}: {string.Join(' ', told)}");
            }
        }

        if (!died.Task.IsCompleted)
        {
            System.IO.Directory.Move(own, folder);
            return new CrashChild(0, [.. told], "");
        }

        System.IO.Directory.Delete(own, recursive: true);
        return new CrashChild(CrashChild.KilledBySignal9, [.. told], "");
    }
}
