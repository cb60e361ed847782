using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace AccessReview.Core.Tests.Persistence;

/// <summary>What holds for every table on both databases; costly to change after the first customer's data.</summary>
public sealed class TheModelTests
{
    /// <summary>Texts without a limit, each for a reason.</summary>
    private static readonly HashSet<string> Unbounded =
    [
        "CommandReceipt.Answer", // a command's answer as JSON, made by us
        "ExtractFile.Mapping", "RememberedMapping.Mapping", "ImportDraft.State", // JSON of our own shapes
        "Connection.Test", "PolicyVersion.Json", "Work.Arguments", "Work.Result",
        "DataProtectionKey.FriendlyName", "DataProtectionKey.Xml", // the framework's own table
    ];

    /// <summary>Enums stored as numbers: flags, and the order of a list.</summary>
    private static readonly HashSet<Type> Numbers = [typeof(Core.Findings.Finding), typeof(Core.Findings.AttentionRank)];

    public static TheoryData<string> Providers => ["Sqlite", "SqlServer"];

    [Theory]
    [MemberData(nameof(Providers))]
    public void The_migrations_make_the_model_and_nothing_is_pending(string provider)
    {
        using var db = Database(provider);
        Assert.False(db.Database.HasPendingModelChanges(), "The model differs from the last migration: dotnet ef migrations add … for both databases.");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Every_text_has_a_length_or_is_named_as_unbounded(string provider)
    {
        using var db = Database(provider);
        var texts = Properties(db).Where(p => p.ClrType == typeof(string)).ToList();
        Assert.Empty(texts.Where(p => p.GetMaxLength() is null && !Unbounded.Contains(Name(p))).Select(Name));
        Assert.Empty(Unbounded.Except(texts.Where(p => p.GetMaxLength() is null).Select(Name)));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Money_and_time_are_stored_in_types_that_mean_the_same_on_both_databases(string provider)
    {
        using var db = Database(provider);
        Type[] refused = [typeof(decimal), typeof(double), typeof(float), typeof(DateTimeOffset), typeof(TimeSpan)];
        Assert.Empty(Properties(db).Where(p => refused.Contains(Plain(p))).Select(Name));
        Assert.Empty(Properties(db).Where(p => Plain(p) == typeof(DateTime) && p.GetTypeMapping().Converter is null).Select(Name));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Closed_codes_are_stored_as_their_names(string provider)
    {
        using var db = Database(provider);
        var enums = Properties(db).Where(p => Plain(p).IsEnum).ToList();
        Assert.NotEmpty(enums);
        Assert.Empty(enums.Where(p => !Numbers.Contains(Plain(p)) && p.GetTypeMapping().Converter?.ProviderClrType != typeof(string)).Select(Name));
        Assert.Empty(enums.Where(p => p.GetMaxLength() is { } most && Enum.GetNames(Plain(p)).Any(n => n.Length > most)).Select(Name));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void No_delete_takes_other_rows_along(string provider)
    {
        using var db = Database(provider);
        var keys = db.Model.GetEntityTypes().SelectMany(e => e.GetForeignKeys()).ToList();
        Assert.NotEmpty(keys);
        Assert.All(keys, k => Assert.Equal(DeleteBehavior.Restrict, k.DeleteBehavior));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Keys_are_whole_numbers_but_for_the_command_made_in_the_browser(string provider)
    {
        using var db = Database(provider);
        var guids = Properties(db).Where(p => Plain(p) == typeof(Guid)).Select(Name);
        Assert.Equal(["CommandReceipt.CommandId", "Installation.Key"], guids.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Both_databases_have_the_same_tables_columns_and_indexes()
    {
        using var sqlite = Database("Sqlite");
        using var server = Database("SqlServer");
        Assert.Equal(Shape(sqlite), Shape(server));
    }

    internal static ReviewDb Database(string provider) => provider == "Sqlite"
        ? new SqliteReviewDb.DesignTime().CreateDbContext([])
        : new SqlServerReviewDb.DesignTime().CreateDbContext([]);

    private static List<string> Shape(ReviewDb db) => [.. db.Model.GetEntityTypes()
        .SelectMany(e => e.GetProperties().Select(p => $"{e.GetTableName()}.{p.GetColumnName()} {p.ClrType} {p.IsNullable} {p.GetMaxLength()}")
            .Concat(e.GetIndexes().Select(i => $"{e.GetTableName()} index {i.IsUnique} {string.Join(',', i.Properties.Select(p => p.Name))}")))
        .Order(StringComparer.Ordinal)];

    private static IEnumerable<IProperty> Properties(ReviewDb db) => db.Model.GetEntityTypes().SelectMany(e => e.GetProperties());

    private static Type Plain(IProperty property) => Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;

    private static string Name(IProperty property) => $"{property.DeclaringType.ClrType.Name}.{property.Name}";
}
