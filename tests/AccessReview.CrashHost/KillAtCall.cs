namespace AccessReview.CrashHost;

/// <summary>Kills this process, as kill -9 does, right before or right after its n-th call of another system.</summary>
internal sealed class KillAtCall(bool before, int n) : DelegatingHandler
{
    private int calls;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var mine = ++calls == n;
        await (mine && before ? Kill.Now() : Task.CompletedTask);
        var answer = await base.SendAsync(request, cancellationToken);
        await (mine && !before ? Kill.Now() : Task.CompletedTask);
        return answer;
    }
}
