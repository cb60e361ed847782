using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>What lies between a browser and the product: it can be cut, lose the answers, and lead to another server when it is mended.</summary>
public sealed class Cable : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, byte> open = new();
    private readonly Task listening;
    private volatile Uri? server;
    private volatile bool losesAnswers;
    private TimeSpan delay;

    /// <summary>Leads to the server.</summary>
    public Cable(Uri server)
    {
        this.server = server;
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        listening = ListenAsync();
    }

    /// <summary>The browser's end.</summary>
    public Uri Address { get; }

    /// <summary>Drops every connection and lets no other through.</summary>
    public void Cut()
    {
        server = null;
        foreach (var client in open.Keys)
        {
            client.Close();
        }
    }

    /// <summary>What the browser says still arrives, and no answer comes back.</summary>
    public void LoseAnswers() => losesAnswers = true;

    /// <summary>Everything takes so long, in either direction.</summary>
    public void Slow(TimeSpan by) => delay = by;

    /// <summary>Leads to this server from now on.</summary>
    public void Mend(Uri to) => (losesAnswers, server) = (false, to);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Cut();
        listener.Stop();
        await listening;
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                _ = CarryAsync(await listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, bool answers)
    {
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await from.ReadAsync(buffer)) > 0)
        {
            if (delay > TimeSpan.Zero)
            {
                await Task.Delay(delay);
            }

            if (!(answers && losesAnswers))
            {
                await to.WriteAsync(buffer.AsMemory(0, read));
            }
        }
    }

    private async Task CarryAsync(TcpClient near)
    {
        using var far = new TcpClient();
        try
        {
            if (server is not { } to)
            {
                return;
            }

            await far.ConnectAsync(IPAddress.Loopback, to.Port);
            open[near] = open[far] = 0;
            if (server is null)
            {
                return;
            }

            await Task.WhenAny(CopyAsync(near.GetStream(), far.GetStream(), answers: false), CopyAsync(far.GetStream(), near.GetStream(), answers: true));
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut.
        }
        finally
        {
            open.TryRemove(near, out _);
            open.TryRemove(far, out _);
            near.Dispose();
        }
    }
}
