using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore.Metadata;
using SQLitePCL;

namespace AccessReview.Core.Persistence;

/// <summary>Binds one property of a row to its place in a statement, in the very form in which EF Core and its driver store it. The
/// types that rows in bulk are made of take no detour over an object.</summary>
internal abstract class SqliteColumn<TRow>
    where TRow : class
{
    /// <summary>Binds the row's value.</summary>
    public abstract void Bind(sqlite3_stmt statement, int place, TRow row);

    /// <summary>The column of a property.</summary>
    public static SqliteColumn<TRow> Of(IProperty property)
    {
        var convert = property.GetTypeMapping().Converter?.ConvertToProvider;
        return property.ClrType switch
        {
            var type when type == typeof(long) => new Typed<long>(property, SqliteValue.Bind),
            var type when type == typeof(long?) => new Typed<long?>(property, (statement, place, value) => SqliteValue.Bind(statement, place, value)),
            var type when type == typeof(bool) => new Typed<bool>(property, (statement, place, value) => SqliteValue.Bind(statement, place, value ? 1L : 0L)),
            var type when type == typeof(int) => new Typed<int>(property, (statement, place, value) => SqliteValue.Bind(statement, place, (long)value)),
            var type when type == typeof(string) => new Typed<string?>(property, Fitting(property)),
            var type when type == typeof(DateTime) => new Typed<DateTime>(property, (statement, place, value) => SqliteValue.Bind(statement, place, value)),
            var type when type == typeof(DateTime?) => new Typed<DateTime?>(property, SqliteValue.Bind),
            var type when type.IsEnum && convert is not null => (SqliteColumn<TRow>)Activator.CreateInstance(typeof(Word<>).MakeGenericType(typeof(TRow), type), property, convert)!,
            _ => new Boxed(property, convert),
        };
    }

    private static Action<sqlite3_stmt, int, string?> Fitting(IProperty property)
    {
        var most = property.GetMaxLength();
        return (statement, place, text) =>
        {
            BulkInsert.Fit(property, most, text);
            SqliteValue.Bind(statement, place, text);
        };
    }

    private static Func<TRow, TValue> Getter<TValue>(IProperty property) => property.PropertyInfo!.GetMethod!.CreateDelegate<Func<TRow, TValue>>();

    /// <summary>A statement keeps what is bound to it, so a value that is the same as in the row before is not bound again.</summary>
    private abstract class Keeping<TValue>(IProperty property) : SqliteColumn<TRow>
    {
        private readonly Func<TRow, TValue> get = Getter<TValue>(property);
        private TValue? last;
        private bool isBound;

        public override void Bind(sqlite3_stmt statement, int place, TRow row)
        {
            var value = get(row);
            if (!isBound || !EqualityComparer<TValue>.Default.Equals(value, last))
            {
                Bind(statement, place, value);
                (last, isBound) = (value, true);
            }
        }

        protected abstract void Bind(sqlite3_stmt statement, int place, TValue value);
    }

    private sealed class Typed<TValue>(IProperty property, Action<sqlite3_stmt, int, TValue> bind) : Keeping<TValue>(property)
    {
        protected override void Bind(sqlite3_stmt statement, int place, TValue value) => bind(statement, place, value);
    }

    /// <summary>An enum: what each member is stored as is found out once.</summary>
    private sealed class Word<TEnum>(IProperty property, Func<object?, object?> convert) : Keeping<TEnum>(property)
        where TEnum : struct, Enum
    {
        private readonly Dictionary<TEnum, object?> stored = [];

        protected override void Bind(sqlite3_stmt statement, int place, TEnum member)
        {
            if (!stored.TryGetValue(member, out var value))
            {
                stored[member] = value = convert(member) is string word ? Encoding.UTF8.GetBytes(word) : convert(member);
            }

            if (value is byte[] text)
            {
                _ = raw.sqlite3_bind_text(statement, place, text);
            }
            else
            {
                SqliteValue.Bind(statement, place, Convert.ToInt64(value, CultureInfo.InvariantCulture));
            }
        }
    }

    private sealed class Boxed(IProperty property, Func<object?, object?>? convert) : SqliteColumn<TRow>
    {
        private readonly IClrPropertyGetter getter = property.GetGetter();

        public override void Bind(sqlite3_stmt statement, int place, TRow row)
        {
            var value = getter.GetClrValue(row);
            SqliteValue.Bind(statement, place, value is null || convert is null ? value : convert(value));
        }
    }
}

/// <summary>Binds values by place.</summary>
internal static class SqliteValue
{
    private const string Instant = "yyyy-MM-dd HH:mm:ss.FFFFFFF";
    private const int OnTheStack = 512;

    public static void Bind(sqlite3_stmt statement, int place, long value) => _ = raw.sqlite3_bind_int64(statement, place, value);

    public static void Bind(sqlite3_stmt statement, int place, long? value)
    {
        if (value is { } known)
        {
            Bind(statement, place, known);
        }
        else
        {
            _ = raw.sqlite3_bind_null(statement, place);
        }
    }

    public static void Bind(sqlite3_stmt statement, int place, string? value)
    {
        if (value is null)
        {
            _ = raw.sqlite3_bind_null(statement, place);
        }
        else if (Encoding.UTF8.GetMaxByteCount(value.Length) <= OnTheStack)
        {
            Span<byte> text = stackalloc byte[OnTheStack];
            _ = raw.sqlite3_bind_text(statement, place, (ReadOnlySpan<byte>)text[..Encoding.UTF8.GetBytes(value, text)]);
        }
        else
        {
            _ = raw.sqlite3_bind_text(statement, place, Encoding.UTF8.GetBytes(value));
        }
    }

    public static void Bind(sqlite3_stmt statement, int place, DateTime? value)
    {
        if (value is not { } known)
        {
            _ = raw.sqlite3_bind_null(statement, place);
            return;
        }

        Span<byte> text = stackalloc byte[32];
        _ = Clock.Truncate(known).TryFormat(text, out var written, Instant, CultureInfo.InvariantCulture);
        _ = raw.sqlite3_bind_text(statement, place, (ReadOnlySpan<byte>)text[..written]);
    }

    /// <summary>Any other value, as the driver would store it.</summary>
    public static void Bind(sqlite3_stmt statement, int place, object? value)
    {
        switch (value)
        {
            case null: _ = raw.sqlite3_bind_null(statement, place); break;
            case byte[] bytes: _ = raw.sqlite3_bind_blob(statement, place, bytes); break;
            case bool yes: Bind(statement, place, yes ? 1L : 0L); break;
            case double number: _ = raw.sqlite3_bind_double(statement, place, number); break;
            case int or short or byte: Bind(statement, place, Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
            case DateOnly day: Bind(statement, place, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)); break;
            case Guid id: Bind(statement, place, id.ToString().ToUpperInvariant()); break;
            case string text: Bind(statement, place, text); break;
            case long number: Bind(statement, place, number); break;
            case DateTime at: Bind(statement, place, (DateTime?)at); break;
            default: throw new NotSupportedException($"{value.GetType().Name} is not stored in bulk.");
        }
    }
}
