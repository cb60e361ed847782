using AccessReview.Web.Setup;

namespace AccessReview.Web.Verbs;

/// <summary>What the product can be told to do instead of serving.</summary>
internal static class CommandLine
{
    private static readonly string[] HostFlags = ["--environment", "--contentRoot"];

    /// <summary>Every verb.</summary>
    public static IReadOnlyList<Verb> Verbs { get; } = [MigrateVerb.Verb, BackupVerb.Verb, RestoreVerb.Verb, ResumeVerb.Verb, VerifyVerb.Verb, PurgeVerb.Verb, UnbindVerb.Verb];

    /// <summary>Whether a verb is asked for; everything that begins like a flag is the server's configuration.</summary>
    public static bool IsVerb(string[] args) => args is [var first, ..] && !first.StartsWith('-') && !first.Contains('=', StringComparison.Ordinal) && !first.StartsWith('/');

    /// <summary>Runs the verb; the exit code.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        if (args[0] == "help")
        {
            await output.WriteLineAsync(Usage());
            return ExitCodes.Ok;
        }

        if (Verbs.FirstOrDefault(v => v.Name == args[0]) is not { } verb)
        {
            await output.WriteLineAsync($"“{args[0]}” is no verb.\n\n{Usage()}");
            return ExitCodes.Incomplete;
        }

        var (call, wrong) = Parse(verb, args[1..], output);
        if (call is null)
        {
            await output.WriteLineAsync($"{wrong}\n\n{Usage(verb)}");
            return ExitCodes.Incomplete;
        }

        try
        {
            return await verb.RunAsync(call);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // An operator's script needs a code and a sentence, whatever went wrong.
            await output.WriteLineAsync($"could not run: {e.Message}");
            return ExitCodes.CouldNotRun;
        }
    }

    private static (VerbCall? Call, string? Wrong) Parse(Verb verb, string[] args, TextWriter output)
    {
        var (operand, flags, configuration) = ("", new List<(string Name, string Value)>(), new List<string>());
        for (var i = 0; i < args.Length; i++)
        {
            var (name, value) = args[i].Split('=', 2) is [var before, var after] && args[i].StartsWith("--", StringComparison.Ordinal) ? (before, after) : (args[i], null);
            var flag = verb.Flags.FirstOrDefault(f => f.Name == name);
            if (!args[i].StartsWith('-'))
            {
                if (operand.Length > 0 || verb.Operand.Length == 0)
                {
                    return (null, $"“{args[i]}” is one word too many.");
                }

                operand = args[i];
            }
            else if (flag is { Value.Length: 0 } && value is null)
            {
                flags.Add((name, ""));
            }
            else if ((value ??= i + 1 < args.Length ? args[++i] : null) is null)
            {
                return (null, $"{name} needs a value.");
            }
            else if (flag is { Value.Length: > 0 })
            {
                flags.Add((name, value!));
            }
            else if (flag is null && (HostFlags.Contains(name) || (name.Contains(':', StringComparison.Ordinal) && KnownKeys.IsKnown(name.TrimStart('-')))))
            {
                configuration.Add($"{name}={value}");
            }
            else
            {
                return (null, $"{name} is no flag of {verb.Name} and no key of the configuration.");
            }
        }

        return operand.Length == 0 && verb.Operand.Length > 0 && !verb.Operand.StartsWith('[')
            ? (null, $"{verb.Name} needs {verb.Operand}.")
            : (new VerbCall(operand, flags.ToLookup(f => f.Name, f => f.Value, StringComparer.Ordinal), [.. configuration], output), null);
    }

    private static string Usage() =>
        $"""
        AccessReview.Web                      serves the product
        {string.Join('\n', Verbs.Select(v => $"AccessReview.Web {v.Usage}\n    {v.What}"))}

        Every verb takes the product's configuration, too: environment variables, appsettings.json, --Data:Folder=...
        Exit codes: 0 done, or whole. 1 something is not as it was written, or a restore is in place whose loss could not be stated.
        2 not understood, or something asked for is missing; nothing was changed. 3 it could not run, or not to its end.
        """;

    private static string Usage(Verb verb) =>
        string.Join('\n', [$"AccessReview.Web {verb.Usage}", "    " + verb.What, .. verb.Flags.Select(f => $"    {f.Usage}: {f.What}")]);
}
