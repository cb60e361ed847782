using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Schedules;
using AccessReview.Core.Tests.Campaigns;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Histories;

/// <summary>Whatever days pass between two looks at the clock, and whatever its owner launches or gives up meanwhile: each time of a series stands
/// where its days alone put it, and is recorded once as prepared and once as missed at most.</summary>
public sealed class ScheduleHistoriesTests
{
    private const int Steps = 14;
    private static readonly Cadence[] Cadences = [new(CadenceUnit.Weeks, 5), new(CadenceUnit.Months, 1), new(CadenceUnit.Quarters, 1)];

    private static int Histories => Environment.GetEnvironmentVariable("ACCESSREVIEW_LONG") == "1" ? 60 : 3;

    [Fact]
    public async Task The_times_of_a_series_stand_where_counting_its_days_puts_them()
    {
        var states = new HashSet<CycleState>();
        for (var seed = 1; seed <= Histories; seed++)
        {
            await using var world = await CampaignWorld.CreateAsync();
            await world.PreviewAsync();
            (await world.LaunchAsync()).Require();
            var terms = new ScheduleTerms(
                "Heap", Cadences[seed % Cadences.Length], new(2027, 1, 4), new(2027, 1, 1), new(2027, 1, 31), OpenDays: 14, PrepareDays: 10, LaunchesItself: false, "UTC");
            (await world.Database.Get<SetSchedule>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, terms, null, default)).Require();
            await RunAsync(world, new Model(terms), seed, states);
        }

        Assert.Empty(Enum.GetValues<CycleState>().Except(states));
    }

    private static async Task RunAsync(CampaignWorld world, Model model, int seed, HashSet<CycleState> states)
    {
        var random = new Random(seed);
        var told = new List<string>();
        for (var step = 0; step < Steps; step++)
        {
            told.Add(await ActAsync(world, model, random));
            await world.Database.Get<FollowUps>().RunAsync(default);
            var today = DateOnly.FromDateTime(world.Database.Time.Now());
            model.Look(today);
            var where = $"history {seed}: {string.Join(", ", told)}; on {today:yyyy-MM-dd}";
            var series = Assert.Single((await world.Database.Get<ScheduleList>().RunAsync(world.Owen, default)).Require());
            List<(int, DateOnly, CycleState)> said = [.. series.Cycles.Select(c => (c.Dates.Number, c.Dates.Launch, c.State))];
            Assert.True(model.Expected(today).SequenceEqual(said), $"{where} expected {string.Join(" ", model.Expected(today))}, was {string.Join(" ", said)}");
            states.UnionWith(series.Cycles.Select(c => c.State));
            await using var db = world.Database.Look();
            Assert.Equal(model.Prepared, await db.AuditEvents.CountAsync(e => e.Type == nameof(CyclePrepared)));
            Assert.Equal(model.Missed, await db.AuditEvents.CountAsync(e => e.Type == nameof(CycleMissed)));
        }
    }

    private static async Task<string> ActAsync(CampaignWorld world, Model model, Random random)
    {
        await using var db = world.Database.Look();
        var drafts = await db.ScheduledCycles.Join(db.Campaigns.Where(c => c.State == CampaignState.Draft), y => y.CampaignId, c => c.Id, (y, c) => new { Cycle = y.Number, c.Number })
            .OrderBy(d => d.Cycle).ToListAsync();
        switch (random.Next(8))
        {
            case 0 or 1 when drafts.Count > 0:
                var launched = drafts[random.Next(drafts.Count)];
                await LaunchAsync(world, launched.Number);
                model.Times[launched.Cycle].Launched = true;
                return $"launch of time {launched.Cycle}";
            case 2 when drafts.Count > 0:
                var givenUp = drafts[random.Next(drafts.Count)];
                (await world.Database.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), world.Owen, givenUp.Number, "Not this time", default)).Require();
                model.Times[givenUp.Cycle].GivenUp = true;
                return $"time {givenUp.Cycle} given up";
            case 3:
                var many = random.Next(20, 70);
                world.Database.Time.Advance(TimeSpan.FromDays(many));
                return $"{many} days of standing still";
            default:
                var days = random.Next(1, 12);
                world.Database.Time.Advance(TimeSpan.FromDays(days));
                return $"{days} days";
        }
    }

    // As if everything had been read anew and nothing had changed; a draft that is overdue is given a day to come.
    private static async Task LaunchAsync(CampaignWorld world, int number)
    {
        var now = world.Database.Time.Now();
        await world.UpdateAsync((db, seq) => db.Extracts.ExecuteUpdateAsync(s => s.SetProperty(e => e.AsOf, now).SetProperty(e => e.EventSeq, seq)));
        await using var db = world.Database.Look();
        var draft = await db.Campaigns.SingleAsync(c => c.Number == number);
        if (draft.DueDate < DateOnly.FromDateTime(now))
        {
            var later = CampaignPlan.Of(draft) with { DueDate = DateOnly.FromDateTime(now).AddDays(10) };
            (await world.Database.Get<ChangeCampaign>().RunAsync(Guid.NewGuid(), world.Owen, number, later, null, default)).Require();
        }

        (await world.Database.Get<PreviewCampaign>().RunAsync(world.Owen, number, default)).Require();
        (await world.Database.Get<LaunchCampaign>().RunAsync(Guid.NewGuid(), world.Owen, number, default)).Require();
    }

    /// <summary>What is known of one time of the series.</summary>
    private sealed class Time
    {
        public bool Drafted { get; init; }

        public bool Launched { get; set; }

        public bool GivenUp { get; set; }

        public bool Missed { get; set; }
    }

    /// <summary>Counts the series from its first day.</summary>
    private sealed class Model(ScheduleTerms terms)
    {
        /// <summary>Every time whose day to be prepared has come, by its number.</summary>
        public SortedDictionary<int, Time> Times { get; } = [];

        public int Prepared => Times.Values.Count(t => t.Drafted);

        public int Missed => Times.Values.Count(t => t.Missed);

        /// <summary>What the day brings: drafts whose day has come, and what nobody launched by the day it was due.</summary>
        public void Look(DateOnly today)
        {
            for (var number = Times.Count + 1; Launch(number).AddDays(-terms.PrepareDays) <= today; number++)
            {
                Times[number] = new Time { Drafted = Due(number) >= today };
            }

            foreach (var (number, time) in Times)
            {
                time.Missed |= !time.Launched && Due(number) < today;
            }
        }

        public IEnumerable<(int, DateOnly, CycleState)> Expected(DateOnly today) =>
            Times.Select(t => (t.Key, Launch(t.Key), State(t.Key, t.Value, today))).Append((Times.Count + 1, Launch(Times.Count + 1), CycleState.Planned));

        private CycleState State(int number, Time time, DateOnly today) =>
            time.Launched ? time.Missed ? CycleState.HeldLate : CycleState.Held
            : time.Missed ? CycleState.Missed
            : time.GivenUp ? CycleState.GivenUp
            : today > Launch(number) ? CycleState.Late : CycleState.Prepared;

        private DateOnly Launch(int number) => terms.Cadence.Unit switch
        {
            CadenceUnit.Weeks => terms.Launch.AddDays(7 * terms.Cadence.Every * (number - 1)),
            CadenceUnit.Months => terms.Launch.AddMonths(terms.Cadence.Every * (number - 1)),
            _ => terms.Launch.AddMonths(3 * terms.Cadence.Every * (number - 1)),
        };

        private DateOnly Due(int number) => Launch(number).AddDays(terms.OpenDays);
    }
}
