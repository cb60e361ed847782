using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Schedules;
using AccessReview.Core.Campaigns.Workload;
using AccessReview.Core.Connections;
using AccessReview.Core.Evidence;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Roles;
using AccessReview.Core.SignIn;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Access;

/// <summary>What some lines of the table reach for and no other line needs: made before the line is tried, unless it is there already.</summary>
internal static class AccessObjects
{
    /// <summary>The name of the view that Mia saved.</summary>
    public const string View = "Growth first";

    private const string Provider = "https://id.example.test";

    /// <summary>What is made before a line.</summary>
    public static IReadOnlyDictionary<string, Func<AccessWorld, Task>> Before { get; } = new Dictionary<string, Func<AccessWorld, Task>>
    {
        ["TestConnection, of Heap"] = ConnectionAsync,
        ["EndConnection, of Heap"] = ConnectionAsync,
        ["AcceptMore, of Heap"] = ConnectionAsync,
        ["AcceptFewer, of Heap"] = ConnectionAsync,
        ["AskForReading, of Heap"] = ConnectionAsync,
        ["BindSignIn, to another"] = w => w.Get<AcceptSignIn>().RunAsync(new(AuthenticationMethod.OpenIdConnect, Provider, "waits", [], "", "Tim", Role.None), default),
        ["UnbindSignIn, of another"] = w => w.Get<AcceptSignIn>().RunAsync(
            new(AuthenticationMethod.OpenIdConnect, Provider, "bound", ["tim@example.test"], "tim@example.test", "Tim", Role.None), default),
        ["UnbindSignIn, of the last admin"] = w => w.Get<AcceptSignIn>().RunAsync(
            new(AuthenticationMethod.OpenIdConnect, Provider, "bound", ["ada@example.test"], "ada@example.test", "Ada", Role.None), default),
        ["EndSchedule, open"] = async w => (await w.Get<SetSchedule>().RunAsync(Guid.NewGuid(), w.As("Owen"), 1, AccessCalls.Terms, null, default)).Require(),
        ["TakeBackShift, draft"] = ShiftAsync,
        ["NoteTask, remover's"] = TaskAsync,
        ["TakeBackTask, remover's"] = async w =>
        {
            await TaskAsync(w);
            (await w.Get<NoteTask>().RunAsync(Guid.NewGuid(), w.As("Rem"), await TaskIdAsync(w), new DateOnly(2026, 11, 23), "", default)).Require();
        },
        ["TakeBackNote, remover's"] = NoteAsync,
        ["TakeBackNote, with another's"] = NoteAsync,
        ["DownloadProof, remover's"] = async w =>
        {
            await NoteAsync(w);
            (await w.Get<AttachProof>().RunAsync(Guid.NewGuid(), w.As("Rem"), [w.Removal], new MemoryStream(AccessCalls.Png), default)).Require();
        },
        ["ListPreferences.ReadAsync, the reviewer's"] = ViewAsync,
        ["ListPreferences.ForgetViewAsync, the reviewer's"] = ViewAsync,
        ["SecondLook.OfferAsync, the reviewer's"] = FastAsync,
        ["OwnReasons, the reviewer's"] = FastAsync,
        ["AnswerQuestion, to Pat"] = QuestionAsync,
        ["MyQuestions, to Pat"] = QuestionAsync,
        ["NoteFollowedUp, of Pat"] = ExceptionAsync,
        ["MyFollowUps, of Pat"] = ExceptionAsync,
        ["DownloadEvidence, open"] = async w =>
        {
            (await w.Get<AskForEvidence>().RunAsync(w.As("Owen"), 1, default)).Require();
            Assert.Equal(1, await w.Get<RunExports>().RunAsync(default));
        },
    };

    public static Task<long> ConnectionIdAsync(AccessWorld world) => world.OneAsync(db => db.Connections.Select(c => c.Id));

    public static Task<long> WaitingIdAsync(AccessWorld world) => world.OneAsync(db => db.WaitingSignIns.Select(w => w.Id));

    public static Task<long> IdentityIdAsync(AccessWorld world) => world.OneAsync(db => db.SignInIdentities.Select(i => i.Id));

    public static Task<long> ShiftIdAsync(AccessWorld world) => world.OneAsync(db => db.WorkloadShifts.Select(s => s.Id));

    public static Task<long> TaskIdAsync(AccessWorld world) => world.OneAsync(db => db.RemovalTasks.Select(t => t.Id));

