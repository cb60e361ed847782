using AccessReview.Connectors.Files;
using AccessReview.Core.Absences;
using AccessReview.Core.Applications;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Connections;
using AccessReview.Core.Campaigns.Register;
using AccessReview.Core.Campaigns.Schedules;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Campaigns.Workload;
using AccessReview.Core.Directories;
using AccessReview.Core.Evidence;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Notifications;
using AccessReview.Core.Overview;
using AccessReview.Core.Purging;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Roles;
using AccessReview.Core.Scoping;
using AccessReview.Core.Settings;
using AccessReview.Core.SignIn;

namespace AccessReview.Core.Tests.Access;

/// <summary>How each line of the table is tried; null: it went well.</summary>
internal static class AccessCalls
{
    public static ScheduleTerms Terms { get; } = new(
        "Heap", new Cadence(CadenceUnit.Quarters, 1), new(2027, 1, 4), new(2027, 1, 1), new(2027, 3, 31), OpenDays: 14, PrepareDays: 10, LaunchesItself: false, "UTC");

    public static CampaignPlan Plan { get; } = new("Next", "Quarterly review", "", new(2026, 10, 1), new(2026, 12, 31), new(2026, 12, 4), "UTC", DeadlineRule.NotReviewed);

    public static byte[] Png { get; } = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static IReadOnlyDictionary<string, Func<AccessWorld, Actor, Task<Problem?>>> Commands { get; } = new Dictionary<string, Func<AccessWorld, Actor, Task<Problem?>>>
    {
        ["RegisterApplication, any"] = (w, a) => P(w.Get<RegisterApplication>().RunAsync(Id, a, new() { Name = "Mixpanel", Kind = ApplicationKind.Mixpanel }, default)),
        ["ChangeApplication, any"] = (w, a) => P(w.Get<ChangeApplication>().RunAsync(Id, a, w.People.ApplicationId, w.Heap with { DormantAfterDays = 30 }, null, default)),
        ["RegisterDirectory, any"] = (w, a) => P(w.Get<RegisterDirectory>().RunAsync(Id, a, "Contractors", DirectoryKind.StaffList, default)),
        ["RenameDirectory, any"] = (w, a) => P(w.Get<RenameDirectory>().RunAsync(Id, a, w.People.DirectoryId, "People", "Staff list", default)),
        ["LeadDirectory, any"] = (w, a) => P(w.Get<LeadDirectory>().RunAsync(Id, a, w.People.DirectoryId, default)),
        ["TakeOutOfScope, Heap, in review"] = (w, a) => P(w.Get<TakeOutOfScope>().RunAsync(Id, a, w.People.ApplicationId, null, "Given up", default)),
        ["BringIntoScope, Heap, in scope"] = (w, a) => P(w.Get<BringIntoScope>().RunAsync(Id, a, w.People.ApplicationId, null, "Used again", default)),
        ["SetConnection, any"] = (w, a) => P(w.Get<SetConnection>().RunAsync(
            Id, a, new EnteredConnection(w.People.ApplicationId, null, ConnectionSystem.Scim, "https://heap.example/scim/v2", "a token", ConnectionUse.ReadOnly, new ConnectionSettings()), default)),
        ["TestConnection, of Heap"] = async (w, a) => await P(w.Get<TestConnection>().RunAsync(Id, a, await AccessObjects.ConnectionIdAsync(w), default)),
        ["EndConnection, of Heap"] = async (w, a) => await P(w.Get<EndConnection>().RunAsync(Id, a, await AccessObjects.ConnectionIdAsync(w), default)),
        ["AcceptMore, of Heap"] = async (w, a) => await P(w.Get<AcceptMore>().RunAsync(Id, a, await AccessObjects.ConnectionIdAsync(w), default)),
        ["AcceptFewer, of Heap"] = async (w, a) => await P(w.Get<AcceptFewer>().RunAsync(Id, a, await AccessObjects.ConnectionIdAsync(w), 0, default)),
        ["AskForReading, of Heap"] = async (w, a) => await P(w.Get<AskForReading>().RunAsync(a, await AccessObjects.ConnectionIdAsync(w), default)),
        ["GrantRole, to another"] = (w, a) => P(w.Get<GrantRole>().RunAsync(Id, a, w.People["Tim"], Role.Auditor, default)),
        ["GrantRole, to oneself"] = (w, a) => P(w.Get<GrantRole>().RunAsync(Id, a, a.PersonId!.Value, Role.Auditor, default)),
        ["EndRole, of another"] = (w, a) => P(w.Get<EndRole>().RunAsync(Id, a, w.People["Aud"], Role.Auditor, default)),
        ["AgreeToLooserBrake, none asked for"] = (w, a) => P(w.Get<AgreeToLooserBrake>().RunAsync(Id, a, 1, default)),
        ["DropLooserBrake, none asked for"] = (w, a) => P(w.Get<DropLooserBrake>().RunAsync(Id, a, 1, default)),
        ["SetPolicy, any"] = (w, a) => P(w.Get<SetPolicy>().RunAsync(Id, a, new Policy { RemovalDueDays = 9 }, null, default)),
        ["BindSignIn, to another"] = async (w, a) => await P(w.Get<BindSignIn>().RunAsync(Id, a, await AccessObjects.WaitingIdAsync(w), w.People["Tim"], default)),
        ["UnbindSignIn, of another"] = async (w, a) => await P(w.Get<UnbindSignIn>().RunAsync(Id, a, await AccessObjects.IdentityIdAsync(w), default)),
        ["UnbindSignIn, of the last admin"] = async (w, a) => await P(w.Get<UnbindSignIn>().RunAsync(Id, a, await AccessObjects.IdentityIdAsync(w), default)),
        ["EndSessions, of another"] = (w, a) => P(w.Get<EndSessions>().RunAsync(Id, a, w.People["Tim"], default)),
        ["DraftCampaign, any"] = (w, a) => P(w.Get<DraftCampaign>().RunAsync(Id, a, Plan, default)),
        ["ChangeCampaign, draft"] = (w, a) => P(w.Get<ChangeCampaign>().RunAsync(Id, a, w.Draft, Plan with { Name = "Renamed" }, null, default)),
        ["AddCampaignApplication, draft"] = (w, a) => P(w.Get<AddCampaignApplication>().RunAsync(Id, a, w.Draft, w.People.ApplicationId, CampaignScope.Default, default)),
        ["ChangeCampaignApplication, draft"] = (w, a) => P(w.Get<ChangeCampaignApplication>().RunAsync(Id, a, w.Draft, w.People.ApplicationId, CampaignScope.Default with { IncludeDisabled = true }, null, default)),
        ["RemoveCampaignApplication, draft"] = (w, a) => P(w.Get<RemoveCampaignApplication>().RunAsync(Id, a, w.Draft, w.People.ApplicationId, default)),
        ["PreviewCampaign, draft"] = (w, a) => P(w.Get<PreviewCampaign>().RunAsync(a, w.Draft, default)),
        ["LaunchCampaign, draft"] = (w, a) => P(w.Get<LaunchCampaign>().RunAsync(Id, a, w.Draft, default)),
        ["StateAbsence, of another"] = (w, a) => P(w.Get<StateAbsence>().RunAsync(Id, a, new AbsencePlan(w.People["Rex"], w.People["Rem"], new(2026, 11, 23), new(2026, 12, 1), "Holiday"), default)),
        ["StateAbsence, own"] = (w, a) => P(w.Get<StateAbsence>().RunAsync(Id, a, new AbsencePlan(a.PersonId!.Value, w.People["Rex"], new(2026, 11, 23), new(2026, 12, 1), "Holiday"), default)),
        ["ApproveAbsence, of one managed"] = (w, a) => P(w.Get<ApproveAbsence>().RunAsync(Id, a, w.Absence, default)),
        ["EndAbsence, of one managed"] = (w, a) => P(w.Get<EndAbsence>().RunAsync(Id, a, w.Absence, default)),
        ["SetSecondReview, draft"] = (w, a) => P(w.Get<SetSecondReview>().RunAsync(Id, a, w.Draft, w.People.ApplicationId, SecondReviewRule.Everything, w.People["Noa"], default)),
        ["AskSecondReview, open"] = (w, a) => P(w.Get<AskSecondReview>().RunAsync(Id, a, 1, w.People["Noa"], default)),
        ["NameSecondReviewer, open"] = (w, a) => P(w.Get<NameSecondReviewer>().RunAsync(Id, a, 1, w.People["Noa"], default)),
        ["ShiftWorkload, draft"] = (w, a) => P(w.Get<ShiftWorkload>().RunAsync(Id, a, w.Draft, w.People["Mia"], w.People["Noa"], 1, default)),
        ["TakeBackShift, draft"] = async (w, a) => await P(w.Get<TakeBackShift>().RunAsync(Id, a, w.Draft, await AccessObjects.ShiftIdAsync(w), default)),
        ["ExtendDeadline, open"] = (w, a) => P(w.Get<ExtendDeadline>().RunAsync(Id, a, 1, new(2026, 12, 11), "Half of them were away", default)),
        ["DraftSeatReview, none"] = (w, a) => P(w.Get<AccessReview.Core.Seats.DraftSeatReview>().RunAsync(Id, a, w.People.ApplicationId, default)),
        ["DraftAddendum, open"] = (w, a) => P(w.Get<AccessReview.Core.Campaigns.Addenda.DraftAddendum>().RunAsync(Id, a, 1, default)),
        ["RepeatCampaign, open"] = (w, a) => P(w.Get<RepeatCampaign>().RunAsync(Id, a, 1, default)),
        ["SetSchedule, open"] = (w, a) => P(w.Get<SetSchedule>().RunAsync(Id, a, 1, Terms, null, default)),
        ["EndSchedule, open"] = (w, a) => P(w.Get<EndSchedule>().RunAsync(Id, a, 1, default)),
        ["CancelCampaign, draft"] = (w, a) => P(w.Get<CancelCampaign>().RunAsync(Id, a, w.Draft, "Not this quarter", default)),
        ["ApproveScope, own application"] = (w, a) => P(w.Get<ApproveScope>().RunAsync(Id, a, w.Draft, w.People.ApplicationId, [], default)),
        ["SignAsApplicationOwner, own application"] = (w, a) => P(w.Get<SignAsApplicationOwner>().RunAsync(Id, a, 1, w.People.ApplicationId, "I sign.", default)),
        ["CloseCampaign, open"] = (w, a) => P(w.Get<CloseCampaign>().RunAsync(Id, a, 1, new CloseInput("I close.", "In order.", []), default)),
        ["RemindReviewers, open"] = (w, a) => P(w.Get<RemindReviewers>().RunAsync(Id, a, 1, null, default)),
        ["NoteTold, open"] = (w, a) => P(w.Get<NoteTold>().RunAsync(Id, a, 1, w.People["Mia"], true, default)),
        ["NoteFollowedUp, of Pat"] = async (w, a) => await P(w.Get<NoteFollowedUp>().RunAsync(Id, a, await AccessObjects.ExceptionIdAsync(w), "Looked at it", default)),
        ["SendTestMail, to oneself"] = (w, a) => P(w.Get<SendTestMail>().RunAsync(Id, a, NotificationKind.Reminder, default)),
        ["ReassignItems, open"] = async (w, a) => await P(w.Get<ReassignItems>().RunAsync(Id, a, w.Campaign, [(await w.TurnAsync("Sami")).Id], w.People["Noa"], "On leave", default)),
        ["DecideItem, before reviewer"] = (w, a) => DecideAsync(w, a, "Sami"),
        ["DecideItem, before another"] = (w, a) => DecideAsync(w, a, "Tim"),
        ["DecideItem, own access"] = (w, a) => DecideAsync(w, a, "Mia"),
        ["DecideMany, before reviewer"] = (w, a) => DecideManyAsync(w, a, "Sami"),
        ["DecideMany, before another"] = (w, a) => DecideManyAsync(w, a, "Tim"),
        ["UndoDecision, before reviewer"] = (w, a) => UndoAsync(w, a, "Sami"),
        ["UndoDecision, before another"] = (w, a) => UndoAsync(w, a, "Tim"),
        ["HandOverItem, before reviewer"] = (w, a) => HandOverAsync(w, a, "Sami"),
        ["HandOverItem, before another"] = (w, a) => HandOverAsync(w, a, "Tim"),
        ["HandOverItem, own access"] = (w, a) => HandOverAsync(w, a, "Mia"),
        ["AskHolder, before reviewer"] = (w, a) => AskAsync(w, a, "Sami"),
        ["AskHolder, before another"] = (w, a) => AskAsync(w, a, "Tim"),
        ["AskHolder, own access"] = (w, a) => AskAsync(w, a, "Mia"),
        ["AnswerQuestion, to Pat"] = async (w, a) => await P(w.Get<AnswerQuestion>().RunAsync(Id, a, await AccessObjects.QuestionIdAsync(w), "Yes, I do", default)),
        ["SignOffReview, open"] = (w, a) => P(w.Get<SignOffReview>().RunAsync(Id, a, w.Campaign, "I sign.", default)),
        ["WithdrawSignOff, of another"] = (w, a) => P(w.Get<WithdrawSignOff>().RunAsync(Id, a, w.SignOff, "A mistake", default)),
        ["WithdrawSignOff, the other's"] = (w, a) => P(w.Get<WithdrawSignOff>().RunAsync(Id, a, w.Other.SignOff, "A mistake", default)),
        ["ListPreferences.ChooseColumnsAsync, own"] = (w, a) => P(w.Get<ListPreferences>().ChooseColumnsAsync(a, [ListColumn.Department], default)),
        ["ListPreferences.SaveViewAsync, own"] = (w, a) => P(w.Get<ListPreferences>().SaveViewAsync(a, "Mine", "?by=Person", default)),
        ["ListPreferences.ForgetViewAsync, the reviewer's"] = (w, a) => P(w.Get<ListPreferences>().ForgetViewAsync(a, AccessObjects.View, default)),
        ["SecondLook.AnsweredAsync, own items"] = (w, a) => P(w.Get<SecondLook>().AnsweredAsync(a, w.Campaign, default)),
        ["MatchByHand, any"] = async (w, a) => await P(w.Get<MatchByHand>().RunAsync(Id, a, await w.AccountAsync("Sami"), w.People["Tim"], "His second login", default)),
        ["MatchByHand, the owner's own"] = async (w, a) => await P(w.Get<MatchByHand>().RunAsync(Id, a, await w.AccountAsync("Owen"), w.People["Tim"], "His second login", default)),
        ["TakeBackMatch, any"] = async (w, a) => await P(w.Get<TakeBackMatch>().RunAsync(Id, a, await w.AccountAsync("Sami"), default)),
        ["DeclareAccount, any"] = async (w, a) => await P(w.Get<DeclareAccount>().RunAsync(Id, a, await w.AccountAsync("Sami"), DeclaredKind.Shared, w.People["Tim"], "A screen", default)),
        ["EndDeclaration, any"] = async (w, a) => await P(w.Get<EndDeclaration>().RunAsync(Id, a, await w.AccountAsync("Sami"), default)),
        ["AssessApplication, any"] = (w, a) => P(w.Get<AssessApplication>().RunAsync(Id, a, w.People.ApplicationId, default)),
        ["StartImport, any"] = (w, a) => P(w.Get<StartImport>().RunAsync(a, w.People.ApplicationId, null, default)),
        ["AddImportFile, administrator's"] = (w, a) => P(w.Get<AddImportFile>().RunAsync(a, w.Import, ExtractFileKind.Users, "users.csv", File(), null, default)),
        ["AddImportPicture, administrator's"] = (w, a) => P(w.Get<AddImportPicture>().RunAsync(a, w.Import, ExtractFileKind.Users, new MemoryStream(Png), default)),
        ["ChangeImport, administrator's"] = (w, a) => P(w.Get<ChangeImport>().RunAsync(a, w.Import, ExtractFileKind.Users, f => f with { FileName = "other.csv" }, default)),
        ["RereadImportFile, administrator's"] = (w, a) => P(w.Get<RereadImportFile>().RunAsync(a, w.Import, ExtractFileKind.Users, new TableReadOptions(), default)),
        ["ImportExtract, administrator's"] = (w, a) => P(w.Get<ImportExtract>().RunAsync(Id, a, w.Import, default)),
        ["AssignRemoval, own application"] = (w, a) => P(w.Get<AssignRemoval>().RunAsync(Id, a, w.Removal, w.People["Tim"], default)),
        ["NoteDone, remover's"] = (w, a) => P(w.Get<NoteDone>().RunAsync(Id, a, new HandWork([w.Removal], w.People["Rem"], new DateOnly(2026, 11, 23), "T-1"), default)),
        ["NoteDone, with another's"] = (w, a) => P(w.Get<NoteDone>().RunAsync(Id, a, new HandWork([w.Removal, w.Other.Removal], a.PersonId!.Value, new DateOnly(2026, 11, 23), "T-1"), default)),
        ["TakeBackNote, remover's"] = (w, a) => P(w.Get<TakeBackNote>().RunAsync(Id, a, [w.Removal], default)),
        ["TakeBackNote, with another's"] = (w, a) => P(w.Get<TakeBackNote>().RunAsync(Id, a, [w.Removal, w.Other.Removal], default)),
        ["TakeBackTask, remover's"] = async (w, a) => await P(w.Get<TakeBackTask>().RunAsync(Id, a, await AccessObjects.TaskIdAsync(w), default)),
        ["NoteTask, remover's"] = async (w, a) => await P(w.Get<NoteTask>().RunAsync(Id, a, await AccessObjects.TaskIdAsync(w), new DateOnly(2026, 11, 23), "", default)),
        ["AttachProof, remover's"] = (w, a) => P(w.Get<AttachProof>().RunAsync(Id, a, [w.Removal], new MemoryStream(Png), default)),
        ["AttachProof, with another's"] = (w, a) => P(w.Get<AttachProof>().RunAsync(Id, a, [w.Removal, w.Other.Removal], new MemoryStream(Png), default)),
        ["AgreeToRemovals, own application"] = (w, a) => P(w.Get<AgreeToRemovals>().RunAsync(Id, a, [w.Removal], default)),
        ["AgreeToRemovals, with another's"] = (w, a) => P(w.Get<AgreeToRemovals>().RunAsync(Id, a, [w.Removal, w.Other.Removal], default)),
        ["TryRemovalsAgain, own application"] = (w, a) => P(w.Get<TryRemovalsAgain>().RunAsync(Id, a, [w.Removal], default)),
        ["OverruleRemovals, own application"] = (w, a) => P(w.Get<OverruleRemovals>().RunAsync(Id, a, [w.Removal], default)),
        ["OverruleRemovals, with another's"] = (w, a) => P(w.Get<OverruleRemovals>().RunAsync(Id, a, [w.Removal, w.Other.Removal], default)),
        ["ReleaseRemovals, own application"] = (w, a) => P(w.Get<ReleaseRemovals>().RunAsync(Id, a, [w.Removal], default)),
        ["DownloadLeavers, any"] = (w, a) => P(w.Get<AccessReview.Core.Leavers.DownloadLeavers>().RunAsync(Id, a, new AccessReview.Core.Leavers.LeaverFilter(), () => new MemoryStream(), default)),
        ["DownloadRegister, any"] = (w, a) => P(w.Get<AccessReview.Core.Campaigns.Register.DownloadRegister>().RunAsync(Id, a, default)),
        ["AskForWaiver, own"] = (w, a) => P(w.Get<AskForWaiver>().RunAsync(Id, a, w.Removal, new DateOnly(2026, 12, 31), "The contract runs on", default)),
        ["AnswerWaiver, own application"] = (w, a) => P(w.Get<AnswerWaiver>().RunAsync(Id, a, w.Waiver, true, default)),
        ["DownloadProof, remover's"] = async (w, a) => await P(w.Get<DownloadProof>().RunAsync(a, await AccessObjects.ProofIdAsync(w), default)),
        ["DownloadRemovals, own"] = (w, a) => P(w.Get<DownloadRemovals>().RunAsync(Id, a, new RemovalFilter(), () => new MemoryStream(), default)),
        ["DownloadRemovals, of the campaign"] = (w, a) => P(w.Get<DownloadRemovals>().RunAsync(Id, a, new RemovalFilter(CampaignNumber: 1), () => new MemoryStream(), default)),
        ["DrawSample, open"] = (w, a) => P(w.Get<AccessReview.Core.Evidence.Samples.DrawSample>().RunAsync(Id, a, 1, AccessReview.Core.Evidence.Samples.SamplePopulation.All, 3, "", default)),
        ["AskForEvidence, open"] = (w, a) => P(w.Get<AskForEvidence>().RunAsync(a, 1, default)),
        ["AskForPurge, what is in use"] = (w, a) => P(w.Get<AskForPurge>().RunAsync(Id, a, PurgeKind.Campaign, w.Campaign, "By mistake", default)),
        ["ApprovePurge, nothing asked for"] = (w, a) => P(w.Get<ApprovePurge>().RunAsync(Id, a, PurgeKind.Campaign, w.Campaign, default)),
        ["DropPurge, nothing asked for"] = (w, a) => P(w.Get<DropPurge>().RunAsync(Id, a, PurgeKind.Campaign, w.Campaign, default)),
        ["KeepLonger, what is open"] = (w, a) => P(w.Get<KeepLonger>().RunAsync(Id, a, w.Campaign, new DateOnly(2040, 1, 1), "A dispute", default)),
        ["DownloadEvidence, open"] = async (w, a) => await P(w.Get<DownloadEvidence>().RunAsync(Id, a, 1, await AccessObjects.EditionIdAsync(w), EvidencePart.Pack, default)),
    };

