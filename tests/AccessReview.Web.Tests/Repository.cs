using System.Reflection;

namespace AccessReview.Web.Tests;

/// <summary>Where the repository lies that these tests were built from.</summary>
internal static class Repository
{
    /// <summary>Its folder, with a trailing slash.</summary>
    public static string Folder { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryFolder").Value!;

    /// <summary>A path inside it.</summary>
    public static string Path(params string[] parts) => System.IO.Path.Combine([Folder, .. parts]);
}
