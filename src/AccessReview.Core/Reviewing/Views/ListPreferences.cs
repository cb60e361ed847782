using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>A column that can be added to the review list.</summary>
public enum ListColumn
{
    /// <summary>The item's number.</summary>
    Item,

    /// <summary>The department.</summary>
    Department,

    /// <summary>The last use.</summary>
    LastUse,

    /// <summary>What differs from the last review.</summary>
    SinceLastReview,

    /// <summary>The application.</summary>
    Application,
}

/// <summary>A view somebody saved: what the list shows and is grouped by, in any campaign.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Query">The query of the list's address.</param>
public sealed record SavedView(string Name, string Query);

/// <summary>How a person likes their review list.</summary>
/// <param name="Columns">The columns they chose, in the order of the list.</param>
/// <param name="Views">The views they saved, by name.</param>
public sealed record LikedList(IReadOnlyList<ListColumn> Columns, IReadOnlyList<SavedView> Views);

/// <summary>What a person chose for their own review lists, remembered wherever they sign in.</summary>
public sealed class ListPreferences(Databases databases, AskedWrites writes, TimeProvider time)
{
    /// <summary>The most characters of a view's name.</summary>
    public const int MaxName = 60;

    /// <summary>The most views one person saves.</summary>
    public const int MaxViews = 20;

    /// <summary>The key of the columns.</summary>
    public const string Columns = "columns";

    private const string View = "view:";

    /// <summary>Reads what the person chose; nothing of anybody else's.</summary>
    public async Task<LikedList> ReadAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var all = await db.ListPreferences.AsNoTracking().Where(p => p.PersonId == (actor.PersonId ?? -1)).OrderBy(p => p.Key).ToListAsync(cancel);
        var columns = all.Find(p => p.Key == Columns)?.Value.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return new LikedList(
            [.. Enum.GetValues<ListColumn>().Where(c => columns.Contains(c.ToString(), StringComparer.Ordinal))],
            [.. all.Where(p => p.Key.StartsWith(View, StringComparison.Ordinal)).Select(p => new SavedView(p.Name, p.Value))]);
    }

    /// <summary>Remembers the columns.</summary>
    public Task<Outcome<Done>> ChooseColumnsAsync(Actor actor, IReadOnlyCollection<ListColumn> columns, CancellationToken cancel) =>
        PutAsync(actor, Columns, "", string.Join(',', columns.Distinct().Order()), cancel);

    /// <summary>Saves a view; one of the same name is replaced.</summary>
    public async Task<Outcome<Done>> SaveViewAsync(Actor actor, string name, string query, CancellationToken cancel)
    {
        name = name.Trim();
        if (name.Length is 0 or > MaxName)
        {
            return new Problem("view.name", $"A view's name has 1 to {MaxName} characters.");
        }

        if (query.Length > 0 && query[0] != '?')
        {
            return new Problem("view.query", "A view is the query of the list's address.");
        }

        return query.Length > ListPreference.MaxValue
            ? new Problem("view.long", "This view filters by more than can be saved. Leave something out.")
            : await PutAsync(actor, View + TextKey.Of(name), name, query, cancel);
    }

    /// <summary>Forgets a view.</summary>
    public async Task<Outcome<Done>> ForgetViewAsync(Actor actor, string name, CancellationToken cancel)
    {
        var key = View + TextKey.Of(name);
        var gone = 0;
        var forgotten = await writes.RunAsync<int>(
            actor, nameof(ListPreferences), async (db, token) => gone += await db.ListPreferences.Where(p => p.PersonId == (actor.PersonId ?? -1) && p.Key == key).ExecuteDeleteAsync(token), cancel);
        return !forgotten.IsOk ? forgotten.Problem : gone > 0 ? Done.Yes : Problem.NotFound("This view");
    }

    private Task<Outcome<Done>> PutAsync(Actor actor, string key, string name, string value, CancellationToken cancel) => actor.PersonId is not { } person
        ? Task.FromResult<Outcome<Done>>(Problem.NotFound("Your place on the staff list"))
        : writes.RunAsync<Done>(
            actor,
            nameof(ListPreferences),
            async (db, token) =>
            {
                if (await CurrentPeople.FindAsync(db, person, token) is not { } here || here.HasLeft(await CurrentPolicy.DayAsync(db, time.Now(), token)))
                {
                    return Problem.NotFound("Your place on the staff list");
                }

                var own = await db.ListPreferences.Where(p => p.PersonId == person).ToListAsync(token);
                if (own.Find(p => p.Key == key) is { } there)
                {
                    (there.Name, there.Value) = (name, value);
                    return Done.Yes;
                }

                if (key != Columns && own.Count(p => p.Key.StartsWith(View, StringComparison.Ordinal)) >= MaxViews)
                {
                    return new Problem("view.many", $"You have {MaxViews} views. Forget one first.");
                }

                db.ListPreferences.Add(new ListPreference { PersonId = person, Key = key, Name = name, Value = value });
                return Done.Yes;
            },
            cancel);
}
