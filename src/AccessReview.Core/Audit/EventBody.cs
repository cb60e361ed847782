using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace AccessReview.Core.Audit;

/// <summary>What happened, as facts: one sealed record per type and version. Its properties are ids (<c>long</c>), counts
/// (<c>int</c>), closed codes (enums, <see cref="Code"/>), times, days and hashes (<see cref="Sha256"/>), or lists of those;
/// a test refuses anything else, so no name, address or free text can enter the chain.</summary>
public abstract record EventBody
{
    /// <summary>The rows this event covers, if any.</summary>
    [JsonIgnore]
    public CoveredRows? Rows { get; init; }

    /// <summary>The event's type: the record's name.</summary>
    [JsonIgnore]
    public string Type => GetType().Name;

    /// <summary>The version of the record; a changed shape gets a new number.</summary>
    [JsonIgnore]
    public virtual int Version => 1;
}

/// <summary>What every event says beside its own facts.</summary>
/// <param name="Seq">Its place in the chain.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Actor">Who, as <see cref="Core.Actor.Key"/>.</param>
/// <param name="Method">How they proved who they are.</param>
/// <param name="Roles">The roles they held in that moment.</param>
/// <param name="CampaignId">The campaign it belongs to, if any.</param>
public sealed record EventEnvelope(long Seq, DateTime At, string Actor, AuthenticationMethod Method, string Roles, long? CampaignId);

/// <summary>Writes an event's body once, as the bytes that are stored and hashed.</summary>
public static class EventJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The bytes of an event.</summary>
    public static byte[] Write(EventEnvelope envelope, EventBody body)
    {
        using var stream = new MemoryStream(512);
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = Options.Encoder }))
        {
            json.WriteStartObject();
            json.WriteString("seq", envelope.Seq.ToString(System.Globalization.CultureInfo.InvariantCulture));
            json.WriteString("at", envelope.At.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));
            json.WriteString("type", body.Type);
            json.WriteNumber("version", body.Version);
            json.WriteString("actor", envelope.Actor);
            json.WriteString("method", envelope.Method.ToString());
            json.WriteString("roles", envelope.Roles);
            if (envelope.CampaignId is { } campaign)
            {
                json.WriteString("campaign", campaign.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }

            if (body.Rows is { } rows)
            {
                json.WritePropertyName("rows");
                JsonSerializer.Serialize(json, rows, Options);
            }

            json.WritePropertyName("data");
            JsonSerializer.Serialize(json, body, body.GetType(), Options);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>The facts of a stored event.</summary>
    /// <exception cref="JsonException">It holds no such facts.</exception>
    public static T Read<T>(AuditEvent line)
        where T : EventBody
    {
        using var body = JsonDocument.Parse(line.Body);
        return body.RootElement.GetProperty("data").Deserialize<T>(Options) ?? throw new JsonException();
    }
}
