using System.Text;

namespace AccessReview.Core.Evidence.Pack;

/// <summary>Which of an event's own texts its body or its rows cite: only those go into the pack.</summary>
internal sealed class CitedHashes(IEnumerable<byte[]> wanted)
{
    private readonly List<string> _missing = [.. wanted.Select(Convert.ToHexStringLower)];

    internal void See(byte[] body)
    {
        if (_missing.Count > 0)
        {
            See(Encoding.UTF8.GetString(body));
        }
    }

    internal void See(string text)
    {
        for (var i = _missing.Count - 1; i >= 0; i--)
        {
            if (text.Contains(_missing[i], StringComparison.Ordinal))
            {
                _missing.RemoveAt(i);
            }
        }
    }

    internal bool Has(byte[] hash) => !_missing.Contains(Convert.ToHexStringLower(hash));
}
