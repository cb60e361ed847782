using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Benchmarks.Reviewers;

/// <summary>What a page does in the browser.</summary>
internal interface IPageScripts
{
    /// <summary>Does what the server calls, and answers what the function returns, as JSON.</summary>
    string Call(string function, JsonElement arguments);

    /// <summary>Draws.</summary>
    void Draw(RenderBatch batch);
}

/// <summary>The browser's end of a circuit, over the protocol that the product's pages use: a socket, compressed as browsers ask for it,
/// calls both ways, drawings acknowledged. Whatever goes wrong breaks it, and everything that waits for it.</summary>
internal sealed class Circuit : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, (string Method, TaskCompletionSource<(JsonElement Value, long At)> Answer)> calls = new();
    private readonly TaskCompletionSource broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Visitor visitor;
    private readonly Visited page;
    private readonly IPageScripts scripts;
    private readonly HubConnection hub;
    private string id = "";
    private long lastCall;
    private volatile bool leaving;

    private Circuit(Visitor visitor, Visited page, IPageScripts scripts)
    {
        (this.visitor, this.page, this.scripts) = (visitor, page, scripts);
        var builder = new HubConnectionBuilder().WithUrl(new Uri(visitor.Site, "/_blazor"), HttpTransportType.WebSockets, options =>
        {
            options.Cookies = visitor.Cookies;
            options.Headers["Origin"] = visitor.Origin;
            options.WebSocketConfiguration = socket => socket.DangerousDeflateOptions = new();
        });
        builder.Services.AddSingleton<Microsoft.AspNetCore.SignalR.Protocol.IHubProtocol>(new BlazorPack());
        hub = builder.Build();
        hub.Closed += error =>
        {
            Break(new MeasureFailedException($"The server closed a circuit: {error?.Message ?? "it gave no reason"}."));
            return Task.CompletedTask;
        };
        hub.On<string>("JS.Error", error => Break(new MeasureFailedException("A circuit failed: " + error)));
        hub.On<long, byte[]>("JS.RenderBatch", DrawAsync);
        hub.On<long, string, string, int, long, int>("JS.BeginInvokeJS", CalledAsync);
        hub.On<string, bool, string>("JS.EndInvokeDotNet", Answered);
        hub.On<int, string>("JS.AttachComponent", (_, _) => { });
        hub.On<long>("JS.EndUpdateRootComponents", _ => { });
    }

    /// <summary>Opens the circuit of a page.</summary>
    public static async Task<Circuit> OpenAsync(Visitor visitor, Visited page, IPageScripts scripts)
    {
        var circuit = new Circuit(visitor, page, scripts);
        await circuit.hub.StartAsync();
        circuit.id = await circuit.hub.InvokeAsync<string>("StartCircuit", new Uri(visitor.Site, "/").ToString(), page.Address.ToString(), "[]", page.State)
            ?? throw new MeasureFailedException("The server refused a circuit.");
        return circuit;
    }

    /// <summary>Calls a method of an object of the server.</summary>
    /// <returns>Its answer, and when it came, as a time stamp.</returns>
    public async Task<(JsonElement Value, long At)> CallAsync(long target, string method, params object?[] arguments)
    {
        var call = Interlocked.Increment(ref lastCall).ToString(CultureInfo.InvariantCulture);
        var answer = new TaskCompletionSource<(JsonElement Value, long At)>(TaskCreationOptions.RunContinuationsAsynchronously);
        calls[call] = (method, answer);
        try
        {
            await hub.SendAsync("BeginInvokeDotNetFromJS", call, null, method, target, JsonSerializer.Serialize(arguments, Json));
        }
        catch (Exception e)
        {
            Break(new MeasureFailedException($"{method} could not be sent: {e.Message}"));
        }

        return await OrBrokenAsync(answer.Task);
    }

    /// <summary>Calls a method whose answer nobody waits for; that it fails breaks the circuit all the same.</summary>
    public void Tell(long target, string method, params object?[] arguments) => _ = TellAsync(CallAsync(target, method, arguments));

    /// <summary>Waits for something, no longer than the circuit is whole.</summary>
    public async Task<T> OrBrokenAsync<T>(Task<T> task)
    {
        var first = await Task.WhenAny(task, broken.Task, Task.Delay(Patience));
        return first == task ? await task
            : first == broken.Task ? throw broken.Task.Exception!.InnerException!
            : throw new MeasureFailedException($"The server did not answer within {Patience.TotalSeconds:0} s.");
    }

    /// <summary>Leaves the page.</summary>
    public async ValueTask DisposeAsync()
    {
        leaving = true;
        if (!broken.Task.IsFaulted)
        {
            await visitor.LeaveAsync(id);
        }

        await hub.DisposeAsync();
    }

    private void Break(Exception why)
    {
        if (!leaving)
        {
            broken.TrySetException(why);
        }
    }

    private async Task TellAsync(Task told)
    {
        try
        {
            await told;
        }
        catch (Exception e)
        {
            Break(e);
        }
    }

    private Task DrawAsync(long batch, byte[] data)
    {
        scripts.Draw(new RenderBatch(data));
        return hub.SendAsync("OnRenderCompleted", batch, null);
    }

    private async Task CalledAsync(long handle, string function, string arguments, int result, long target, int kind)
    {
        using var given = JsonDocument.Parse(arguments is { Length: > 0 } ? arguments : "[]");
        var returned = "null";
        switch (function)
        {
            case "Blazor._internal.attachWebRendererInterop":
                await hub.SendAsync("UpdateRootComponents", Components(), page.State);
                break;
            case "Blazor._internal.navigationManager.navigateTo":
                await hub.SendAsync("OnLocationChanged", new Uri(visitor.Site, given.RootElement[0].GetString()).ToString(), null, false);
                break;
            default:
                returned = scripts.Call(function, given.RootElement);
                break;
        }

        if (handle != 0)
        {
            await hub.SendAsync("EndInvokeJSFromDotNet", handle, true, $"[{handle},true,{returned}]");
        }
    }

    private void Answered(string call, bool well, string answer)
    {
        var now = TimeProvider.System.GetTimestamp();
        if (!calls.TryRemove(call, out var waiting))
        {
            return;
        }

        if (well)
        {
            waiting.Answer.SetResult((JsonElement.Parse(answer is { Length: > 0 } ? answer : "null"), now));
        }
        else
        {
            waiting.Answer.SetException(new MeasureFailedException($"{waiting.Method} failed: {answer}"));
        }
    }

    private string Components() =>
        $"{{\"batchId\":1,\"operations\":[{string.Join(',', page.Components.Select((mark, i) => $"{{\"type\":\"add\",\"ssrComponentId\":{i + 1},\"marker\":{mark}}}"))}]}}";
}
