using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using AccessReview.Connectors.Http;

namespace AccessReview.Connectors;

/// <summary>The members of a page of which something is made. What a system knows of people beyond them is not kept.</summary>
internal sealed class UsedMembers
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string name;
    private readonly IReadOnlyList<UsedMembers> members;
    private readonly Func<string, JsonElement, bool>? isUsed;

    /// <summary>These members.</summary>
    /// <param name="paths">As paths: <c>profile/email</c>. On the way lists are passed through.</param>
    /// <param name="isUsed">Whether an entry is used, of a list by the name of its member; null: all are.</param>
    public UsedMembers(IEnumerable<string> paths, Func<string, JsonElement, bool>? isUsed = null)
        : this("", paths, isUsed)
    {
    }

    private UsedMembers(string name, IEnumerable<string> paths, Func<string, JsonElement, bool>? isUsed)
    {
        (this.name, this.isUsed) = (name, isUsed);
        members = [.. paths.Select(p => p.Split('/', 2)).GroupBy(p => p[0], p => p.Skip(1), StringComparer.Ordinal).Select(g => new UsedMembers(g.Key, g.SelectMany(rest => rest), isUsed))];
    }

    /// <summary>Them in words: <c>id, profile(email, login)</c>.</summary>
    public override string ToString() => string.Join(", ", members.Select(m => m.members.Count == 0 ? m.name : $"{m.name}({m})"));

    /// <summary>The page with nothing else on it, which its request says.</summary>
    /// <exception cref="ConnectorException">It is no JSON.</exception>
    public RawPage Of(RawPage page, string who)
    {
        using var json = ConnectorAnswer.Json(page.Body, who);
        var body = new ArrayBufferWriter<byte>(page.Body.Length);
        using (var writer = new Utf8JsonWriter(body, Relaxed))
        {
            Write(writer, json.RootElement);
        }

        return page with { Body = body.WrittenSpan.ToArray(), Request = $"{page.Request} (kept: {this})" };
    }

    private void Write(Utf8JsonWriter writer, JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            writer.WriteStartArray();
            foreach (var entry in element.EnumerateArray().Where(e => isUsed?.Invoke(name, e) != false))
            {
                Write(writer, entry);
            }

            writer.WriteEndArray();
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            writer.WriteStartObject();
            foreach (var member in members)
            {
                if (element.Get(member.name) is { } value)
                {
                    writer.WritePropertyName(member.name);
                    member.Write(writer, value);
                }
            }

            writer.WriteEndObject();
        }
        else if (members.Count == 0)
        {
            // As it came: half a surrogate pair is legal JSON and no text that could be written anew.
            writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(element), skipInputValidation: true);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
