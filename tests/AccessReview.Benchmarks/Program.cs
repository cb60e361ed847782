using System.Globalization;
using System.Reflection;
using AccessReview.Benchmarks;
using AccessReview.Benchmarks.Reviewers;
using AccessReview.Benchmarks.World;

// floors [--size N] [--only NAME,NAME]: the table of performance.md; exit code 1 when a line is missed.
// serve FOLDER: the product's site over a folder, for a line that measures it from outside.
// quarters SMALL LARGE: two quarters of an application of so many accounts, and what of it grows faster than they; exit code 1 when something does.
// cpu NAME TIMES: processor time of each side, for digging on a busy machine.
// once NAME Ours|Floor SIZE: one side alone, for the measure of its memory.
switch (args)
{
    case ["floors", .. var options]:
        var only = Option(options, "--only")?.Split(',');
        var size = Option(options, "--size") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : (int?)null;
        var chosen = Lines().Where(l => only is null || only.Contains(l.Name)).ToList();
        if (chosen.Count == 0)
        {
            Console.Error.WriteLine($"No line is called {string.Join(" or ", only ?? [])}. There are: {string.Join(", ", Lines().Select(l => l.Name))}.");
            return 2;
        }

        var met = await FloorTable.RunAsync(chosen, size, Console.Out);
        CampaignWorld.Forget();
        return met ? 0 : 1;
    case ["once", var name, var side, var rows]:
        await PeakMemory.OnceAsync(
            Lines().Single(l => l.Name == name), Enum.Parse<Side>(side), int.Parse(rows, CultureInfo.InvariantCulture), Console.Out);
        CampaignWorld.Forget();
        return 0;
    case ["serve", var folder]:
        await ServedSite.RunAsync(folder);
        return 0;
    case ["quarters", var few, var many]:
        return await Quarters.RunAsync(int.Parse(few, CultureInfo.InvariantCulture), int.Parse(many, CultureInfo.InvariantCulture), Console.Out) ? 0 : 1;
    case ["cpu", var line, var times]:
        await CpuTime.RunAsync(Lines().Single(l => l.Name == line), int.Parse(times, CultureInfo.InvariantCulture), Console.Out);
        return 0;
    default:
        Console.Error.WriteLine("Use: floors [--size N] [--only NAME,NAME]");
        return 2;
}

static IEnumerable<Floor> Lines() => Assembly.GetExecutingAssembly().GetTypes()
    .Where(t => t.IsSubclassOf(typeof(Floor)) && t is { IsAbstract: false } && t.GetConstructor(Type.EmptyTypes) is not null)
    .Select(t => (Floor)Activator.CreateInstance(t)!)
    .SelectMany(l => l is IMeasuresMemory memory ? new[] { l, new PeakMemory(l, memory.MemoryTarget) } : [l])
    .SelectMany(l => l is IMeasuresCircuits circuits ? new[] { l, new CircuitMemory(l, circuits) } : [l])
    .SelectMany(l => l is IKeepsMemory sizes ? new[] { l, new MemoryGrowth(l, sizes) } : [l])
    .OrderBy(l => l.Name, StringComparer.Ordinal);

static string? Option(string[] options, string name) =>
    Array.IndexOf(options, name) is var at and >= 0 && at + 1 < options.Length ? options[at + 1] : null;
