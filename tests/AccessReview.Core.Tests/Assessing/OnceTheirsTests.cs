using AccessReview.Core.Audit;
using AccessReview.Core.Directories;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Assessing;

/// <summary>What a person's page says of accounts that were theirs in a campaign.</summary>
public sealed class OnceTheirsTests
{
    [Fact]
    public async Task An_account_that_was_theirs_in_a_campaign_and_is_nobodys_now_is_named_at_them_and_at_nobody_else()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = new TestWorld(database);
        await world.PeopleAsync(["Uma", "Zoe"]);
        await world.HeapAsync(new TestAccount("Uma"), new TestAccount("Zoe"));
        await world.LaunchAsync();
        Assert.Equal((1, 0), await OfAsync("Uma"));

        await world.Run("Seed", scope =>
        {
            var application = scope.Db.Applications.AsTracking().Single();
            var uma = scope.Db.AssessedAccounts.Single(a => a.PersonId == world["Uma"]);
            application.CurrentAssessmentId = scope.Add(new Assessment
            {
                Id = scope.NewId(), ApplicationId = application.Id, ExtractId = world.ExtractId, PolicyVersionId = 0, AsOf = scope.At, MadeAt = scope.At, Rules = Assessment.RulesVersion, Accounts = 1, Assignments = 0,
            }).Id;
            scope.Add(new AssessedAccount
            {
                Id = scope.NewId(), AssessmentId = application.CurrentAssessmentId.Value, AccountId = uma.AccountId, AccountRecordId = uma.AccountRecordId, Match = MatchKind.Nobody, Findings = Finding.NobodyKnown,
                Facts = "{}", Recommendation = Recommendation.Revoke, Rank = AttentionRank.NobodyKnown, Fingerprint = Hashes.Genesis,
            });
        });
        Assert.Equal((0, 1), await OfAsync("Uma"));
        Assert.Equal((0, 0), await OfAsync("Zoe"));
        Assert.Equal(("Heap", "uma@example.test"), await OnceAsync("Uma"));

        async Task<PersonPage.Facts> PageAsync(string name) => (await database.Get<PersonPage>().RunAsync(world.As("Owen"), world[name], CancellationToken.None)).Require();

        async Task<(int Has, int Had)> OfAsync(string name)
        {
            var page = await PageAsync(name);
            return (page.Access.Count, page.OnceTheirs.Count);
        }

        async Task<(string Application, string Email)> OnceAsync(string name)
        {
            var once = Assert.Single((await PageAsync(name)).OnceTheirs);
            return (once.Application, once.Email);
        }
    }
}
