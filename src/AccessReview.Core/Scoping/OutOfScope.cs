using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Scoping;

/// <summary>That an application or a directory is out of scope.</summary>
/// <param name="Since">When it was taken out.</param>
/// <param name="By">Who took it out, by name.</param>
/// <param name="Why">Their reason; null once it was purged.</param>
public sealed record OutOfScope(DateTime Since, string By, string? Why)
{
    /// <summary>Since when and why, as a line of a list has it.</summary>
    public string Line => $"out of scope since {Clock.Said(DateOnly.FromDateTime(Since))}: {Why ?? "the reason was purged"}";

    /// <summary>What each of the events that took something out of scope says, by its place in the chain; nulls are passed over.</summary>
    internal static async Task<IReadOnlyDictionary<long, OutOfScope>> ReadAsync(ReviewDb db, IEnumerable<long?> seqs, CancellationToken cancel)
    {
        List<long> asked = [.. seqs.OfType<long>()];
        if (asked.Count == 0)
        {
            return new Dictionary<long, OutOfScope>();
        }

        var events = await (
            from happened in db.AuditEvents.AsNoTracking()
            where asked.Contains(happened.Seq)
            from text in db.PrivateTexts.Where(t => t.EventSeq == happened.Seq).DefaultIfEmpty()
            select new { happened.Seq, happened.At, happened.Actor, Why = text == null ? null : text.Text }).ToListAsync(cancel);
        var names = await PersonNames.ReadAsync(db, events.Select(e => Actor.PersonOf(e.Actor)), cancel);
        return events.ToDictionary(e => e.Seq, e => new OutOfScope(
            e.At, Actor.PersonOf(e.Actor) is { } person ? names.GetValueOrDefault(person, "not known") : "the built-in first administrator", e.Why));
    }

    /// <summary>The same of one; null: it is in scope.</summary>
    internal static async Task<OutOfScope?> OfAsync(ReviewDb db, long? seq, CancellationToken cancel) =>
        seq is { } said ? (await ReadAsync(db, [said], cancel)).GetValueOrDefault(said) : null;
}
