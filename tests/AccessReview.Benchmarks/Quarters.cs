using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using AccessReview.Benchmarks.World;
using AccessReview.Core;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Evidence;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Benchmarks;

/// <summary>Two quarters of one application in two sizes, each act and each page timed: what grows faster than what it works on is
/// told. No line of the table, whose worlds hold no signatures and no second quarter, would see that.</summary>
internal static class Quarters
{
    /// <summary>What takes less than this in the larger size is not worth a word, in milliseconds.</summary>
    private const double Little = 200;

    private static readonly CancellationToken Never = CancellationToken.None;

    /// <summary>Times both sizes and prints one tab-separated line each: act, smaller, larger, how many times, how many times more items.</summary>
    /// <returns>True when nothing grows by half faster than its items.</returns>
    public static async Task<bool> RunAsync(int small, int large, TextWriter output)
    {
        var (first, second) = (await LiveAsync(small), await LiveAsync(large));
        var times = (double)large / small;
        var met = true;
        await output.WriteLineAsync("act\tsmall ms\tlarge ms\ttimes\titems");
        foreach (var (act, ms) in second)
        {
            var growth = ms / Math.Max(first.GetValueOrDefault(act), 1);
            var fast = ms > Little && growth > times * 1.5;
            met &= !fast;
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{act}\t{first.GetValueOrDefault(act):0}\t{ms:0}\t{growth:0.0}\t{times:0.0}\t{(fast ? "FASTER" : "")}"));
        }

        return met;
    }

    private static async Task<Dictionary<string, double>> LiveAsync(int accounts)
    {
        var took = new Dictionary<string, double>(StringComparer.Ordinal);
        async Task<T> Timed<T>(string act, Func<Task<T>> work)
        {
            var start = Stopwatch.GetTimestamp();
            var result = await work();
            took[act] = took.GetValueOrDefault(act) + Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{accounts}: {act} {took[act]:0} ms"));
            return result;
        }

        await using var world = await Organisation.CreateAsync(accounts, 0, 0);
        (await world.Get<GrantRole>().RunAsync(Guid.NewGuid(), Actor.FirstAdministrator(), world.Owner.PersonId!.Value, Role.Administrator, Never)).Require();
        for (var quarter = 1; quarter <= 2; quarter++)
        {
            string In(string act) => string.Create(CultureInfo.InvariantCulture, $"Q{quarter} {act}");
            await Timed(In("import"), () => world.ImportAccessAsync(MadeUpFiles.Users(accounts - (quarter * 10)), MadeUpFiles.Members(accounts - (quarter * 10), accounts)));
            var number = await Timed(In("preview"), () => world.DraftAsync());
            await Timed(In("launch"), () => world.LaunchAsync(number));
            await PagesAsync(world, number, (act, work) => Timed(In("open " + act), work));
            await ReviewAsync(world, number, (act, work) => Timed(In(act), work));
            await PagesAsync(world, number, (act, work) => Timed(In("signed " + act), work));
            var view = (await Timed(In("close preview"), () => world.Get<ClosePreview>().RunAsync(world.Owner, number, Never))).Require();
            List<StatedException> stated = [.. view.Exceptions.Select(e => new StatedException(e.Kind, "Known and followed up.", world.Owner.PersonId, view.Today.AddDays(7)))];
            (await Timed(In("close"), () => world.Get<CloseCampaign>().RunAsync(Guid.NewGuid(), world.Owner, number, new CloseInput(view.Statement, "Everything was reviewed.", stated), Never))).Require();
            (await world.Get<AskForEvidence>().RunAsync(world.Owner, number, Never)).Require();
            await Timed(In("evidence"), () => world.Get<RunExports>().RunAsync(Never));
            await PagesAsync(world, number, (act, work) => Timed(In("closed " + act), work));
            var report = (await Timed(In("verify"), () => world.Get<VerifyChain>().RunAsync(Actor.Product, null, Never))).Require();
            if (report.Wrong > 0)
            {
                throw new InvalidOperationException(string.Join(' ', report.Findings.Take(3).Select(f => f.Sentence)));
            }
        }

        return took;
    }

