using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AccessReview.Core.Matching;

namespace AccessReview.Core.Findings;

/// <summary>Role, groups, employment, manager and findings of an account as 32 bytes: equal ones mean that nothing of these changed.</summary>
public static class Fingerprint
{
    /// <summary>Findings that are about an account by itself; the others come out of the comparison.</summary>
    public const Finding OwnFindings = ~(Finding.ChangedSinceLastReview | Finding.NewSinceLastReview);

    /// <summary>The fingerprint.</summary>
    /// <param name="roleKey">The role as a key.</param>
    /// <param name="groups">The groups held, in any order; null when the reading does not list them.</param>
    /// <param name="personId">Whose account it is, where known.</param>
    /// <param name="person">The person as read, where known.</param>
    /// <param name="findings">What is worth an eye.</param>
    /// <param name="on">The day of the reading.</param>
    public static byte[] Of(string roleKey, IReadOnlyList<long>? groups, long? personId, KnownPerson? person, Finding findings, DateOnly on)
    {
        var text = new StringBuilder("fingerprint-v1\n", 160);
        text.Append(roleKey).Append('\n');
        text.Append(groups is null ? "not known" : string.Join(',', groups.Order().Select(g => g.ToString(CultureInfo.InvariantCulture)))).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"{personId}\n");
        text.Append(person is null ? "" : EmploymentWords.Of(person, on)).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"{person?.ManagerId}\n{(int)(findings & OwnFindings)}");
        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
