using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace AccessReview.Connectors;

/// <summary>Pages as they are kept: one JSON object a line with the request, the time, the SHA-256 of the body and the body itself as text.
/// Anybody can read it without the product.</summary>
public static class PageFile
{
    /// <summary>The line of a page, its end included.</summary>
    public static byte[] Line(string list, RawPage page) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(new Kept(list, page.Request, page.At, Convert.ToHexStringLower(SHA256.HashData(page.Body)), Encoding.UTF8.GetString(page.Body)), Json), (byte)'\n'];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private sealed record Kept(string List, string Request, DateTime At, string Sha256, string Body);
}