    public static Task<long> ProofIdAsync(AccessWorld world) => world.OneAsync(db => db.HandProofs.Select(p => p.Id));

    public static Task<long> QuestionIdAsync(AccessWorld world) => world.OneAsync(db => db.Questions.Select(q => q.Id));

    public static Task<long> ExceptionIdAsync(AccessWorld world) => world.OneAsync(db => db.CampaignExceptions.Select(e => e.Id));

    public static Task<long> EditionIdAsync(AccessWorld world) => world.OneAsync(db => db.EvidenceEditions.Select(e => e.Id));

    // Nothing listens there: a connection that does not work can be tested all the same.
    private static async Task ConnectionAsync(AccessWorld world)
    {
        await using var db = world.Database.Look();
        if (!await db.Connections.AnyAsync())
        {
            (await world.Get<SetConnection>().RunAsync(
                Guid.NewGuid(), world.As("Ada"),
                new EnteredConnection(world.People.ApplicationId, null, ConnectionSystem.Scim, "http://127.0.0.1:9/scim/v2", "a token", ConnectionUse.ReadOnly, new ConnectionSettings()), default)).Require();
        }
    }

    private static async Task ViewAsync(AccessWorld world) =>
        (await world.Get<ListPreferences>().SaveViewAsync(world.As("Mia"), View, "?by=Group", default)).Require();

    // So fast, and of a privileged role, that a second look is offered; with a reason, that can be used again.
    private static async Task FastAsync(AccessWorld world)
    {
        if (await world.TurnAsync("Zed") is { State: TurnState.Undecided } turn)
        {
            var shown = new Shown(world.Database.Time.Now().AddSeconds(-2), null);
            (await world.Get<DecideItem>().RunAsync(Guid.NewGuid(), world.As("Mia"), new ItemChoice(turn.Id, turn.EventSeq, DecisionKind.Certify, "Runs Heap", Shown: shown), default)).Require();
        }
    }

    private static async Task QuestionAsync(AccessWorld world)
    {
        await using var db = world.Database.Look();
        if (!await db.Questions.AnyAsync())
        {
            (await world.Get<AskHolder>().RunAsync(Guid.NewGuid(), world.As("Mia"), (await world.TurnAsync("Pat")).Id, "Do you need it?", default)).Require();
        }
    }

    private static async Task ExceptionAsync(AccessWorld world)
    {
        await using var db = world.Database.Look();
        if (!await db.CampaignExceptions.AnyAsync())
        {
            await world.People.Run("Seed", scope =>
            {
                var why = scope.Keep("The vendor was in migration");
                scope.Add(new CampaignException
                {
                    Id = scope.NewId(), CampaignId = world.Campaign, Kind = ExceptionKind.NotReviewed, Count = 5, ReasonId = why.Id, ReasonHash = why.Hash, PersonId = world.People["Pat"], FollowUp = new(2026, 12, 20),
                });
            });
        }
    }

    private static async Task ShiftAsync(AccessWorld world)
    {
        (await world.Get<PreviewCampaign>().RunAsync(world.As("Owen"), world.Draft, default)).Require();
        var from = await world.OneAsync(db => db.DraftItems.Where(i => i.ReviewerId != null && i.ParentNumber == null && i.ReviewerId != world.People["Noa"]).OrderBy(i => i.Number).Select(i => i.ReviewerId!.Value).Take(1));
        (await world.Get<ShiftWorkload>().RunAsync(Guid.NewGuid(), world.As("Owen"), world.Draft, from, world.People["Noa"], 1, default)).Require();
    }

    private static async Task NoteAsync(AccessWorld w) =>
        (await w.Get<NoteDone>().RunAsync(Guid.NewGuid(), w.As("Rem"), new HandWork([w.Removal], w.People["Rem"], new DateOnly(2026, 11, 23), "T-1"), default)).Require();

    private static async Task TaskAsync(AccessWorld world)
    {
        await using var db = world.Database.Look();
        if (!await db.RemovalTasks.AnyAsync())
        {
            var task = 0L;
            await world.People.Run(
                nameof(PlanTasks),
                scope => task = scope.Add(new RemovalTask { Id = scope.NewId(), RemovalId = world.Removal, Kind = RemovalTaskKind.HandOver, PersonId = world.People["Rem"], DueDate = new(2026, 12, 1) }).Id,
                _ => new RemovalTasksPlanned([task], [world.Removal], [RemovalTaskKind.HandOver]));
        }
    }
}
