using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Unicode;

namespace AccessReview.Connectors.Http;

/// <summary>An answer with its whole body.</summary>
/// <param name="Method">What was asked.</param>
/// <param name="Target">Where.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">Its headers.</param>
/// <param name="MediaType">What the body says it is.</param>
/// <param name="Body">The body, unpacked.</param>
/// <param name="At">When it had come (UTC).</param>
public sealed record ConnectorAnswer(HttpMethod Method, Uri Target, int Status, HttpResponseHeaders Headers, string? MediaType, byte[] Body, DateTime At)
{
    /// <summary>Whether it did what was asked.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The first value of a header; null without one.</summary>
    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    /// <summary>Every value of a header.</summary>
    public IReadOnlyList<string> HeaderValues(string name) => Headers.TryGetValues(name, out var values) ? [.. values] : [];

    /// <summary>The body as JSON.</summary>
    /// <exception cref="ConnectorException">It is none.</exception>
    public JsonDocument Json(string who) => Json(Body, who);

    /// <summary>A body as JSON.</summary>
    /// <exception cref="ConnectorException">It is none.</exception>
    public static JsonDocument Json(ReadOnlyMemory<byte> body, string who)
    {
        try
        {
            var text = body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body;
            // The parser takes any bytes within a text, and throws when it is read.
            return Utf8.IsValid(text.Span)
                ? JsonDocument.Parse(text)
                : throw new ConnectorException(ConnectorFault.Malformed, $"{who} answered with text that is not UTF-8, as JSON has to be.");
        }
        catch (JsonException broken)
        {
            throw new ConnectorException(ConnectorFault.Malformed, $"{who} answered something that is not JSON.", inner: broken);
        }
    }

    /// <summary>How long to leave the system alone: Retry-After in seconds or as a date (RFC 9110 10.2.3), measured against the
    /// answer's own date where it has one, so that a clock that differs does no harm. Null where it names no time that is still to come: whoever
    /// asks again waits at a pace of their own then.</summary>
    public TimeSpan? RetryAfter()
    {
        if (Headers.RetryAfter is not { } after)
        {
            return null;
        }

        var wait = after.Delta ?? after.Date - (Headers.Date ?? new DateTimeOffset(At, TimeSpan.Zero));
        return wait > TimeSpan.Zero ? wait : null;
    }

    /// <summary>The fault of an answer that is no success, as most systems mean their statuses.</summary>
    public ConnectorException Fault(string who, string action)
    {
        var (fault, words) = Status switch
        {
            401 => (ConnectorFault.Unauthorized, "did not accept the credentials. Were they replaced?"),
            403 => (ConnectorFault.Forbidden, "does not allow it with these credentials."),
            404 or 410 => (ConnectorFault.NotFound, "does not have it."),
            408 => (ConnectorFault.Unavailable, "gave up waiting."),
            429 => (ConnectorFault.Throttled, "asks to be left alone for a while."),
            >= 300 and < 400 => (ConnectorFault.Refused, "leads to another address, which is not followed."),
            501 => (ConnectorFault.Refused, "does not know how to do that."),
            >= 500 => (ConnectorFault.Unavailable, "has trouble of its own."),
            _ => (ConnectorFault.Refused, "refused it."),
        };
        return new ConnectorException(fault, string.Create(CultureInfo.InvariantCulture, $"{who} could not be asked to {action} ({Status}): it {words}"), Status, RetryAfter());
    }
}
