using System.Text.Json;

namespace AccessReview.Connectors.Scim;

/// <summary>A SCIM group as the product knows it.</summary>
internal static class ScimGroup
{
    public static Group Of(JsonElement group) => new(Name(group), null, group.Id("id"));

    /// <summary>Who holds it. Groups inside a group are no holders.</summary>
    public static IReadOnlyList<Assignment> Members(JsonElement group) =>
    [
        .. group.List("members").Where(m => m.Text("type") is not { } type || !type.Equals("Group", StringComparison.OrdinalIgnoreCase))
            .Select(m => m.Id("value") ?? Last(m.Text("$ref"))).OfType<string>().Distinct(StringComparer.Ordinal)
            .Select(member => new Assignment(Name(group), member, group.Id("id"))),
    ];

    private static string Name(JsonElement group) => group.Text("displayName") ?? group.Id("id") ?? "?";

    private static string? Last(string? reference) => reference is null ? null : Uri.UnescapeDataString(reference[(reference.LastIndexOf('/') + 1)..]);
}
