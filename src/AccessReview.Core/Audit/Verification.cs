using AccessReview.Core.Persistence;

namespace AccessReview.Core.Audit;

/// <summary>A verification while it runs: the snapshot, what was counted, what was found.</summary>
internal sealed class Verification(ReviewDb db, IProgress<VerifyProgress>? progress)
{
    private const int Every = 2000;
    private readonly List<Tampering> findings = [];
    private long wrong;

    /// <summary>The database as of one moment.</summary>
    public ReviewDb Db { get; } = db;

    /// <summary>What each event that covers rows says of them.</summary>
    public CoveredEvents Covered { get; } = new();

    /// <summary>What events say of texts that no covered row cites.</summary>
    public EventTexts EventTexts { get; } = new();

    /// <summary>What events say of roles, sign-ins and absences.</summary>
    public RightsReplay Rights { get; } = new();

    /// <summary>What events say of who reviews what.</summary>
    public ReviewersReplay Reviewers { get; } = new();

    /// <summary>What events say of campaigns.</summary>
    public CampaignsReplay Campaigns { get; } = new();

    /// <summary>What events say of what campaigns review, by whom, and who approved what they leave out.</summary>
    public PlansReplay Plans { get; } = new();

    /// <summary>What events say of what is in scope.</summary>
    public ScopeReplay Scope { get; } = new();

    /// <summary>What events say of whose accounts are whose by hand.</summary>
    public ByHandReplay ByHand { get; } = new();

    /// <summary>What events say of removals, attempts and proofs.</summary>
    public RemovalsReplay Removals { get; } = new();

    /// <summary>What events say of editions of the evidence.</summary>
    public EditionsReplay Editions { get; } = new();

    /// <summary>What events say of readings and of what judgements rest on.</summary>
    public ReadingsReplay Readings { get; } = new();

    /// <summary>What events say of who owns applications, and by what their accounts are judged.</summary>
    public OwnersReplay Owners { get; } = new();

    /// <summary>What events say of who decided a purge.</summary>
    public PurgeReplay Purges { get; } = new();

    /// <summary>What events say of who decided that the brake becomes looser.</summary>
    public LooserBrakeReplay LooserBrakes { get; } = new();

    /// <summary>The pictures that each reading came with, where its event says so.</summary>
    public Dictionary<long, HashSet<string>> Pictures { get; } = [];

    /// <summary>The event of each sign-off, where it names it.</summary>
    public Dictionary<long, long> SignOffSeqs { get; } = [];

    /// <summary>When each sign-off that was withdrawn was.</summary>
    public Dictionary<long, DateTime> Withdrawn { get; } = [];

    /// <summary>The events with which each campaign was launched and closed.</summary>
    public SortedDictionary<long, LaunchedSeqs> Launched { get; } = [];

    /// <summary>Events that purged something.</summary>
    public HashSet<long> PurgeSeqs { get; } = [];

    /// <summary>Readings that were purged.</summary>
    public HashSet<long> PurgedReadings { get; } = [];

    /// <summary>Campaigns that were purged.</summary>
    public HashSet<long> PurgedCampaigns { get; } = [];

    public long PurgedFiles { get; set; }

    public long Events { get; set; }

    public long Rows { get; set; }

    public long Texts { get; set; }

    public long Purged { get; set; }

    public long Files { get; set; }

    public AuditHead Head { get; set; } = new(0, DateTime.UnixEpoch, Hashes.Genesis);

    public void Found(string code, string sentence)
    {
        wrong++;
        if (findings.Count < VerifyReport.MaxListed)
        {
            findings.Add(new Tampering(code, sentence));
        }
    }

    public void Reached(string step, long done, long total)
    {
        if (done % Every == 0 || done == total)
        {
            progress?.Report(new VerifyProgress(step, done, total));
        }
    }

    public VerifyReport ToReport() => new()
    {
        Events = Events, Head = Head.Seq, HeadHash = Convert.ToHexStringLower(Head.Hash), HeadAt = Head.At,
        Rows = Rows, Texts = Texts, Purged = Purged, PurgedReadings = PurgedReadings.Count, PurgedFiles = PurgedFiles, Files = Files, Wrong = wrong, Findings = findings,
    };
}

/// <summary>The last event of a chain.</summary>
internal sealed record AuditHead(long Seq, DateTime At, byte[] Hash);
