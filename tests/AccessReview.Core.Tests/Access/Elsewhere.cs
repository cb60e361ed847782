using AccessReview.Core.Applications;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Core.Tests.Access;

/// <summary>What somebody named Oto has apart from everybody else: they own an application, reviewed and signed it in the second campaign,
/// carry out the revoke that came of it and asked that its access stays. Whoever may do so with their own may not do so with
/// what is another's.</summary>
/// <param name="SignOff">Their signature.</param>
/// <param name="Removal">Their removal.</param>
internal sealed record Elsewhere(long SignOff, long Removal)
{
    /// <summary>Makes it in a world that has people and no application yet.</summary>
    public static async Task<Elsewhere> CreateAsync(TestWorld world, IServiceProvider services)
    {
        var oto = world.As("Oto");
        await world.ApplicationAsync(ApplicationKind.Amplitude, new TestAccount("Ghost", Findings: Finding.NobodyKnown));
        (await Get<ChangeApplication>().RunAsync(
            Guid.NewGuid(), world.As("Ada"), world.ApplicationId,
            new Core.Applications.ApplicationFacts { Name = "Amplitude", Kind = ApplicationKind.Amplitude, OwnerId = world["Oto"], RemoverId = world["Oto"], PrivilegedRoles = ["Admin"] }, null, default)).Require();
        await world.LaunchAsync("Oto", number: 2);
        await using var db = Get<Databases>().CreateDbContext();
        var turn = await db.ReviewTurns.SingleAsync();
        (await Get<DecideItem>().RunAsync(Guid.NewGuid(), oto, new ItemChoice(turn.Id, turn.EventSeq, DecisionKind.Revoke), default)).Require();
        var text = (await Get<SignOffPreview>().RunAsync(oto, turn.CampaignId, default)).Require().Text;
        var signOff = (await Get<SignOffReview>().RunAsync(Guid.NewGuid(), oto, turn.CampaignId, text, default)).Require().SignOffId;
        var removal = await db.Removals.Select(r => r.Id).SingleAsync();
        (await Get<AskForWaiver>().RunAsync(Guid.NewGuid(), oto, removal, new DateOnly(2026, 12, 31), "The contract runs on", default)).Require();
        return new Elsewhere(signOff, removal);

        T Get<T>()
            where T : notnull => services.GetRequiredService<T>();
    }
}
