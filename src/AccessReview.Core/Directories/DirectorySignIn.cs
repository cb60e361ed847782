using System.Globalization;
using AccessReview.Core.Extracts;

namespace AccessReview.Core.Directories;

/// <summary>When somebody last signed in to a directory itself, for whatever application: it says nothing of any one of them, and no finding rests on it.</summary>
/// <param name="Directory">The directory.</param>
/// <param name="AsOf">Of when its reading is.</param>
/// <param name="State">What it says.</param>
/// <param name="At">When (UTC); set exactly when <paramref name="State"/> is Known.</param>
public sealed record DirectorySignIn(string Directory, DateTime AsOf, LastUsedState State, DateTime? At)
{
    /// <summary>What it is.</summary>
    public string Label => $"Last sign-in to {Directory}";

    /// <summary>When, in words; null: not known.</summary>
    public string? Words => State switch
    {
        LastUsedState.Known => string.Create(CultureInfo.InvariantCulture, $"{Clock.Said(DateOnly.FromDateTime(At!.Value))}, {Before((AsOf.Date - At.Value.Date).Days)}"),
        LastUsedState.Never => "never",
        LastUsedState.NotKnown => null,
        _ => throw new InvalidOperationException($"A directory that says {State} says nothing."),
    };

    /// <summary>What a reading of a directory says of somebody; null: it says so of nobody.</summary>
    public static DirectorySignIn? Of(string directory, DateTime asOf, PersonRecord record) =>
        record.LastSignInState is { } state ? new DirectorySignIn(directory, asOf, state, record.LastSignInAt) : null;

    // Whoever signs in while it is read has done so after its first page.
    private static string Before(int days) => days switch
    {
        <= 0 => "the day of the reading",
        1 => "1 day before the reading",
        _ => string.Create(CultureInfo.InvariantCulture, $"{days} days before the reading"),
    };
}
