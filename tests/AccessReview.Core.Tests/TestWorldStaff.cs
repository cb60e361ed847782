using AccessReview.Core.Extracts;

namespace AccessReview.Core.Tests;

/// <summary>What becomes of the staff list after it was written.</summary>
public sealed partial class TestWorld
{
    /// <summary>The staff list has another address for the person, too.</summary>
    public Task AlsoAsync(string name, string address, AddressKind kind = AddressKind.Other) => Run("Seed", scope =>
    {
        var record = scope.Db.PersonRecords.Single(r => r.PersonId == this[name]);
        scope.Add(new PersonAddress { Id = scope.NewId(), ExtractId = record.ExtractId, PersonRecordId = record.Id, EmailKey = TextKey.Of(address), Kind = kind });
    });

    /// <summary>The staff list has the person as left.</summary>
    public Task LeaveAsync(string name) => Run("Seed", scope =>
        scope.Db.Entry(scope.Db.PersonRecords.Single(r => r.PersonId == this[name])).Property(r => r.Status).CurrentValue = EmploymentStatus.Left);

    /// <summary>The staff list has the person's last day.</summary>
    public Task LastDayAsync(string name, DateOnly day) => Run("Seed", scope =>
        scope.Db.Entry(scope.Db.PersonRecords.Single(r => r.PersonId == this[name])).Property(r => r.EndDate).CurrentValue = day);

    /// <summary>The staff list has the person's last day, and the first one of a later employment.</summary>
    public Task ComesBackAsync(string name, EmploymentStatus status, DateOnly left, DateOnly back) => Run("Seed", scope =>
    {
        var record = scope.Db.Entry(scope.Db.PersonRecords.Single(r => r.PersonId == this[name]));
        (record.Property(r => r.Status).CurrentValue, record.Property(r => r.EndDate).CurrentValue, record.Property(r => r.StartDate).CurrentValue) = (status, left, back);
    });
}
