using AccessReview.Core.Persistence;
using AccessReview.CrashHost;

// What a test starts as a child process: AccessReview.CrashHost STORY FOLDER SEED [before|after N] [beside].
// Tells on standard output what a user was told, one line each, and dies by its own hand where the test says.
if (args is not [var story, var folder, var seed, .. var rest])
{
    Console.Error.WriteLine("usage: AccessReview.CrashHost STORY FOLDER SEED [before|after N] [beside]");
    return 2;
}

var kill = rest is [("before" or "after") and var when, var n, ..] ? new KillAtCommit(when == "before", int.Parse(n)) : null;
await using var run = new StoryRun(new DatabaseOptions { Folder = folder, AllowSecondProcess = rest.Contains("beside") }, int.Parse(seed), kill);
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
