using System.Globalization;
using System.Text;

namespace AccessReview.Core.Audit;

/// <summary>Builds the text of a row that is hashed: lines <c>name=value</c> in fixed order. Takes ids, codes, times and
/// hashes; free text enters by its salted hash only, so that a purge leaves the row verifiable.</summary>
public sealed class RowText
{
    // Nearly every row fits.
    private readonly StringBuilder text = new(512);

    /// <summary>Starts the text of a row of the named table.</summary>
    public RowText(string table) => Table = table;

    /// <summary>The table the row lies in.</summary>
    public string Table { get; }

    /// <summary>Adds an id or count; nothing for null.</summary>
    public RowText Add(string name, long? value)
    {
        text.Append(name).Append('=').Append(CultureInfo.InvariantCulture, $"{value}").Append('\n');
        return this;
    }

    /// <summary>Adds a yes or no.</summary>
    public RowText Add(string name, bool value) => Line(name, value ? "yes" : "no");

    /// <summary>Adds a closed code.</summary>
    public RowText Add<TCode>(string name, TCode value)
        where TCode : struct, Enum => Line(name, value.ToString());

    /// <summary>Adds an instant in UTC, to the millisecond.</summary>
    public RowText Add(string name, DateTime? value) => Line(name, value?.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));

    /// <summary>Adds a calendar day.</summary>
    public RowText Add(string name, DateOnly? value) => Line(name, value?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>Adds a hash, in lower-case hexadecimal.</summary>
    public RowText Add(string name, byte[]? hash) => Line(name, hash is null ? null : Convert.ToHexStringLower(hash));

    /// <summary>Adds a machine's word (a rule's or actor's key): no free text, no line break.</summary>
    public RowText AddCode(string name, string? code) =>
        code is not null && code.AsSpan().ContainsAny('\n', '\r')
            ? throw new ArgumentException("A code has no line break.", nameof(code))
            : Line(name, code);

    /// <summary>The SHA-256 of the row.</summary>
    public byte[] Hash() => Hashes.OfRow(text);

    /// <inheritdoc/>
    public override string ToString() => text.ToString();

    private RowText Line(string name, string? value)
    {
        text.Append(name).Append('=').Append(value).Append('\n');
        return this;
    }
}
