using System.Reflection;
using AccessReview.Core.Audit;

namespace AccessReview.Core.Tests.Audit;

/// <summary>Every event record of the product, what it may hold, and a sample of it that is the same on every machine.</summary>
internal static class EventRecords
{
    private static readonly HashSet<Type> Facts =
        [typeof(long), typeof(int), typeof(bool), typeof(Code), typeof(Sha256), typeof(DateTime), typeof(DateOnly), typeof(CoveredRows)];

    /// <summary>The sealed records that derive from <see cref="EventBody"/>, by name.</summary>
    public static IReadOnlyList<Type> All { get; } =
        [.. typeof(EventBody).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(EventBody))).OrderBy(t => t.Name, StringComparer.Ordinal)];

    /// <summary>What the record itself says; the base's type, version and rows are written by the envelope.</summary>
    public static IEnumerable<PropertyInfo> Properties(Type record) =>
        record.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetMethod!.GetBaseDefinition().DeclaringType != typeof(EventBody));

    /// <summary>Whether a property of this type can hold no name, address or free text.</summary>
    public static bool IsFact(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return Facts.Contains(plain) || plain.IsEnum || (ElementOf(plain) is { } element && IsFact(element));
    }

    /// <summary>An event with every property filled, the same each time.</summary>
    public static EventBody Sample(Type record)
    {
        var constructor = record.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
        var n = 0;
        var sample = (EventBody)constructor.Invoke([.. constructor.GetParameters().Select(p => Value(p.ParameterType, ++n))]);
        foreach (var property in Properties(record).Where(p => p.SetMethod is not null && constructor.GetParameters().All(c => c.Name != p.Name)))
        {
            property.SetValue(sample, Value(property.PropertyType, ++n));
        }

        return sample with { Rows = new CoveredRows(3, Hash(0xee)) };
    }

    private static object Value(Type type, int n)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (ElementOf(plain) is { } element)
        {
            var list = Array.CreateInstance(element, 2);
            list.SetValue(Value(element, n), 0);
            list.SetValue(Value(element, n + 1), 1);
            return list;
        }

        return plain switch
        {
            _ when plain == typeof(long) => 1000L + n,
            _ when plain == typeof(int) => n,
            _ when plain == typeof(bool) => true,
            _ when plain == typeof(Code) => new Code("code-" + n),
            _ when plain == typeof(Sha256) => Hash((byte)n),
            _ when plain == typeof(DateTime) => new DateTime(2026, 11, 23, 9, n % 60, 0, 5, DateTimeKind.Utc),
            _ when plain == typeof(DateOnly) => new DateOnly(2026, 11, 1 + (n % 28)),
            _ when plain == typeof(CoveredRows) => new CoveredRows(n, Hash((byte)n)),
            _ when plain.IsEnum => plain.GetEnumValues().GetValue(plain.GetEnumValues().Length - 1)!,
            _ => throw new InvalidOperationException($"No sample of {type}: it is no fact an event may hold."),
        };
    }

    private static Type? ElementOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private static Sha256 Hash(byte fill) => new([.. Enumerable.Repeat(fill, Hashes.Length)]);
}
