using AccessReview.Core.Campaigns;
using AccessReview.Core.Notifications;
using AccessReview.Core.Tests.Notifications;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Histories;

/// <summary>Whatever the clock does around a deadline that is moved, standing still for days included: who is written to, and about which moment, is what
/// counting the days one by one says.</summary>
public sealed class DeadlineHistoriesTests
{
    private const int Steps = 25;
    private static readonly TimeOnly InBerlin = new(7, 0); // 8:00 in winter.

    private static int Histories => Environment.GetEnvironmentVariable("ACCESSREVIEW_LONG") == "1" ? 100 : 4;

    [Fact]
    public async Task Reminders_and_escalations_of_a_random_history_are_those_of_a_small_model()
    {
        var kinds = new HashSet<NotificationKind>();
        for (var seed = 1; seed <= Histories; seed++)
        {
            await using var world = await MailWorld.LaunchedAsync();
            kinds.UnionWith(await RunAsync(world, seed));
        }

        Assert.Superset(new HashSet<NotificationKind> { NotificationKind.Invitation, NotificationKind.Reminder, NotificationKind.Overdue, NotificationKind.OwnerEscalation }, kinds);
    }

    private static async Task<HashSet<NotificationKind>> RunAsync(MailWorld world, int seed)
    {
        var random = new Random(seed);
        var model = new Model(world.Database.Time.GetUtcNow().UtcDateTime, new DateOnly(2026, 12, 4), ["Mia", "Owen"]);
        var told = new List<string>();
        for (var step = 0; step < Steps; step++)
        {
            told.Add(await ActAsync(world, model, random));
            var now = world.Database.Time.GetUtcNow().UtcDateTime;
            var expected = model.Tick(now);
            await world.TickAsync();
            Assert.True(
                expected.SetEquals(await NewAsync(world, model)),
                $"history {seed}: {string.Join(", ", told)}; at {now:yyyy-MM-dd HH:mm} due {model.Due:yyyy-MM-dd} expected {string.Join(" ", expected.Order())}, was {string.Join(" ", (await NewAsync(world, model)).Order())}");
            model.Seen += expected.Count;
        }

        return [.. model.Said.Select(s => s.Kind)];
    }

    private static async Task<string> ActAsync(MailWorld world, Model model, Random random)
    {
        switch (random.Next(8))
        {
            case 0 when model.Open.Count == 2:
                var who = model.Open.Order(StringComparer.Ordinal).First();
                await world.FinishAsync(who);
                model.Open.Remove(who);
                return $"{who} signs";
            case 1 or 2:
                var due = model.Due.AddDays(random.Next(-3, 30));
                var extended = await world.Database.Get<ExtendDeadline>().RunAsync(Guid.NewGuid(), world.Campaign.Owen, world.Campaign.Number, due, "More time is needed", default);
                model.Due = extended.IsOk ? due : model.Due;
                return $"due {due:MM-dd} {(extended.IsOk ? "" : "refused")}";
            case 3:
                var days = random.Next(2, 12);
                world.Database.Time.Advance(TimeSpan.FromDays(days));
                return $"{days} days of standing still";
            default:
                var hours = random.Next(1, 30);
                world.Database.Time.Advance(TimeSpan.FromHours(hours));
                return $"{hours} hours";
        }
    }

    private static async Task<HashSet<(string, NotificationKind, DateOnly)>> NewAsync(MailWorld world, Model model)
    {
        await using var db = world.Database.Look();
        var rows = await db.Notifications.Where(n => n.Kind != NotificationKind.Receipt && n.Kind != NotificationKind.ManagerEscalation).OrderBy(n => n.Id).Skip(model.Seen).ToListAsync();
        return [.. rows.Select(n => (model.Names.Single(name => world.World[name] == n.RecipientId), n.Kind, n.Slot))];
    }

    /// <summary>Counts days one by one.</summary>
    private sealed class Model(DateTime launched, DateOnly due, string[] names)
    {
        private readonly Dictionary<string, DateTime> last = [];

        public string[] Names => names;

        public DateOnly Due { get; set; } = due;

        /// <summary>Who has something left.</summary>
        public HashSet<string> Open { get; } = [.. names];

        /// <summary>Everything said so far.</summary>
        public HashSet<(string Who, NotificationKind Kind, DateOnly Day)> Said { get; } = [];

        public int Seen { get; set; }

        public HashSet<(string, NotificationKind, DateOnly)> Tick(DateTime now)
        {
            var says = new HashSet<(string, NotificationKind, DateOnly)>();
            foreach (var who in Open)
            {
                if (!last.TryGetValue(who, out var before))
                {
                    says.Add((who, NotificationKind.Invitation, DateOnly.FromDateTime(now.AddHours(1))));
                }
                else if (Days(now).LastOrDefault(d => IsMoment(d)) is var day && day != default && At(day) > launched && At(day) > before)
                {
                    says.Add((who, day > Due ? NotificationKind.Overdue : NotificationKind.Reminder, day));
                }
            }

            // The owner answers for whoever is late: the day after, and each week from then on.
            if (Open.Count > 0 && Days(now).LastOrDefault(d => d > Due && (d.DayNumber - Due.DayNumber) % 7 == 1) is var late && late != default)
            {
                says.Add(("Owen", NotificationKind.OwnerEscalation, late));
            }

            says.ExceptWith(Said);
            foreach (var (who, kind, _) in says.Where(s => s.Item2 != NotificationKind.OwnerEscalation))
            {
                last[who] = now;
            }

            Said.UnionWith(says);
            return says;
        }

        // Fourteen days ahead, then each time half of what was left, the day itself, and every day after it.
        private bool IsMoment(DateOnly day) => day > Due || (Due.DayNumber - day.DayNumber) is 14 or 7 or 3 or 1 or 0;

        private IEnumerable<DateOnly> Days(DateTime now)
        {
            for (var day = DateOnly.FromDateTime(launched).AddDays(-30); At(day) <= now; day = day.AddDays(1))
            {
                yield return day;
            }
        }

        private static DateTime At(DateOnly day) => DateTime.SpecifyKind(day.ToDateTime(InBerlin), DateTimeKind.Utc);
    }
}
