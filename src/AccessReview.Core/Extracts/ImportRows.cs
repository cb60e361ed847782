using AccessReview.Connectors;

namespace AccessReview.Core.Extracts;

/// <summary>Words of a source as the product keeps them.</summary>
internal static class ImportRows
{
    public static AccountStatus Status(Connectors.AccountStatus? status) => status switch
    {
        Connectors.AccountStatus.Active => AccountStatus.Active,
        Connectors.AccountStatus.Invited => AccountStatus.Invited,
        Connectors.AccountStatus.Disabled => AccountStatus.Disabled,
        null => AccountStatus.NotKnown,
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    public static EmploymentStatus Status(Connectors.EmploymentStatus? status) => status switch
    {
        Connectors.EmploymentStatus.Active => EmploymentStatus.Active,
        Connectors.EmploymentStatus.OnLeave => EmploymentStatus.OnLeave,
        Connectors.EmploymentStatus.Left => EmploymentStatus.Left,
        null => EmploymentStatus.NotKnown,
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    public static LastUsedState Used(LastUseState state) => state switch
    {
        LastUseState.Known => LastUsedState.Known,
        LastUseState.Never => LastUsedState.Never,
        LastUseState.NotKnown => LastUsedState.NotKnown,
        LastUseState.NotGiven => LastUsedState.NotGiven,
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };
}
