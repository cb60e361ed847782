using AccessReview.Core.Extracts;

namespace AccessReview.Core.Campaigns;

/// <summary>A completeness check as computed, before it is stored. C-numbers are those of the evidence workbook.</summary>
public sealed record Check(string Code, long? ApplicationId, string WhatA, long? CountA, string WhatB, long? CountB, CheckResult Result, string Explained)
{
    /// <summary>The check as it is stored at launch or close.</summary>
    public CompletenessCheck ToRow(long id, long campaignId, DateTime at, long seq) => new()
    {
        Id = id,
        CampaignId = campaignId,
        ApplicationId = ApplicationId,
        Check = Code,
        WhatA = Cut(WhatA, 200),
        CountA = CountA,
        WhatB = Cut(WhatB, 200),
        CountB = CountB,
        Result = Result,
        Explained = Cut(Explained, 1000),
        RunAt = at,
        EventSeq = seq,
    };

    /// <summary>A check that two counts agree.</summary>
    public static Check Equal(string code, long? application, string whatA, long a, string whatB, long b, string explained = "") =>
        new(code, application, whatA, a, whatB, b, a == b ? CheckResult.Pass : CheckResult.Fail, explained);

    /// <summary>The check of the number that a source claims. Through a connection a reading with more than that is complete only once an
    /// administrator has accepted it under a name, so the difference is printed and fails nothing.</summary>
    public static Check OfClaim(long? application, string whatA, long claimed, string whatB, long received, bool connected, string filters, string explained)
    {
        var said = ExtractFile.IsUnfiltered(filters) ? explained : $"What the filter “{filters}” keeps out was not received. {explained}".TrimEnd();
        return connected && received > claimed
            ? new("C1", application, whatA, claimed, whatB, received, CheckResult.Pass, $"More came than the source claims, which an administrator accepted for this connection. {said}".TrimEnd())
            : Equal("C1", application, whatA, claimed, whatB, received, said);
    }

    private static string Cut(string text, int max) => text.Length <= max ? text : text[..(max - 1)] + "…";
}

/// <summary>The completeness checks of a launch, as pure functions of the facts. What a check counts stands here once: an edition counts the same
/// anew.</summary>
public static class LaunchChecks
{
    private const string Expected = "Expected";
    private const int MostOfAName = 100;

    /// <summary>C1 to C6 and C8 to C11, in order.</summary>
    public static IReadOnlyList<Check> Of(GateFacts facts) =>
    [
        .. facts.StaffLists.SelectMany(list => OfReading(list, null, "people")),
        .. facts.Applications.SelectMany(a => OfApplication(a)),
        Coverage(facts),
        Reviewers(facts.Items, facts.WithoutReviewer),
    ];

    /// <summary>C11.</summary>
    internal static Check Reviewers(long items, long without) => Check.Equal("C11", null, "Items", items, "Items with a usable reviewer", items - without);

    /// <summary>C3.</summary>
    internal static Check UnderReview(long application, string name, long stored, long items, long leftOut) =>
        Check.Equal("C3", application, StoredFrom(name), stored, "Accounts under review + left out", items + leftOut, $"{items} under review, {leftOut} left out; exact duplicates were set aside at import.");

    /// <summary>C6.</summary>
    internal static Check Matched(long application, string name, long stored, long matched, long declared, long nobodyKnown) =>
        Check.Equal("C6", application, StoredFrom(name), stored, "Matched + declared + nobody known", matched + declared + nobodyKnown, $"{matched} matched, {declared} declared, {nobodyKnown} nobody known.");

    /// <summary>Why C8 is not tested; null: it is.</summary>
    /// <param name="listed">Whether the reading says who holds which group.</param>
    /// <param name="reviewed">Whether the plan reviews that.</param>
    internal static string? WhyNoGroups(bool listed, bool reviewed) =>
        !listed ? "The reading lists no group assignments." : reviewed ? null : "This campaign does not review group assignments.";

    /// <summary>C8; <paramref name="notTested"/> says why there is nothing to test.</summary>
    internal static Check Groups(long application, string name, long read, long reviewed, string? notTested, string explained = "")
    {
        var check = Check.Equal("C8", application, $"Groups of {name} that hold an account under review", read, "Groups under review", reviewed, notTested ?? explained);
        return notTested is null ? check : check with { Result = CheckResult.NotTested };
    }

    /// <summary>C10 as it stands while there is no later reading.</summary>
    internal static Check NoneLater(long application, string name, string why) => new("C10", application, AppearedIn(name), null, Expected, null, CheckResult.NotTested, why);

