using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AccessReview.Core.Audit;

namespace AccessReview.Core.Findings;

/// <summary>SHA-256 over an assessment's rows, one line each: accounts by key, then assignments by key. It covers what was judged, so
/// that a changed row is found by computing it again.</summary>
public static class PopulationHash
{
    /// <summary>The hash; both lists in the order of their keys.</summary>
    public static Sha256 Of(IEnumerable<AssessedAccount> accounts, IEnumerable<AssessedAssignment> assignments)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var a in accounts)
        {
            Append(hash, string.Create(CultureInfo.InvariantCulture,
                $"account {a.Id} {a.AccountId} {a.AccountRecordId} {a.Match} {a.PersonId} {a.DeclarationId} {(int)a.Findings} {a.Recommendation} {(int)a.Rank} {Convert.ToHexStringLower(a.Fingerprint)}\n"));
        }

        foreach (var a in assignments)
        {
            Append(hash, string.Create(CultureInfo.InvariantCulture, $"assignment {a.Id} {a.AssessedAccountId} {a.AssignmentRecordId} {(int)a.Findings} {a.Recommendation}\n"));
        }

        return new Sha256(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, string line)
    {
        Span<byte> bytes = stackalloc byte[400];
        hash.AppendData(bytes[..Encoding.UTF8.GetBytes(line, bytes)]);
    }
}
