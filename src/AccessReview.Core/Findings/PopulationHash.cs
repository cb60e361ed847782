using System.Globalization;
using System.Security.Cryptography;
using System.Text.Unicode;
using AccessReview.Core.Audit;

namespace AccessReview.Core.Findings;

/// <summary>SHA-256 over an assessment's rows, one line each: accounts by key, then assignments by key. It covers what was judged, so
/// that a changed row is found by computing it again.</summary>
public sealed class PopulationHash : IDisposable
{
    private const int MaxLine = 400;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>The hash; both lists in the order of their keys.</summary>
    public static Sha256 Of(IEnumerable<AssessedAccount> accounts, IEnumerable<AssessedAssignment> assignments)
    {
        using var population = new PopulationHash();
        foreach (var account in accounts)
        {
            population.Add(account);
        }

        foreach (var assignment in assignments)
        {
            population.Add(assignment);
        }

        return population.ToSha256();
    }

    /// <summary>Adds an account.</summary>
    public void Add(AssessedAccount a)
    {
        Span<byte> line = stackalloc byte[MaxLine];
        _ = Utf8.TryWrite(
            line, CultureInfo.InvariantCulture,
            $"account {a.Id} {a.AccountId} {a.AccountRecordId} {a.Match} {a.PersonId} {a.DeclarationId} {(int)a.Findings} {a.Recommendation} {(int)a.Rank} {Convert.ToHexStringLower(a.Fingerprint)}\n",
            out var written);
        hash.AppendData(line[..written]);
    }

    /// <summary>Adds an assignment.</summary>
    public void Add(AssessedAssignment a)
    {
        Span<byte> line = stackalloc byte[MaxLine];
        _ = Utf8.TryWrite(line, CultureInfo.InvariantCulture, $"assignment {a.Id} {a.AssessedAccountId} {a.AssignmentRecordId} {(int)a.Findings} {a.Recommendation}\n", out var written);
        hash.AppendData(line[..written]);
    }

    /// <summary>The hash of what was added.</summary>
    public Sha256 ToSha256() => new(hash.GetCurrentHash());

    /// <inheritdoc/>
    public void Dispose() => hash.Dispose();
}
