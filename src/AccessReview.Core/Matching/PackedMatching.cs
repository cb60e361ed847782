using AccessReview.Connectors.Packed;
using AccessReview.Core.Extracts;

namespace AccessReview.Core.Matching;

/// <summary>An account as matching needs it, in a packed list. A key that its text gives again is not kept.</summary>
internal readonly struct PackedReadAccount : IPacked<ReadAccount>
{
    public static void Write(PackWriter to, ReadAccount value)
    {
        to.Number(value.RecordId);
        to.Number(value.AccountId);
        to.Text(value.SourceKey);
        to.Text(value.Email);
        to.Text(value.EmailKey == TextKey.Of(value.Email) ? null : value.EmailKey);
        to.Text(value.NameSort);
        to.Word(value.Role);
        to.Word(value.RoleKey);
        to.Number((long)value.Status);
        to.Instant(value.LastUsedAt);
        to.Number((long)value.LastUsedState);
        to.Instant(value.CreatedAt);
        to.Word(value.UsedThrough);
        to.Text(value.SourceId == value.SourceKey ? null : value.SourceId);
    }

    public static ReadAccount Read(ref PackReader from)
    {
        var (recordId, accountId, sourceKey, email) = (from.Number(), from.Number(), from.Text(), from.Text());
        return new ReadAccount(
            recordId, accountId, sourceKey, email, from.TextOrNone() ?? TextKey.Of(email), from.Text(), from.WordOrNone()!, from.WordOrNone()!, (AccountStatus)from.Number(),
            from.InstantOrNone(), (LastUsedState)from.Number(), from.InstantOrNone(), from.WordOrNone()) { SourceId = from.TextOrNone() ?? sourceKey };
    }
}

/// <summary>An address that a person is known by, in a packed list.</summary>
internal readonly struct PackedKnownAddress : IPacked<KnownAddress>
{
    public static void Write(PackWriter to, KnownAddress value)
    {
        to.Text(value.EmailKey);
        to.Number((long)value.Kind);
        to.Number(value.RecordId);
    }

    public static KnownAddress Read(ref PackReader from) => new(from.Text(), (AddressKind)from.Number(), from.Number());
}

/// <summary>A person as matching needs them, in a packed list.</summary>
internal readonly struct PackedKnownPerson : IPacked<KnownPerson>
{
    public static void Write(PackWriter to, KnownPerson value)
    {
        to.Number(value.PersonId);
        to.Number(value.RecordId);
        to.Text(value.EmployeeKey);
        to.Text(value.Name);
        to.Text(value.NameSort);
        to.Number((long)value.Status);
        to.Word(value.EmploymentType);
        to.Day(value.EndDate);
        to.Number(value.ManagerId);
        to.Word(value.LeftIn);
        to.Day(value.StartDate);
        to.Word(value.GoneFrom);
        to.Word(value.StillIn);
    }

    public static KnownPerson Read(ref PackReader from) => new(
        from.Number(), from.Number(), from.Text(), from.Text(), from.Text(), (EmploymentStatus)from.Number(), from.WordOrNone()!,
        from.DayOrNone(), from.NumberOrNone(), from.WordOrNone()) { StartDate = from.DayOrNone(), GoneFrom = from.WordOrNone(), StillIn = from.WordOrNone() };
}
