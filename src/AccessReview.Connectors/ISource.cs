namespace AccessReview.Connectors;

/// <summary>A system that is read page by page. It remembers nothing: the caller keeps the cursor, the pages and the patience.</summary>
public interface ISource
{
    /// <summary>The lists to read, in order. A page may name more (<see cref="SourcePage.More"/>).</summary>
    IReadOnlyList<string> Lists { get; }

    /// <summary>Whether a list only adds what is good to know: when it does not come, that is not known, and the reading is whole without it.</summary>
    bool IsOptional(string list) => false;

    /// <summary>Whether a list is the first one or tells more of the records of that one, and so is kept with it.</summary>
    bool IsMain(string list) => list == Lists[0] || list.StartsWith(Lists[0] + "/", StringComparison.Ordinal);

    /// <summary>What several optional lists have in common: what keeps one of them from coming keeps all of that kind, and the others are not
    /// asked for.</summary>
    string KindOf(string list) => list;

    /// <summary>Whether what kept the first page of a list from coming says that the source has no such list: the reading is whole without it.</summary>
    bool IsWithout(string list, ConnectorException fault) => false;

    /// <summary>Which log of sign-ins a list is, or is a part of where each person is asked about alone; null: none.</summary>
    SignInLog? LogOf(string list) => null;

    /// <summary>Fetches one page.</summary>
    /// <param name="list">One of <see cref="Lists"/>, or one that a page named.</param>
    /// <param name="cursor">What the page before said; null for the first.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <exception cref="ConnectorException">It did not come.</exception>
    Task<RawPage> FetchAsync(string list, string? cursor, CancellationToken cancel);

    /// <summary>Reads a fetched page. Asks nobody and gives the same for the same page, so that a kept page can be read again.</summary>
    /// <exception cref="ConnectorException">It is not what the protocol says.</exception>
    SourcePage Parse(string list, string? cursor, RawPage page);
}

/// <summary>A source that lists accounts, and groups with their members if it has them.</summary>
public interface IReadsAccess : ISource;

/// <summary>A source that lists people.</summary>
public interface IReadsPeople : ISource;

/// <summary>One answer as it came.</summary>
/// <param name="Request">Method and target without secrets: <c>GET /Users?startIndex=1&amp;count=100</c>.</param>
/// <param name="At">When it had come (UTC).</param>
/// <param name="Body">The body, unpacked.</param>
/// <param name="Next">What a header said about the next page, if this protocol pages by header.</param>
public sealed record RawPage(string Request, DateTime At, byte[] Body, string? Next = null);

/// <summary>How a list goes on.</summary>
public enum PagingKind
{
    /// <summary>By position: ends with a page that brings nothing new, or when the total is reached by a page shorter than the source's pages are.</summary>
    Position,

    /// <summary>By a link or cursor: only its absence is the end; a short page is normal.</summary>
    Cursor,
}

/// <summary>What stands on a page.</summary>
/// <param name="Paging">How the list goes on.</param>
/// <param name="Asked">How many records were asked for.</param>
/// <param name="Ids">The id of each record, in order; as many as were received.</param>
/// <param name="Claimed">How many the source says there are in all; null: it does not say.</param>
/// <param name="Next">The next page's cursor; null: there is none.</param>
public sealed record SourcePage(PagingKind Paging, int Asked, IReadOnlyList<string> Ids, int? Claimed, string? Next)
{
    /// <summary>The cursor of the page that begins with the last record of this one, by which a list read by position shows whether it moved in
    /// between; null: there is none, and it goes on at <see cref="Next"/>.</summary>
    public string? Overlapping { get; init; }

    /// <summary>How many records a page has, as the source says; null: it does not say.</summary>
    public int? Size { get; init; }

    /// <summary>Accounts, with the position of their record among <see cref="Ids"/>.</summary>
    public IReadOnlyList<Account> Accounts { get; init; } = [];

    /// <summary>Groups.</summary>
    public IReadOnlyList<Group> Groups { get; init; } = [];

    /// <summary>Who holds which group.</summary>
    public IReadOnlyList<Assignment> Assignments { get; init; } = [];

    /// <summary>People.</summary>
    public IReadOnlyList<Person> People { get; init; } = [];

    /// <summary>The last days of people whom another list names.</summary>
    public IReadOnlyList<LastDay> LastDays { get; init; } = [];

    /// <summary>When people whom another list names last signed in to the directory itself.</summary>
    public IReadOnlyList<LastSignIn> LastSignIns { get; init; } = [];

    /// <summary>Who is let into which application, and by what.</summary>
    public IReadOnlyList<AppAccess> Access { get; init; } = [];

    /// <summary>Groups that are let into an application.</summary>
    public IReadOnlyList<AppGroup> AppGroups { get; init; } = [];

    /// <summary>When people signed in to an application through the directory.</summary>
    public IReadOnlyList<AppSignIn> SignIns { get; init; } = [];

    /// <summary>More lists that have to be read for this one to be whole.</summary>
    public IReadOnlyList<string> More { get; init; } = [];

    /// <summary>Records that could not be read, each in a sentence.</summary>
    public IReadOnlyList<string> Unreadable { get; init; } = [];
}

/// <summary>On which day a person leaves.</summary>
/// <param name="PersonId">The directory's identifier of the person.</param>
/// <param name="Day">The last day.</param>
public sealed record LastDay(string PersonId, DateOnly Day);

/// <summary>When a person last signed in to the directory itself, for whatever application.</summary>
/// <param name="PersonId">The directory's identifier of the person.</param>
/// <param name="When">When, or that they never did.</param>
public sealed record LastSignIn(string PersonId, LastUse When);

/// <summary>One person let into an application by a directory.</summary>
/// <param name="AppId">The application as the directory names it.</param>
/// <param name="PersonId">The directory's identifier of the person.</param>
/// <param name="AccountId">The account's identifier inside the application, if the directory knows it.</param>
/// <param name="UserName">The name signed in with, if the directory knows it.</param>
/// <param name="Direct">Whether it is the person's own assignment; false: a group gives it; null: not known.</param>
public sealed record AppAccess(string AppId, string PersonId, string? AccountId, string? UserName, bool? Direct);

/// <summary>A person signed in to an application through a directory.</summary>
/// <param name="AppId">The application as the directory's log names it.</param>
/// <param name="PersonId">The directory's identifier of the person.</param>
/// <param name="At">When (UTC).</param>
public sealed record AppSignIn(string AppId, string PersonId, DateTime At);

/// <summary>A log of the sign-ins to an application through a directory, of everybody who has it.</summary>
/// <param name="AppId">The application as the directory's log names it.</param>
/// <param name="Days">How many days it is asked back: whom it does not show may have signed in before.</param>
public sealed record SignInLog(string AppId, int Days);

/// <summary>A group of a directory whose members are let into an application.</summary>
/// <param name="AppId">The application as the directory names it.</param>
/// <param name="GroupId">The group.</param>
public sealed record AppGroup(string AppId, string GroupId);
