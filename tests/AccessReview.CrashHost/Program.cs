using AccessReview.Core.Persistence;
using AccessReview.CrashHost;

// What a test starts as a child process: AccessReview.CrashHost STORY FOLDER SEED [before|after N [call]] [beside].
// Tells on standard output what a user was told, one line each, and dies by its own hand where the test says.
if (args is not [var story, var folder, var seed, .. var rest])
{
    Console.Error.WriteLine("usage: AccessReview.CrashHost STORY FOLDER SEED [before|after N [call]] [beside]");
    return 2;
}

var dies = rest is [("before" or "after") and var when, var n, ..] ? (Before: when == "before", N: int.Parse(n)) : ((bool Before, int N)?)null;
var kill = dies is { } atCommit && !rest.Contains("call") ? new KillAtCommit(atCommit.Before, atCommit.N) : null;
var killAtCall = dies is { } atCall && rest.Contains("call") ? new KillAtCall(atCall.Before, atCall.N) : null;
await using var run = new StoryRun(new DatabaseOptions { Folder = folder, AllowSecondProcess = rest.Contains("beside") }, int.Parse(seed), kill, killAtCall);
var started = await run.Get<StartUp>().RunAsync(CancellationToken.None);
if (!started.IsOk)
{
    Console.WriteLine($"refused {started.Problem.Code}");
    return 3;
}

run.Tell("started");
await Stories.Named(story)(run);
run.Tell("finished");
return 0;
