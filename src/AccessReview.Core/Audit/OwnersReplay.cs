using System.Security.Cryptography;
using System.Text;
using AccessReview.Core.Applications;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>Who owns each application, and by what its accounts are judged, followed from event to event: whoever made themselves its owner beside the
/// product is found by what they approved or signed as such, also once they gave it back.</summary>
internal sealed class OwnersReplay
{
    private readonly Dictionary<long, SaidOfApplication> applications = [];

    /// <summary>Holds whoever acted as an application's owner against what the events before say, then takes in what the event says itself.</summary>
    /// <exception cref="System.Text.Json.JsonException">It is no event's body.</exception>
    public void Follow(Verification run, AuditEvent line)
    {
        switch (line.Type)
        {
            case nameof(ApplicationRegistered):
                var registered = EventJson.Read<ApplicationRegistered>(line);
                applications[registered.ApplicationId] = new SaidOfApplication(registered.OwnerId, registered.DormantAfterDays, registered.PrivilegedRolesSha256.ToString());
                break;
            case nameof(ApplicationChanged):
                var changed = EventJson.Read<ApplicationChanged>(line);
                applications[changed.ApplicationId] = new SaidOfApplication(changed.OwnerId, changed.DormantAfterDays, changed.PrivilegedRolesSha256.ToString());
                break;
            case nameof(ScopeApproved):
                ByOwner(run, line, EventJson.Read<ScopeApproved>(line).Application);
                break;
            case nameof(ApplicationOwnerSigned):
                ByOwner(run, line, EventJson.Read<ApplicationOwnerSigned>(line).Application);
                break;
        }
    }

    /// <summary>Holds the rows against what the events say.</summary>
    public async Task CheckAsync(Verification run, CancellationToken cancel)
    {
        var rows = await run.Db.Applications.AsNoTracking().OrderBy(a => a.Id)
            .Select(a => new { a.Id, a.Name, a.OwnerId, a.DormantAfterDays, Roles = a.PrivilegedRoles.Where(r => r.Active).Select(r => r.RoleKey).ToList() }).ToListAsync(cancel);
        foreach (var row in rows)
        {
            var keys = string.Join('\n', row.Roles.Order(StringComparer.Ordinal));
            var stands = new SaidOfApplication(row.OwnerId, row.DormantAfterDays, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(keys))));
            if (applications.TryGetValue(row.Id, out var said) && said != stands)
            {
                run.Found("application.state", $"Who owns {row.Name}, which of its roles are privileged or when its accounts are dormant is not as the events say.");
            }
        }
    }

    private void ByOwner(Verification run, AuditEvent line, long application)
    {
        if (applications.TryGetValue(application, out var said) && (said.OwnerId is null || said.OwnerId != Actor.PersonOf(line.Actor)))
        {
            run.Found("event.owner", $"Event {line.Seq} is of the owner of application {application}, and by the events before it, its author was not.");
        }
    }

    private sealed record SaidOfApplication(long? OwnerId, int DormantAfterDays, string PrivilegedRoles);
}
