using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace AccessReview.Fakes;

/// <summary>A directory that gives tokens for credentials and answers only who brings the newest of them.</summary>
public abstract class FakeDirectory : FakeServer
{
    /// <summary>What every token of a fake begins with.</summary>
    public const string TokenStem = "directory-token-9d2e-";

    private string? token;

    public int PageSize { get; set; } = 100;

    /// <summary>How many tokens were given.</summary>
    public int Tokens { get; private set; }

    /// <summary>How long a token is good for, in seconds; null: not said.</summary>
    public int? ExpiresIn { get; set; } = 3600;

    /// <summary>No credentials are accepted any more.</summary>
    public bool Locked { get; set; }

    /// <summary>What came with the last question for a token.</summary>
    public IReadOnlyDictionary<string, string> LastForm { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The token that was given last is good no longer.</summary>
    public void Revoke() => token = null;

    /// <summary>Whether a request is the question for a token.</summary>
    public bool IsToken(HttpRequest request) => request.Path.Value!.EndsWith(TokenPath, StringComparison.Ordinal);

    protected abstract string TokenPath { get; }

    /// <summary>Null if the credentials are good; else the error.</summary>
    protected abstract Answer? Check(IReadOnlyDictionary<string, string> form);

    /// <summary>Answers somebody who was let in.</summary>
    protected abstract Answer Route(HttpRequest request, JsonNode? body);

    /// <summary>Gives a token for the credentials of a request, or does not.</summary>
    public Answer Give(string text)
    {
        LastForm = QueryHelpers.ParseQuery(text).ToDictionary(p => p.Key, p => p.Value.ToString(), StringComparer.Ordinal);
        if (Locked)
        {
            return new Answer(401, """{"error":"invalid_client"}""");
        }

        if (Check(LastForm) is { } error)
        {
            return error;
        }

        token = TokenStem + (++Tokens).ToString(CultureInfo.InvariantCulture);
        var given = new JsonObject { ["access_token"] = token, ["token_type"] = "Bearer" };
        if (ExpiresIn is { } seconds)
        {
            given["expires_in"] = seconds;
        }

        return new Answer(200, given.ToJsonString());
    }

    protected sealed override Task<Answer> AnswerAsync(HttpRequest request, JsonNode? body) => Task.FromResult(
        request.Method == "POST" && IsToken(request) ? Give(Text(request))
        : token is null || request.Headers.Authorization != $"Bearer {token}" ? new Answer(401, """{"error":{"code":"InvalidAuthenticationToken"}}""")
        : Route(request, body));

    /// <summary>The parts of the path beneath a base, decoded.</summary>
    protected static string[] Parts(HttpRequest request, string from) =>
        RawPath(request).StartsWith(from, StringComparison.Ordinal) ? [.. RawPath(request)[from.Length..].Split('/').Select(Uri.UnescapeDataString)] : [];

    /// <summary>The records from a position on, as many as a page takes, and the position after them if more come.</summary>
    protected (JsonArray Page, int? Next) Page(IReadOnlyList<JsonNode> all, string? from, int most = int.MaxValue)
    {
        var start = int.Parse(from ?? "0", CultureInfo.InvariantCulture);
        var page = all.Skip(start).Take(Math.Min(PageSize, most)).Select(r => r.DeepClone()).ToArray();
        return (new JsonArray(page), start + page.Length < all.Count ? start + page.Length : null);
    }
}

/// <summary>The login of a directory at an address of its own. It gives a single token: whoever needs a second one is refused.</summary>
public sealed class FakeLogin(FakeDirectory directory) : FakeServer
{
    protected override Task<Answer> AnswerAsync(HttpRequest request, JsonNode? body)
    {
        var answer = directory.Give(Text(request));
        directory.Locked = true;
        return Task.FromResult(answer);
    }
}
