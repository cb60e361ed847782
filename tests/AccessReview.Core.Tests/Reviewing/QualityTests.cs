using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Reviewing;

/// <summary>Rubber-stamping, measured fairly (evidence.md, section 3).</summary>
public sealed class QualityTests
{
    [Fact]
    public void A_privileged_item_certified_in_under_five_seconds_is_a_sign_and_revoked_as_fast_is_none()
    {
        Assert.Equal([QualityFlag.FastPrivileged], Flags(One(Finding.Privileged, seconds: 4)));
        Assert.Empty(Flags(One(Finding.Privileged, seconds: 5)));
        Assert.Empty(Flags(One(Finding.Privileged, seconds: 1, kind: DecisionKind.Revoke)));
        Assert.Empty(Flags(One(Finding.Privileged, seconds: null)));
    }

    [Theory]
    [InlineData(8, 3, true)]
    [InlineData(8, 4, false)]
    [InlineData(7, 1, false)]
    public void Eight_exceptions_with_a_median_under_four_seconds_are_a_sign(int exceptions, int seconds, bool sign) =>
        Assert.Equal(sign ? [QualityFlag.FastExceptions] : [], Flags([.. Enumerable.Range(0, exceptions).Select(_ => One(Finding.Dormant, seconds)[0])]));

    [Theory]
    [InlineData(5, 1, 1, true)]
    [InlineData(5, 1, 3, false)]
    [InlineData(4, 0, 1, false)]
    [InlineData(8, 2, 1, false)]
    public void Most_recommendations_to_revoke_certified_with_few_reasons_are_a_sign(int certified, int revoked, int reasons, bool sign)
    {
        List<QualityFact> facts =
        [
            .. Enumerable.Range(0, certified).Select(i => new QualityFact(1, i, i, DecisionKind.Certify, Finding.NobodyKnown, Recommendation.Revoke, 30, i % reasons, false)),
            .. Enumerable.Range(0, revoked).Select(i => new QualityFact(1, 100 + i, 100 + i, DecisionKind.Revoke, Finding.NobodyKnown, Recommendation.Revoke, 30, null, false)),
        ];
        Assert.Equal(sign ? [QualityFlag.AgainstAdvice] : [], Flags(facts));
    }

    [Theory]
    [InlineData(4, 6, true)]
    [InlineData(3, 7, false)]
    [InlineData(9, 0, false)]
    public void Fewer_than_seven_of_ten_probes_revoked_or_explained_are_a_sign(int kept, int explained, bool sign)
    {
        List<QualityFact> facts =
        [
            .. Enumerable.Range(0, kept).Select(i => new QualityFact(1, i, i, DecisionKind.Certify, Finding.Dormant, Recommendation.LookCloser, 30, null, true)),
            .. Enumerable.Range(0, explained).Select(i => new QualityFact(1, 100 + i, 100 + i, DecisionKind.Certify, Finding.Dormant, Recommendation.LookCloser, 30, 7, true)),
        ];
        Assert.Equal(sign ? [QualityFlag.ProbesKept] : [], Flags(facts));
    }

    [Fact]
    public async Task A_second_look_is_offered_until_it_is_answered_names_the_rows_and_bars_nothing()
    {
        await using var world = await ReviewWorld.CreateAsync();
        var turn = await world.TurnAsync("Zoe");
        var shown = new Shown(world.Database.Time.Now().AddSeconds(-2), null);
        (await world.Database.Get<DecideItem>().RunAsync(
            Guid.NewGuid(), world.World.As("Mia"), new ItemChoice(turn.Id, turn.EventSeq, DecisionKind.Certify, "Runs Heap", Shown: shown), default)).Require();
        await world.DecideRestAsync("Mia");

        var look = await world.Database.Get<SecondLook>().OfferAsync(world.World.As("Mia"), world.CampaignId, default);
        Assert.Equal([QualityWords.Of(QualityFlag.FastPrivileged)], look?.Why);
        Assert.Equal([(turn.Number, "Zoe", TurnState.Certified)], look?.Rows.Select(r => (r.Number, r.Name, r.State)));
        Assert.NotNull(await world.Database.Get<SecondLook>().OfferAsync(world.World.As("Mia"), world.CampaignId, default));
        (await world.Database.Get<SecondLook>().AnsweredAsync(world.World.As("Mia"), world.CampaignId, default)).Require();
        (await world.Database.Get<SecondLook>().AnsweredAsync(world.World.As("Mia"), world.CampaignId, default)).Require();
        Assert.Null(await world.Database.Get<SecondLook>().OfferAsync(world.World.As("Mia"), world.CampaignId, default));
        Assert.Empty((await world.Database.Get<ListPreferences>().ReadAsync(world.World.As("Mia"), default)).Views);
        (await world.SignAsync("Mia")).Require();

        var quality = (await world.Database.Get<ReviewQuality>().RunAsync(world.World.As("Owen"), 1, default)).Require();
        Assert.Equal((1, 1), quality.Flags.Where(f => f.Flag == QualityFlag.FastPrivileged).Select(f => (f.Reviewers, f.Items)).Single());
        Assert.Empty(quality.ByReviewer);
    }

    [Theory]
    [InlineData(300, 1, 12)]
    [InlineData(100, 0, 0)]
    public async Task An_account_that_was_never_used_is_a_probe_once_it_was_made_half_a_year_ago(int days, int reviewers, int items)
    {
        await using var database = await TestDatabase.CreateAsync();
        var (world, names) = (new TestWorld(database), Enumerable.Range(1, 12).Select(n => $"Pat{n}").ToArray());
        await world.PeopleAsync(names);
        await world.HeapAsync([.. names.Select(n => new TestAccount(n, Findings: Finding.Dormant))]);
        await world.Run("Seed", scope =>
        {
            foreach (var record in scope.Db.AccountRecords.AsTracking().ToList().ConvertAll(scope.Db.Entry))
            {
                (record.Property(r => r.LastUsedState).CurrentValue, record.Property(r => r.LastUsedAt).CurrentValue) = (LastUsedState.Never, null);
                record.Property(r => r.CreatedAt).CurrentValue = new DateTime(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc).AddDays(-days);
            }
        });
        await world.LaunchAsync();
        await using var db = database.Look();
        foreach (var turn in await db.ReviewTurns.AsNoTracking().ToListAsync())
        {
            (await database.Get<DecideItem>().RunAsync(Guid.NewGuid(), world.As("Mia"), new ItemChoice(turn.Id, turn.EventSeq, DecisionKind.Certify, null), default)).Require();
        }

        var quality = (await database.Get<ReviewQuality>().RunAsync(world.As("Owen"), 1, default)).Require();
        Assert.Equal((reviewers, items), quality.Flags.Where(f => f.Flag == QualityFlag.ProbesKept).Select(f => (f.Reviewers, f.Items)).Single());
    }

    private static List<QualityFact> One(Finding finding, int? seconds, DecisionKind kind = DecisionKind.Certify) => [new(1, 1, 1, kind, finding, Recommendation.None, seconds, 1, false)];

    private static IEnumerable<QualityFlag> Flags(List<QualityFact> facts) => QualityRules.Of(facts).Select(f => f.Flag);
}
