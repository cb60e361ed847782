using System.Globalization;
using AccessReview.Core.Applications;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>An item with everything it was frozen with.</summary>
internal sealed record Frozen(
    ReviewTurn Turn, ReviewItem Item, Campaign Campaign, Application Application, AssessedAccount Assessed, AccountRecord Account, PersonRecord? Person, Declaration? Declaration, Extract Extract);

/// <summary>The facts beside a choice, each with its source and age. What nobody knows says so.</summary>
internal static class StoryFacts
{
    private const int MostGroups = 20;

    /// <summary>Reads the item as it was frozen.</summary>
    public static async Task<Frozen> FrozenAsync(ReviewDb db, long turnId, CancellationToken cancel)
    {
        var one = await (from item in db.ReviewItems.AsNoTracking()
                         join turn in db.ReviewTurns on item.Id equals turn.ItemId
                         where turn.Id == turnId
                         join campaign in db.Campaigns on item.CampaignId equals campaign.Id
                         join inCampaign in db.CampaignApplications on item.CampaignApplicationId equals inCampaign.Id
                         join application in db.Applications on inCampaign.ApplicationId equals application.Id
                         join assessed in db.AssessedAccounts on item.AssessedAccountId equals assessed.Id
                         join account in db.AccountRecords on item.AccountRecordId equals account.Id
                         join extract in db.Extracts on account.ExtractId equals extract.Id
                         join person in db.PersonRecords on assessed.PersonRecordId equals person.Id into people
                         from person in people.DefaultIfEmpty()
                         join declaration in db.Declarations on assessed.DeclarationId equals declaration.Id into declarations
                         from declaration in declarations.DefaultIfEmpty()
                         select new { turn, item, campaign, application, assessed, account, person, declaration, extract }).SingleAsync(cancel);
        return new Frozen(one.turn, one.item, one.campaign, one.application, one.assessed, one.account, one.person, one.declaration, one.extract);
    }

    /// <summary>The facts, in reading order.</summary>
    public static async Task<IReadOnlyList<StoryFact>> ReadAsync(ReviewDb db, Frozen frozen, QueueRow row, RouteFacts route, CancellationToken cancel)
    {
        var (source, asOf) = (frozen.Application.Name, frozen.Extract.AsOf);
        var (facts, signIns) = (new List<StoryFact>(), new List<DirectorySignIn?>());
        if (frozen.Person is { } person)
        {
            var list = await (from extract in db.Extracts.AsNoTracking()
                              where extract.Id == person.ExtractId
                              join directory in db.Directories on extract.DirectoryId equals directory.Id
                              select new { directory.Name, extract.AsOf }).SingleAsync(cancel);
            var manager = person.ManagerId is { } id ? (await PersonNames.ReadAsync(db, [id], cancel)).GetValueOrDefault(id) : null;
            var judgedOn = FindingFacts.Parse(frozen.Assessed.Facts).AsOf;
            var (_, policy) = await CurrentPolicy.ReadAsync(db, cancel);
            facts.Add(new("Employment", EmploymentWords.Of(person, judgedOn) + LastDay(person, judgedOn), list.Name, list.AsOf));
            var elsewhere = (await CurrentPeople.SayingsAsync(db, person.PersonId, cancel)).Where(s => s.Record.ExtractId != person.ExtractId).ToList();
            facts.AddRange(elsewhere.Select(s => new StoryFact($"In {s.Directory}", EmploymentWords.Of(s.Record, policy.DayOf(s.AsOf)), s.Directory, s.AsOf)));
            signIns = [DirectorySignIn.Of(list.Name, list.AsOf, person), .. elsewhere.Select(s => DirectorySignIn.Of(s.Directory, s.AsOf, s.Record))];
            facts.Add(new("Job", Words(person.JobTitle, person.Department), list.Name, list.AsOf));
            facts.Add(new("Manager", manager, list.Name, list.AsOf));
        }
        else
        {
            facts.Add(new("Employment", null));
        }

        if (frozen.Declaration is { } declaration)
        {
            var names = await PersonNames.ReadAsync(db, [declaration.OwnerId, Actor.PersonOf(declaration.By)], cancel);
            var purpose = await db.PrivateTexts.AsNoTracking().Where(t => t.Id == declaration.PurposeId).Select(t => t.Text).SingleOrDefaultAsync(cancel);
            facts.Add(new("Declared", MatchSentences.Label(declaration.Kind), "by " + (Actor.PersonOf(declaration.By) is { } by ? names.GetValueOrDefault(by, "somebody") : "the product"), declaration.At));
            facts.Add(new("Owner inside", names.GetValueOrDefault(declaration.OwnerId)));
            facts.Add(new("Purpose", purpose));
        }

        facts.AddRange(await RemovalsAsync(db, frozen, cancel));
        facts.Add(new("Last used", LastUsed(frozen.Account), source, asOf));
        facts.AddRange(signIns.OfType<DirectorySignIn>().DistinctBy(s => s.Directory).Select(s => new StoryFact(s.Label, s.Words is { } words ? $"{words}; it says nothing of {source}" : null, s.Directory, s.AsOf)));
        facts.Add(new("Status", frozen.Account.Status == AccountStatus.NotKnown ? null : frozen.Account.Status.ToString(), source, asOf));
        facts.Add(new("Role", row.Role.Length == 0 ? null : row.Role, source, asOf));
        var (groups, more) = await GroupsAsync(db, frozen, cancel);
        facts.Add(new(
            "Groups", groups.Count == 0 ? (frozen.Extract.CoversAssignments ? "none" : null) : string.Join(", ", groups), source, asOf, more == 0 ? null : new StoryMore(more, frozen.Account.AccountId)));
        if (route.Origin is { } origin)
        {
            facts.Add(new("Comes from", origin, string.Join(", ", route.Grants.Select(g => g.Connection.Name).Distinct())));
        }

        if (frozen.Account.CreatedAt is { } created)
        {
            facts.Add(new("Created", Clock.Said(DateOnly.FromDateTime(created)), source, asOf));
        }

        if (frozen.Application is { SeatPriceMinor: { } price, Currency: { } currency })
        {
            facts.Add(new("Seat", string.Create(CultureInfo.InvariantCulture, $"{price / 100m:#,0.##} {currency} a year"), "as entered"));
        }

        return facts;
    }

