using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Reviewing;

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

    private static List<QualityFact> One(Finding finding, int? seconds, DecisionKind kind = DecisionKind.Certify) => [new(1, 1, 1, kind, finding, Recommendation.None, seconds, 1, false)];

    private static IEnumerable<QualityFlag> Flags(List<QualityFact> facts) => QualityRules.Of(facts).Select(f => f.Flag);
}
