using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace AccessReview.Connectors.Tests;

/// <summary>Pages as lines of a file that others read without the product.</summary>
public sealed class PageFileTests
{
    private static readonly DateTime At = new(2026, 11, 23, 9, 0, 0, 123, DateTimeKind.Utc);

    [Theory]
    [InlineData("""{"Resources":[{"displayName":"Zoë \"Z\" O\\Brien","note":"a\u0000b\ud83d\ude00"}]}""")]
    [InlineData("{\n\t\"emoji\" : \"😀 שלום \u200b\",\r\n \"html\":\"<script>&'\"}")]
    [InlineData("")]
    public void A_page_comes_back_from_its_line_byte_by_byte(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);

        var (list, page) = PageFile.Page(Line("Users", bytes), "next");

        Assert.Equal(("Users", "GET /Users?filter=\"a\"&startIndex=1", At, "next"), (list, page.Request, page.At, page.Next));
        Assert.Equal(bytes, page.Body);
    }

    [Fact]
    public void A_line_is_one_JSON_object_whose_text_has_the_SHA_256_it_names()
    {
        var line = Line("Users", "{\n \"a\": \"ü\u2028\" }"u8.ToArray());

        Assert.Equal(line.Length - 1, Array.IndexOf(line, (byte)'\n'));
        using var json = JsonDocument.Parse(line);
        var text = json.RootElement.GetProperty("body").GetString()!;
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), json.RootElement.GetProperty("sha256").GetString());
        Assert.Equal("2026-11-23T09:00:00.123Z", json.RootElement.GetProperty("at").GetString());
    }

    [Fact]
    public void Bytes_that_are_no_text_are_kept_as_the_sign_for_it_beside_the_SHA_256_of_what_came()
    {
        byte[] body = [(byte)'"', 0xff, (byte)'a', 0xc3, (byte)'"'];

        var line = Line("Users", body);

        using var json = JsonDocument.Parse(line);
        Assert.Equal("\"\ufffda\ufffd\"", json.RootElement.GetProperty("body").GetString());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(body)), json.RootElement.GetProperty("sha256").GetString());
    }

    private static byte[] Line(string list, byte[] body)
    {
        var target = new ArrayBufferWriter<byte>();
        PageFile.WriteLine(target, list, new RawPage("GET /Users?filter=\"a\"&startIndex=1", At, body, "next"));
        return target.WrittenSpan.ToArray();
    }
}