    // What other campaigns decided and is not done: certifying is a word against it. This campaign's own are decisions under way, which whoever looks
    // a second time is not to see.
    private static async Task<IEnumerable<StoryFact>> RemovalsAsync(ReviewDb db, Frozen frozen, CancellationToken cancel) =>
        (await (from removal in db.Removals.AsNoTracking()
                where removal.AccountId == frozen.Item.AccountId && removal.CampaignId != frozen.Campaign.Id && RemovalRules.SettledStates.Contains(removal.State)
                    && (removal.GroupId == frozen.Item.GroupId || (removal.GroupId == null && removal.ChangeTo == null))
                join campaign in db.Campaigns on removal.CampaignId equals campaign.Id
                orderby removal.Number
                select new { removal.Number, removal.ChangeTo, removal.State, removal.DecidedAt, Campaign = campaign.Name }).ToListAsync(cancel))
        .Select(r => new StoryFact("Removal", $"R{r.Number} of {r.Campaign}{(r.ChangeTo is { } to ? $", to {to}" : "")}: {RemovalWords.Of(r.State).ToLowerInvariant()}", "decided", r.DecidedAt));

    private static async Task<(List<string> Names, int More)> GroupsAsync(ReviewDb db, Frozen frozen, CancellationToken cancel)
    {
        var held = from assignment in db.AssignmentRecords.AsNoTracking()
                   where assignment.ExtractId == frozen.Extract.Id && assignment.AccountRecordId == frozen.Account.Id
                   join team in db.GroupRecords on new { assignment.ExtractId, assignment.GroupId } equals new { team.ExtractId, team.GroupId }
                   select team.Name;
        var names = await held.OrderBy(name => name).Take(MostGroups + 1).ToListAsync(cancel);
        return names.Count <= MostGroups ? (names, 0) : (names[..MostGroups], await held.CountAsync(cancel) - MostGroups);
    }

    private static string LastDay(PersonRecord person, DateOnly on) =>
        new Employment(person.Status, person.StartDate, person.EndDate).LastDayOn(on) is { } end ? $", last day {Clock.Said(end)}" : "";

    private static string? Words(params string[] parts) => string.Join(", ", parts.Where(p => p.Length > 0)) is { Length: > 0 } words ? words : null;

    private static string? LastUsed(AccountRecord account) => account.LastUsedState switch
    {
        LastUsedState.Known => Clock.Said(DateOnly.FromDateTime(account.LastUsedAt!.Value)),
        LastUsedState.Never => "never",
        LastUsedState.NotKnown => null,
        LastUsedState.NotGiven => "not given by this source",
        _ => throw new InvalidOperationException($"Unknown state {account.LastUsedState}."),
    };
}
