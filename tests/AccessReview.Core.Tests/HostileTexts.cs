namespace AccessReview.Core.Tests;

/// <summary>Texts that have broken somebody's software before: as names, roles, groups, reasons and file names they are only text.</summary>
public static class HostileTexts
{
    /// <summary>All of them; none is blank, all differ, and each survives the trimming of an import unchanged.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "=1+1", "=HYPERLINK(\"http://evil.example\",\"click\")", "+1+1", "-1+1", "@SUM(A1:A2)", "=cmd|' /C calc'!A0", "＝1+1", "＋1", "－1", "＠SUM(1)", "=DDE(\"cmd\",\"/C calc\",\"x\")",
        "%0A=1+1", "'=1+1", "\"=1+1", ";=1+1", "|=1+1", "NULL", "null", "undefined", "None", "true", "NaN", "Infinity", "-0", "1E5", "00123", "1/2", "2026-01-02", "12:30", "#N/A", "#REF!",
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "<!--", "]]>", "</t></is></c>", "&lt;b&gt;", "&#0;", "{{7*7}}", "${7*7}", "{0}", "%s%n%d", "@Model.Secret",
        "Robert'); DROP TABLE People;--", "' OR 1=1 --", "%' ESCAPE '\\", "\\", "\\\\server\\share", "../../etc/passwd", "C:\\con", "CON", "a\u00a0b", "_x0041_", "_x000D_",
        "עברית מימין", "العربية", "\u202Eevil\u202C", "\u2066isolated", "zero\u200Bwidth\u200Djoined", "\u2060", "p\u0430ul", "Ann \u0405mith", "İıßſﬁ", "Ǆ", "e\u0301\u0327\u0323\u0308", "Z͑ͫ̓a̴l͟g͘o",
        "👩‍👩‍👧‍👦", "🇩🇪", "😀=1", "𝕬𝖓𝖓", "田中さん", "ﷺ", "\ufeffBOM", "a\ufffeb", "a\uffffb", "a\u0085next", "line\u2028separator", "soft\u00adhyphen", "\u0080\u009f", new string('W', 95),
    ];
}
