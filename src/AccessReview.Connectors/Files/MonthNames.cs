namespace AccessReview.Connectors.Files;

/// <summary>Months by name, whole or cut to at least three letters, in the languages the product reads.</summary>
internal static class MonthNames
{
    private static readonly string[][] Languages =
    [
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"],
        ["januar", "februar", "marz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember"],
        ["janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre"],
        ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"],
        ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"],
        ["gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"],
    ];

    private static readonly Dictionary<string, int> Short = new(StringComparer.Ordinal)
    {
        ["sept"] = 9, ["mrt"] = 3, ["jul"] = 7, ["jun"] = 6,
    };

    /// <summary>The month's number, or null if the name is none or could be two ("jui" is June or July).</summary>
    public static int? Find(string name)
    {
        var plain = CellText.Plain(name);
        if (Short.TryGetValue(plain, out var known))
        {
            return known;
        }
        int? found = null;
        foreach (var months in Languages)
        {
            for (var i = 0; plain.Length >= 3 && i < months.Length; i++)
            {
                if (months[i].StartsWith(plain, StringComparison.Ordinal))
                {
                    if (found is { } other && other != i + 1)
                    {
                        return null;
                    }
                    found = i + 1;
                }
            }
        }
        return found;
    }
}
