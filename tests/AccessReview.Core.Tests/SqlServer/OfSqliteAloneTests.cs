using System.Text.RegularExpressions;

namespace AccessReview.Core.Tests.SqlServer;

/// <summary>A test that cannot run on SQL Server, or that looks at SQLite files whatever the suite runs on, says so: it would fail there, or
/// count as passed where it tried nothing.</summary>
public sealed partial class OfSqliteAloneTests
{
    // The one helper that knows both: it makes its file on SQLite alone.
    private const string KnowsBoth = nameof(TestDatabase);

    [Fact]
    public void Whatever_reaches_for_what_only_SQLite_has_is_skipped_on_SQL_Server()
    {
        var sources = System.IO.Directory.EnumerateFiles(Repository.At("tests", "AccessReview.Core.Tests"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(f => (Type: Path.GetFileNameWithoutExtension(f), Members: Members(File.ReadAllText(f))))
            .Where(s => s.Type is not (KnowsBoth or nameof(OfSqliteAloneTests))).ToList();
        var helpers = Reached(sources.Where(s => !s.Members.Exists(m => m.IsTest)).Select(s => new Member(s.Type, string.Join('\n', s.Members.Select(m => m.Text)), IsTest: false, IsPlain: false)), []);
        var everywhere = sources.SelectMany(s => ReachedIn(s.Type, s.Members, helpers).Where(m => m.IsPlain).Select(m => $"{s.Type}.{m.Name}"));

        Assert.Contains(nameof(Unguarded), helpers.Select(h => h.Name));
        Assert.Empty(everywhere);
    }

    [Theory]
    [InlineData("[Fact]\n    public void A()\n    {\n        Run(\"PRAGMA x\");\n    }", true)]
    [InlineData("[SqliteFact]\n    public void A()\n    {\n        Run(\"PRAGMA x\");\n    }", false)]
    [InlineData("[Fact]\n    public void A() => B();\n\n    private static void B() => Run(\"VACUUM\");", true)]
    [InlineData("[Fact]\n    public void A() => C();\n\n    private static void B() => Run(\"VACUUM\");", false)]
    [InlineData("[Fact]\n    public void A() => AddAccessReviewCore(new DatabaseOptions { Folder = folder });", true)]
    [InlineData("[Fact]\n    public void A() => AddAccessReviewCore(new DatabaseOptions { Provider = DatabaseProvider.SqlServer });", false)]
    [InlineData("[Theory]\n    public void A() => C();\n\n    public void InitializeAsync() => Run(\"VACUUM\");", true)]
    public void A_test_reaches_what_it_calls_and_what_is_done_before_it(string members, bool reaches) =>
        Assert.Equal(reaches, ReachedIn("Tests", Members("public class Tests\n{\n\n    " + members + "\n}"), []).Any(m => m.IsPlain));

    /// <summary>What reaches for SQLite within one file; where what is done before each test does, all of it.</summary>
    private static List<Member> ReachedIn(string type, List<Member> members, List<Member> helpers)
    {
        var reached = Reached(members, helpers);
        return reached.Exists(m => m.Name == type || m.Name == "InitializeAsync") ? members : reached;
    }

    /// <summary>The members that name something of SQLite's alone, or one of those reached.</summary>
    private static List<Member> Reached(IEnumerable<Member> members, List<Member> helpers)
    {
        var (left, reached, names) = (members.ToList(), new List<Member>(), helpers.ConvertAll(h => h.Name));
        while (left.FindAll(m => OnlySqlite().IsMatch(m.Text) || names.Exists(n => Regex.IsMatch(m.Text, $@"\b{n}\b", RegexOptions.None, TimeSpan.FromSeconds(5)))) is { Count: > 0 } more)
        {
            left.RemoveAll(more.Contains);
            reached.AddRange(more);
            names.AddRange(more.Where(m => m is { IsTest: false, Name.Length: > 0 }).Select(m => m.Name));
        }

        return reached;
    }

    private static List<Member> Members(string source) =>
        [.. Between().Split(source).Select(text => new Member(Name().Match(text).Groups["name"].Value, text, Test().IsMatch(text), Test().Match(text).Groups["where"] is { Success: true, Length: 0 }))];

    [GeneratedRegex(@"VACUUM|PRAGMA|sqlite_|randomblob|\bDROP TRIGGER\b|\b(Unguarded|MakeBackup|CrashChild|FirstRelease)\b|AddAccessReviewCore\(new DatabaseOptions \{(?!.*\bProvider\b)", RegexOptions.ExplicitCapture)]
    private static partial Regex OnlySqlite();

    [GeneratedRegex(@"\r?\n\r?\n(?=    [^\s{}])")]
    private static partial Regex Between();

    [GeneratedRegex(@"^    \[(?<where>Sqlite|SqlServer|)(Fact|Theory)\b", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Test();

    // The first word of the declaration that a parameter list, a body or a value follows.
    [GeneratedRegex(@"^    (?![/\[\s{}]).*?\b(?<name>[A-Z]\w*)(?=\s*(<[^>]*>)?\(|\s*([={;:]|$))", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Name();

    /// <summary>A member of a type, as it stands in the source.</summary>
    private sealed record Member(string Name, string Text, bool IsTest, bool IsPlain);
}
