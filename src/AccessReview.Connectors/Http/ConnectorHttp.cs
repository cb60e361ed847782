using System.Net;
using System.Net.Sockets;

namespace AccessReview.Connectors.Http;

/// <summary>The one way out to other people's systems: checked and pinned addresses, no redirects, no cookies, no proxy of the
/// environment, bounded in time and size. Shared by all connectors.</summary>
public sealed class ConnectorHttp : IDisposable
{
    /// <summary>The most bytes of an answer, unpacked.</summary>
    public const int MaxBody = 32 * 1024 * 1024;

    private readonly OutboundRules rules;
    private readonly TimeProvider time;
    private readonly HttpMessageInvoker invoker;

    /// <summary>With the rules of this installation.</summary>
    /// <param name="rules">Which addresses may be called.</param>
    /// <param name="time">The clock.</param>
    /// <param name="around">What every request passes through on its way; null: nothing.</param>
    public ConnectorHttp(OutboundRules rules, TimeProvider time, DelegatingHandler? around = null)
    {
        (this.rules, this.time) = (rules, time);
        var way = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate | DecompressionMethods.Brotli,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxResponseHeadersLength = 64,
            ConnectCallback = ConnectAsync,
        };
        if (around is not null)
        {
            around.InnerHandler = way;
        }

        invoker = new HttpMessageInvoker(around ?? (HttpMessageHandler)way);
    }

    /// <summary>The time of its clock (UTC).</summary>
    internal DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>How long one request may take in all, its slowest byte included.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Sends a request and takes its whole answer, whatever its status.</summary>
    /// <exception cref="ConnectorException">There was no usable answer.</exception>
    public async Task<ConnectorAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        var target = request.RequestUri!;
        if (rules.Problem(target) is { } problem)
        {
            throw new ConnectorException(ConnectorFault.Unsafe, problem);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            using var answer = await invoker.SendAsync(request, patience.Token);
            var body = await TakeAsync(answer.Content, target, patience.Token);
            return new ConnectorAnswer(request.Method, target, (int)answer.StatusCode, answer.Headers, answer.Content.Headers.ContentType?.MediaType, body, Now);
        }
        catch (OperationCanceledException late) when (!cancel.IsCancellationRequested)
        {
            throw new ConnectorException(ConnectorFault.Unavailable, $"{target.Host} did not answer within {Patience.TotalSeconds:0} seconds.", inner: late);
        }
        catch (HttpRequestException broken) when (broken.InnerException is ConnectorException known)
        {
            throw new ConnectorException(known.Fault, known.Message, inner: broken);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or SocketException)
        {
            var secure = broken is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError };
            throw new ConnectorException(
                ConnectorFault.Unavailable, secure ? $"The certificate of {target.Host} is not trusted." : $"{target.Host} could not be reached, or broke off its answer.", inner: broken);
        }
        catch (InvalidDataException packed)
        {
            throw new ConnectorException(ConnectorFault.Malformed, $"{target.Host} sent an answer that does not unpack.", inner: packed);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => invoker.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        // Resolved once and connected to what was checked: a name that changes its address in between gains nothing.
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancel);
        var allowed = addresses.Where(rules.MayCall).ToArray();
        if (allowed.Length == 0)
        {
            throw new ConnectorException(ConnectorFault.Unsafe, $"{context.DnsEndPoint.Host} is an address that may not be called.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<byte[]> TakeAsync(HttpContent content, Uri target, CancellationToken cancel)
    {
        await using var stream = await content.ReadAsStreamAsync(cancel);
        using var body = new MemoryStream();
        var buffer = new byte[32 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancel)) > 0)
        {
            if (body.Length + read > MaxBody)
            {
                throw new ConnectorException(ConnectorFault.Malformed, $"{target.Host} sent more than {MaxBody / (1024 * 1024)} MB in one answer.");
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }
}
