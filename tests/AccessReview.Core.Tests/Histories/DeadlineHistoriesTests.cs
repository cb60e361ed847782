using AccessReview.Core.Campaigns;
using AccessReview.Core.Notifications;
using AccessReview.Core.Tests.Notifications;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Histories;

/// <summary>Whatever the clock does around a deadline that is moved, standing still for days included: who is written to, and about which moment, is what
/// counting the days one by one says, in one campaign and in two at once.</summary>
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

        Assert.Superset(new HashSet<NotificationKind> { NotificationKind.Invitation, NotificationKind.Reminder, NotificationKind.Overdue, NotificationKind.OwnerEscalation, NotificationKind.ManagerEscalation }, kinds);
    }

    private static async Task<HashSet<NotificationKind>> RunAsync(MailWorld world, int seed)
    {
        var random = new Random(seed);
        var model = new Model(["Mia", "Owen"]);
        var told = new List<string>();
        model.Launched(world.Campaign.Number, world.Database.Time.Now(), new DateOnly(2026, 12, 4));
        if (seed % 2 == 0)
        {
            // Everybody has heard of the first, and another is due a week later: one mail tells of both.
            await CheckAsync(world, model, $"history {seed}");
            model.Launched(await world.LaunchAnotherAsync(new DateOnly(2026, 12, 11)), world.Database.Time.Now(), new DateOnly(2026, 12, 11));
        }

        for (var step = 0; step < Steps; step++)
        {
            told.Add(await ActAsync(world, model, random));
            await CheckAsync(world, model, $"history {seed}: {string.Join(", ", told)}");
        }

        return [.. model.Said.Select(s => s.Kind)];
    }

    private static async Task CheckAsync(MailWorld world, Model model, string where)
    {
        var now = world.Database.Time.Now();
        var expected = model.Tick(now);
        await world.TickAsync();
        var said = await NewAsync(world, model);
        Assert.True(
            expected.SetEquals(said),
            $"{where}; at {now:yyyy-MM-dd HH:mm} due {string.Join(", ", model.Reviews.Select(r => r.Due))} expected {InWords(expected)}, was {InWords(said)}");
        model.Seen += expected.Count;

        static string InWords(IEnumerable<Mail> mails) => string.Join(" ", mails.Select(m => $"{m}").Order(StringComparer.Ordinal));
    }

    private static async Task<string> ActAsync(MailWorld world, Model model, Random random)
    {
        switch (random.Next(8))
        {
            case 0 when model.Reviews[0].Open.Count == 2:
                // Of another campaign only the signature is left.
                var who = model.Reviews[0].Open.Order(StringComparer.Ordinal).First();
                await world.FinishAsync(who);
                model.Reviews[0].Open.Remove(who);
                return $"{who} signs";
            case 1 or 2:
                var review = model.Reviews[random.Next(model.Reviews.Count)];
                var due = review.Due.AddDays(random.Next(-3, 30));
                var extended = await world.Database.Get<ExtendDeadline>().RunAsync(Guid.NewGuid(), world.Campaign.Owen, review.Number, due, "More time is needed", default);
                review.Due = extended.IsOk ? due : review.Due;
                return $"C{review.Number} due {due:MM-dd} {(extended.IsOk ? "" : "refused")}";
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

    private static async Task<HashSet<Mail>> NewAsync(MailWorld world, Model model)
    {
        await using var db = world.Database.Look();
        var numbers = await db.Campaigns.ToDictionaryAsync(c => c.Id, c => c.Number);
        var rows = await db.Notifications.Where(n => n.Kind != NotificationKind.Receipt).OrderBy(n => n.Id).Skip(model.Seen).ToListAsync();
        return [.. rows.Select(n => new Mail(numbers[n.CampaignId], model.Names.Single(name => world.World[name] == n.RecipientId), n.Kind, n.Slot))];
    }

    /// <summary>Why somebody is written to.</summary>
    private readonly record struct Mail(int Campaign, string Who, NotificationKind Kind, DateOnly Day);

    /// <summary>One campaign.</summary>
    private sealed class Review(int number, DateTime launched, DateOnly due, string[] names)
    {
        private readonly Dictionary<string, DateTime> last = [];

        public int Number => number;

        public DateOnly Due { get; set; } = due;

        /// <summary>Who has something left.</summary>
        public HashSet<string> Open { get; } = [.. names];

        public void Told(string who, DateTime now) => last[who] = now;

        /// <summary>What there would be to say to a reviewer at a moment.</summary>
        public Mail? Of(string who, DateTime at)
        {
            if (!last.TryGetValue(who, out var before))
            {
                return new Mail(number, who, NotificationKind.Invitation, DateOnly.FromDateTime(at.AddHours(1)));
            }

            var day = Days(at).LastOrDefault(IsMoment);
            return day == default || At(day) <= launched || At(day) <= before ? null : new Mail(number, who, day > Due ? NotificationKind.Overdue : NotificationKind.Reminder, day);
        }

        /// <summary>Whoever answers for somebody late is told, and each week from then on: the owner the day after, their manager two days after.
        /// Mia and Owen are each other's.</summary>
        public IEnumerable<Mail> OfOthers(DateTime now) =>
        [
            .. Open.Count > 0 && Late(now, 1) is { } ownersDay ? [new Mail(number, "Owen", NotificationKind.OwnerEscalation, ownersDay)] : Array.Empty<Mail>(),
            .. Late(now, 2) is { } managersDay ? Open.Select(who => new Mail(number, names.Single(n => n != who), NotificationKind.ManagerEscalation, managersDay)) : [],
        ];

        // So many days after it was due, and each week from then on.
        private DateOnly? Late(DateTime now, int days) =>
            Days(now).LastOrDefault(d => d.DayNumber - Due.DayNumber >= days && (d.DayNumber - Due.DayNumber) % 7 == days) is var late && late != default ? late : null;

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

    /// <summary>Counts days one by one. For each reviewer one mail over all campaigns: what is due within twenty hours goes along with one that is
    /// written anyway, but that something is overdue is not said before it is.</summary>
    private sealed class Model(string[] names)
    {
        public string[] Names => names;

        public List<Review> Reviews { get; } = [];

        /// <summary>Everything said so far.</summary>
        public HashSet<Mail> Said { get; } = [];

        public int Seen { get; set; }

        public void Launched(int number, DateTime at, DateOnly due) => Reviews.Add(new Review(number, at, due, names));

        public HashSet<Mail> Tick(DateTime now)
        {
            var says = new HashSet<Mail>();
            foreach (var who in names)
            {
                var mine = Reviews.FindAll(r => r.Open.Contains(who));
                List<Mail> due = [.. mine.Select(r => r.Of(who, now)).OfType<Mail>().Where(m => !Said.Contains(m))];
                var along = mine.Where(r => due.Count > 0 && due.TrueForAll(d => d.Campaign != r.Number) && r.Of(who, now.AddHours(20)) is { } soon
                    && (soon.Kind != NotificationKind.Overdue || now > EndOf(r.Due))).Select(r => r.Of(who, now.AddHours(20))!.Value);
                foreach (var mail in due.Concat(along.Where(m => !Said.Contains(m)).ToList()))
                {
                    says.Add(mail);
                    Reviews.Single(r => r.Number == mail.Campaign).Told(who, now);
                }
            }

            says.UnionWith(Reviews.SelectMany(r => r.OfOthers(now)));
            says.ExceptWith(Said);
            Said.UnionWith(says);
            return says;
        }

        private static DateTime EndOf(DateOnly day) => Clock.EndOfDay(day, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
    }
}
