using AccessReview.Core;
using AccessReview.Core.Applications;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Evidence;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.CrashHost;

/// <summary>The product's main job on the sample organisation, from the first file to the sign-off, as a user with the page open
/// would do it: after a reconnect they look at what is there and go on.</summary>
internal sealed class Quarter(StoryRun run)
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private static readonly Actor Setup = Actor.FirstAdministrator();

    /// <summary>Heap's files of the quarter, and how many it says there are.</summary>
    public static (ExtractFileKind Kind, string Name, int? Claimed)[] Access { get; } =
        [(ExtractFileKind.Users, "heap-users-2026Q4.csv", 194), (ExtractFileKind.Assignments, "heap-team-members-2026Q4.csv", null), (ExtractFileKind.GroupOwners, "heap-teams.csv", null)];

    /// <summary>Tells it.</summary>
    public async Task TellAsync()
    {
        var campaign = await TellToLaunchAsync();
        await ReviewAsync(campaign);
        await run.Get<FollowUps>().RunAsync(Never);
        await ExportAsync();
    }

    /// <summary>Tells it up to the launch, and what follows from that.</summary>
    /// <returns>The campaign's key.</returns>
    public async Task<long> TellToLaunchAsync()
    {
        await run.Get<FollowUps>().RunAsync(Never);
        var application = await TellToRegisterAsync();
        await new QuarterImport(run).BringInAsync("import-access", application, null, Access);
        var campaign = await LaunchAsync(application);
        await run.Get<FollowUps>().RunAsync(Never);
        return campaign;
    }

    /// <summary>Tells it up to the application that was not read yet.</summary>
    /// <returns>The application's key.</returns>
    public async Task<long> TellToRegisterAsync()
    {
        var directory = await run.SendAsync("directory", id => run.Get<RegisterDirectory>().RunAsync(id, Setup, "Staff list", DirectoryKind.StaffList, Never));
        await new QuarterImport(run).BringInAsync("import-people", null, directory, (ExtractFileKind.People, "staff.csv", 500));
        return await RegisterAsync();
    }

    /// <summary>The key of whoever has the work address.</summary>
    public async Task<long> PersonAsync(string name)
    {
        await using var db = run.Get<Databases>().CreateDbContext();
        var key = TextKey.Of(name + "@harbourlight.example");
        return await CurrentPeople.Of(db).Where(r => r.EmailKey == key).Select(r => r.PersonId).SingleAsync();
    }

    private async Task<long> RegisterAsync()
    {
        var facts = new Core.Applications.ApplicationFacts { Name = "Heap", Kind = ApplicationKind.Heap, OwnerId = await PersonAsync("nadia.petrov"), PrivilegedRoles = ["Admin", "Architect"] };
        var application = await run.SendAsync("application", id => run.Get<RegisterApplication>().RunAsync(id, Setup, facts, Never));
        await run.SendAsync("owner", async id => await run.Get<GrantRole>().RunAsync(id, Setup, await PersonAsync("dmitri.raman"), Role.CampaignOwner, Never));
        return application;
    }

    private async Task<long> LaunchAsync(long application)
    {
        var owner = Actor.Demo(await PersonAsync("dmitri.raman"));
        var reviewer = await PersonAsync(Reviewer);
        var scope = CampaignScope.Default with { AccountReviewer = ReviewerRule.Named, NamedReviewerId = reviewer, FallbackReviewerId = owner.PersonId };
        var plan = new CampaignPlan($"Heap {run.Seed}", "Quarterly", "", new(2026, 10, 1), new(2026, 12, 31), new(2026, 12, 4), "Europe/Berlin", DeadlineRule.NotReviewed);
        var number = await run.SendAsync("draft", id => run.Get<DraftCampaign>().RunAsync(id, owner, plan, Never));
        await run.SendAsync("scope", id => run.Get<AddCampaignApplication>().RunAsync(id, owner, number, application, scope, Never));
        await using var db = run.Get<Databases>().CreateDbContext();
        var campaign = await db.Campaigns.AsNoTracking().Include(c => c.Applications).SingleAsync(c => c.Number == number);
        if (campaign.State == CampaignState.Draft)
        {
            (await run.Get<PreviewCampaign>().RunAsync(owner, number, Never)).Require();
            var list = await ScopeList.ReadAsync(db, campaign.Applications.Single(), Never);
            await run.SendAsync("approve", async id => await run.Get<ApproveScope>().RunAsync(id, Actor.Demo(await PersonAsync("nadia.petrov")), number, application, list.Sha256, Never));
            (await run.Get<PreviewCampaign>().RunAsync(owner, number, Never)).Require();
        }

        await run.SendAsync("launch", id => run.Get<LaunchCampaign>().RunAsync(id, owner, number, Never));
        return campaign.Id;
    }

    private async Task ReviewAsync(long campaign)
    {
        var reviewer = Actor.Demo(await PersonAsync(Reviewer));
        foreach (var (step, most) in new[] { ("bulk-200", 200), ("bulk-routine", DecideMany.MaxItems) })
        {
            var routine = (await UndecidedAsync(campaign, reviewer)).Where(t => t.Routine).Select(t => t.Seen).OrderBy(t => t.TurnId * 7919 % (100 + run.Seed)).Take(most).ToList();
            await run.SendAsync(step, id => run.Get<DecideMany>().RunAsync(id, reviewer, new ManyChoice(DecisionKind.Certify, Or(routine), Confirmed: true), Never));
        }

        var rest = (await UndecidedAsync(campaign, reviewer)).Select(t => t.Seen).ToList();
        await run.SendAsync("bulk-rest", id => run.Get<DecideMany>().RunAsync(id, reviewer, new ManyChoice(DecisionKind.Revoke, Or(rest), "Not needed this quarter", Confirmed: true), Never));
        foreach (var (turn, _) in await UndecidedAsync(campaign, reviewer))
        {
            await run.SendAsync($"decide-{turn.TurnId}", id => run.Get<DecideItem>().RunAsync(id, reviewer, new ItemChoice(turn.TurnId, turn.SeenSeq, DecisionKind.Certify, "Administers Heap"), Never));
        }

        var statement = (await run.Get<SignOffPreview>().RunAsync(reviewer, campaign, Never)).Require();
        await run.SendAsync("sign-off", id => run.Get<SignOffReview>().RunAsync(id, reviewer, campaign, statement.Text, Never));
    }

    /// <summary>Asks for the evidence, lets the background make it, and asks again as the page does until it is there.</summary>
    private async Task ExportAsync()
    {
        const int TheCampaign = 1;
        run.Tell("step export");
        var owner = Actor.Demo(await PersonAsync("dmitri.raman"));
        _ = (await run.Get<AskForEvidence>().RunAsync(owner, TheCampaign, Never)).Require();
        await run.Get<RunExports>().RunAsync(Never);
        var edition = (await run.Get<AskForEvidence>().RunAsync(owner, TheCampaign, Never)).Require().EditionId
            ?? throw new InvalidOperationException("The evidence was asked for and is not there.");
        await run.SendAsync("download", id => run.Get<DownloadEvidence>().RunAsync(id, owner, TheCampaign, edition, EvidencePart.Pack, Never));
    }

    /// <summary>Each seed has another reviewer.</summary>
    private string Reviewer => new[] { "emeka.singh", "emeka.castro", "uma.nwosu", "kaito.ivanov" }[run.Seed % 4];

    /// <summary>A selection sent again is empty on the page by then; its receipt answers before its size is looked at.</summary>
    private static List<SeenTurn> Or(List<SeenTurn> turns) => turns.Count > 0 ? turns : [new SeenTurn(0, 0)];

    private async Task<List<(SeenTurn Seen, bool Routine)>> UndecidedAsync(long campaign, Actor reviewer)
    {
        await using var db = run.Get<Databases>().CreateDbContext();
        var turns = await (from turn in db.ReviewTurns.AsNoTracking()
                           join item in db.ReviewItems on turn.ItemId equals item.Id
                           where turn.CampaignId == campaign && turn.ReviewerId == reviewer.PersonId && turn.State == TurnState.Undecided
                           orderby turn.Number
                           select new { turn.Id, turn.EventSeq, item.Findings }).ToListAsync();
        return [.. turns.Select(t => (new SeenTurn(t.Id, t.EventSeq), t.Findings == Finding.None))];
    }
}
