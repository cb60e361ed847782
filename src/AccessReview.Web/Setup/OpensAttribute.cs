using System.Globalization;
using AccessReview.Core.Roles;

namespace AccessReview.Web.Setup;

/// <summary>What a page is to the table of roles. Every page behind the sign-in carries one; a page that may not be opened is not found.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OpensAttribute(Place place) : Attribute
{
    /// <summary>The place.</summary>
    public Place Place { get; } = place;

    /// <summary>What the address names, by the names that the pages' templates use.</summary>
    public static PlaceKeys KeysOf(IReadOnlyDictionary<string, object?> route) =>
        new((int?)Key(route, "Number"), Key(route, "Id"), Key(route, "ApplicationId"), Key(route, "DirectoryId"));

    private static long? Key(IReadOnlyDictionary<string, object?> route, string name) => route.TryGetValue(name, out var value) && value is not null
        ? Convert.ToInt64(value, CultureInfo.InvariantCulture)
        : null;
}