    public static IReadOnlyDictionary<string, Func<AccessWorld, Actor, Task<Problem?>>> Queries { get; } = new Dictionary<string, Func<AccessWorld, Actor, Task<Problem?>>>
    {
        ["PurgeList, any"] = (w, a) => P(w.Get<PurgeList>().RunAsync(a, default)),
        ["ReadImport, administrator's"] = (w, a) => P(w.Get<ReadImport>().RunAsync(a, w.Import, default)),
        ["ApplicationList, any"] = (w, a) => P(w.Get<ApplicationList>().RunAsync(a, default)),
        ["ApplicationPage, any"] = (w, a) => P(w.Get<ApplicationPage>().RunAsync(a, w.People.ApplicationId, default)),
        ["ApplicationAccounts, any"] = (w, a) => P(w.Get<ApplicationAccounts>().RunAsync(a, w.People.ApplicationId, new AccountFilter(), 0, 10, default)),
        ["AccountPage, any"] = async (w, a) => await P(w.Get<AccountPage>().RunAsync(a, await w.AccountAsync("Sami"), default)),
        ["FindFormerPeople, any"] = (w, a) => P(w.Get<FindFormerPeople>().RunAsync(a, "a", 10, default)),
        ["PersonPage, another"] = (w, a) => P(w.Get<PersonPage>().RunAsync(a, w.People["Sami"], default)),
        ["FindingRows, any"] = (w, a) => P(w.Get<FindingRows>().RunAsync(a, Finding.Left, false, null, 0, default)),
        ["LeaverList, any"] = (w, a) => P(w.Get<AccessReview.Core.Leavers.LeaverList>().RunAsync(a, new AccessReview.Core.Leavers.LeaverFilter(), 0, default)),
        ["ConnectionPage, any"] = (w, a) => P(w.Get<ConnectionPage>().RunAsync(a, w.People.ApplicationId, null, default)),
        ["DirectoryList, any"] = (w, a) => P(w.Get<DirectoryList>().RunAsync(a, default)),
        ["AuditLog, any"] = (w, a) => P(w.Get<AuditLog>().RunAsync(a, new AuditFilter(), null, 10, default)),
        ["VerifyChain, any"] = (w, a) => P(w.Get<VerifyChain>().RunAsync(a, null, default)),
        ["CampaignList, any"] = (w, a) => P(w.Get<CampaignList>().RunAsync(a, default)),
        ["CampaignPage, open"] = (w, a) => P(w.Get<CampaignPage>().RunAsync(a, 1, default)),
        ["CampaignTrends, any"] = (w, a) => P(w.Get<AccessReview.Core.Campaigns.Trends.CampaignTrends>().RunAsync(a, default)),
        ["ReadCosts, any"] = (w, a) => P(w.Get<AccessReview.Core.Costs.ReadCosts>().RunAsync(a, default)),
        ["SampleList, open"] = (w, a) => P(w.Get<AccessReview.Core.Evidence.Samples.SampleList>().RunAsync(a, 1, null, default)),
        ["ReviewQuality, open"] = (w, a) => P(w.Get<ReviewQuality>().RunAsync(a, 1, default)),
        ["CampaignItems, open"] = (w, a) => P(w.Get<CampaignItems>().RunAsync(a, 1, new ItemFilter(), 0, 10, default)),
        ["CampaignHistory, open"] = (w, a) => P(w.Get<CampaignHistory>().RunAsync(a, 1, 0, 10, default)),
        ["PlanPage, draft"] = (w, a) => P(w.Get<PlanPage>().RunAsync(a, w.Draft, default)),
        ["OpenTurns, open"] = (w, a) => P(w.Get<OpenTurns>().RunAsync(a, 1, w.People["Mia"], default)),
        ["LaunchInvitations, open"] = (w, a) => P(w.Get<LaunchInvitations>().RunAsync(a, 1, "https://review.example", default)),
        ["CampaignDrift, open"] = (w, a) => P(w.Get<AccessReview.Core.Campaigns.Drift.CampaignDrift>().RunAsync(a, 1, default)),
        ["ApplicationRegister, any"] = (w, a) => P(w.Get<ApplicationRegister>().RunAsync(a, default)),
        ["ScheduleList, any"] = (w, a) => P(w.Get<ScheduleList>().RunAsync(a, default)),
        ["NextCampaign, open"] = (w, a) => P(w.Get<NextCampaign>().RunAsync(a, 1, Cadence.Quarterly, default)),
        ["ClosePreview, open"] = (w, a) => P(w.Get<ClosePreview>().RunAsync(a, 1, default)),
        ["ClosePreview.DayAsync, open"] = (w, a) => P(w.Get<ClosePreview>().DayAsync(a, 1, default)),
        ["ScopeToApprove, own application"] = (w, a) => P(w.Get<ScopeToApprove>().RunAsync(a, w.Draft, w.People.ApplicationId, default)),
        ["SecondSignaturePreview, own application"] = (w, a) => P(w.Get<SecondSignaturePreview>().RunAsync(a, 1, w.People.ApplicationId, default)),
        ["EvidenceList, any"] = (w, a) => P(w.Get<EvidenceList>().RunAsync(a, default)),
        ["EvidenceList.WatchAsync, any"] = (w, a) => P(w.Get<EvidenceList>().WatchAsync(a, [], default)),
        ["RoleList, any"] = (w, a) => P(w.Get<RoleList>().RunAsync(a, default)),
        ["ReadLooserBrake, any"] = (w, a) => P(w.Get<ReadLooserBrake>().RunAsync(a, default)),
        ["PolicyHistory, any"] = (w, a) => P(w.Get<PolicyHistory>().RunAsync(a, default)),
        ["MailSettings, any"] = (w, a) => P(w.Get<MailSettings>().RunAsync(a, default)),
        ["PreviewMail, any"] = (w, a) => P(w.Get<PreviewMail>().RunAsync(a, NotificationKind.Reminder, default)),
        ["SignInList, any"] = (w, a) => P(w.Get<SignInList>().RunAsync(a, null, default)),
        ["RemovalList, own"] = (w, a) => P(w.Get<RemovalList>().RunAsync(a, new RemovalFilter(), 0, 10, default)),
        ["RemovalList, of the campaign"] = (w, a) => P(w.Get<RemovalList>().RunAsync(a, new RemovalFilter(CampaignNumber: 1), 0, 10, default)),
        ["RemovalStory, own"] = (w, a) => P(w.Get<RemovalStory>().RunAsync(a, w.Removal, default)),
        ["RemovalProofs, own"] = (w, a) => P(w.Get<RemovalProofs>().RunAsync(a, w.Removal, default)),
        ["ReadReviewHead, own items"] = (w, a) => P(w.Get<ReadReviewHead>().RunAsync(a, 1, default)),
        ["ItemStory, before reviewer"] = async (w, a) => await P(w.Get<ItemStory>().RunAsync(a, (await w.TurnAsync("Sami")).Id, default)),
        ["ItemStory, before another"] = async (w, a) => await P(w.Get<ItemStory>().RunAsync(a, (await w.TurnAsync("Tim")).Id, default)),
        ["SignOffPreview, own items"] = (w, a) => P(w.Get<SignOffPreview>().RunAsync(a, w.Campaign, default)),
        ["ReviewQueue.SliceAsync, own items"] = async (w, a) => Any((await w.Get<ReviewQueue>().SliceAsync(a, w.Campaign, default)).Rows.Count > 0),
        ["ReviewQueue.SinceAsync, own items"] = async (w, a) => Any((await w.Get<ReviewQueue>().SinceAsync(a, w.Campaign, 0, default)).Count > 0),
        ["ReviewQueue.MatchesAsync, own items"] = async (w, a) => Any((await w.Get<ReviewQueue>().MatchesAsync(a, w.Campaign, "Sami", default)).Count > 0),
        ["ReviewQueue.SignedAsync, the other's"] = async (w, a) => Any((await w.Get<ReviewQueue>().SignedAsync(
            a, await w.OneAsync(db => db.SignOffs.Where(s => s.Id == w.Other.SignOff).Select(s => s.CampaignId)), w.Other.SignOff, default)).Count > 0),
        ["ReviewQueue.RowsAsync, before reviewer"] = async (w, a) => Any((await w.Get<ReviewQueue>().RowsAsync(a, [(await w.TurnAsync("Sami")).Id], default)).Count > 0),
        ["ReviewQueue.RowsAsync, before another"] = async (w, a) => Any((await w.Get<ReviewQueue>().RowsAsync(a, [(await w.TurnAsync("Tim")).Id], default)).Count > 0),
        ["ListPreferences.ReadAsync, the reviewer's"] = async (w, a) => Any((await w.Get<ListPreferences>().ReadAsync(a, default)).Views.Count > 0),
        ["SecondLook.OfferAsync, the reviewer's"] = async (w, a) => Any(await w.Get<SecondLook>().OfferAsync(a, w.Campaign, default) is not null),
        ["AbsenceList, of one managed"] = async (w, a) => Any((await w.Get<AbsenceList>().RunAsync(a, default)).Lines.Any(l => l.Id == w.Absence)),
        ["MyQuestions, to Pat"] = async (w, a) => Any((await w.Get<MyQuestions>().RunAsync(a, default)).Count > 0),
        ["MyFollowUps, of Pat"] = async (w, a) => Any((await w.Get<MyFollowUps>().RunAsync(a, default)).Count > 0),
        ["FreshProof.IsFreshAsync, own"] = async (w, a) => Any(await w.Get<AccessReview.Core.SignIn.FreshProof>().IsFreshAsync(a, default)),
        ["LowerRoles, before reviewer"] = async (w, a) => Any((await w.Get<LowerRoles>().RunAsync(a, (await w.TurnAsync("Sami")).Id, default)).Offered.Count > 0),
        ["OwnReasons, the reviewer's"] = async (w, a) => Any((await w.Get<OwnReasons>().RunAsync(a, w.Campaign, (await w.TurnAsync("Sami")).ItemId, DecisionKind.Certify, default)).Count > 0),
        ["MyReviews, own items"] = async (w, a) => Any((await w.Get<MyReviews>().RunAsync(a, default)).Count > 0),
        ["MyEndedReviews, own items"] = async (w, a) => Any((await w.Get<MyEndedReviews>().RunAsync(a, default)).Count > 0),
        ["MyReceipts, the other's"] = async (w, a) => Any((await w.Get<MyReceipts>().RunAsync(a, null, default)).Count > 0),
        ["ReadOverview, own"] = async (w, a) => Any(await w.Get<ReadOverview>().RunAsync(a, default) is not null),
        ["DescribeActor, own"] = async (w, a) => Any(await w.Get<DescribeActor>().RunAsync(a, default) is not null),
        ["MayOpen, settings"] = async (w, a) => Any((await w.Get<MayOpen>().RunAsync(a, Place.Settings, new PlaceKeys(), default)).Yes),
    };

