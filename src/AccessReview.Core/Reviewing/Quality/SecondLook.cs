using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>A row that deserves a second look.</summary>
/// <param name="Number">The item's number.</param>
/// <param name="Name">Whose it is.</param>
/// <param name="State">How it was decided.</param>
public sealed record LookRow(int Number, string Name, TurnState State);

/// <summary>A second look before a sign-off.</summary>
/// <param name="Why">The signs, in words.</param>
/// <param name="Rows">The rows, at most <see cref="SecondLook.MostRows"/>.</param>
public sealed record Look(IReadOnlyList<string> Why, IReadOnlyList<LookRow> Rows);

/// <summary>Offers a reviewer to look again at what was decided very fast, until they have answered once in a campaign. Signing off is up to them
/// either way.</summary>
public sealed class SecondLook(Databases databases, AskedWrites writes)
{
    /// <summary>The most rows of a second look.</summary>
    public const int MostRows = 10;

    /// <summary>The second look; null: nothing calls for one, or one was answered already.</summary>
    public async Task<Look?> OfferAsync(Actor actor, long campaignId, CancellationToken cancel)
    {
        if (actor.PersonId is not { } person)
        {
            return null;
        }

        var looked = Key(campaignId);
        await using var db = databases.CreateDbContext();
        var flags = QualityRules.Of(await QualityFacts.ReadAsync(db, campaignId, person, cancel));
        if (flags.Count == 0 || await db.ListPreferences.AsNoTracking().AnyAsync(p => p.PersonId == person && p.Key == looked, cancel))
        {
            return null;
        }

        var turns = flags.SelectMany(f => f.TurnIds).Distinct().Take(MostRows).ToList();
        var rows = await QueueRow.From(db, TurnStatements.Only(db, turns)).ToListAsync(cancel);
        return new Look(
            [.. flags.Select(f => QualityWords.Of(f.Flag))],
            [.. rows.OrderBy(r => turns.IndexOf(r.TurnId)).Select(r => new LookRow(r.Number, r.Group is null ? r.Name : $"{r.Name}, {r.Group}", r.State))]);
    }

    /// <summary>The reviewer has answered it: with the rows, or with the signature.</summary>
    public Task<Outcome<Done>> AnsweredAsync(Actor actor, long campaignId, CancellationToken cancel) => writes.RunAsync<Done>(
        actor,
        nameof(SecondLook),
        async (db, token) =>
        {
            if (actor.PersonId is not { } person || !await SignOffPreview.IsReviewerAsync(db, campaignId, person, token))
            {
                return Problem.NotFound("This campaign");
            }

            var key = Key(campaignId);
            if (!await db.ListPreferences.AnyAsync(p => p.PersonId == person && p.Key == key, token))
            {
                db.ListPreferences.Add(new ListPreference { PersonId = person, Key = key, Name = "", Value = "" });
            }

            return Done.Yes;
        },
        cancel);

    private static string Key(long campaignId) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"looked:{campaignId}");
}
