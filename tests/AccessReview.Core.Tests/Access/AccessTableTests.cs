using System.Reflection;
using System.Text;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;

namespace AccessReview.Core.Tests.Access;

/// <summary>Walks the table of who may do what over real use cases on a real database.</summary>
public sealed class AccessTableTests
{
    [Fact]
    public void Every_use_case_has_a_line_and_every_line_a_use_case()
    {
        var methods = from type in typeof(Actor).Assembly.GetExportedTypes()
                      where type is { IsClass: true, IsSealed: true, IsAbstract: false } && type.Namespace != typeof(Change).Namespace
                          && type != typeof(Core.Sample.SampleImport) // the product's own hand at the real import
                      from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                      where method.Name.EndsWith("Async", StringComparison.Ordinal) && method.GetParameters().Any(p => p.ParameterType == typeof(Actor))
                      select method.Name == "RunAsync" ? type.Name : $"{type.Name}.{method.Name}";

        Assert.Equal(methods.Distinct().Order(StringComparer.Ordinal), AccessTable.Rows.Select(r => r.UseCase).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(AccessCalls.Commands.Keys.Concat(AccessCalls.Queries.Keys).Order(StringComparer.Ordinal), AccessTable.Rows.Select(r => r.Key).Order(StringComparer.Ordinal));
        Assert.Empty(AccessObjects.Before.Keys.Except(AccessTable.Rows.Select(r => r.Key)));
        Assert.All(AccessTable.Rows, row => Assert.Equal(AccessWorld.Columns.Count, row.Cells.Count));
    }

    /// <summary>An auditor takes evidence away and draws samples, which is recorded, likes own lists and is away as anybody is, and changes nothing.</summary>
    [Fact]
    public void An_auditor_changes_nothing()
    {
        var auditor = AccessWorld.Columns.ToList().IndexOf("Aud");

        Assert.Equal(["ListPreferences.ChooseColumnsAsync", "ListPreferences.SaveViewAsync", "DownloadProof", "DownloadRemovals", "DownloadLeavers", "DownloadRegister", "AskForEvidence", "DrawSample", "DownloadEvidence", "StateAbsence"], AccessTable.Rows.Where(r => AccessCalls.Commands.ContainsKey(r.Key) && r.Cells[auditor] is "yes" or "gate").Select(r => r.UseCase));
    }

    [Fact]
    public async Task What_is_refused_changes_nothing_but_the_record_of_refusals()
    {
        await using var world = await AccessWorld.CreateAsync();
        var wrong = new List<string>();
        foreach (var row in AccessTable.Rows)
        {
            var command = AccessCalls.Commands.GetValueOrDefault(row.Key);
            await BeforeAsync(world, row);
            var before = command is null ? "" : await world.EverythingAsync();
            foreach (var (name, cell) in AccessWorld.Columns.Zip(row.Cells).Where(c => c.Second is "no" or "-" || command is null))
            {
                var refusals = await world.RefusalsAsync();
                var problem = await (command ?? AccessCalls.Queries[row.Key])(world, world.As(name));
                if (Cell(problem) != cell)
                {
                    wrong.Add($"{row.Key}, {name}: {Cell(problem)} and not {cell} ({problem?.Code}: {problem?.Sentence})");
                }

                var recorded = await world.RefusalsAsync() - refusals;
                if (recorded != (command is not null && cell == "no" ? 1 : 0))
                {
                    wrong.Add($"{row.Key}, {name}: {recorded} refusals recorded");
                }
            }

            // What a later line finds in a world that should not be says nothing.
            if (command is not null && before != await world.EverythingAsync())
            {
                wrong.Add($"{row.Key}: something was changed");
                break;
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task What_is_allowed_happens()
    {
        var wrong = new List<string>();
        foreach (var row in AccessTable.Rows.Where(r => AccessCalls.Commands.ContainsKey(r.Key)))
        {
            foreach (var (name, cell) in AccessWorld.Columns.Zip(row.Cells).Where(c => c.Second is "yes" or "gate"))
            {
                await using var world = await AccessWorld.CreateAsync();
                await BeforeAsync(world, row);
                var problem = await AccessCalls.Commands[row.Key](world, world.As(name));
                if (Cell(problem) != cell)
                {
                    wrong.Add($"{row.Key}, {name}: {Cell(problem)} and not {cell} ({problem?.Code}: {problem?.Sentence})");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>The list and the file of removals open to several kinds of people, and hold what is theirs.</summary>
    [Theory]
    [InlineData("Owen", "Ghost", "Vera")]
    [InlineData("Apo", "Vera")]
    [InlineData("Rem", "Vera")]
    [InlineData("Oto", "Ghost")]
    public async Task Whoever_owns_or_clears_an_application_sees_the_removals_of_that_one_alone(string name, params string[] accounts)
    {
        await using var world = await AccessWorld.CreateAsync();
        var list = (await world.Get<RemovalList>().RunAsync(world.As(name), new RemovalFilter(), 0, 10, default)).Require();
        Assert.Equal(accounts, list.Rows.Select(r => r.AccountName).Order(StringComparer.Ordinal));

        using var file = new MemoryStream();
        Assert.Equal(accounts.Length, (await world.Get<DownloadRemovals>().RunAsync(Guid.NewGuid(), world.As(name), new RemovalFilter(), () => file, default)).Require());
        var text = Encoding.UTF8.GetString(file.ToArray());
        Assert.Equal(accounts, new[] { "Ghost", "Vera" }.Where(a => text.Contains(a, StringComparison.Ordinal)));
    }

    private static Task BeforeAsync(AccessWorld world, AccessTable.Row row) => AccessObjects.Before.GetValueOrDefault(row.Key)?.Invoke(world) ?? Task.CompletedTask;

    private static string Cell(Problem? problem) => problem?.Code switch { null => "yes", Problem.DeniedCode => "no", "not-found" => "-", _ => "gate" };
}
