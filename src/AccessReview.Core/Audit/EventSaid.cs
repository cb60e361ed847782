using System.Globalization;
using System.Text;
using System.Text.Json;
using AccessReview.Core.Roles;

namespace AccessReview.Core.Audit;

/// <summary>What the verifier reads in an event's body, straight from its bytes: a million of them are read in one go.</summary>
/// <param name="AsItsColumns">The columns beside the body say the same.</param>
/// <param name="Rows">The rows it covers, if it does.</param>
/// <param name="Roles">The roles its author held.</param>
/// <param name="Method">How they proved who they are.</param>
internal readonly record struct EventSaid(bool AsItsColumns, CoveredRows? Rows, Role Roles, AuthenticationMethod Method)
{
    private const int Columns = 6;
    private const int NoCampaign = -1;
    private const int MaxDigits = 20;

    /// <summary>Reads the body.</summary>
    /// <exception cref="JsonException">It is no event's body.</exception>
    public static EventSaid Read(AuditEvent line)
    {
        var reader = new Utf8JsonReader(line.Body);
        var (same, said, rows, roles, method) = (true, line.CampaignId is null ? 1 : 0, (CoveredRows?)null, Role.None, AuthenticationMethod.Demo);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException();
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (AsItsColumn(ref reader, line) is { } equal)
            {
                (same, said) = (same && equal, said + 1);
            }
            else if (Names(ref reader, "rows"u8))
            {
                reader.Read();
                rows = ReadRows(ref reader);
            }
            else if (Names(ref reader, "roles"u8))
            {
                roles = ReadCode<Role>(ref reader);
            }
            else if (Names(ref reader, "method"u8))
            {
                method = ReadCode<AuthenticationMethod>(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return reader.TokenType == JsonTokenType.EndObject && !reader.Read() ? new EventSaid(same && said == Columns, rows, roles, method) : throw new JsonException();
    }

    /// <summary>Whether a column says the same as the property; null for a property that no column repeats.</summary>
    private static bool? AsItsColumn(ref Utf8JsonReader reader, AuditEvent line) =>
        Names(ref reader, "seq"u8) ? Says(ref reader, line.Seq)
        : Names(ref reader, "at"u8) ? Says(ref reader, line.At)
        : Names(ref reader, "type"u8) ? Says(ref reader, line.Type)
        : Names(ref reader, "version"u8) ? Says(ref reader, line.Version)
        : Names(ref reader, "actor"u8) ? Says(ref reader, line.Actor)
        : Names(ref reader, "campaign"u8) ? Says(ref reader, line.CampaignId ?? NoCampaign)
        : null;

    // The reader's own comparison first looks for what may be written in another way.
    private static bool Names(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
        reader.ValueIsEscaped ? reader.ValueTextEquals(name) : reader.ValueSpan.SequenceEqual(name);

    private static bool Says(ref Utf8JsonReader reader, long expected)
    {
        Span<byte> digits = stackalloc byte[MaxDigits];
        _ = expected.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        return Says(ref reader, digits[..length]);
    }

    private static bool Says(ref Utf8JsonReader reader, DateTime expected)
    {
        Span<byte> instant = stackalloc byte[Clock.MaxWritten];
        return Says(ref reader, instant[..Clock.Write(expected, instant)]);
    }

    private static bool Says(ref Utf8JsonReader reader, scoped ReadOnlySpan<byte> expected) => IsWord(ref reader)
        ? reader.ValueTextEquals(expected)
        : reader.TokenType == JsonTokenType.Number && reader.ValueSpan.SequenceEqual(expected);

    private static bool Says(ref Utf8JsonReader reader, string expected) => IsWord(ref reader)
        ? reader.ValueTextEquals(expected)
        : reader.TokenType == JsonTokenType.Number && Ascii.Equals(reader.ValueSpan, expected);

    private static bool IsWord(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            reader.Skip();
        }

        return reader.TokenType == JsonTokenType.String;
    }

    // The first of its codes is what nearly every event says.
    private static TCode ReadCode<TCode>(ref Utf8JsonReader reader)
        where TCode : struct, Enum =>
        !IsWord(ref reader) ? throw new JsonException()
        : reader.ValueTextEquals(Enum.GetName(default(TCode))) ? default
        : Enum.TryParse<TCode>(reader.GetString(), out var code) ? code : throw new JsonException();

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
