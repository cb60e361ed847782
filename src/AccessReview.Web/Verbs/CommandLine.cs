using AccessReview.Web.Setup;

namespace AccessReview.Web.Verbs;

/// <summary>What the product can be told to do instead of serving.</summary>
internal static class CommandLine
{
    private static readonly string[] HostFlags = ["--environment", "--contentRoot"];
    private static readonly string[] Help = ["--help", "-h", "-?", "/?", "--version"];

    /// <summary>Every verb.</summary>
    public static IReadOnlyList<Verb> Verbs { get; } = [MigrateVerb.Verb, BackupVerb.Verb, RestoreVerb.Verb, ResumeVerb.Verb, VerifyVerb.Verb, PurgeVerb.Verb, UnbindVerb.Verb];

    /// <summary>Whether the product is to serve: nothing is asked, and every word is its configuration. A word that nobody would read may be a
    /// verb behind a flag, and the product would run on in its place.</summary>
    public static bool Serves(string[] args) => !AsksForHelp(args) && Unread(args) is null;

    /// <summary>Runs the verb, or says how verbs are written; the exit code.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        var verb = Verbs.FirstOrDefault(v => v.Name == args[0]);
        if (args[0] == "help" || AsksForHelp(args))
        {
            await output.WriteLineAsync(verb is null ? Usage() : Usage(verb));
            return ExitCodes.Ok;
        }

        if (verb is null)
        {
            await output.WriteLineAsync($"{WhyNot(args)}\n\n{Usage()}");
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
            await output.WriteLineAsync($"could not run: {StartTrouble.Of(e) ?? e.Message}");
            return ExitCodes.CouldNotRun;
        }
    }

    private static bool AsksForHelp(string[] args) => args.Intersect(Help, StringComparer.Ordinal).Any();

    private static bool IsVerb(string word) => Verbs.Any(v => v.Name == word);

    private static string WhyNot(string[] args) => Array.Find(args, IsVerb) is { } name
        ? $"“{name}” comes first, and all else behind it: AccessReview.Web {name} --Data:Folder=..."
        : $"“{Unread(args)}” is no verb, and no setting with its value.";

    /// <summary>The first word that is neither a setting nor the value of one, as the framework reads them: it passes over such a word in silence.</summary>
    private static string? Unread(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            var (word, isWhole) = (args[i], args[i].Contains('=', StringComparison.Ordinal));
            var isKey = word is not ("--" or "/") && (word.StartsWith("--", StringComparison.Ordinal) || word.StartsWith('/'));
            if (Verbs.Any(v => v.Flags.Any(f => f.Name == word)) || (isWhole ? word.StartsWith('-') && !isKey : !isKey || i + 1 == args.Length))
            {
                return word;
            }

            if (isWhole)
            {
                continue;
            }

            // Any word is a key to the framework, even a flag that somebody made up, and then the verb behind it would be its value.
            if (IsVerb(args[++i]) && !word.Contains(':', StringComparison.Ordinal))
            {
                return args[i];
            }
        }

        return null;
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
        AccessReview {typeof(CommandLine).Assembly.GetName().Version?.ToString(3)}

        AccessReview.Web                      serves the product
        {string.Join('\n', Verbs.Select(v => $"AccessReview.Web {v.Usage}\n    {v.What}"))}

        Every verb takes the product's configuration, too: environment variables, appsettings.json, --Data:Folder=...
        Exit codes: 0 done, or whole. 1 something is not as it was written, or a restore is in place whose loss could not be stated.
        2 not understood, or something asked for is missing; nothing was changed. 3 it could not run, or not to its end.
        """;

    private static string Usage(Verb verb) =>
        string.Join('\n', [$"AccessReview.Web {verb.Usage}", "    " + verb.What, .. verb.Flags.Select(f => $"    {f.Usage}: {f.What}")]);
}
