namespace AccessReview.Core.Applications;

/// <summary>The roles proposed as privileged for a known product, from the vendors' own role lists; shown before they are kept.</summary>
public static class ProposedRoles
{
    /// <summary>Roles whose holders can manage users, data or billing.</summary>
    public static IReadOnlyList<string> Of(ApplicationKind kind) => kind switch
    {
        ApplicationKind.Heap => ["Admin", "Architect"],
        ApplicationKind.Amplitude => ["Admin", "Manager"],
        ApplicationKind.Mixpanel => ["Owner", "Admin", "Billing Admin"],
        ApplicationKind.EightByEight => ["Company Admin", "Super Admin", "Admin"],
        ApplicationKind.Other => ["Owner", "Admin", "Administrator"],
        _ => throw new InvalidOperationException($"Unknown application kind {kind}."),
    };

    /// <summary>The product's name as its maker writes it; empty for another one.</summary>
    public static string NameOf(ApplicationKind kind) => kind switch
    {
        ApplicationKind.Heap => "Heap",
        ApplicationKind.Amplitude => "Amplitude",
        ApplicationKind.Mixpanel => "Mixpanel",
        ApplicationKind.EightByEight => "8x8",
        ApplicationKind.Other => "",
        _ => throw new InvalidOperationException($"Unknown application kind {kind}."),
    };
}
