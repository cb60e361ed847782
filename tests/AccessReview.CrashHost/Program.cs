using AccessReview.Core.Persistence;
using AccessReview.CrashHost;

// What a test starts as a child process: AccessReview.CrashHost STORY FOLDER SEED [before|after N [call|copied]] [beside].
// Tells on standard output what a user was told, one line each, and dies by its own hand where the test says; copied: having copied
// its files beside them.
if (args is not [var story, var folder, var seed, .. var rest])
{
    Console.Error.WriteLine("usage: AccessReview.CrashHost STORY FOLDER SEED [before|after N [call|copied]] [beside]");
    return 2;
}

Task Die()
{
    if (rest.Contains("copied"))
    {
        FilesNow.Copy(folder, folder + ".copied");
    }

    return Kill.Now();
}

var dies = rest is [("before" or "after") and var when, var n, ..] ? (Before: when == "before", N: int.Parse(n)) : ((bool Before, int N)?)null;
var atCommit = dies is { } commit && !rest.Contains("call") ? new EndAtCommit(commit.Before, commit.N, Die) : null;
var atCall = dies is { } call && rest.Contains("call") ? new KillAtCall(call.Before, call.N) : null;
await using var told = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
await using var run = new StoryRun(new DatabaseOptions { Folder = folder, AllowSecondProcess = rest.Contains("beside") }, int.Parse(seed), told.WriteLine, Mails.Mailing, atCommit, atCall);
return await Stories.LiveAsync(run, story);