    private static Guid Id => Guid.NewGuid();

    public static MemoryStream File() => new("Email\nsami@example.test\n"u8.ToArray());

    private static async Task<Problem?> P<T>(Task<Outcome<T>> asked) => (await asked).Problem;

    private static Problem? Any(bool shown) => shown ? null : Problem.NotFound("It");

    private static async Task<Problem?> DecideAsync(AccessWorld world, Actor actor, string account)
    {
        var turn = await world.TurnAsync(account);
        return await P(world.Get<DecideItem>().RunAsync(Id, actor, new ItemChoice(turn.Id, turn.EventSeq, DecisionKind.Certify), default));
    }

    private static async Task<Problem?> UndoAsync(AccessWorld world, Actor actor, string account)
    {
        var turn = await world.TurnAsync(account);
        return await P(world.Get<UndoDecision>().RunAsync(Id, actor, turn.Id, turn.EventSeq, false, default));
    }

    private static async Task<Problem?> HandOverAsync(AccessWorld world, Actor actor, string account) =>
        await P(world.Get<HandOverItem>().RunAsync(Id, actor, (await world.TurnAsync(account)).Id, world.People["Noa"], "Knows it", false, default));

    private static async Task<Problem?> AskAsync(AccessWorld world, Actor actor, string account) =>
        await P(world.Get<AskHolder>().RunAsync(Id, actor, (await world.TurnAsync(account)).Id, "Do you need it?", default));

    private static async Task<Problem?> DecideManyAsync(AccessWorld world, Actor actor, string account)
    {
        var turn = await world.TurnAsync(account);
        return await P(world.Get<DecideMany>().RunAsync(Id, actor, new ManyChoice(DecisionKind.Certify, [new SeenTurn(turn.Id, turn.EventSeq)]), default));
    }
}
