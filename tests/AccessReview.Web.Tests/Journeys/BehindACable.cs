using AccessReview.Core.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>A reviewer whose connection can be cut, whose server can be restarted, and whose database another program can hold.</summary>
public abstract class BehindACable : Journey
{
    // What a browser without a connection says, and its own script with it.
    private static readonly string[] OfACut = ["ERR_", "WebSocket", "connection", "Connection", "Failed to", "Error from HTTP request"];

    private readonly string folder;
    private readonly bool patient;
    private volatile bool cut;

    /// <summary>With a database in a folder of its own; unless a writer waits as long as it does where nothing is set, it soon says that somebody holds it.</summary>
    protected BehindACable(TheBrowser browser, bool patient = false)
        : this(browser, patient, Directory.CreateTempSubdirectory("accessreview-disturbed-").FullName)
    {
    }

    private BehindACable(TheBrowser browser, bool patient, string folder)
        : base(browser, Settings(folder, patient))
    {
        (this.folder, this.patient) = (folder, patient);
        Line = new Cable(App.Address);
    }

    /// <inheritdoc/>
    protected override Uri Entrance => Line.Address;

    /// <summary>What lies between the browser and the product.</summary>
    protected Cable Line { get; }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Line.DisposeAsync();
        TestApp.Forget(folder);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override bool IsExpected(string text) => (cut && Array.Exists(OfACut, words => text.Contains(words, StringComparison.Ordinal))) || base.IsExpected(text);

    /// <summary>Cuts the connection, and waits until the page says so.</summary>
    protected async Task CutAsync(IPage page)
    {
        // Mended by a restart, it is so once the page has come anew.
        page.DOMContentLoaded += (_, _) => cut = false;
        cut = true;
        Line.Cut();
        await Assertions.Expect(page.GetByText("The connection is lost. Trying again")).ToBeVisibleAsync();
    }

    /// <summary>Mends it, and waits until the page has seen that.</summary>
    protected async Task MendAsync(IPage page)
    {
        Line.Mend(App.Address);
        await Assertions.Expect(page.GetByText("The connection is lost. Trying again")).Not.ToBeVisibleAsync();
        cut = false;
    }

    /// <summary>The server is restarted, as for a new version.</summary>
    protected async Task RestartAsync(TimeSpan later = default)
    {
        var now = App.Clock.GetUtcNow().UtcDateTime;
        await App.DisposeAsync();
        App = new TestApp(Settings(folder, patient), now: now + later);
        Line.Mend(App.Address);
    }

    /// <summary>Another program holds the database until this is disposed of.</summary>
    protected async Task<IAsyncDisposable> HoldAsync()
    {
        var holder = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "accessreview.db"), Pooling = false }.ToString());
        await holder.OpenAsync();
        await using var hold = holder.CreateCommand();
        hold.CommandText = "BEGIN IMMEDIATE";
        await hold.ExecuteNonQueryAsync();
        return holder;
    }

    /// <summary>Decisions stored so far.</summary>
    protected async Task<int> DecisionsAsync()
    {
        await using var db = App.Get<Databases>().CreateDbContext();
        return await db.Decisions.CountAsync();
    }

    /// <summary>A folder that outlives a restart.</summary>
    private static Dictionary<string, string> Settings(string folder, bool patient) =>
        new() { ["Data:Folder"] = folder, ["Database:ConnectionString"] = $"Data Source={Path.Combine(folder, "accessreview.db")}{(patient ? "" : ";Default Timeout=2")}" };
}
