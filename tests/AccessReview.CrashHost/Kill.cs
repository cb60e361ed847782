using System.Diagnostics;

namespace AccessReview.CrashHost;

/// <summary>The end of this process, as kill -9 makes it.</summary>
internal static class Kill
{
    public static Task Now()
    {
        Process.GetCurrentProcess().Kill();
        Environment.FailFast("The kill did not come.");
        return Task.CompletedTask;
    }
}
