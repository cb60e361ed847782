using System.Net.Http.Headers;
using System.Text;

namespace AccessReview.Connectors.Http;

/// <summary>Tokens for an application's own credentials (RFC 6749 4.4 and 4.5): asked for when one is needed, and kept until shortly
/// before it expires. Each connector has its own.</summary>
/// <param name="http">The way out.</param>
/// <param name="time">The clock.</param>
/// <param name="who">The system, as sentences name it.</param>
/// <param name="address">Where tokens are given.</param>
/// <param name="form">What is sent at an instant; it holds the credentials.</param>
public sealed class ClientCredentials(ConnectorHttp http, TimeProvider time, string who, Uri address, Func<DateTimeOffset, IEnumerable<KeyValuePair<string, string>>> form)
{
    // A token that runs out on the way is refused, so it is let go of earlier.
    private const int Margin = 300;

    private Token? kept;

    /// <summary>The credentials for a request.</summary>
    /// <exception cref="ConnectorException">No token was given.</exception>
    public async ValueTask<AuthenticationHeaderValue> AuthorizeAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (kept is { } known && now < known.Until)
        {
            known.Reused = true;
            return known.Header;
        }

        var fresh = await AskAsync(now, cancel);
        kept = fresh;
        return fresh.Header;
    }

    /// <summary>Lets go of a token that was refused.</summary>
    /// <returns>Whether a new one may do: this one was kept from an earlier request, so it may have been revoked or replaced since.</returns>
    public bool Drop(AuthenticationHeaderValue refused)
    {
        if (kept is not { } known || !known.Header.Equals(refused))
        {
            return true;
        }

        kept = null;
        return known.Reused;
    }

    private async Task<Token> AskAsync(DateTimeOffset now, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form(now)) };
        request.Headers.Accept.ParseAdd("application/json");
        var answer = await http.SendAsync(request, cancel);
        if (!answer.IsSuccess)
        {
            throw IsRefusal(answer)
                ? new ConnectorException(ConnectorFault.Unauthorized, $"{who} gave no token ({answer.Status}): it did not accept the credentials. Were they replaced?", answer.Status)
                : answer.Fault(who, "give a token");
        }

        using var json = answer.Json(who);
        if (json.RootElement.Text("access_token") is not { } token || !Ascii.IsValid(token))
        {
            throw new ConnectorException(ConnectorFault.Malformed, $"{who} answered the question for a token with something else.");
        }

        // How long it is good for need not be said (RFC 6749 5.1); then it serves this one request.
        var seconds = json.RootElement.Number("expires_in") ?? 0;
        return new Token(new AuthenticationHeaderValue("Bearer", token), now.AddSeconds(seconds - Math.Min(Margin, seconds / 2)));
    }

    // Wrong credentials may come as 400 with a word of RFC 6749 5.2 as well.
    private static bool IsRefusal(ConnectorAnswer answer)
    {
        if (answer.Status != 400)
        {
            return answer.Status == 401;
        }

        try
        {
            using var json = answer.Json("");
            return json.RootElement.Text("error") is "invalid_client" or "invalid_grant" or "unauthorized_client";
        }
        catch (ConnectorException)
        {
            return false;
        }
    }

    private sealed record Token(AuthenticationHeaderValue Header, DateTimeOffset Until)
    {
        public bool Reused { get; set; }
    }
}
