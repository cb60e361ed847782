namespace AccessReview.Connectors.Files;

/// <summary>What a person chose where a file does not speak for itself.</summary>
/// <param name="Windows1252">Read the text as Windows-1252. Only with a person's consent: any bytes are "valid" in it.</param>
/// <param name="Delimiter">Comma, semicolon or tab; null to find out.</param>
/// <param name="Sheet">The sheet of a workbook; null for the first one with a line.</param>
/// <param name="HeaderLine">The line that carries the heading; null for the first line that is not blank.</param>
public sealed record TableReadOptions(
    bool Windows1252 = false,
    char? Delimiter = null,
    string? Sheet = null,
    int? HeaderLine = null);
