using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace AccessReview.Connectors;

/// <summary>Pages as they are kept: one JSON object a line with the request, the time, the SHA-256 of the body and the body itself as text.
/// Anybody can read it without the product.</summary>
public static class PageFile
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the line of a page, its end included.</summary>
    public static void WriteLine(IBufferWriter<byte> target, string list, RawPage page)
    {
        using (var json = new Utf8JsonWriter(target, Relaxed))
        {
            json.WriteStartObject();
            json.WriteString("list", list);
            json.WriteString("request", page.Request);
            json.WriteString("at", page.At);
            json.WriteString("sha256", Convert.ToHexStringLower(SHA256.HashData(page.Body)));
            json.WriteString("body", page.Body);
            json.WriteEndObject();
        }

        target.Write("\n"u8);
    }

    /// <summary>The page of a line, and the list it belongs to.</summary>
    /// <param name="line">What <see cref="WriteLine"/> wrote.</param>
    /// <param name="next">What a header said about the next page, which the line does not hold.</param>
    public static (string List, RawPage Page) Page(ReadOnlyMemory<byte> line, string? next)
    {
        using var json = JsonDocument.Parse(line);
        var page = json.RootElement;
        return (Text("list"), new RawPage(Text("request"), page.GetProperty("at").GetDateTime(), Encoding.UTF8.GetBytes(Text("body")), next));

        string Text(string name) => page.GetProperty(name).GetString()!;
    }
}
