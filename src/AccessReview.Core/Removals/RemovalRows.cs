using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>Reads removals with the words around them.</summary>
internal static class RemovalRows
{
    /// <summary>The rows, in the order of the choice, with what the reader may do.</summary>
    public static async Task<IReadOnlyList<RemovalRow>> ReadAsync(ReviewDb db, IQueryable<Removal> removals, Actor reader, Moment now, CancellationToken cancel)
    {
        var read = await (
            from removal in removals
            join campaign in db.Campaigns on removal.CampaignId equals campaign.Id
            join application in db.Applications on removal.ApplicationId equals application.Id
            join item in db.ReviewItems on removal.ItemId equals item.Id
            join record in db.AccountRecords on item.AccountRecordId equals record.Id
            join decision in db.Decisions on removal.DecisionId equals decision.Id
            join named in db.GroupRecords on new { record.ExtractId, removal.GroupId } equals new { named.ExtractId, GroupId = (long?)named.GroupId } into groups
            from team in groups.DefaultIfEmpty()
            join reading in db.Extracts on removal.LastExtractId equals reading.Id into readings
            from last in readings.DefaultIfEmpty()
            select new
            {
                Removal = removal,
                Campaign = new { campaign.Number, campaign.Name, campaign.TimeZone },
                Application = new { application.Name, application.Kind, application.OwnerId },
                Item = new { item.Number, item.Id },
                Account = new { record.Name, record.Email, record.Role },
                DecidedBy = decision.By,
                Group = (string?)team!.Name,
                LastNumber = (int?)last!.Number,
                LastAsOf = (DateTime?)last!.AsOf,
                Assignments = removal.GroupId == null && removal.ChangeTo == null ? db.ReviewItems.Count(i => i.ParentItemId == item.Id) : 0,
                Tasks = RemovalRules.StayingStates.Contains(removal.State) ? 0 : db.RemovalTasks.Count(t => t.RemovalId == removal.Id && t.DoneById == null),
                UsedState = db.AccountRecords.Where(a => a.ExtractId == removal.LastExtractId && a.AccountId == removal.AccountId).Select(a => (LastUsedState?)a.LastUsedState).FirstOrDefault(),
                UsedAt = db.AccountRecords.Where(a => a.ExtractId == removal.LastExtractId && a.AccountId == removal.AccountId).Select(a => a.LastUsedAt).FirstOrDefault(),
                WaivedUntil = removal.State == RemovalState.Waived ? db.RemovalWaivers.Where(w => w.Id == removal.WaiverId).Select(w => (DateOnly?)w.Until).FirstOrDefault() : null,
                TookAway = db.RemovalAttempts.Any(a => a.RemovalId == removal.Id && RemovalRules.TakenAway.Contains(a.Result)),
                AtDirectory = removal.State == RemovalState.Executed && RemovalRules.AtDirectories(db).Any(a => a.RemovalId == removal.Id),
                Disabled = removal.GroupId == null && db.AccountRecords.Any(a => a.ExtractId == removal.LastExtractId && a.AccountId == removal.AccountId && a.Status == AccountStatus.Disabled),
                Late = db.Removals.LateAt(db, now).Any(l => l.Id == removal.Id),
                BorneOut = TakeBackNote.BorneOut(db).Any(b => b.Id == removal.Id),
                OtherId = ReadingsOfRemovals.NotAsItself(db).Any(o => o.Id == removal.Id),
            }).AsNoTracking().ToListAsync(cancel);
        var names = await PeopleNames.ReadAsync(db, read.SelectMany(r => new[] { r.Removal.PersonId, r.Removal.DoneById }), read.Select(r => r.DecidedBy), cancel);
        var roles = await RolesOf.ActorAsync(db, reader, cancel);
        var kept = await KeptSince.WordsAsync(db, read.ConvertAll(r => r.Removal.Id), cancel);
        var overruled = await Overruling.WordsAsync(db, read.Select(r => r.Removal), cancel);
        return [.. read.Select(r => new RemovalRow
        {
            Id = r.Removal.Id, Number = r.Removal.Number, CampaignNumber = r.Campaign.Number, CampaignName = r.Campaign.Name, ItemNumber = r.Item.Number,
            ApplicationId = r.Removal.ApplicationId, Application = r.Application.Name, Kind = r.Application.Kind,
            AccountId = r.Removal.AccountId, AccountName = r.Account.Name.Length > 0 ? r.Account.Name : r.Account.Email, Email = r.Account.Email, Role = r.Account.Role,
            Group = r.Group, ChangeTo = r.Removal.ChangeTo, WithAssignments = r.Assignments, DecidedBy = names.OfActor(r.DecidedBy), DecidedAt = r.Removal.DecidedAt,
            PersonId = r.Removal.PersonId, Person = names[r.Removal.PersonId], Due = r.Removal.DueDate, DueAt = r.Removal.DueAt, Late = r.Late,
            DaysLate = r.Late && r.Removal.DueAt is null ? Clock.DayIn(now.At, TimeZoneInfo.FindSystemTimeZoneById(r.Campaign.TimeZone)).DayNumber - r.Removal.DueDate.DayNumber : 0, State = r.Removal.State,
            DoneById = r.Removal.DoneById, DoneBy = names[r.Removal.DoneById], DoneOn = r.Removal.DoneOn, DoneReference = r.Removal.DoneReference,
            VerifiedAt = r.Removal.VerifiedAt, LastReading = r.LastNumber, LastReadingAt = r.LastAsOf, Disabled = r.Disabled, Executed = r.Removal.ExecutedAt is not null, TookAway = r.TookAway, AtDirectory = r.AtDirectory, OtherId = r.OtherId,
            UsedAfter = RemovalRules.UsedAfter(r.Removal.DecidedAt, r.UsedState, r.UsedAt, TimeZoneInfo.FindSystemTimeZoneById(r.Campaign.TimeZone)), LastUsedAt = r.UsedAt, WaivedUntil = r.WaivedUntil, OpenTasks = r.Tasks,
            KeptSince = kept.GetValueOrDefault(r.Removal.Id), Overruled = overruled.GetValueOrDefault(r.Removal.Id),
            MayNote = RemovalRules.IsOpen(r.Removal.State) && HandRules.MayNote(roles, reader.PersonId, r.Removal),
            MayTryAgain = (roles & Role.CampaignOwner) != Role.None && TryRemovalsAgain.MayBe(r.Removal) && !kept.ContainsKey(r.Removal.Id),
            MayTakeBack = r.Removal.DoneOn is not null && RemovalRules.IsOpen(r.Removal.State) && !r.BorneOut && HandRules.MayTakeBack(roles, reader.PersonId, r.Removal),
            MayAssign = (RemovalRules.IsOpen(r.Removal.State) || r.Tasks > 0) && HandRules.MayAssign(roles, reader.PersonId, r.Application.OwnerId),
        })];
    }
}
