using AccessReview.Core.Absences;
using AccessReview.Core.Applications;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Campaigns.Schedules;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Campaigns.Workload;
using AccessReview.Core.Connections;
using AccessReview.Core.Directories;
using AccessReview.Core.Evidence;
using AccessReview.Core.Evidence.Samples;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Notifications;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using AccessReview.Core.SignIn;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Persistence;

/// <summary>The database, the same on both providers. Read through a context of your own per call; write through
/// <see cref="Change"/> only.</summary>
public abstract class ReviewDb(DbContextOptions options) : DbContext(options), IDataProtectionKeyContext
{
    /// <summary>The most characters of an enum stored as text.</summary>
    private const int MaxEnum = 32;

    /// <summary>Whether it is a database on SQL Server. The framework's own question loads an assembly's name each time, which a decision
    /// would feel.</summary>
    public bool IsOnSqlServer => this is SqlServerReviewDb;

    /// <summary>Whether it is a database on SQLite.</summary>
    public bool IsOnSqlite => this is SqliteReviewDb;

    /// <summary>Tables written outside the chain: jobs, drafts, counters and bytes that audited rows cite by hash.</summary>
    public static IReadOnlySet<Type> Operational { get; } = new HashSet<Type>
    {
        typeof(AuditEvent), typeof(ChainHead), typeof(CommandReceipt), typeof(Denial), typeof(Work), typeof(StoredFile), typeof(StoredFileChunk),
        typeof(ImportDraft), typeof(DraftItem), typeof(DraftPreview), typeof(DraftLeftOut), typeof(CampaignProgress), typeof(Installation),
        typeof(DataProtectionKey), typeof(Session), typeof(WaitingSignIn), typeof(ListPreference), typeof(ConnectionSecret), typeof(KeptPage),
    };

    public DbSet<AuditEvent> AuditEvents => Set<AuditEvent>();
    public DbSet<ChainHead> ChainHeads => Set<ChainHead>();
    public DbSet<CommandReceipt> CommandReceipts => Set<CommandReceipt>();
    public DbSet<PrivateText> PrivateTexts => Set<PrivateText>();
    public DbSet<Denial> Denials => Set<Denial>();
    public DbSet<Application> Applications => Set<Application>();
    public DbSet<PrivilegedRole> PrivilegedRoles => Set<PrivilegedRole>();
    public DbSet<Account> Accounts => Set<Account>();
    public DbSet<Group> Groups => Set<Group>();
    public DbSet<Directories.Directory> Directories => Set<Directories.Directory>();
    public DbSet<Person> People => Set<Person>();
    public DbSet<Extract> Extracts => Set<Extract>();
    public DbSet<ExtractFile> ExtractFiles => Set<ExtractFile>();
    public DbSet<SetAsideLine> SetAsideLines => Set<SetAsideLine>();
    public DbSet<AccountRecord> AccountRecords => Set<AccountRecord>();
    public DbSet<GroupRecord> GroupRecords => Set<GroupRecord>();
    public DbSet<AssignmentRecord> AssignmentRecords => Set<AssignmentRecord>();
    public DbSet<PersonRecord> PersonRecords => Set<PersonRecord>();
    public DbSet<PersonAddress> PersonAddresses => Set<PersonAddress>();

    /// <summary>Ways into applications and directories.</summary>
    public DbSet<Connection> Connections => Set<Connection>();

    /// <summary>Their secrets, sealed.</summary>
    public DbSet<ConnectionSecret> ConnectionSecrets => Set<ConnectionSecret>();

    /// <summary>What lets people into applications, as directories said.</summary>
    public DbSet<AppGrant> AppGrants => Set<AppGrant>();

    /// <summary>Pages of readings under way.</summary>
    public DbSet<KeptPage> KeptPages => Set<KeptPage>();
    public DbSet<StoredFile> StoredFiles => Set<StoredFile>();
    public DbSet<StoredFileChunk> StoredFileChunks => Set<StoredFileChunk>();
    public DbSet<ImportDraft> ImportDrafts => Set<ImportDraft>();
    public DbSet<RememberedMapping> RememberedMappings => Set<RememberedMapping>();
    public DbSet<ListPreference> ListPreferences => Set<ListPreference>();
    public DbSet<HandMatch> HandMatches => Set<HandMatch>();
    public DbSet<Declaration> Declarations => Set<Declaration>();
    public DbSet<Assessment> Assessments => Set<Assessment>();
    public DbSet<AssessmentSource> AssessmentSources => Set<AssessmentSource>();
    public DbSet<AssessedAccount> AssessedAccounts => Set<AssessedAccount>();
    public DbSet<AssessedAssignment> AssessedAssignments => Set<AssessedAssignment>();
    public DbSet<Campaign> Campaigns => Set<Campaign>();
    public DbSet<CampaignApplication> CampaignApplications => Set<CampaignApplication>();
    public DbSet<CampaignSchedule> CampaignSchedules => Set<CampaignSchedule>();
    public DbSet<ScheduledCycle> ScheduledCycles => Set<ScheduledCycle>();
    public DbSet<DraftItem> DraftItems => Set<DraftItem>();
    public DbSet<DraftPreview> DraftPreviews => Set<DraftPreview>();
    public DbSet<DraftLeftOut> DraftLeftOuts => Set<DraftLeftOut>();
    public DbSet<ReviewItem> ReviewItems => Set<ReviewItem>();
    public DbSet<ReviewTurn> ReviewTurns => Set<ReviewTurn>();
    public DbSet<CampaignProgress> CampaignProgress => Set<CampaignProgress>();
    public DbSet<Decision> Decisions => Set<Decision>();
    public DbSet<Reassignment> Reassignments => Set<Reassignment>();
    public DbSet<Question> Questions => Set<Question>();
    public DbSet<QuestionAnswer> QuestionAnswers => Set<QuestionAnswer>();
    public DbSet<SignOff> SignOffs => Set<SignOff>();
    public DbSet<SignOffItem> SignOffItems => Set<SignOffItem>();
    public DbSet<ItemOutcome> ItemOutcomes => Set<ItemOutcome>();
    public DbSet<LeftOutAccount> LeftOutAccounts => Set<LeftOutAccount>();
    public DbSet<CompletenessCheck> CompletenessChecks => Set<CompletenessCheck>();
    public DbSet<DeadlineExtension> DeadlineExtensions => Set<DeadlineExtension>();

