using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AccessReview.Core.Evidence.Pack;

/// <summary>Writes events, records and accounts as lines of JSON. Numbers are strings: a reader must not round an id.</summary>
internal static class PackLines
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static async Task WriteEventsAsync(Stream output, IAsyncEnumerable<PackEvent> events, CancellationToken ct)
    {
        await using var json = new Utf8JsonWriter(output, Options);
        await foreach (var line in events.WithCancellation(ct))
        {
            json.WriteStartObject();
            json.WriteString("seq", Number(line.Seq));
            if (line.Own is { } own)
            {
                json.WriteString("campaign", Number(own.CampaignId));
                json.WriteString("type", own.Type);
                json.WriteNumber("version", own.Version);
                json.WriteString("at", own.At.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            }

            json.WriteString("prev", Hex(line.Previous));
            json.WriteString("bodySha256", Hex(line.BodySha256));
            json.WriteString("hash", Hex(line.Hash));
            if (line.Own is not null)
            {
                json.WriteString("body", Strict.GetString(line.Own.Body.Span));
            }

            await EndAsync(json, output, ct);
        }
    }

    internal static async Task WriteRecordsAsync(Stream output, IAsyncEnumerable<PackRecord> records, CancellationToken ct)
    {
        await using var json = new Utf8JsonWriter(output, Options);
        await foreach (var record in records.WithCancellation(ct))
        {
            json.WriteStartObject();
            json.WriteString("event", Number(record.EventSeq));
            switch (record)
            {
                case PackRow row:
                    json.WriteString("table", row.Table);
                    json.WriteString("row", row.Text);
                    break;
                case PackText text:
                    json.WriteString("table", "PrivateText");
                    if (text is { Salt: { } salt, Text: { } words })
                    {
                        json.WriteString("salt", Hex(salt));
                        json.WriteString("text", words);
                    }

                    break;
                default:
                    throw new InvalidOperationException($"{record.GetType()} is not a record of a pack.");
            }

            json.WriteString("hash", Hex(record.Hash));
            await EndAsync(json, output, ct);
        }
    }

    internal static async Task WriteAccountsAsync(Stream output, IAsyncEnumerable<PackAccount> accounts, CancellationToken ct)
    {
        await using var json = new Utf8JsonWriter(output, Options);
        await foreach (var account in accounts.WithCancellation(ct))
        {
            json.WriteStartObject();
            json.WriteString("extract", account.Extract);
            json.WriteString("record", Number(account.Record));
            json.WriteString("status", account.Status.ToString());
            json.WriteString("match", account.Match.ToString());
            json.WriteString("declared", account.Declared?.ToString());
            json.WriteBoolean("left", account.Left);
            json.WriteBoolean("unused", account.Unused);
            json.WritePropertyName("groups");
            if (account.Groups is { } groups)
            {
                json.WriteStartArray();
                foreach (var group in groups)
                {
                    json.WriteStringValue(Number(group));
                }

                json.WriteEndArray();
            }
            else
            {
                json.WriteNullValue();
            }

            await EndAsync(json, output, ct);
        }
    }

    private static async ValueTask EndAsync(Utf8JsonWriter json, Stream output, CancellationToken ct)
    {
        json.WriteEndObject();
        await json.FlushAsync(ct);
        json.Reset();
        output.WriteByte((byte)'\n');
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
