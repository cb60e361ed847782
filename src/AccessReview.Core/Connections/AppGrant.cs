using AccessReview.Core.Applications;
using AccessReview.Core.Audit;
using AccessReview.Core.Extracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Connections;

/// <summary>What lets a person into an application.</summary>
public enum GrantWay
{
    /// <summary>Their own assignment at the directory.</summary>
    Direct,

    /// <summary>A group of the directory.</summary>
    Group,

    /// <summary>The directory lets them in and does not say by what.</summary>
    NotKnown,
}

/// <summary>What lets one person into one application, as one reading of a directory found it: one row for their own assignment and one
/// for each group. Never changes.</summary>
public sealed class AppGrant : IAudited
{
    /// <summary>The most characters of an identifier of the directory.</summary>
    public const int MaxId = 320;

    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The reading of the directory.</summary>
    public required long ExtractId { get; init; }

    /// <summary>The application here.</summary>
    public required long ApplicationId { get; init; }

    /// <summary>The person.</summary>
    public required long PersonId { get; init; }

    /// <summary>The application as the directory names it.</summary>
    public required string AppId { get; init; }

    /// <summary>The name they sign in with there, as a key; empty when the directory does not say.</summary>
    public required string UserKey { get; init; }

    /// <summary>The account's identifier inside the application; empty when the directory does not say.</summary>
    public required string AccountSourceId { get; init; }

    /// <summary>What lets them in.</summary>
    public required GrantWay Way { get; init; }

    /// <summary>The group as the directory names it; empty for another way.</summary>
    public required string GroupSourceId { get; init; }

    /// <summary>The group's name.</summary>
    public required string GroupName { get; init; }

    /// <summary>What fills the group, where it is not people; null: people do, or it is not known.</summary>
    public Connectors.GroupFiller? FilledBy { get; init; }

    /// <summary>When they last signed in to the application through the directory; null: not known, never "not at all".</summary>
    public DateTime? LastSignInAt { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<AppGrant>
    {
        public void Configure(EntityTypeBuilder<AppGrant> table)
        {
            table.Property(g => g.AppId).HasMaxLength(MaxId);
            table.Property(g => g.UserKey).HasMaxLength(AccountRecord.MaxText);
            table.Property(g => g.AccountSourceId).HasMaxLength(MaxId);
            table.Property(g => g.GroupSourceId).HasMaxLength(MaxId);
            table.Property(g => g.GroupName).HasMaxLength(Group.MaxName);
            table.HasIndex(g => new { g.ExtractId, g.ApplicationId, g.PersonId });
        }
    }
}

/// <summary>The same before it is stored.</summary>
/// <param name="ApplicationId">The application here.</param>
/// <param name="PersonSourceId">The person as the directory names them.</param>
/// <param name="AppId">The application as the directory names it.</param>
/// <param name="UserName">The name signed in with.</param>
/// <param name="AccountId">The account's identifier inside the application.</param>
/// <param name="Way">What lets them in.</param>
/// <param name="GroupId">The group as the directory names it.</param>
/// <param name="GroupName">Its name.</param>
/// <param name="LastSignInAt">When they last signed in to the application through the directory, if it shows that.</param>
/// <param name="FilledBy">What fills the group, if it is not people.</param>
internal sealed record ReadGrant(
    long ApplicationId, string PersonSourceId, string AppId, string? UserName, string? AccountId, GrantWay Way, string? GroupId, string? GroupName, DateTime? LastSignInAt, Connectors.GroupFiller? FilledBy = null)
{
    public AppGrant ToRow(long id, long extractId, long personId) => new()
    {
        Id = id, ExtractId = extractId, ApplicationId = ApplicationId, PersonId = personId, AppId = AppId, UserKey = TextKey.Of(UserName), AccountSourceId = AccountId ?? "",
        Way = Way, GroupSourceId = GroupId ?? "", GroupName = Shortened.To(Group.MaxName, GroupName ?? ""), FilledBy = FilledBy, LastSignInAt = LastSignInAt,
    };

    /// <summary>Every way in that a directory's pages show: a person may have several.</summary>
    public static IEnumerable<ReadGrant> Of(Connectors.SourceRecords records, IReadOnlyList<LinkedApp> apps)
    {
        var known = records.Groups.Where(g => g.Id is not null).DistinctBy(g => g.Id).ToDictionary(g => g.Id!, StringComparer.Ordinal);
        var held = records.Held.Where(a => a.GroupId is not null).ToLookup(a => a.GroupId!, a => a.Account, StringComparer.Ordinal);
        foreach (var app in apps)
        {
            var groups = records.AppGroups.Where(g => g.AppId == app.AppId).Select(g => g.GroupId).Distinct(StringComparer.Ordinal).ToList();
            var people = records.Access.Where(a => a.AppId == app.AppId).DistinctBy(a => a.PersonId).ToDictionary(a => a.PersonId, StringComparer.Ordinal);
            var byGroup = groups.SelectMany(g => held[g].Select(person => (Person: person, Group: g))).ToList();
            foreach (var (person, group) in byGroup)
            {
                var (access, named) = (people.GetValueOrDefault(person), known.GetValueOrDefault(group));
                yield return new ReadGrant(
                    app.ApplicationId, person, app.AppId, access?.UserName, access?.AccountId, GrantWay.Group, group, named?.Name ?? group, SignIn(person), named?.FilledBy);
            }

            var inGroups = byGroup.Select(g => g.Person).ToHashSet(StringComparer.Ordinal);
            foreach (var access in people.Values.Where(a => a.Direct == true || !inGroups.Contains(a.PersonId)))
            {
                yield return new ReadGrant(app.ApplicationId, access.PersonId, app.AppId, access.UserName, access.AccountId, access.Direct == true ? GrantWay.Direct : GrantWay.NotKnown, null, null, SignIn(access.PersonId));
            }

            DateTime? SignIn(string person) => records.LastSignIns.TryGetValue((app.SignInName ?? app.AppId, person), out var at) ? at : null;
        }
    }
}
