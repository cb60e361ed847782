using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using NetArchTest.Rules;

namespace AccessReview.Web.Tests.Rules;

public sealed class ArchitectureTests
{
    private static readonly string[] RawSql = ["SqlRaw", "FromSql(", "SqlQuery(", "ExecuteSql(", "ExecuteSqlInterpolated", "CommandText"];
    private static readonly Assembly Web = typeof(Program).Assembly;
    private static readonly Assembly Core = typeof(Core.Actor).Assembly;
    private static readonly Assembly Connectors = Assembly.Load("AccessReview.Connectors");

    [Fact]
    public void Core_knows_neither_pages_nor_the_web()
    {
        Holds(Types.InAssembly(Core).ShouldNot().HaveDependencyOnAny("AccessReview.Web", "MudBlazor", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Components"));
        Holds(Types.InAssembly(Connectors).ShouldNot().HaveDependencyOnAny("AccessReview.Web", "AccessReview.Core"));
    }

    [Fact]
    public void Components_see_no_database() =>
        Holds(Types.InAssembly(Web).That().ResideInNamespace("AccessReview.Web.Components").ShouldNot().HaveDependencyOnAny("Microsoft.EntityFrameworkCore"));

    /// <summary>Two doors: <c>Change</c> for what is evidence, <c>OperationalWrites</c> for jobs, drafts and bytes, which is <c>AskedWrites</c> to whoever asks; both hold the
    /// transaction, and inside the second one a use case may save in steps.</summary>
    [Fact]
    public void Writes_go_through_the_doors_of_persistence()
    {
        var outside = Sources().Where(file => !file.Contains("/Persistence/", StringComparison.Ordinal)).Select(file => (file, text: File.ReadAllText(file))).ToList();

        Assert.DoesNotContain(outside, f => f.text.Contains(".BeginTransaction", StringComparison.Ordinal));
        Assert.DoesNotContain(outside, f => f.text.Contains(".SaveChanges", StringComparison.Ordinal) && !f.text.Contains("OperationalWrites", StringComparison.Ordinal) && !f.text.Contains("AskedWrites", StringComparison.Ordinal));
    }

    /// <summary>SQL is written in one folder, where a look at it is enough: everything else goes through LINQ, which sends values as parameters.</summary>
    [Fact]
    public void Sql_is_written_in_persistence_alone() => Assert.DoesNotContain(
        Sources().Where(file => !file.Contains("/Persistence/", StringComparison.Ordinal)).Select(file => (file, text: File.ReadAllText(file))),
        f => RawSql.Any(word => f.text.Contains(word, StringComparison.Ordinal)));

    /// <summary>A secret has no value until somebody gives it one, and no page shows it again.</summary>
    [Fact]
    public void No_secret_has_a_default_and_no_page_shows_one()
    {
        var secrets = Web.GetTypes().Concat(Core.GetTypes()).Concat(Connectors.GetTypes()).Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) || type.Name is "SignInProvider" or "MailServer")
            .SelectMany(type => type.GetProperties()).Where(property => property.PropertyType == typeof(string) && IsSecret(property.Name)).ToList();
        Assert.Contains(secrets, s => s.Name == "ClientSecret");
        Assert.Contains(secrets, s => s.Name == "Password");
        Assert.All(secrets.Where(s => s.DeclaringType!.GetConstructor(Type.EmptyTypes) is not null), s => Assert.True(string.IsNullOrEmpty((string?)s.GetValue(Activator.CreateInstance(s.DeclaringType!))), s.Name));
        Assert.DoesNotContain(Sources().Where(file => file.EndsWith(".razor", StringComparison.Ordinal)), file => secrets.Select(s => s.Name).Distinct().Any(name => File.ReadAllText(file).Contains("." + name, StringComparison.Ordinal)));
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Repository.Path("src"), "appsettings*.json", SearchOption.AllDirectories).SelectMany(File.ReadLines), line => IsSecret(line) && System.Text.RegularExpressions.Regex.IsMatch(line, @":\s*""[^""]+""", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    [Theory]
    [InlineData("MarkupString")]
    [InlineData("AddMarkupContent")]
    [InlineData("DateTime.UtcNow")]
    [InlineData("DateTime.Now")]
    [InlineData("DateTimeOffset.UtcNow")]
    public void Some_words_are_not_written(string word) => Assert.DoesNotContain(Sources(), file => File.ReadAllText(file).Contains(word, StringComparison.Ordinal));

    [Fact]
    public void No_file_is_longer_than_a_reader_can_hold() =>
        Assert.DoesNotContain(Sources().Select(file => (file, lines: File.ReadLines(file).Count())), f => f.lines > 250);

    [Fact]
    public void Every_page_asks_for_a_sign_in_or_says_that_it_does_not()
    {
        var pages = Web.GetTypes().Where(type => typeof(IComponent).IsAssignableFrom(type) && type.GetCustomAttributes<RouteAttribute>().Any()).ToList();

        Assert.NotEmpty(pages);
        Assert.All(pages, page => Assert.True(
            page.GetCustomAttribute<AllowAnonymousAttribute>() is not null || page.GetCustomAttribute<AuthorizeAttribute>() is not null, page.Name));
    }

    [Fact]
    public void Only_the_entrance_is_open()
    {
        var open = Web.GetTypes().Where(type => type.GetCustomAttributes<RouteAttribute>().Any() && type.GetCustomAttribute<AllowAnonymousAttribute>() is not null)
            .SelectMany(type => type.GetCustomAttributes<RouteAttribute>()).Select(route => route.Template).Order();

        Assert.Equal(["/error", "/not-bound", "/not-found", "/sign-in", "/sign-in/refused", "/signed-out", "/still-signed-in", "/welcome"], open);
    }

    /// <summary>Whatever a page asks of Core takes who asks, and stands in the table of roles. What does not is open to whoever sees the page: a colleague's
    /// name, a time zone, whether an administrator is needed, and in demo mode the people one can be; or it is the product's own work, begun at once.</summary>
    [Fact]
    public void What_a_page_asks_without_saying_who_asks_is_named()
    {
        const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        var asked = from component in Web.GetTypes()
                    where component.Namespace?.StartsWith("AccessReview.Web.Components", StringComparison.Ordinal) == true
                    from property in component.GetProperties(Own)
                    where property.PropertyType.Assembly == Core
                    from method in property.PropertyType.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                    where method.Name.EndsWith("Async", StringComparison.Ordinal)
                        && method.GetParameters().All(p => p.ParameterType != typeof(Core.Actor) && p.ParameterType != typeof(Core.Persistence.ReviewDb)) // no page has a database
                    select method.Name == "RunAsync" ? property.PropertyType.Name : $"{property.PropertyType.Name}.{method.Name}";

        Assert.Equal(
            ["FindPeople", "FindPeople.OneAsync", "ListStaff", "NeedsFirstAdministrator", "ProposedTimeZone", "WaitingSignIns.FindAsync"],
            asked.Distinct().Order(StringComparer.Ordinal));
    }

    private static bool IsSecret(string name) => name.Contains("Secret", StringComparison.OrdinalIgnoreCase) || name.Contains("Password", StringComparison.OrdinalIgnoreCase);

    private static void Holds(ConditionList rule)
    {
        var result = rule.GetResult();
        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }

    private static IEnumerable<string> Sources() => Directory.EnumerateFiles(Repository.Path("src"), "*", SearchOption.AllDirectories)
        .Where(file => Path.GetExtension(file) is ".cs" or ".razor" or ".css")
        .Select(file => file.Replace('\\', '/'))
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/Migrations/", StringComparison.Ordinal));
}
