namespace AccessReview.Web.Verbs;

/// <summary>A word that may stand first on the command line: what an operator does beside the server. It runs instead of the product.</summary>
/// <param name="Name">The word.</param>
/// <param name="Operand">What follows it, such as <c>FILE</c>; empty when nothing does.</param>
/// <param name="Flags">Its own flags.</param>
/// <param name="What">What it does, in a sentence.</param>
/// <param name="RunAsync">Does it, and gives the exit code.</param>
internal sealed record Verb(string Name, string Operand, IReadOnlyList<VerbFlag> Flags, string What, Func<VerbCall, Task<int>> RunAsync)
{
    /// <summary>How it is written.</summary>
    public string Usage => string.Join(' ', new[] { Name, Operand }.Where(w => w.Length > 0).Concat(Flags.Select(f => $"[{f.Usage}]")));
}

/// <summary>A flag of a verb.</summary>
/// <param name="Name">With its two dashes.</param>
/// <param name="Value">What its value is, such as <c>FILE</c>; empty for a flag without.</param>
/// <param name="What">What it does.</param>
internal sealed record VerbFlag(string Name, string Value, string What)
{
    /// <summary>How it is written.</summary>
    public string Usage => Value.Length == 0 ? Name : $"{Name} {Value}";
}
