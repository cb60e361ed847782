using System.Text.Json;
using System.Text.Json.Serialization;

namespace AccessReview.Core.Audit;

/// <summary>A closed or machine-made word inside an event: letters, digits and <c>- _ . :</c>, at most 64 of them. Its type
/// keeps names, addresses and free text out of the chain.</summary>
[JsonConverter(typeof(CodeJson))]
public readonly record struct Code
{
    /// <summary>The most characters a code has.</summary>
    public const int MaxLength = 64;

    /// <summary>Makes a code; throws when the text is not one.</summary>
    public Code(string value)
    {
        if (value.Length is 0 or > MaxLength || !value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':'))
        {
            throw new ArgumentException("Not a code: " + value, nameof(value));
        }

        Value = value;
    }

    /// <summary>The code's text.</summary>
    public string Value { get; }

    /// <inheritdoc/>
    public override string ToString() => Value;

    private sealed class CodeJson : JsonConverter<Code>
    {
        public override Code Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, Code value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}

/// <summary>A SHA-256 inside an event, written as lower-case hexadecimal.</summary>
[JsonConverter(typeof(Sha256Json))]
public sealed record Sha256(byte[] Bytes)
{
    /// <inheritdoc/>
    public override string ToString() => Convert.ToHexStringLower(Bytes);

    private sealed class Sha256Json : JsonConverter<Sha256>
    {
        public override Sha256 Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(Convert.FromHexString(reader.GetString()!));

        public override void Write(Utf8JsonWriter writer, Sha256 value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
