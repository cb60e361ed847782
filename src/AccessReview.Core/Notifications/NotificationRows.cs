using AccessReview.Core.Audit;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>What was put on record.</summary>
/// <param name="Rows">The rows, for the event that covers them.</param>
/// <param name="Notifications">How many reasons.</param>
/// <param name="Mails">In how many mails.</param>
/// <param name="Unreached">Of those mails, how many have nobody to go to.</param>
internal sealed record PutOnRecord(CoveredRows Rows, int Notifications, int Mails, int Unreached);

/// <summary>Puts reasons to write on record, and a job for each mail. Who cannot be reached is on record as well.</summary>
internal static class NotificationRows
{
    internal static async Task<PutOnRecord> AddAsync(ChangeScope scope, IReadOnlyList<Planned> planned, long? askedById, CancellationToken cancel)
    {
        var wanted = planned.Select(p => p.RecipientId).ToHashSet();
        var people = (await CurrentPeople.Of(scope.Db).ToListAsync(cancel)).Where(r => wanted.Contains(r.PersonId)).GroupBy(r => r.PersonId).ToDictionary(g => g.Key, g => g.MaxBy(r => r.Id)!);
        var (notifications, outcomes) = (new List<Notification>(), new List<MailOutcome>());
        foreach (var together in planned.GroupBy(p => (p.RecipientId, p.Family, p.SignOffId)))
        {
            var mail = scope.NewId();
            var person = people.GetValueOrDefault(together.Key.RecipientId);
            notifications.AddRange(together.Select(p => Row(scope, p, mail, person, askedById)));
            if (Unreached.Of(person, scope.Today) is { } result)
            {
                outcomes.Add(scope.Add(new MailOutcome { MailId = mail, Result = result, Attempts = 0, At = scope.At }));
            }
            else
            {
                scope.Db.Add(MailJob.Of(mail, scope.At));
            }
        }

        using var rows = new RowsHash();
        notifications.ForEach(n => rows.Add(n.ToRowText().Hash()));
        outcomes.ForEach(o => rows.Add(o.ToRowText().Hash()));
        return new PutOnRecord(rows.ToCovered(), notifications.Count, notifications.Select(n => n.MailId).Distinct().Count(), outcomes.Count);
    }

    // Each row has its address as a text of its own: campaigns are let go one by one.
    private static Notification Row(ChangeScope scope, Planned planned, long mail, PersonRecord? person, long? askedById)
    {
        var address = person is { WorkEmail.Length: > 0 } ? scope.Keep(person.WorkEmail) : null;
        return scope.Add(new Notification
        {
            Id = scope.NewId(), MailId = mail, CampaignId = planned.Campaign.Id, RecipientId = planned.RecipientId, Kind = planned.Kind, Slot = planned.Slot,
            SignOffId = planned.SignOffId, Items = planned.Items, AskedById = askedById, AddressId = address?.Id, AddressHash = address?.Hash, At = scope.At,
        });
    }
}