    private static async Task ReviewAsync(Organisation world, int number, Func<string, Func<Task<int>>, Task<int>> timed)
    {
        long campaign;
        List<long> reviewers;
        await using (var db = world.Look())
        {
            campaign = await db.Campaigns.Where(c => c.Number == number).Select(c => c.Id).SingleAsync();
            reviewers = await db.ReviewTurns.Where(t => t.CampaignId == campaign).Select(t => t.ReviewerId).Distinct().ToListAsync();
        }

        foreach (var actor in reviewers.Select(r => Actor.Demo(r)))
        {
            await timed("decide in bulk", async () =>
            {
                foreach (var some in (await LeftAsync(world, campaign, actor)).Chunk(DecideMany.MaxItems))
                {
                    _ = await world.Get<DecideMany>().RunAsync(Guid.NewGuid(), actor, new ManyChoice(DecisionKind.Certify, some, Confirmed: true), Never);
                }

                return 0;
            });
            await timed("decide singly", async () =>
            {
                foreach (var (turn, at) in (await LeftAsync(world, campaign, actor)).Select((t, i) => (t, i)))
                {
                    _ = await world.Get<DecideItem>().RunAsync(
                        Guid.NewGuid(), actor, new ItemChoice(turn.TurnId, turn.SeenSeq, at % 10 == 0 ? DecisionKind.Revoke : DecisionKind.Certify, "Needed for the work of this quarter."), Never);
                }

                return 0;
            });
            await timed("sign", async () =>
            {
                var text = (await world.Get<SignOffPreview>().RunAsync(actor, campaign, Never)).Require().Text;
                (await world.Get<SignOffReview>().RunAsync(Guid.NewGuid(), actor, campaign, text, Never)).Require();
                return 0;
            });
        }
    }

    private static async Task<List<SeenTurn>> LeftAsync(Organisation world, long campaign, Actor actor)
    {
        await using var db = world.Look();
        return await db.ReviewTurns.AsNoTracking().Where(t => t.CampaignId == campaign && t.ReviewerId == actor.PersonId && t.State == TurnState.Undecided)
            .OrderBy(t => t.Number).Select(t => new SeenTurn(t.Id, t.EventSeq)).ToListAsync();
    }

    /// <summary>Every page that asks for no more than who looks, or at which campaign.</summary>
    private static async Task PagesAsync(Organisation world, int number, Func<string, Func<Task<int>>, Task<int>> timed)
    {
        foreach (var page in typeof(ReviewHead).Assembly.GetExportedTypes().Where(t => t is { IsClass: true, IsAbstract: false }).OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            foreach (var ask in page.GetMethods(BindingFlags.Public | BindingFlags.Instance).Where(m => m.Name == "RunAsync" && typeof(Task).IsAssignableFrom(m.ReturnType)))
            {
                object[]? with = ask.GetParameters().Select(p => p.ParameterType).ToArray() switch
                {
                    [var who, var stop] when who == typeof(Actor) && stop == typeof(CancellationToken) => [world.Owner, Never],
                    [var who, var which, var stop] when who == typeof(Actor) && which == typeof(int) && stop == typeof(CancellationToken) => [world.Owner, number, Never],
                    _ => null,
                };
                if (with is not null && page != typeof(PreviewCampaign) && page != typeof(AskForEvidence) && page != typeof(ClosePreview))
                {
                    using var scope = world.Scope();
                    if (scope.ServiceProvider.GetService(page) is { } service)
                    {
                        await timed(page.Name, async () =>
                        {
                            await (Task)ask.Invoke(service, with)!;
                            return 0;
                        });
                    }
                }
            }
        }
    }
}
