using System.Globalization;
using AccessReview.Core.Applications;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>A removal as the to-do list shows it.</summary>
public sealed record RemovalRow
{
    /// <summary>The key, for commands.</summary>
    public required long Id { get; init; }

    /// <summary>The number: <c>R12</c>.</summary>
    public required int Number { get; init; }

    /// <summary>The campaign's number.</summary>
    public required int CampaignNumber { get; init; }

    /// <summary>The campaign's name.</summary>
    public required string CampaignName { get; init; }

    /// <summary>The item's number in the campaign.</summary>
    public required int ItemNumber { get; init; }

    /// <summary>The application.</summary>
    public required long ApplicationId { get; init; }

    /// <summary>The application's name.</summary>
    public required string Application { get; init; }

    /// <summary>Which product it is.</summary>
    public required ApplicationKind Kind { get; init; }

    /// <summary>The account.</summary>
    public required long AccountId { get; init; }

    /// <summary>The account's name as it was reviewed; its address where it has none.</summary>
    public required string AccountName { get; init; }

    /// <summary>The account's address as it was reviewed; may be empty.</summary>
    public required string Email { get; init; }

    /// <summary>The account's role as it was reviewed.</summary>
    public required string Role { get; init; }

    /// <summary>The group, when only an assignment goes.</summary>
    public string? Group { get; init; }

    /// <summary>The lower role it is to be kept at, when only its role goes.</summary>
    public string? ChangeTo { get; init; }

    /// <summary>How many assignments go with the account.</summary>
    public required int WithAssignments { get; init; }

    /// <summary>Who decided.</summary>
    public string DecidedBy { get; init; } = "";

    /// <summary>When.</summary>
    public required DateTime DecidedAt { get; init; }

    /// <summary>Whom it waits for.</summary>
    public long? PersonId { get; init; }

    /// <summary>Their name; null when nobody is named.</summary>
    public string? Person { get; init; }

    /// <summary>By which day.</summary>
    public required DateOnly Due { get; init; }

    /// <summary>By which instant, where its application has hours for removals.</summary>
    public DateTime? DueAt { get; init; }

    /// <summary>Whether its time has passed without anybody having done it.</summary>
    public required bool Late { get; init; }

    /// <summary>Where it is late by its day: days since, where its campaign is held.</summary>
    public int DaysLate { get; init; }

    /// <summary>How it stands.</summary>
    public required RemovalState State { get; init; }

    /// <summary>Who says they did it.</summary>
    public long? DoneById { get; init; }

    /// <summary>Their name.</summary>
    public string? DoneBy { get; init; }

    /// <summary>On which day.</summary>
    public DateOnly? DoneOn { get; init; }

    /// <summary>A ticket or the like.</summary>
    public string? DoneReference { get; init; }

    /// <summary>The time of the reading that showed it gone.</summary>
    public DateTime? VerifiedAt { get; init; }

    /// <summary>The number of the reading that spoke last: <c>X12</c>.</summary>
    public int? LastReading { get; init; }

    /// <summary>The time of that reading.</summary>
    public DateTime? LastReadingAt { get; init; }

    /// <summary>Whether that reading has the account as disabled.</summary>
    public required bool Disabled { get; init; }

    /// <summary>Whether the product carried it out.</summary>
    public bool Executed { get; init; }

    /// <summary>Whether the product took something away for it, or may have; what it found gone already, it did not.</summary>
    public bool TookAway { get; init; }

    /// <summary>Whether it was carried out at a directory, and no reading tells yet.</summary>
    public bool AtDirectory { get; init; }

    /// <summary>Whether what that reading has of it, if anything, is under another id.</summary>
    public bool OtherId { get; init; }

    /// <summary>Whether the account was used after the decision, as that reading has it.</summary>
    public LaterUse UsedAfter { get; init; }

    /// <summary>When it was last used, as that reading has it.</summary>
    public DateTime? LastUsedAt { get; init; }

    /// <summary>How many tasks by hand that go with it are still to be done.</summary>
    public int OpenTasks { get; init; }

