using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using NetArchTest.Rules;

namespace AccessReview.Web.Tests.Rules;

public sealed class ArchitectureTests
{
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

    /// <summary>Two doors: <c>Change</c> for what is evidence, <c>OperationalWrites</c> for jobs, drafts and bytes; both hold the
    /// transaction, and inside the second one a use case may save in steps.</summary>
    [Fact]
    public void Writes_go_through_the_doors_of_persistence()
    {
        var outside = Sources().Where(file => !file.Contains("/Persistence/", StringComparison.Ordinal)).Select(file => (file, text: File.ReadAllText(file))).ToList();

        Assert.DoesNotContain(outside, f => f.text.Contains(".BeginTransaction", StringComparison.Ordinal));
        Assert.DoesNotContain(outside, f => f.text.Contains(".SaveChanges", StringComparison.Ordinal) && !f.text.Contains("OperationalWrites", StringComparison.Ordinal));
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

        Assert.Equal(["/error", "/not-bound", "/not-found", "/sign-in", "/sign-in/refused", "/signed-out", "/welcome"], open);
    }

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