    /// <summary>C10 of a later reading.</summary>
    internal static Check Appeared(long application, string name, int accounts, string explained) => Check.Equal("C10", application, AppearedIn(name), accounts, Expected, 0, explained);

    private static string StoredFrom(string name) => $"Accounts stored from {name}";

    private static string AppearedIn(string name) => $"Accounts of {name} in a later reading that are new or were left out, and that no addendum has";

    /// <summary>C9, which an edition counts anew: what is gone since the last closed campaign, and what explains it; null: there was none.</summary>
    internal static Check Disappeared(long application, string name, PreviousFacts? previous)
    {
        if (previous is not { } since)
        {
            return new Check("C9", application, $"Accounts of an earlier campaign that are gone from {name}", null, "Of those explained", null, CheckResult.NotTested, "No campaign over this application was closed before.");
        }

        var hidden = since.Hidden == 0 ? "" : $"A filter stated for the reading may keep out {since.Hidden} more; nobody knows whether they are gone.";
        var why = since.Gone == since.Explained ? "" : $"{since.Gone - since.Explained} went and nobody can say why; the bridge of the evidence names them.";
        var check = Check.Equal(
            "C9", application, $"Accounts in the reading under C{since.Campaign} that are gone from {name}", since.Gone,
            "Of those revoked in a review, set aside at import, or of somebody who has left", since.Explained, $"{why} {hidden}".Trim());
        return check.Result == CheckResult.Pass && since.Hidden > 0 ? check with { Result = CheckResult.NotTested } : check;
    }

    private static IEnumerable<Check> OfApplication(ApplicationFacts app)
    {
        if (app.Reading is not { } reading)
        {
            yield break;
        }

        foreach (var check in OfReading(reading, app.ApplicationId, "accounts"))
        {
            yield return check;
        }

        yield return UnderReview(app.ApplicationId, app.Name, reading.Records, app.ItemAccounts, app.LeftOut);
        yield return Matched(app.ApplicationId, app.Name, reading.Records, app.Matched, app.Declared, app.NobodyKnown);
        yield return Groups(app.ApplicationId, app.Name, app.GroupsRead, app.GroupsReviewed, WhyNoGroups(reading.ListsAssignments, app.IncludeAssignments));
        yield return Disappeared(app.ApplicationId, app.Name, app.Previous);
        yield return NoneLater(app.ApplicationId, app.Name, "The launch used the newest reading, so there was no later one to compare with.");
    }

    /// <summary>C1, C2 and C4.</summary>
    internal static IEnumerable<Check> OfReading(ReadingFacts reading, long? application, string what)
    {
        foreach (var file in reading.Files)
        {
            var name = Shortened.To(MostOfAName, file.Name);
            yield return file.Claimed is { } claimed
                ? Check.OfClaim(application, $"{reading.Source} itself showed ({name})", claimed, "Records received", file.Lines - file.NoRecord, reading.Connected, file.Filters,
                    file.NoRecord == 0 ? "" : $"{file.NoRecord} of {file.Lines} lines are no record: blank, totals, headings, above the heading or exact duplicates.")
                : new Check("C1", application, $"{reading.Source} itself showed ({name})", null, "Records received", file.Lines - file.NoRecord, CheckResult.NotTested,
                    reading.Connected ? "The source does not say how many there are." : "The importer stated no number seen at the source.");
            yield return Check.Equal("C2", application, $"Lines received in {name}", file.Lines, "Stored + set aside", file.Stored + file.SetAside, $"{file.Stored} stored, {file.SetAside} set aside by name.");
        }

        yield return Check.Equal("C4", application, $"Files of {reading.Source} given", reading.Files.Count, "Files read to their end", reading.Complete ? reading.Files.Count : 0,
            $"{ReadToItsEnd(reading.Connected)}; {reading.Records} {what} were stored, all or nothing.");
    }

    /// <summary>How it is known that nothing of a reading was left at its source.</summary>
    private static string ReadToItsEnd(bool connected) => connected ? "Every page was asked for until the source said that there is no other" : "A file is one page";

    private static Check Coverage(GateFacts facts)
    {
        var fresh = facts.Applications.Count(a => a.Reading is { Complete: true } r && !LaunchGates.IsOld(r.AsOf, facts.Now, facts.Policy.ApplicationStaleAfterDays));
        return Check.Equal("C5", null, "Applications in this campaign", facts.Applications.Count, "Of those with a fresh, complete reading", fresh,
            facts.OtherApplications.Count == 0 ? "Every registered application is in this campaign." : "Registered and not in this campaign: " + string.Join(", ", facts.OtherApplications) + ".");
    }
}
