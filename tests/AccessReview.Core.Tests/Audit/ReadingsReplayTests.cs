using AccessReview.Core.Audit;
using AccessReview.Core.Extracts;
using AccessReview.Core.Tests.Connections;
using AccessReview.Core.Tests.Journeys;
using AccessReview.Core.Tests.SqlServer;
using AccessReview.Fakes;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Audit;

/// <summary>Which readings there are, which of them are complete, and what judgements rest on follows from the events: a reading that nobody made is found,
/// and so is one that is gone.</summary>
public sealed class ReadingsReplayTests
{
    [SqliteTheory]
    [InlineData("reading.state", "UPDATE Extracts SET EventSeq = 1 WHERE Kind = 'Access'")]
    [InlineData("reading.state", "UPDATE Extracts SET AsOf = '2026-11-01 08:00:00' WHERE Kind = 'Access'")]
    [InlineData("reading.state", "UPDATE Extracts SET ReadBy = 'person:1' WHERE Kind = 'Access'")]
    [InlineData("reading.state", "UPDATE ExtractFiles SET SetAside = SetAside + 1, Stored = Stored - 1 WHERE Kind = 'Users'")]
    [InlineData("reading.state", "UPDATE Extracts SET Completeness = 'Incomplete' WHERE Kind = 'People'")]
    [InlineData("reading.state", "INSERT INTO Extracts (Id, Number, Kind, ApplicationId, AsOf, ReadAt, ReadBy, Completeness, CoversAssignments, Records, Assignments, Why, EventSeq) SELECT 999999, 99, Kind, ApplicationId, AsOf, ReadAt, ReadBy, Completeness, CoversAssignments, 0, 0, '', 1 FROM Extracts WHERE Kind = 'Access'")]
    [InlineData("reading.gone", "PRAGMA foreign_keys = OFF; DELETE FROM Extracts WHERE Kind = 'Access'")]
    [InlineData("assessment.state", "UPDATE Assessments SET EventSeq = 1")]
    [InlineData("assessment.state", "UPDATE Assessments SET AsOf = '2026-11-01 08:00:00'")]
    [InlineData("assessment.state", "PRAGMA foreign_keys = OFF; DELETE FROM AssessmentSources")]
    [InlineData("assessment.gone", "PRAGMA foreign_keys = OFF; DELETE FROM Assessments")]
    public async Task A_reading_or_a_judgement_that_is_not_as_the_events_say_is_found(string expected, string tampering)
    {
        await using var quarter = await Quarter.StartAsync();
        Assert.Empty(await FoundAsync(quarter.Database));
        await using var db = await Unguarded.OpenAsync(quarter.Database);
        Assert.NotEqual(0, await db.Database.ExecuteSqlRawAsync(tampering));
        Assert.Contains(expected, await FoundAsync(quarter.Database));
    }

    [SqliteFact]
    public async Task An_incomplete_reading_that_somebody_calls_complete_is_found()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var world = await ConnectedWorld.CreateAsync(database, new ScimManners { TotalOff = 1 });
        Assert.Equal(Completeness.Incomplete, (await world.ReadAsync(await world.ConnectHeapAsync())).Completeness);
        Assert.Empty(await FoundAsync(database));
        await using var db = await Unguarded.OpenAsync(database);
        Assert.Equal(1, await db.Database.ExecuteSqlRawAsync("UPDATE Extracts SET Completeness = 'Complete', CoversAssignments = 1, Why = '' WHERE Completeness = 'Incomplete'"));
        Assert.Equal(["reading.state"], await FoundAsync(database));
    }

    private static async Task<List<string>> FoundAsync(TestDatabase database) =>
        [.. (await database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings.Where(f => f.Code != "guard.missing").Select(f => f.Code)];
}
