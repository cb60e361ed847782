using System.Globalization;
using System.Text.Json;
using AccessReview.Core.Applications;
using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>What an application was set to at some event: the record says what each change replaced, so the values of today are not
/// passed off as those of then.</summary>
internal sealed class ApplicationSettings
{
    private readonly ILookup<string, Change> changes;

    private ApplicationSettings(ILookup<string, Change> changes) => this.changes = changes;

    internal static async Task<ApplicationSettings> ReadAsync(ReviewDb db, CancellationToken cancel)
    {
        string[] types = [nameof(ApplicationRegistered), nameof(ApplicationChanged)];
        var events = await db.AuditEvents.AsNoTracking().Where(e => types.Contains(e.Type)).OrderBy(e => e.Seq).Select(e => new { e.Seq, e.Type, e.Body }).ToListAsync(cancel);
        return new ApplicationSettings(events.Select(e => Parse(e.Seq, e.Type, e.Body)).ToLookup(c => c.ApplicationId));
    }

    /// <summary>The values in force right after the event <paramref name="seq"/>.</summary>
    internal AppliedSettings At(Application application, long seq)
    {
        var all = changes[Text(application.Id)].ToList();
        var replaced = all.Find(c => c.Seq > seq && c.Type == nameof(ApplicationChanged));
        return replaced is null
            ? new(application.OwnerId, application.DormantAfterDays, RolesAt(application, all, seq), application.PrivilegedRemovalHours, application.RemovalHours)
            : new(replaced.OwnerBefore, replaced.DormantBefore ?? application.DormantAfterDays, RolesAt(application, all, seq), replaced.PrivilegedHoursBefore, replaced.HoursBefore);
    }

    /// <summary>The events after <paramref name="seq"/> that changed its settings.</summary>
    internal IEnumerable<long> ChangedSince(Application application, long seq) => changes[Text(application.Id)].Select(c => c.Seq).Where(s => s > seq);

    private static string RolesAt(Application application, List<Change> all, long seq)
    {
        var (then, now) = (all.FindLast(c => c.Seq <= seq), all.LastOrDefault());
        var roles = application.PrivilegedRoles.Where(r => r.Active).Select(r => r.Id).ToHashSet();
        if (then is not null && then.RolesSha256 != now?.RolesSha256)
        {
            foreach (var change in all.Where(c => c.Seq > seq).Reverse())
            {
                if (change.RolesAdded is null)
                {
                    // It was written before events said which roles they are about.
                    return $"{then.Roles} roles, others than now; SHA-256 over their keys {then.RolesSha256}";
                }

                roles.ExceptWith(change.RolesAdded);
                roles.UnionWith(change.RolesEnded!);
            }
        }

        return string.Join(", ", application.PrivilegedRoles.Where(r => roles.Contains(r.Id)).Select(r => r.Role).Order(StringComparer.Ordinal));
    }

    private static Change Parse(long seq, string type, byte[] body)
    {
        var data = JsonSerializer.Deserialize<JsonElement>(body).GetProperty("data");
        string? Value(string name) => data.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : null;
        return new Change(
            seq, type, Value("applicationId")!, Value("ownerBefore") is { } owner ? long.Parse(owner, CultureInfo.InvariantCulture) : null,
            Number("dormantBefore"), Value("privilegedRoles")!, Value("privilegedRolesSha256")!, Number("privilegedRemovalHoursBefore"), Number("removalHoursBefore"),
            Ids("privilegedRolesAdded"), Ids("privilegedRolesEnded"));
        int? Number(string name) => Value(name) is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : null;
        List<long>? Ids(string name) => data.TryGetProperty(name, out var ids) ? [.. ids.EnumerateArray().Select(id => long.Parse(id.GetString()!, CultureInfo.InvariantCulture))] : null;
    }

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    private sealed record Change(long Seq, string Type, string ApplicationId, long? OwnerBefore, int? DormantBefore, string Roles, string RolesSha256, int? PrivilegedHoursBefore, int? HoursBefore,
        List<long>? RolesAdded, List<long>? RolesEnded);
}

/// <summary>What an application was set to.</summary>
internal sealed record AppliedSettings(long? OwnerId, int DormantAfterDays, string Roles, int? PrivilegedRemovalHours, int? RemovalHours);
