using System.Security.Cryptography;
using System.Text;
using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;

namespace AccessReview.Core.Applications;

/// <summary>Brings the rows of an application's privileged roles in line with a list of names; a role that is taken off stays as
/// an inactive row.</summary>
internal static class PrivilegedRoleChanges
{
    /// <summary>Adds, wakes and ends rows; says how many are privileged now, their hash, and which rows are privileged since and which no more.</summary>
    public static (int Active, Sha256 Hash, IReadOnlyList<long> Added, IReadOnlyList<long> Ended) Apply(ChangeScope scope, long applicationId, IReadOnlyList<PrivilegedRole> rows, IEnumerable<string> names)
    {
        var wanted = names.Select(n => n.Trim()).Where(n => n.Length > 0).DistinctBy(TextKey.Of).ToDictionary(TextKey.Of);
        var (added, ended) = (new List<long>(), new List<long>());
        foreach (var row in rows.Where(r => r.Active != wanted.ContainsKey(r.RoleKey)))
        {
            row.Active = !row.Active;
            (row.Active ? added : ended).Add(row.Id);
        }

        foreach (var (key, name) in wanted.Where(w => rows.All(r => r.RoleKey != w.Key)))
        {
            added.Add(scope.Add(new PrivilegedRole { Id = scope.NewId(), ApplicationId = applicationId, Role = name, RoleKey = key }).Id);
        }

        var keys = string.Join('\n', wanted.Keys.Order(StringComparer.Ordinal));
        return (wanted.Count, new Sha256(SHA256.HashData(Encoding.UTF8.GetBytes(keys))), added, ended);
    }
}
