using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>A removal that waits for somebody, or several that wait alike, with whoever stands in line for it.</summary>
internal sealed class InLine
{
    /// <summary>The removal; 0: several.</summary>
    public long RemovalId { get; init; }

    /// <summary>How many.</summary>
    public int Count { get; init; } = 1;

    /// <summary>The last event that touched any of them.</summary>
    public long Seq { get; init; }

    /// <summary>The latest before which the product was not to carry one out; null: none was the product's.</summary>
    public DateTime? NotBefore { get; init; }

    /// <summary>Its campaign.</summary>
    public required long CampaignId { get; init; }

    /// <summary>Who is named to carry it out; of one that is held it is no matter.</summary>
    public long? PersonId { get; init; }

    /// <summary>Who owns its application.</summary>
    public long? OwnerId { get; init; }

    /// <summary>Who owns its campaign.</summary>
    public required long CampaignOwnerId { get; init; }

    /// <summary>Of one that is held whose group it is about.</summary>
    public long? GroupOwnerId { get; set; }

    /// <summary>Whose word one that is held is; null: it is not held.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>It was never the product's to carry out; of several, one was not.</summary>
    public bool ByHand { get; init; }

    /// <summary>By when it is due; null: by the end of <see cref="DueDate"/>.</summary>
    public DateTime? DueAt { get; init; }

    /// <summary>By which day.</summary>
    public DateOnly DueDate { get; init; }

    /// <summary>Where that day ends.</summary>
    public string TimeZone { get; init; } = "";

    /// <summary>When its time is over.</summary>
    public DateTime DueEnd => DueAt ?? Clock.EndOfDay(DueDate, TimeZoneInfo.FindSystemTimeZoneById(TimeZone));

    /// <summary>Of one by hand that is late, since when.</summary>
    public DateTime? LateAt { get; set; }

    /// <summary>When it was tried last.</summary>
    public DateTime? TriedAt { get; init; }

    /// <summary>When a reading first showed it although it was done.</summary>
    public DateTime? StillThereAt { get; init; }

    /// <summary>Since when it waits.</summary>
    public DateTime Since { get; init; }

    /// <summary>Of one that is held everybody whose word it is.</summary>
    public IReadOnlyList<string> Deciders { get; private set; } = [];

    /// <summary>Whom it may wait for before any campaign owner.</summary>
    public IEnumerable<long> Named => new[] { PersonId, OwnerId, GroupOwnerId, CampaignOwnerId }.OfType<long>();

    /// <summary>For whom each of them waits.</summary>
    public static async Task<List<(InLine One, long Person)>> WaitForAsync(ReviewDb db, List<InLine> all, DateTime now, CancellationToken cancel)
    {
        if (all.FindAll(one => one.DecidedBy is not null) is { Count: > 0 } held)
        {
            var ofGroups = await RemovalOwners.OfGroupsAsync(db, held.ConvertAll(one => one.RemovalId), cancel);
            held.ForEach(one => one.GroupOwnerId = ofGroups[one.RemovalId].Select(id => (long?)id).FirstOrDefault());
        }

        var named = all.SelectMany(one => one.Named).Distinct().ToList();
        var today = await CurrentPolicy.DayAsync(db, now, cancel);
        var here = await CurrentPeople.Here(db, today).Where(p => named.Contains(p.PersonId)).Select(p => p.PersonId).ToHashSetAsync(cancel);
        var owners = await RolesOf.Here(db, Role.CampaignOwner, today).ToListAsync(cancel);
        return [.. from one in all from person in one.WaitsFor(here, owners) select (one, person)];
    }

    // It is the turn of whoever is named, else of the application's owner, else of the campaign's. The owners, of a group the group's too, agree to what they neither
    // decided nor let the deadline decide; the campaign's while they are a campaign owner. Where nobody of these is left, any campaign owner may.
    private IEnumerable<long> WaitsFor(HashSet<long> here, List<long> owners)
    {
        var able = Others(Named.Distinct().Where(person => here.Contains(person) && (person == PersonId || person == OwnerId || person == GroupOwnerId || owners.Contains(person))));
        return able.Count == 0 ? Others(owners) : DecidedBy is null ? able.Take(1) : able;
    }

    /// <summary>One that is held, of its rows.</summary>
    public static InLine Of(IEnumerable<InLine> rows)
    {
        List<InLine> all = [.. rows];
        all[0].Deciders = all.ConvertAll(row => row.DecidedBy!);
        return all[0];
    }

    private List<long> Others(IEnumerable<long> people) => [.. people.Where(person => !Deciders.Contains(Actor.Demo(person).Key))];
}
