namespace AccessReview.Core.Tests;

/// <summary>Where the sources lie, for tests that compare the product with files beside it.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>A file or folder under <see cref="Root"/>.</summary>
    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find(DirectoryInfo? folder) => folder switch
    {
        null => throw new InvalidOperationException("AccessReview.sln was not found above " + AppContext.BaseDirectory),
        _ when File.Exists(Path.Combine(folder.FullName, "AccessReview.sln")) => folder.FullName,
        _ => Find(folder.Parent),
    };
}