    /// <summary>The last day of the waiver in force.</summary>
    public DateOnly? WaivedUntil { get; init; }

    /// <summary>What is said of it where another campaign has kept the access since; null: none has.</summary>
    public string? KeptSince { get; init; }

    /// <summary>By which newer decision it was overruled, and who said that it holds; null: it was not.</summary>
    public string? Overruled { get; init; }

    /// <summary>Whether the reader may note it as done now.</summary>
    public bool MayNote { get; init; }

    /// <summary>Whether the reader may have the product try it again, as far as a row tells.</summary>
    public bool MayTryAgain { get; init; }

    /// <summary>Whether the reader may take the note back now.</summary>
    public bool MayTakeBack { get; init; }

    /// <summary>Whether the reader may give it to somebody now; once it is verified, the tasks by hand that are left of it.</summary>
    public bool MayAssign { get; init; }

    /// <summary>What the readings prove, in words.</summary>
    public string Proof => WaivedUntil is { } until ? $"Accepted as it is until {until.ToString("d MMM yyyy", CultureInfo.InvariantCulture)}" : RemovalWords.Proof(State, DoneOn, LastReadingAt, Disabled, ChangeTo, Executed && TookAway, OtherId, TookAway, AtDirectory);
}

/// <summary>One page of removals with the numbers beside the list.</summary>
/// <param name="Total">Rows of the whole choice.</param>
/// <param name="From">Rows before the page.</param>
/// <param name="Rows">The rows of the page.</param>
/// <param name="Counts">The different numbers of the choice, whatever its state.</param>
/// <param name="Now">The time against which being late is judged.</param>
/// <param name="Choices">What there is to filter by.</param>
/// <param name="Ages">The open ones of the choice by how long ago they were decided, whatever age was chosen.</param>
/// <param name="Times">How long the choice took, where it is of verified ones; null elsewhere.</param>
public sealed record RemovalPage(int Total, int From, IReadOnlyList<RemovalRow> Rows, RemovalCounts Counts, Moment Now, RemovalChoices Choices,
    IReadOnlyList<(RemovalAge Age, int Count)> Ages, RemovalTimes? Times);

/// <summary>Lists what must be removed, where, by whom and by when, with the proof.</summary>
public sealed class RemovalList(IDbContextFactory<ReviewDb> databases, TimeProvider time)
{
    /// <summary>The most rows of a page.</summary>
    public const int MaxRows = 500;

    /// <summary>A page of the removals the actor may see: what is open first, the most urgent on top.</summary>
    public async Task<Outcome<RemovalPage>> RunAsync(Actor actor, RemovalFilter filter, long from, int count, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var now = await Moment.OfAsync(db, time.Now(), cancel);
        if (await RemovalFilter.VisibleAsync(db, actor, filter.Sees, cancel) is not { } visible)
        {
            return Problem.Denied(RemovalFilter.Denied);
        }

        var all = filter.AnyState(db, visible, now);
        var chosen = filter.ByState(db, all, now, actor);
        var (total, size) = (await chosen.CountAsync(cancel), Math.Clamp(count, 1, MaxRows));
        var first = Paging.From(from, size, total);
        var page = chosen.OrderBy(r => RemovalRules.OpenStates.Contains(r.State) ? 0 : 1).ThenBy(r => r.DueDate).ThenBy(r => r.DueAt == null ? 1 : 0).ThenBy(r => r.DueAt).ThenBy(r => r.Number).Skip(first).Take(size);
        return new RemovalPage(
            total, first, await RemovalRows.ReadAsync(db, page, actor, now, cancel), await RemovalCounts.OfAsync(db, all, now, filter.PersonId, cancel), now,
            await RemovalChoices.ReadAsync(db, visible, cancel), await RemovalAges.CountAsync((filter with { Age = null }).AnyState(db, visible, now), now.At, cancel),
            filter.Show == RemovalShow.Verified ? await RemovalTimes.OfAsync(chosen, (await CurrentPolicy.ReadAsync(db, cancel)).Policy.RemovalDueDays, cancel) : null);
    }
}
