using System.Runtime.CompilerServices;
using System.Text;

namespace AccessReview.Connectors.Files;

/// <summary>Files for tests: those of harbourlight, and texts written in the test itself.</summary>
internal static class TestFiles
{
    public static byte[] Harbourlight(string name, [CallerFilePath] string here = "") =>
        File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "data", "harbourlight", name));

    public static TableResult Read(byte[] bytes, string name = "export.csv", TableReadOptions? options = null) =>
        TableFile.Read(new MemoryStream(bytes), name, options);

    public static Table Table(string text, TableReadOptions? options = null)
    {
        var result = Read(Encoding.UTF8.GetBytes(text), options: options);
        Assert.True(result.Succeeded, result.Problem?.Sentence);
        return result.Table;
    }

    public static Table Table(byte[] bytes, string name = "export.csv")
    {
        var result = Read(bytes, name);
        Assert.True(result.Succeeded, result.Problem?.Sentence);
        return result.Table;
    }

    public static TableProblem Refused(byte[] bytes, string name = "export.csv", TableReadOptions? options = null)
    {
        var result = Read(bytes, name, options);
        Assert.False(result.Succeeded);
        return result.Problem;
    }

    public static TableProblem Refused(string text) => Refused(Encoding.UTF8.GetBytes(text));

    /// <summary>Reads with everything that was guessed, as if a person had agreed to it.</summary>
    public static FileReading Guessed(Table table, FileKind kind, params (int Line, SetAsideReason Reason)[] setAside) =>
        LineReading.Read(table, MappingGuess.For(table, kind).Mapping, setAside.ToDictionary(s => s.Line, s => s.Reason));
}
