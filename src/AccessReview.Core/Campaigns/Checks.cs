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

/// <summary>The completeness checks of a launch, as pure functions of the facts.</summary>
public static class LaunchChecks
{
    /// <summary>C1 to C6 and C8 to C11, in order.</summary>
    public static IReadOnlyList<Check> Of(GateFacts facts) =>
    [
        .. facts.StaffLists.SelectMany(list => OfReading(list, null, "people")),
        .. facts.Applications.SelectMany(a => OfApplication(a)),
        Coverage(facts),
        Check.Equal("C11", null, "Items", facts.Items, "Items with a usable reviewer", facts.Items - facts.WithoutReviewer),
    ];

    /// <summary>C9, which an edition counts anew: what is gone since the last closed campaign, and what explains it; null: there was none.</summary>
    internal static Check Disappeared(long application, string name, PreviousFacts? previous) => previous is { } since
        ? Check.Equal("C9", application, $"Accounts in the reading under C{since.Campaign} that are gone from {name}", since.Gone, "Of those revoked in a review, set aside at import, or of somebody who has left", since.Explained,
            since.Gone == since.Explained ? "" : $"{since.Gone - since.Explained} went and nobody can say why; the bridge of the evidence names them.")
        : new Check("C9", application, $"Accounts of an earlier campaign that are gone from {name}", null, "Of those explained", null, CheckResult.NotTested, "No campaign over this application was closed before.");

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

        yield return Check.Equal("C3", app.ApplicationId, $"Accounts stored from {app.Name}", reading.Records, "Accounts under review + left out", app.ItemAccounts + app.LeftOut,
            $"{app.ItemAccounts} under review, {app.LeftOut} left out; exact duplicates were set aside at import.");
        yield return Check.Equal("C6", app.ApplicationId, $"Accounts stored from {app.Name}", reading.Records, "Matched + declared + nobody known", app.Matched + app.Declared + app.NobodyKnown,
            $"{app.Matched} matched, {app.Declared} declared, {app.NobodyKnown} nobody known.");
        yield return app.IncludeAssignments
            ? Check.Equal("C8", app.ApplicationId, $"Groups of {app.Name} that hold an account under review", app.GroupsRead, "Groups under review", app.GroupsReviewed)
            : new Check("C8", app.ApplicationId, $"Groups of {app.Name} that hold an account under review", app.GroupsRead, "Groups under review", 0, CheckResult.NotTested, "This campaign does not review group assignments.");
        yield return Disappeared(app.ApplicationId, app.Name, app.Previous);
        yield return new Check("C10", app.ApplicationId, $"Accounts of {app.Name} that appeared between reading and launch", null, "Accounts of a later reading", null, CheckResult.NotTested,
            "The launch used the newest reading, so there was no later one to compare with.");
    }

    private static IEnumerable<Check> OfReading(ReadingFacts reading, long? application, string what)
    {
        foreach (var file in reading.Files)
        {
            yield return file.Claimed is { } claimed
                ? Check.OfClaim(application, $"{reading.Source} itself showed ({file.Name})", claimed, "Records received", file.Lines - file.NoRecord, reading.Connected, file.Filters,
                    file.NoRecord == 0 ? "" : $"{file.NoRecord} of {file.Lines} lines are no record: blank, totals, headings, above the heading or exact duplicates.")
                : new Check("C1", application, $"{reading.Source} itself showed ({file.Name})", null, "Records received", file.Lines - file.NoRecord, CheckResult.NotTested,
                    reading.Connected ? "The source does not say how many there are." : "The importer stated no number seen at the source.");
            yield return Check.Equal("C2", application, $"Lines received in {file.Name}", file.Lines, "Stored + set aside", file.Stored + file.SetAside, $"{file.Stored} stored, {file.SetAside} set aside by name.");
        }

        yield return Check.Equal("C4", application, $"Files of {reading.Source} given", reading.Files.Count, "Files read to their end", reading.Complete ? reading.Files.Count : 0,
            $"{ReadToItsEnd(reading.Connected)}; {reading.Records} {what} were stored, all or nothing.");
    }

    /// <summary>How it is known that nothing of a reading was left at its source.</summary>
    internal static string ReadToItsEnd(bool connected) => connected ? "Every page was asked for until the source said that there is no other" : "A file is one page";

    private static Check Coverage(GateFacts facts)
    {
        var fresh = facts.Applications.Count(a => a.Reading is { Complete: true } r && !LaunchGates.IsOld(r.AsOf, facts.Now, facts.Policy.ApplicationStaleAfterDays));
        return Check.Equal("C5", null, "Applications in this campaign", facts.Applications.Count, "Of those with a fresh, complete reading", fresh,
            facts.OtherApplications.Count == 0 ? "Every registered application is in this campaign." : "Registered and not in this campaign: " + string.Join(", ", facts.OtherApplications) + ".");
    }
}
