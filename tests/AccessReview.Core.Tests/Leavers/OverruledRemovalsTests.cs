using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Leavers;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Seats;
using AccessReview.Core.Tests.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Leavers;

/// <summary>A removal that another campaign has overruled since takes nothing away by itself: it hides no account from those who are to be asked about it. Zoe works here
/// when both campaigns decide; Vera has left.</summary>
public sealed class OverruledRemovalsTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Somebody_who_leaves_after_an_account_was_kept_is_asked_about_though_an_older_removal_stands(bool kept)
    {
        await using var database = await TestDatabase.CreateAsync();
        var (world, account) = await RevokedAsync(database, kept);
        var assessment = await AssessAgainAsync(world, account, Finding.Left, AttentionRank.Left);
        await using var db = database.Look();
        Assert.Equal(kept, (await LeaversToAsk.AccountsAsync(db, await db.Assessments.SingleAsync(a => a.Id == assessment), default)).Contains(account));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_seat_that_nobody_uses_any_more_after_it_was_kept_is_asked_about_though_an_older_removal_stands(bool kept)
    {
        await using var database = await TestDatabase.CreateAsync();
        var (world, account) = await RevokedAsync(database, kept);
        var assessment = await AssessAgainAsync(world, account, Finding.Dormant, AttentionRank.Dormant);
        await using var db = database.Look();
        Assert.Equal(kept, (await SeatsToAsk.AccountsAsync(db, assessment, default)).Contains(account));
    }

    [Fact]
    public async Task What_was_kept_of_somebody_who_has_left_is_shown_as_kept_and_not_as_being_removed()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (world, _) = await RevokedAsync(database, kept: true);
        var list = (await database.Get<LeaverList>().RunAsync(world.World.As("Owen"), new LeaverFilter(), 0, default)).Require();
        var vera = Assert.Single(list.Rows);
        Assert.Equal((null, (2, CampaignState.Closed, OutcomeKind.Certified), 0), (vera.Removal, vera.Asked!.Value, list.Figures.UnderRemoval));
    }

    // The first campaign revokes everything; where kept, the second certifies it under a signature.
    private static async Task<(RevokedWorld World, long Account)> RevokedAsync(TestDatabase database, bool kept)
    {
        var world = await RevokedWorld.CreateAsync(database);
        await world.CloseByDeadlineAsync();
        if (kept)
        {
            database.Time.Advance(TimeSpan.FromDays(1));
            await world.KeepAsync(2);
        }

        await using var db = database.Look();
        return (world, await db.AccountRecords.Where(r => r.Name == "Zoe").Select(r => r.AccountId).SingleAsync());
    }

    private static async Task<long> AssessAgainAsync(RevokedWorld world, long account, Finding finding, AttentionRank rank)
    {
        long id = 0;
        await world.Run(async (scope, cancel) =>
        {
            var before = await scope.Db.AssessedAccounts.SingleAsync(a => a.AccountId == account, cancel);
            id = scope.NewId();
            scope.Add(new Assessment
            {
                Id = id, ApplicationId = world.World.ApplicationId, ExtractId = world.World.ExtractId, PolicyVersionId = 0, AsOf = scope.At, MadeAt = scope.At, Rules = Assessment.RulesVersion,
                Accounts = 1, Assignments = 0,
            });
            scope.Add(new AssessedAccount
            {
                Id = scope.NewId(), AssessmentId = id, AccountId = account, AccountRecordId = before.AccountRecordId, Match = MatchKind.Email, PersonId = before.PersonId, PersonRecordId = before.PersonRecordId,
                Findings = finding, Facts = "{}", Recommendation = Recommendation.None, Rank = rank, Fingerprint = [.. Enumerable.Repeat((byte)1, Hashes.Length)],
            });
        });
        return id;
    }
}
