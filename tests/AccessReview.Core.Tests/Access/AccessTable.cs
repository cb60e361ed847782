namespace AccessReview.Core.Tests.Access;

/// <summary>Who may do what: every use case that takes an actor, against every kind of person and against own and other objects.
/// <c>yes</c>: done or shown. <c>gate</c>: theirs to do, and stopped by a rule of the matter. <c>no</c>: denied, which is an event when
/// it was a command. <c>-</c>: for them it does not exist.</summary>
internal static class AccessTable
{
    /// <summary>One line.</summary>
    public sealed record Row(string UseCase, string Object, IReadOnlyList<string> Cells)
    {
        public string Key => $"{UseCase}, {Object}";
    }

    public static IReadOnlyList<Row> Rows { get; } = [.. Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2).Select(Parse)];

    private static Row Parse(string line)
    {
        var parts = line.Split('|', StringSplitOptions.TrimEntries);
        return new Row(parts[0], parts[1], [.. parts[2..]]);
    }

    private const string Text =
        """
        use case                     | object            | admin | owner | app o | oth o | grp o | rev'r | rem'r | audit | plain | left
        -----------------------------+-------------------+-------+-------+-------+-------+-------+-------+-------+-------+-------+------
        RegisterApplication          | any               | yes   | no    | no    | no    | no    | no    | no    | no    | no    | no
        ChangeApplication            | any               | yes   | no    | no    | no    | no    | no    | no    | no    | no    | no
        RegisterDirectory            | any               | yes   | no    | no    | no    | no    | no    | no    | no    | no    | no
        RenameDirectory              | any               | yes   | no    | no    | no    | no    | no    | no    | no    | no    | no
        LeadDirectory                | any               | yes   | no    | no    | no    | no    | no    | no    | no    | no    | no
        TakeOutOfScope               | Heap, in review   | gate  | no    | no    | no    | no    | no    | no    | no    | no    | no
        BringIntoScope               | Heap, in scope    | gate  | no    | no    | no    | no    | no    | no    | no    | no    | no
        SetConnection                | any               | yes   | no    | no    | no    | no    | no    | no    | no    | no    | no
        TestConnection               | of Heap           | yes   | no    | no    | no    | no    | no    | no    | no    | no    | no
        EndConnection                | of Heap           | yes   | no    | no    | no    | no    | no    | no    | no    | no    | no
        AcceptMore                   | of Heap           | gate  | no    | no    | no    | no    | no    | no    | no    | no    | no
        AcceptFewer                  | of Heap           | gate  | no    | no    | no    | no    | no    | no    | no    | no    | no
        AskForReading                | of Heap           | yes   | yes   | no    | no    | no    | no    | no    | no    | no    | no
        GrantRole                    | to another        | yes   | no    | no    | no    | no    | no    | no    | no    | no    | no
        GrantRole                    | to oneself        | no    | no    | no    | no    | no    | no    | no    | no    | no    | no
        EndRole                      | of another        | yes   | no    | no    | no    | no    | no    | no    | no    | no    | no
        SetPolicy                    | any               | yes   | no    | no    | no    | no    | no    | no    | no    | no    | no
        AgreeToLooserBrake           | none asked for    | gate  | gate  | no    | no    | no    | no    | no    | no    | no    | no
        DropLooserBrake              | none asked for    | gate  | gate  | no    | no    | no    | no    | no    | no    | no    | no
        BindSignIn                   | to another        | yes   | no    | no    | no    | no    | no    | no    | no    | no    | no
        UnbindSignIn                 | of another        | yes   | no    | no    | no    | no    | no    | no    | no    | no    | no
        UnbindSignIn                 | of the last admin | gate  | no    | no    | no    | no    | no    | no    | no    | no    | no
        EndSessions                  | of another        | yes   | no    | no    | no    | no    | no    | no    | no    | no    | no
        DraftCampaign                | any               | no    | yes   | no    | no    | no    | no    | no    | no    | no    | no
        ChangeCampaign               | draft             | no    | yes   | no    | no    | no    | no    | no    | no    | no    | no
        AddCampaignApplication       | draft             | no    | gate  | no    | no    | no    | no    | no    | no    | no    | no
        ChangeCampaignApplication    | draft             | no    | yes   | no    | no    | no    | no    | no    | no    | no    | no
        RemoveCampaignApplication    | draft             | no    | yes   | no    | no    | no    | no    | no    | no    | no    | no
        PreviewCampaign              | draft             | no    | yes   | no    | no    | no    | no    | no    | no    | no    | no
        LaunchCampaign               | draft             | no    | gate  | no    | no    | no    | no    | no    | no    | no    | no
        CancelCampaign               | draft             | no    | yes   | no    | no    | no    | no    | no    | no    | no    | no
        ExtendDeadline               | open              | no    | yes   | no    | no    | no    | no    | no    | no    | no    | no
        DraftSeatReview              | none              | no    | gate  | no    | no    | no    | no    | no    | no    | no    | no
        DraftAddendum                | open              | no    | gate  | no    | no    | no    | no    | no    | no    | no    | no
        RepeatCampaign               | open              | no    | yes   | no    | no    | no    | no    | no    | no    | no    | no
        SetSchedule                  | open              | no    | yes   | no    | no    | no    | no    | no    | no    | no    | no
        EndSchedule                  | open              | no    | yes   | no    | no    | no    | no    | no    | no    | no    | no
        ApproveScope                 | own application   | no    | no    | gate  | no    | no    | no    | no    | no    | no    | no
        SignAsApplicationOwner       | own application   | no    | no    | gate  | no    | no    | no    | no    | no    | no    | no
        CloseCampaign                | open              | no    | gate  | no    | no    | no    | no    | no    | no    | no    | no
        RemindReviewers              | open              | no    | gate  | no    | no    | no    | no    | no    | no    | no    | no
        NoteTold                     | open              | no    | yes   | no    | no    | no    | no    | no    | no    | no    | no
        NoteFollowedUp               | of Pat            | no    | yes   | no    | no    | no    | no    | no    | no    | yes   | no
        SendTestMail                 | to oneself        | gate  | no    | no    | no    | no    | no    | no    | no    | no    | no
        ReassignItems                | open              | no    | yes   | no    | no    | no    | no    | no    | no    | no    | no
        DecideItem                   | before reviewer   | no    | no    | no    | no    | no    | yes   | no    | no    | no    | no
        DecideItem                   | before another    | no    | no    | no    | no    | no    | no    | no    | no    | no    | no
        DecideItem                   | own access        | no    | no    | no    | no    | no    | no    | no    | no    | no    | no
        DecideMany                   | before reviewer   | no    | no    | no    | no    | no    | yes   | no    | no    | no    | no
        DecideMany                   | before another    | no    | no    | no    | no    | no    | no    | no    | no    | no    | no
        UndoDecision                 | before reviewer   | no    | no    | no    | no    | no    | gate  | no    | no    | no    | no
        UndoDecision                 | before another    | no    | no    | no    | no    | no    | no    | no    | no    | no    | no
        HandOverItem                 | before reviewer   | no    | no    | no    | no    | no    | yes   | no    | no    | no    | no
        HandOverItem                 | before another    | no    | no    | no    | no    | no    | no    | no    | no    | no    | no
        HandOverItem                 | own access        | no    | no    | no    | no    | no    | no    | no    | no    | no    | no
        SignOffReview                | open              | -     | -     | -     | -     | -     | gate  | -     | -     | -     | no
        WithdrawSignOff              | of another        | no    | no    | no    | no    | no    | no    | no    | no    | no    | no
        WithdrawSignOff              | the other's       | no    | no    | no    | yes   | no    | no    | no    | no    | no    | no
        ListPreferences.ChooseColumnsAsync | own               | yes   | yes   | yes   | yes   | yes   | yes   | yes   | yes   | yes   | -
        ListPreferences.SaveViewAsync | own               | yes   | yes   | yes   | yes   | yes   | yes   | yes   | yes   | yes   | -
        MatchByHand                  | any               | yes   | yes   | no    | no    | no    | no    | no    | no    | no    | no
        MatchByHand                  | the owner's own   | yes   | no    | no    | no    | no    | no    | no    | no    | no    | no
        TakeBackMatch                | any               | yes   | yes   | no    | no    | no    | no    | no    | no    | no    | no
        DeclareAccount               | any               | yes   | yes   | no    | no    | no    | no    | no    | no    | no    | no
        EndDeclaration               | any               | yes   | yes   | no    | no    | no    | no    | no    | no    | no    | no
        AssessApplication            | any               | yes   | yes   | no    | no    | no    | no    | no    | no    | no    | no
        StartImport                  | any               | yes   | yes   | no    | no    | no    | no    | no    | no    | no    | no
        AddImportFile                | administrator's   | yes   | -     | no    | no    | no    | no    | no    | no    | no    | no
        AddImportPicture             | administrator's   | yes   | -     | no    | no    | no    | no    | no    | no    | no    | no
        ChangeImport                 | administrator's   | yes   | -     | no    | no    | no    | no    | no    | no    | no    | no
        RereadImportFile             | administrator's   | yes   | -     | no    | no    | no    | no    | no    | no    | no    | no
        ImportExtract                | administrator's   | gate  | -     | no    | no    | no    | no    | no    | no    | no    | no
        AssignRemoval                | own application   | no    | yes   | yes   | no    | no    | no    | no    | no    | no    | no
        NoteDone                     | remover's         | no    | yes   | no    | no    | no    | no    | yes   | no    | no    | no
        NoteDone                     | with another's    | no    | gate  | no    | no    | no    | no    | no    | no    | no    | no
        TakeBackNote                 | remover's         | no    | yes   | no    | no    | no    | no    | yes   | no    | no    | no
        TakeBackNote                 | with another's    | no    | gate  | no    | no    | no    | no    | no    | no    | no    | no
        NoteTask                     | remover's         | no    | yes   | no    | no    | no    | no    | yes   | no    | no    | no
        TakeBackTask                 | remover's         | no    | yes   | no    | no    | no    | no    | yes   | no    | no    | no
        AttachProof                  | remover's         | no    | gate  | no    | no    | no    | no    | gate  | no    | no    | no
        AttachProof                  | with another's    | no    | gate  | no    | no    | no    | no    | no    | no    | no    | no
        AgreeToRemovals              | own application   | no    | gate  | gate  | no    | no    | no    | no    | no    | no    | no
        AgreeToRemovals              | with another's    | no    | gate  | no    | no    | no    | no    | no    | no    | no    | no
        ReleaseRemovals              | own application   | no    | gate  | no    | no    | no    | no    | no    | no    | no    | no
        TryRemovalsAgain             | own application   | no    | gate  | no    | no    | no    | no    | no    | no    | no    | no
        OverruleRemovals             | own application   | no    | gate  | no    | no    | no    | no    | no    | no    | no    | no
        OverruleRemovals             | with another's    | no    | gate  | no    | no    | no    | no    | no    | no    | no    | no
        AskForWaiver                 | own               | no    | gate  | gate  | no    | no    | no    | gate  | no    | no    | no
        AnswerWaiver                 | own application   | no    | yes   | yes   | no    | no    | no    | no    | no    | no    | no
        DownloadProof                | remover's         | no    | yes   | yes   | -     | no    | no    | yes   | yes   | no    | no
        DownloadRemovals             | own               | no    | yes   | yes   | yes   | no    | no    | yes   | no    | no    | no
        DownloadRemovals             | of the campaign   | no    | yes   | yes   | yes   | no    | no    | yes   | yes   | no    | no
        DownloadLeavers              | any               | yes   | yes   | no    | no    | no    | no    | no    | yes   | no    | no
        DownloadRegister             | any               | no    | yes   | no    | no    | no    | no    | no    | yes   | no    | no
        AskForEvidence               | open              | no    | yes   | no    | no    | no    | no    | no    | yes   | no    | no
        DrawSample                   | open              | no    | yes   | no    | no    | no    | no    | no    | yes   | no    | no
        SampleList                   | open              | no    | yes   | no    | no    | no    | no    | no    | yes   | no    | no
        DownloadEvidence             | open              | no    | yes   | no    | no    | no    | no    | no    | yes   | no    | no
        AskForPurge                  | what is in use    | gate  | gate  | no    | no    | no    | no    | no    | no    | no    | no
        ApprovePurge                 | nothing asked for | gate  | gate  | no    | no    | no    | no    | no    | no    | no    | no
        DropPurge                    | nothing asked for | gate  | gate  | no    | no    | no    | no    | no    | no    | no    | no
        KeepLonger                   | what is open      | gate  | gate  | no    | no    | no    | no    | no    | no    | no    | no
        PurgeList                    | any               | yes   | yes   | no    | no    | no    | no    | no    | no    | no    | no
        ReadImport                   | administrator's   | yes   | -     | no    | no    | no    | no    | no    | no    | no    | no
        ApplicationList              | any               | yes   | yes   | no    | no    | no    | no    | no    | no    | no    | no
        ApplicationPage              | any               | yes   | yes   | no    | no    | no    | no    | no    | no    | no    | no
        ApplicationAccounts          | any               | yes   | yes   | no    | no    | no    | no    | no    | no    | no    | no
        AccountPage                  | any               | yes   | yes   | no    | no    | no    | no    | no    | yes   | no    | no
        FindFormerPeople             | any               | yes   | yes   | no    | no    | no    | no    | no    | yes   | no    | no
        PersonPage                   | another           | yes   | yes   | no    | no    | no    | no    | no    | yes   | no    | no
        FindingRows                  | any               | yes   | yes   | no    | no    | no    | no    | no    | yes   | no    | no
        LeaverList                   | any               | yes   | yes   | no    | no    | no    | no    | no    | yes   | no    | no
        ConnectionPage               | any               | yes   | yes   | no    | no    | no    | no    | no    | no    | no    | no
        DirectoryList                | any               | yes   | yes   | no    | no    | no    | no    | no    | no    | no    | no
        AuditLog                     | any               | yes   | yes   | no    | no    | no    | no    | no    | yes   | no    | no
        VerifyChain                  | any               | yes   | yes   | no    | no    | no    | no    | no    | yes   | no    | no
        CampaignList                 | any               | no    | yes   | no    | no    | no    | no    | no    | yes   | no    | no
        CampaignPage                 | open              | no    | yes   | no    | no    | no    | no    | no    | yes   | no    | no
        CampaignTrends               | any               | no    | yes   | no    | no    | no    | no    | no    | yes   | no    | no
        ReadCosts                    | any               | yes   | yes   | no    | no    | no    | no    | no    | yes   | no    | no
        ReviewQuality                | open              | no    | yes   | no    | no    | no    | no    | no    | yes   | no    | no
        CampaignItems                | open              | no    | yes   | no    | no    | no    | no    | no    | yes   | no    | no
        CampaignHistory              | open              | no    | yes   | no    | no    | no    | no    | no    | yes   | no    | no
        PlanPage                     | draft             | no    | yes   | no    | no    | no    | no    | no    | no    | no    | no
        OpenTurns                    | open              | no    | yes   | no    | no    | no    | no    | no    | no    | no    | no
        LaunchInvitations            | open              | no    | yes   | no    | no    | no    | no    | no    | no    | no    | no
        CampaignDrift                | open              | no    | yes   | no    | no    | no    | no    | no    | yes   | no    | no
        ApplicationRegister          | any               | no    | yes   | no    | no    | no    | no    | no    | yes   | no    | no
        ScheduleList                 | any               | no    | yes   | no    | no    | no    | no    | no    | yes   | no    | no
        NextCampaign                 | open              | no    | yes   | no    | no    | no    | no    | no    | no    | no    | no
        ClosePreview                 | open              | no    | yes   | no    | no    | no    | no    | no    | no    | no    | no
        ClosePreview.DayAsync        | open              | no    | yes   | no    | no    | no    | no    | no    | no    | no    | no
        ScopeToApprove               | own application   | -     | yes   | yes   | -     | -     | -     | -     | yes   | -     | -
        SecondSignaturePreview       | own application   | -     | -     | yes   | -     | -     | -     | -     | -     | -     | -
        EvidenceList                 | any               | no    | yes   | no    | no    | no    | no    | no    | yes   | no    | no
        EvidenceList.WatchAsync      | any               | no    | yes   | no    | no    | no    | no    | no    | yes   | no    | no
        RoleList                     | any               | yes   | no    | no    | no    | no    | no    | no    | no    | no    | no
        PolicyHistory                | any               | yes   | no    | no    | no    | no    | no    | no    | no    | no    | no
        ReadLooserBrake              | any               | yes   | yes   | no    | no    | no    | no    | no    | no    | no    | no
        MailSettings                 | any               | yes   | no    | no    | no    | no    | no    | no    | no    | no    | no
        PreviewMail                  | any               | yes   | no    | no    | no    | no    | no    | no    | no    | no    | no
        SignInList                   | any               | yes   | no    | no    | no    | no    | no    | no    | no    | no    | no
        RemovalList                  | own               | no    | yes   | yes   | yes   | no    | no    | yes   | no    | no    | no
        RemovalList                  | of the campaign   | no    | yes   | yes   | yes   | no    | no    | yes   | yes   | no    | no
        RemovalProofs                | own               | no    | yes   | yes   | -     | no    | no    | yes   | yes   | no    | no
        RemovalStory                 | own               | no    | yes   | yes   | -     | no    | no    | yes   | yes   | no    | no
        ReadReviewHead               | own items         | -     | -     | -     | -     | -     | yes   | -     | -     | -     | -
        ItemStory                    | before reviewer   | -     | -     | -     | -     | -     | yes   | -     | -     | -     | -
        ItemStory                    | before another    | -     | -     | -     | -     | -     | -     | -     | -     | -     | -
        SignOffPreview               | own items         | -     | -     | -     | -     | -     | yes   | -     | -     | -     | -
        ReviewQueue.SliceAsync       | own items         | -     | -     | -     | -     | -     | yes   | -     | -     | -     | -
        ReviewQueue.SinceAsync       | own items         | -     | -     | -     | -     | -     | yes   | -     | -     | -     | -
        ReviewQueue.MatchesAsync     | own items         | -     | -     | -     | -     | -     | yes   | -     | -     | -     | -
        ReviewQueue.SignedAsync      | the other's       | -     | -     | -     | yes   | -     | -     | -     | -     | -     | -
        ReviewQueue.RowsAsync        | before reviewer   | -     | -     | -     | -     | -     | yes   | -     | -     | -     | -
        ReviewQueue.RowsAsync        | before another    | -     | -     | -     | -     | -     | -     | -     | -     | -     | -
        ListPreferences.ReadAsync    | the reviewer's    | -     | -     | -     | -     | -     | yes   | -     | -     | -     | -
        ListPreferences.ForgetViewAsync | the reviewer's    | -     | -     | -     | -     | -     | yes   | -     | -     | -     | -
        SecondLook.AnsweredAsync     | own items         | -     | -     | -     | -     | -     | yes   | -     | -     | -     | -
        SecondLook.OfferAsync        | the reviewer's    | -     | -     | -     | -     | -     | yes   | -     | -     | -     | -
        StateAbsence                 | of another        | no    | yes   | no    | no    | no    | no    | no    | no    | no    | no
        StateAbsence                 | own               | yes   | yes   | yes   | yes   | yes   | yes   | yes   | yes   | yes   | no
        ApproveAbsence               | of one managed    | no    | yes   | no    | no    | no    | yes   | no    | no    | no    | no
        EndAbsence                   | of one managed    | no    | yes   | no    | no    | no    | no    | no    | no    | no    | no
        AbsenceList                  | of one managed    | -     | yes   | -     | -     | -     | yes   | -     | -     | -     | -
        SetSecondReview              | draft             | no    | yes   | no    | no    | no    | no    | no    | no    | no    | no
        AskSecondReview              | open              | no    | gate  | no    | no    | no    | no    | no    | no    | no    | no
        NameSecondReviewer           | open              | no    | gate  | no    | no    | no    | no    | no    | no    | no    | no
        ShiftWorkload                | draft             | no    | gate  | no    | no    | no    | no    | no    | no    | no    | no
        TakeBackShift                | draft             | no    | yes   | no    | no    | no    | no    | no    | no    | no    | no
        AskHolder                    | before reviewer   | no    | no    | no    | no    | no    | yes   | no    | no    | no    | no
        AskHolder                    | before another    | no    | no    | no    | no    | no    | no    | no    | no    | no    | no
        AskHolder                    | own access        | no    | no    | no    | no    | no    | no    | no    | no    | no    | no
        AnswerQuestion               | to Pat            | -     | -     | -     | -     | -     | -     | -     | -     | yes   | no
        MyQuestions                  | to Pat            | -     | -     | -     | -     | -     | -     | -     | -     | yes   | -
        MyFollowUps                  | of Pat            | -     | -     | -     | -     | -     | -     | -     | -     | yes   | -
        FreshProof.IsFreshAsync      | own               | yes   | yes   | yes   | yes   | yes   | yes   | yes   | yes   | yes   | yes
        LowerRoles                   | before reviewer   | -     | -     | -     | -     | -     | yes   | -     | -     | -     | -
        OwnReasons                   | the reviewer's    | -     | -     | -     | -     | -     | yes   | -     | -     | -     | -
        MyReviews                    | own items         | -     | -     | -     | yes   | -     | yes   | -     | -     | -     | -
        MyEndedReviews               | own items         | -     | -     | -     | -     | -     | -     | -     | -     | -     | -
        MyReceipts                   | the other's       | -     | -     | -     | yes   | -     | -     | -     | -     | -     | -
        ReadOverview                 | own               | yes   | yes   | yes   | yes   | yes   | yes   | yes   | yes   | yes   | yes
        DescribeActor                | own               | yes   | yes   | yes   | yes   | yes   | yes   | yes   | yes   | yes   | yes
        MayOpen                      | settings          | yes   | -     | -     | -     | -     | -     | -     | -     | -     | -
        """;
}
