using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AccessReview.Core.Audit;

/// <summary>What the verifier reads in an event's body, straight from its bytes: a million of them are read in one go.</summary>
/// <param name="AsItsColumns">The columns beside the body say the same.</param>
/// <param name="Rows">The rows it covers, if it does.</param>
internal readonly record struct EventSaid(bool AsItsColumns, CoveredRows? Rows)
{
    private const int Columns = 6;

    /// <summary>Reads the body.</summary>
    /// <exception cref="JsonException">It is no event's body.</exception>
    public static EventSaid Read(AuditEvent line)
    {
        var reader = new Utf8JsonReader(line.Body);
        var (same, said, rows) = (true, line.CampaignId is null ? 1 : 0, (CoveredRows?)null);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException();
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var known = Column(ref reader, line, out var equal);
            if (known)
            {
                (same, said) = (same && equal, said + 1);
            }
            else if (reader.ValueTextEquals("rows"u8))
            {
                reader.Read();
                rows = ReadRows(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return reader.TokenType == JsonTokenType.EndObject && !reader.Read() ? new EventSaid(same && said == Columns, rows) : throw new JsonException();
    }

    private static bool Column(ref Utf8JsonReader reader, AuditEvent line, out bool equal)
    {
        Span<char> text = stackalloc char[32];
        var length = 0;
        scoped ReadOnlySpan<char> expected;
        if (reader.ValueTextEquals("seq"u8))
        {
            _ = line.Seq.TryFormat(text, out length, default, CultureInfo.InvariantCulture);
            expected = text[..length];
        }
        else if (reader.ValueTextEquals("at"u8))
        {
            _ = line.At.TryFormat(text, out length, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            expected = text[..length];
        }
        else if (reader.ValueTextEquals("version"u8))
        {
            _ = line.Version.TryFormat(text, out length, default, CultureInfo.InvariantCulture);
            expected = text[..length];
        }
        else if (reader.ValueTextEquals("campaign"u8))
        {
            _ = (line.CampaignId ?? -1).TryFormat(text, out length, default, CultureInfo.InvariantCulture);
            expected = text[..length];
        }
        else if (reader.ValueTextEquals("type"u8))
        {
            expected = line.Type;
        }
        else if (reader.ValueTextEquals("actor"u8))
        {
            expected = line.Actor;
        }
        else
        {
            equal = false;
            return false;
        }

        reader.Read();
        equal = reader.TokenType == JsonTokenType.String ? reader.ValueTextEquals(expected)
            : reader.TokenType == JsonTokenType.Number && Ascii.Equals(reader.ValueSpan, expected);
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            reader.Skip();
        }

        return true;
    }

    private static CoveredRows ReadRows(ref Utf8JsonReader reader)
    {
        var (count, sha256) = ((long?)null, (string?)null);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("count"u8))
            {
                reader.Read();
                count = reader.TokenType == JsonTokenType.Number ? reader.GetInt64() : long.Parse(reader.GetString() ?? "", NumberStyles.None, CultureInfo.InvariantCulture);
            }
            else if (reader.ValueTextEquals("sha256"u8))
            {
                reader.Read();
                sha256 = reader.GetString();
            }
            else
            {
                reader.Skip();
            }
        }

        return count is { } rows && sha256?.Length == Hashes.Length * 2 ? new CoveredRows(rows, new Sha256(Convert.FromHexString(sha256))) : throw new JsonException();
    }
}
