using AccessReview.Core.Applications;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Register;
using AccessReview.Core.Evidence.Checks;
using AccessReview.Core.Scoping;
using AccessReview.Core.Tests.Campaigns;
using AccessReview.Core.Tests.Persistence;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Scoping;

/// <summary>The fear: the register, which shows five quarters, and a check of one campaign read whatever ever happened to say what was in scope then.</summary>
public sealed class ScopeHistoryTests
{
    [Fact]
    public async Task A_moments_place_in_the_record_is_that_of_the_last_event_up_to_it()
    {
        await using var world = await CampaignWorld.CreateAsync();
        for (var i = 0; i < 5; i++)
        {
            // Two at one time, then later ones.
            await world.SeedAsync(_ => Task.CompletedTask);
            await world.SeedAsync(_ => Task.CompletedTask);
            world.Database.Time.Advance(TimeSpan.FromHours(1));
        }

        await using var db = world.Database.Look();
        var events = await db.AuditEvents.OrderBy(e => e.Seq).Select(e => new { e.Seq, e.At }).ToListAsync();
        DateTime[] moments = [events[0].At.AddDays(-1), .. events.Select(e => e.At), .. events.Select(e => e.At.AddMinutes(30)), events[^1].At.AddYears(1)];
        foreach (var at in moments)
        {
            Assert.Equal(events.LastOrDefault(e => e.At <= at)?.Seq ?? 0, await SeqAt.LastAsync(db, at, default));
        }
    }

    [Fact]
    public async Task What_was_out_of_scope_at_a_moment_is_said_by_the_first_act_after_it_else_by_what_is_so_now()
    {
        await using var world = await CampaignWorld.CreateAsync();
        var mixpanel = (await world.Database.Get<RegisterApplication>().RunAsync(
            Guid.NewGuid(), world.World.As("Ada"), new Applications.ApplicationFacts { Name = "Mixpanel", Kind = ApplicationKind.Mixpanel }, default)).Require();
        var moments = new List<(DateTime At, bool Out)>();
        await using var db = world.Database.Look();
        foreach (var takes in new[] { true, false, true })
        {
            Passes(!takes);
            (takes ? await world.Database.Get<TakeOutOfScope>().RunAsync(Guid.NewGuid(), world.World.As("Ada"), mixpanel, null, "Not in use", default)
                : await world.Database.Get<BringIntoScope>().RunAsync(Guid.NewGuid(), world.World.As("Ada"), mixpanel, null, "In use again", default)).Require();
        }

        Passes(true);
        foreach (var since in moments)
        {
            var scopes = await ScopeHistory.SinceAsync(db, await SeqAt.LastAsync(db, since.At, default), default);
            Assert.All(moments.Where(m => m.At >= since.At), m => Assert.Equal(m.Out, scopes.WasOut(mixpanel, isOut: true, m.At)));
            Assert.False(scopes.WasOut(world.World.ApplicationId, isOut: false, since.At));
        }

        void Passes(bool isOut)
        {
            world.Database.Time.Advance(TimeSpan.FromDays(1));
            moments.Add((Clock.Now(world.Database.Time), isOut));
            world.Database.Time.Advance(TimeSpan.FromDays(1));
        }
    }

    [SqliteFact]
    public async Task The_register_and_the_check_of_an_ended_campaign_look_at_no_event_before_what_they_ask_about_and_the_check_of_an_open_one_at_none()
    {
        var asked = new AskedQueries();
        await using var world = await CampaignWorld.CreateAsync(interceptor: asked);
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        await CheckAsync(world, asked);
        Assert.Empty(asked.Of("AuditEvents"));

        (await world.Database.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, "Begun by mistake", default)).Require();
        await CheckAsync(world, asked);
        await LookAsync(world, asked, 2);
        asked.Forget();
        (await world.Database.Get<ApplicationRegister>().RunAsync(world.Owen, default)).Require();
        await LookAsync(world, asked, 1);
    }

    private static async Task CheckAsync(CampaignWorld world, AskedQueries asked)
    {
        await using var db = world.Database.Look();
        var campaign = await db.Campaigns.Include(c => c.Applications).SingleAsync();
        asked.Forget();
        Assert.Equal(1, (await CampaignChecks.RegisteredAsync(db, campaign, Clock.Now(world.Database.Time), 30, default)).CountA);
    }

    private static async Task LookAsync(CampaignWorld world, AskedQueries asked, int from)
    {
        await using var db = world.Database.Look();
        await using var connection = new SqliteConnection(db.Database.GetConnectionString());
        var looked = 0;
        foreach (var query in asked.Of("AuditEvents"))
        {
            var steps = (await AskedQueries.PlanAsync(connection, query)).Where(s => s.StartsWith("SEARCH a", StringComparison.Ordinal) || s.StartsWith("SCAN a", StringComparison.Ordinal)).ToList();
            Assert.All(steps, s => Assert.True(s.Contains("(CampaignId=? AND Seq>?)", StringComparison.Ordinal) || s.Contains("(rowid=?)", StringComparison.Ordinal), s));
            looked += steps.Count(s => s.Contains("Seq>?", StringComparison.Ordinal));
        }

        Assert.Equal(from, looked);
    }
}
