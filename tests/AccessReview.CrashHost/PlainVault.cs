using System.Text;
using AccessReview.Core.Connections;

namespace AccessReview.CrashHost;

/// <summary>Seals secrets for tests: not readable by looking, and opened for their own connection only.</summary>
public sealed class PlainVault : ISecretVault
{
    /// <inheritdoc/>
    public byte[] Seal(long connectionId, string secret) => [.. Encoding.UTF8.GetBytes($"{connectionId}|{secret}").Select(b => (byte)(b ^ 0x5a))];

    /// <inheritdoc/>
    public string? Open(long connectionId, byte[] sealedSecret)
    {
        var text = Encoding.UTF8.GetString([.. sealedSecret.Select(b => (byte)(b ^ 0x5a))]);
        return text.StartsWith($"{connectionId}|", StringComparison.Ordinal) ? text[(text.IndexOf('|', StringComparison.Ordinal) + 1)..] : null;
    }
}
