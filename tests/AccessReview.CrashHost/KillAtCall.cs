using System.Diagnostics;

namespace AccessReview.CrashHost;

/// <summary>Kills this process, as kill -9 does, right before or right after its n-th call of another system.</summary>
internal sealed class KillAtCall(bool before, int n) : DelegatingHandler
{
    private int calls;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var mine = ++calls == n;
        Die(mine && before);
        var answer = await base.SendAsync(request, cancellationToken);
        Die(mine && !before);
        return answer;
    }

    private static void Die(bool now)
    {
        if (now)
        {
            Process.GetCurrentProcess().Kill();
            Environment.FailFast("The kill did not come.");
        }
    }
}