    /// <summary>Items that need a second reviewer.</summary>
    public DbSet<SecondReview> SecondReviews => Set<SecondReview>();

    /// <summary>Samples drawn for testers.</summary>
    public DbSet<SampleDraw> SampleDraws => Set<SampleDraw>();

    /// <summary>Their items.</summary>
    public DbSet<SampleItem> SampleItems => Set<SampleItem>();

    /// <summary>Who is away, when, and who reviews for them.</summary>
    public DbSet<Absence> Absences => Set<Absence>();

    /// <summary>Accounts of drafts that the owner gives to another reviewer before the launch.</summary>
    public DbSet<WorkloadShift> WorkloadShifts => Set<WorkloadShift>();
    public DbSet<CampaignException> CampaignExceptions => Set<CampaignException>();

    /// <summary>What was done about them afterwards.</summary>
    public DbSet<FollowUpDone> FollowUpsDone => Set<FollowUpDone>();
    public DbSet<Removal> Removals => Set<Removal>();

    /// <summary>What was done in other systems for removals.</summary>
    public DbSet<RemovalAttempt> RemovalAttempts => Set<RemovalAttempt>();
    public DbSet<RemovalCheck> RemovalChecks => Set<RemovalCheck>();

    /// <summary>What was asked to stay although its removal was decided.</summary>
    public DbSet<RemovalWaiver> RemovalWaivers => Set<RemovalWaiver>();

    /// <summary>What others with a say answered.</summary>
    public DbSet<WaiverAnswer> WaiverAnswers => Set<WaiverAnswer>();

    /// <summary>Files attached to what was done by hand.</summary>
    public DbSet<HandProof> HandProofs => Set<HandProof>();

    /// <summary>Tasks by hand that go with removals.</summary>
    public DbSet<RemovalTask> RemovalTasks => Set<RemovalTask>();
    public DbSet<EvidenceEdition> EvidenceEditions => Set<EvidenceEdition>();
    public DbSet<Notification> Notifications => Set<Notification>();
    public DbSet<MailOutcome> MailOutcomes => Set<MailOutcome>();

    /// <summary>Whom somebody told by hand of what they have to review.</summary>
    public DbSet<ReviewerTold> ReviewersTold => Set<ReviewerTold>();
    public DbSet<RoleGrant> RoleGrants => Set<RoleGrant>();
    public DbSet<SignInIdentity> SignInIdentities => Set<SignInIdentity>();
    public DbSet<WaitingSignIn> WaitingSignIns => Set<WaitingSignIn>();
    public DbSet<Session> Sessions => Set<Session>();
    public DbSet<PolicyVersion> PolicyVersions => Set<PolicyVersion>();
    public DbSet<Installation> Installations => Set<Installation>();
    public DbSet<Work> Works => Set<Work>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        // An index per foreign key would double what an insert costs; the maps name those that queries need.
        conventions.Conventions.Remove<Microsoft.EntityFrameworkCore.Metadata.Conventions.ForeignKeyIndexConvention>();
        conventions.Properties<Enum>().HaveConversion<string>().HaveMaxLength(MaxEnum);
        conventions.Properties<Finding>().HaveConversion<int>();
        conventions.Properties<AttentionRank>().HaveConversion<int>();
        conventions.Properties<DateTime>().HaveConversion<UtcMilliseconds>().HavePrecision(3);
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder model)
    {
        model.ApplyConfigurationsFromAssembly(typeof(ReviewDb).Assembly);
        foreach (var entity in model.Model.GetEntityTypes().Where(e => typeof(IAudited).IsAssignableFrom(e.ClrType)).ToList())
        {
            var table = model.Entity(entity.ClrType);
            table.Property(nameof(IAudited.EventSeq)).IsConcurrencyToken();
            table.HasOne(typeof(AuditEvent)).WithMany().HasForeignKey(nameof(IAudited.EventSeq)).OnDelete(DeleteBehavior.Restrict);
            table.ToTable(t => t.HasTrigger("guard_" + entity.GetTableName()));
            if (entity.FindProperty("Id") is { } id && entity.FindPrimaryKey()!.Properties is [var key] && key == id)
            {
                id.ValueGenerated = Microsoft.EntityFrameworkCore.Metadata.ValueGenerated.Never;
            }
        }

        foreach (var key in model.Model.GetEntityTypes().SelectMany(e => e.GetForeignKeys()))
        {
            key.DeleteBehavior = DeleteBehavior.Restrict;
        }
    }
}
