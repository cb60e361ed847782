using System.Globalization;
using AccessReview.Core.Evidence.Report;
using AccessReview.Core.Evidence.Workbook;

namespace AccessReview.Core.Campaigns.Register;

/// <summary>The register as a workbook: a row for each application, and for each quarter six columns.</summary>
internal static class RegisterSheet
{
    internal const string Name = "Register";

    private const string Registered = "The application's settings.";
    private const string Scope = "The event that took it out of scope.";
    private const string Computed = "Computed from the campaigns over the application and its readings.";

    /// <summary>Describes it.</summary>
    /// <param name="view">What the page shows.</param>
    /// <param name="installation">Whose register it is: the organisation, and the installation's key.</param>
    /// <param name="demo">Whether identities were chosen.</param>
    /// <param name="at">When it is made, in UTC.</param>
    internal static WorkbookContents Of(RegisterView view, string installation, bool demo, DateTime at) => new(
        "Register of applications",
        string.Create(CultureInfo.InvariantCulture, $"{(demo ? ReportNotice.Demo + " · " : "")}Register of applications · {installation} · made {at:yyyy-MM-dd HH:mm:ss} (UTC)"),
        at,
        [Sheet.Of(Name, Columns(view.Quarters), view.Lines)]);

    private static SheetColumns<RegisterLine> Columns(IReadOnlyList<RegisterQuarter> quarters)
    {
        var columns = new SheetColumns<RegisterLine>()
            .Text("Application", 24, l => l.Name, "The application; every registered one has a row, reviewed or not.", Registered)
            .Text("Owner", 24, l => l.Owner, "Who answers for the application.", Registered, "none named")
            .Instant("Newest complete reading", l => l.ReadAsOf, "As of when its accounts were last read completely.", "The reading.", "Never read: the column Reading state says so.")
            .Text("Reading state", 14, l => l.ReadAsOf is null ? "never" : "known", "Known, or never: no complete reading has come in.", "The readings.");
        for (var i = 0; i < quarters.Count; i++)
        {
            Quarter(columns, quarters[i], i, now: i == quarters.Count - 1);
        }

        return columns.Text(
            "Gap in this quarter", 12, l => Words.Of(l.IsGap), "Yes: nothing reviewed the application in the quarter that runs, and nothing is planned.", Computed)
            .Instant("Out of scope since", l => l.OutOfScope?.Since, "When it was taken out of scope: from then on it has no gap.", Scope, "In scope.")
            .Text("Taken out of scope by", 24, l => l.OutOfScope?.By, "Who took it out.", Scope, Words.DoesNotApply)
            .Text("Why out of scope", 40, l => l.OutOfScope is { } taken ? taken.Why ?? "purged" : null, "The reason they gave.", Scope, Words.DoesNotApply);
    }

    private static void Quarter(SheetColumns<RegisterLine> columns, RegisterQuarter quarter, int i, bool now)
    {
        var name = RegisterWords.Of(quarter, now);
        columns
            .Text($"{name}: state", 18, l => RegisterWords.Of(l.Cells[i].State, now), string.Create(CultureInfo.InvariantCulture,
                $"Whether a campaign whose period reaches into {quarter.Start:yyyy-MM-dd} to {quarter.End:yyyy-MM-dd} was closed with items of the application decided by people (reviewed), is open or, in the quarter that runs, is planned; missed where one was to be held and its due day passed without a launch; not known where the application had not been read by the end of the quarter; out of scope where it was so then, or is now, and no campaign was held or missed over it."), Computed)
            .Text($"{name}: campaign", 12, l => Campaign(l.Cells[i]), "The number of that campaign.", "The campaign.", Words.DoesNotApply)
            .Date($"{name}: day", l => l.Cells[i].Day, "The day it was closed; while open the day it is due; while planned the day of the launch; where it was missed the day it was to be done. In the campaign's time zone.", "The campaign.", "The column before says that there is no campaign, or its plan names no day.")
            .Text($"{name}: late", 14, l => Late(l.Cells[i]), "Whether it was closed after it was due, or is open beyond that.", "The campaign.", Words.DoesNotApply)
            .Text($"{name}: not reviewed", 16, l => Left(l.Cells[i]), "How many of the application's items nobody had reviewed when the campaign was closed: not decided, ended by the deadline, or carried forward; where that is all of them, the application was not reviewed. 0 of 0: the campaign left out all of its accounts.", "How the items ended.", Words.DoesNotApply)
            .Integer($"{name}: others missed", 12, l => l.Cells[i].Missed, "How many others that were to be held over the quarter, or a part of it, were missed: their due day passed without a launch, and they were not held since. The one that the columns before are about is not counted here.", Computed);
    }

    private static string? Campaign(RegisterCell cell) => cell switch
    {
        { Campaign: { } number } => string.Create(CultureInfo.InvariantCulture, $"C{number}"),
        { State: RegisterState.Planned } => "not drafted yet",
        _ => null,
    };

    private static string? Left(RegisterCell cell) => cell.Left is { } left ? RegisterWords.Of(left) : cell.State == RegisterState.Reviewed ? "none" : null;

    private static string? Late(RegisterCell cell) => cell.State is RegisterState.Reviewed or RegisterState.Open ? Words.Of(cell.Late) : null;
}
