using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace AccessReview.Web.Setup;

/// <summary>Reads a section of the configuration, or refuses the start with a sentence that names the key and what it can be.</summary>
internal static class Configured
{
    /// <summary>Reads a section into its options; every value must be one of its kind, and a number in its range.</summary>
    public static TOptions Read<TOptions>(IConfiguration configuration, string section)
        where TOptions : class, new()
    {
        Check(configuration.GetSection(section), typeof(TOptions));
        return configuration.GetSection(section).Get<TOptions>() ?? new TOptions();
    }

    /// <summary>A refusal that names the key.</summary>
    public static StartRefusedException Refuse(string key, string? value, string canBe) => new($"{key} is \"{value}\"; {canBe}.");

    /// <summary>Refuses a value on the key of a list itself: nobody reads it, and the list would be empty.</summary>
    public static void CheckList(IConfigurationSection list)
    {
        if (list.Value is { Length: > 0 } text)
        {
            throw Refuse(list.Path, text, $"it is a list: write the first of it as {list.Path}:0, the next as {list.Path}:1");
        }
    }

    /// <summary>Whether it is a host's name or address alone, without a scheme or a port.</summary>
    public static bool IsHost(string text) => Uri.CheckHostName(text) != UriHostNameType.Unknown;

    private static void Check(IConfigurationSection section, Type options)
    {
        foreach (var property in options.GetProperties().Where(p => p.CanWrite))
        {
            var (value, type) = (section.GetSection(property.Name), Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType);
            if (type.Assembly == typeof(Configured).Assembly && !type.IsEnum)
            {
                Check(value, type);
            }
            else if (type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type))
            {
                CheckList(value);
            }
            else if (value.Value is { } text && CanBe(type, property.GetCustomAttribute<RangeAttribute>(), text) is { } canBe)
            {
                throw Refuse(value.Path, text, canBe);
            }
        }
    }

    /// <summary>What a value of the type can be, when the text is none; null when it is one.</summary>
    private static string? CanBe(Type type, RangeAttribute? range, string text) => type switch
    {
        { IsEnum: true } => Enum.GetNames(type).Contains(text, StringComparer.OrdinalIgnoreCase) ? null : $"it can be {string.Join(", ", Enum.GetNames(type))}",
        _ when type == typeof(bool) => bool.TryParse(text, out _) ? null : "it can be true or false",
        _ when type == typeof(int) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && range?.IsValid(number) != false
            ? null : string.Create(CultureInfo.InvariantCulture, $"it is a whole number from {range?.Minimum ?? int.MinValue} to {range?.Maximum ?? int.MaxValue}"),
        _ when type == typeof(Uri) => IsAddress(text) ? null : "it is a whole address such as https://host:4317",
        _ when type == typeof(TimeSpan) => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out _) ? null : "it is a time such as 00:05:00",
        _ => null,
    };

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == "http" || address.Scheme == "https");
}
