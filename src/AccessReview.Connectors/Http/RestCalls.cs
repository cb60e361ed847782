using System.Net.Http.Headers;
using System.Text;

namespace AccessReview.Connectors.Http;

/// <summary>Requests to one system beneath one base address, with its credentials and media type.</summary>
/// <param name="http">The way out.</param>
/// <param name="who">The system, as sentences name it.</param>
/// <param name="origin">The base address.</param>
/// <param name="authorize">Gives the credentials for a request.</param>
/// <param name="mediaType">What bodies are.</param>
/// <param name="refused">Told of credentials that were refused; whether new ones may do, with which the request is sent once more.</param>
/// <param name="pace">Keeps its requests apart; null: it names no limit.</param>
public sealed class RestCalls(
    ConnectorHttp http, string who, Uri origin, Func<CancellationToken, ValueTask<AuthenticationHeaderValue>> authorize, string mediaType = "application/json",
    Func<AuthenticationHeaderValue, bool>? refused = null, RequestPace? pace = null)
{
    private List<Exchange>? proof;

    /// <summary>The system, as sentences name it.</summary>
    public string Who => who;

    /// <summary>Does something with the same calls and keeps every exchange as proof.</summary>
    /// <exception cref="ConnectorException">It failed; the exchanges so far are with it.</exception>
    public async Task<RemovalProof> ProveAsync(Func<RestCalls, Task<RemovalProof>> act)
    {
        List<Exchange> kept = [];
        try
        {
            return await act(new RestCalls(http, who, origin, authorize, mediaType, refused, pace) { proof = kept });
        }
        catch (ConnectorException fault)
        {
            throw fault.With(kept);
        }
        catch (OperationCanceledException stopped) when (kept.Exists(e => e.Changes))
        {
            throw new ConnectorException(ConnectorFault.Unavailable, $"{who} was not asked to the end: the product was stopped meanwhile.", inner: stopped).With(kept);
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            throw ConnectorException.OfBug(bug, kept);
        }
    }

    /// <summary>The same system and credentials beneath another base address of it.</summary>
    public RestCalls Beneath(Uri other) => new(http, who, other, authorize, mediaType, refused, pace);

    /// <summary>The proof so far.</summary>
    public RemovalProof Proof(RemovalEffect effect) => new(effect, proof ?? throw new InvalidOperationException("These calls keep no proof."));

    /// <summary>Reads something.</summary>
    public Task<ConnectorAnswer> GetAsync(string path, CancellationToken cancel) => SendAsync(HttpMethod.Get, path, null, null, cancel);

    /// <summary>Sends a request and takes its answer, whatever the status.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">Beneath the base address, encoded.</param>
    /// <param name="body">The body, if any.</param>
    /// <param name="version">The version to be changed, if only that one may be.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task<ConnectorAnswer> SendAsync(HttpMethod method, string path, string? body, string? version, CancellationToken cancel)
    {
        var credentials = await authorize(cancel);
        var answer = await SendAsync(credentials, method, path, body, version, cancel);
        if (answer.Status == 401 && refused?.Invoke(credentials) == true)
        {
            credentials = await authorize(cancel);
            answer = await SendAsync(credentials, method, path, body, version, cancel);
            if (answer.Status == 401)
            {
                refused(credentials);
            }
        }

        // What was not let in did nothing: of a request that was sent again, the second is the proof.
        proof?.Add(new Exchange(answer.At, $"{method} /{path}", body, answer.Status, Encoding.UTF8.GetString(answer.Body)));
        return answer;
    }

    /// <summary>A link that an answer gave, as a path beneath the base address. Links elsewhere are not followed.</summary>
    /// <exception cref="ConnectorException">It leads elsewhere.</exception>
    public string Follow(string link)
    {
        var from = origin.AbsoluteUri.TrimEnd('/') + "/";
        if (!Uri.TryCreate(origin, link, out var target) || !target.AbsoluteUri.StartsWith(from, StringComparison.Ordinal))
        {
            throw new ConnectorException(ConnectorFault.Unsafe, $"{who} leads to another address for its next page, which is not followed.");
        }

        return target.AbsoluteUri[from.Length..];
    }

    private async Task<ConnectorAnswer> SendAsync(AuthenticationHeaderValue credentials, HttpMethod method, string path, string? body, string? version, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, new Uri($"{origin.AbsoluteUri.TrimEnd('/')}/{path}"));
        request.Headers.Authorization = credentials;
        request.Headers.Accept.ParseAdd(mediaType);
        if (mediaType != "application/json")
        {
            request.Headers.Accept.ParseAdd("application/json;q=0.9");
        }

        if (version is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", version);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        }

        if (pace is not null)
        {
            await pace.TurnAsync(cancel);
        }

        try
        {
            return await http.SendAsync(request, cancel);
        }
        catch (OperationCanceledException) when (method != HttpMethod.Get)
        {
            proof?.Add(new Exchange(http.Now, $"{method} /{path}", body, Exchange.NoAnswer, ""));
            throw;
        }
        catch (ConnectorException lost) when (method != HttpMethod.Get && lost.Fault != ConnectorFault.Unsafe)
        {
            // It may have been done all the same: that it was asked for is part of the proof.
            proof?.Add(new Exchange(http.Now, $"{method} /{path}", body, Exchange.NoAnswer, ""));
            throw;
        }
    }
}
