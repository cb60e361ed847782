using System.Globalization;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Removals;

namespace AccessReview.Web;

/// <summary>Every address of the product is a function here; pages declare the same templates.</summary>
public static class Links
{
    /// <summary>The overview.</summary>
    public static string Overview() => "/";

    /// <summary>The first page of an empty product.</summary>
    public static string Welcome() => "/welcome";

    /// <summary>Posts to here load the sample organisation.</summary>
    public static string LoadSample() => "/welcome/sample";

    /// <summary>Posts to here go back to the own database.</summary>
    public static string LeaveSample() => "/welcome/leave-sample";

    /// <summary>Posts to here begin a session as the built-in first administrator.</summary>
    public static string StartWithOwnFiles() => "/welcome/own";

    /// <summary>Posts to here begin a session as a person of the staff list, in demo mode.</summary>
    public static string DemoSignIn() => "/sign-in/demo";

    /// <summary>Choose who you are; comes back to <paramref name="returnTo"/> when it is an address of this product.</summary>
    public static string SignIn(string? returnTo = null) => returnTo is null ? "/sign-in" : $"/sign-in?returnTo={Uri.EscapeDataString(returnTo)}";

    /// <summary>Begins a sign-in at the provider.</summary>
    public static string StartSignIn(string? returnTo = null) => returnTo is null ? "/sign-in/start" : $"/sign-in/start?returnTo={Uri.EscapeDataString(returnTo)}";

    /// <summary>Goes to the provider to prove once more who one is, and comes back to <see cref="Proved"/>.</summary>
    public static string ProveAgain() => $"/sign-in/start?again=true&returnTo={Uri.EscapeDataString(Proved())}";

    /// <summary>Says that one has proved once more who one is, or that the provider did not tell.</summary>
    public static string Proved(bool untold = false) => untold ? "/proved?untold=true" : "/proved";

    /// <summary>Says that a sign-in was refused; the reference stands in the log too.</summary>
    public static string SignInRefused(Setup.WhyRefused why, string? reference) => "/sign-in/refused" + QueryString(("why", why), ("reference", reference));

    /// <summary>Says that the session is over.</summary>
    public static string SignedOut(bool stillAtProvider = false) => stillAtProvider ? "/signed-out?provider=still" : "/signed-out";

    /// <summary>Says that the sessions could not be ended, or were not because the page that asked for it is older than the session.</summary>
    public static string StillSignedIn(bool olderPage = false) => olderPage ? "/still-signed-in?olderPage=true" : "/still-signed-in";

    /// <summary>Says that a sign-in is not bound to a person.</summary>
    public static string NotBound() => "/not-bound";

    /// <summary>Posts to here end the session.</summary>
    public static string SignOut() => "/sign-out";

    /// <summary>What an auditor works with.</summary>
    public static string Auditor() => "/auditor";

    /// <summary>Samples of a campaign, one of them shown.</summary>
    public static string Sample(int number, int? draw = null) => Campaign(number, "sample") + (draw is { } shown ? "&draw=" + shown.ToString(CultureInfo.InvariantCulture) : "");

    /// <summary>Own review work over all open campaigns.</summary>
    public static string MyReviews() => "/my-reviews";

    /// <summary>Own signed statements.</summary>
    public static string Receipts() => "/receipts";

    /// <summary>Questions about own access.</summary>
    public static string Questions() => "/questions";

    /// <summary>Exceptions of closed campaigns that the reader was named to follow up.</summary>
    public static string FollowUps() => "/follow-ups";

    /// <summary>Who is away, and who reviews for them.</summary>
    public static string Absences() => "/absences";

    /// <summary>All campaigns.</summary>
    public static string Campaigns() => "/campaigns";

    /// <summary>Every application with its last quarters.</summary>
    public static string Register() => "/campaigns/register";

    /// <summary>The register as a workbook.</summary>
    public static string RegisterFile() => "/campaigns/register.xlsx";

    /// <summary>A new campaign.</summary>
    public static string NewCampaign() => "/campaigns/new";

    /// <summary>A draft being planned.</summary>
    public static string Plan(int number) => $"/campaigns/{number}/plan";

    /// <summary>A campaign and its progress.</summary>
    public static string Campaign(int number, string? tab = null) => tab is null ? $"/campaigns/{number}" : $"/campaigns/{number}?tab={tab}";

    /// <summary>The items of a campaign of that kind.</summary>
    public static string Items(int number, ItemWhy why) => $"/campaigns/{number}?tab=items&why={why.ToString().ToLowerInvariant()}";

    /// <summary>The review workspace on the reader's own items.</summary>
    public static string Review(int number) => $"/campaigns/{number}/review";

    /// <summary>What comes after a campaign: holding it again.</summary>
    public static string NextCampaign(int number) => $"/campaigns/{number}/next";

    /// <summary>Closing a campaign.</summary>
    public static string Close(int number) => $"/campaigns/{number}/close";

    /// <summary>Each reviewer's link and text, for the owner to send.</summary>
    public static string Invitations(int number) => $"/campaigns/{number}/invitations";

    /// <summary>What a draft leaves out of an application, to be approved by its owner.</summary>
    public static string Scope(int number, long application) => $"/campaigns/{number}/scope/{application}";

    /// <summary>Where an application's owner signs what the campaign's owner decided.</summary>
    public static string SecondSignature(int number, long application) => $"/campaigns/{number}/applications/{application}/sign";

    /// <summary>The evidence pack as of now, or one edition of it.</summary>
    public static string EvidencePack(int number, long? edition = null) => $"/campaigns/{number}/evidence.zip" + (edition is { } id ? $"?edition={id}" : "");

    /// <summary>The workbook alone.</summary>
    public static string Workbook(int number, long? edition = null) => $"/campaigns/{number}/evidence.xlsx" + (edition is { } id ? $"?edition={id}" : "");

    /// <summary>All applications.</summary>
    public static string Applications() => "/applications";

    /// <summary>One application.</summary>
    public static string Application(long id) => $"/applications/{id}";

    /// <summary>Importing the files of an application.</summary>
    public static string ImportApplication(long id) => $"/applications/{id}/import";

    /// <summary>All directories.</summary>
    public static string Directories() => "/directories";

    /// <summary>One directory.</summary>
    public static string Directory(long id) => $"/directories/{id}";

    /// <summary>Importing a staff list.</summary>
    public static string ImportDirectory(long id) => $"/directories/{id}/import";

    /// <summary>Posts of a file of an import go here.</summary>
    public static string ImportFile(long draftId, Core.Extracts.ExtractFileKind kind, bool windows1252) => $"/imports/{draftId}/files/{kind}" + (windows1252 ? "?windows1252=true" : "");

    /// <summary>Posts of the picture beside a file go here.</summary>
    public static string ImportPicture(long draftId, Core.Extracts.ExtractFileKind kind) => $"/imports/{draftId}/pictures/{kind}";

    /// <summary>Everybody.</summary>
    public static string People() => "/people";

    /// <summary>One person.</summary>
    public static string Person(long id) => $"/people/{id}";

    /// <summary>One account.</summary>
    public static string Account(long id) => $"/accounts/{id}";

    /// <summary>What must be removed, and whether it is gone; a filter and the open row stand in the address.</summary>
    public static string Removals(RemovalFilter? filter = null, int? open = null, int page = 1) => "/removals" + Query(filter, open, page);

    /// <summary>The removals of one campaign, for whoever does not run removals too.</summary>
    public static string CampaignRemovals(int campaign, RemovalShow show, int? open = null, int page = 1) =>
        $"/campaigns/{campaign}" + QueryString(("tab", "removals"), ("show", show == RemovalShow.All ? null : show), ("open", open), ("page", page > 1 ? page : null));

    /// <summary>The to-do file of the same choice.</summary>
    public static string RemovalsFile(RemovalFilter filter) => "/removals.csv" + Query(filter, null, 1);

    /// <summary>Posts of a file that proves what was done by hand go here.</summary>
    public static string AttachProof(IEnumerable<long> removalIds) => "/removals/proofs?" + string.Join('&', removalIds.Select(id => "removal=" + id.ToString(CultureInfo.InvariantCulture)));

    /// <summary>A file that was attached to what was done by hand.</summary>
    public static string Proof(long id) => "/removals/proofs/" + id.ToString(CultureInfo.InvariantCulture);

    /// <summary>The accounts of all applications with any of these findings.</summary>
    public static string Findings(Core.Findings.Finding any, bool enabled = false, long? applicationId = null) =>
        $"/findings?any={(int)any}" + (enabled ? "&enabled=true" : "") + (applicationId is { } id ? "&application=" + id.ToString(CultureInfo.InvariantCulture) : "");

    /// <summary>How long people kept access after they had left; the choice stands in the address.</summary>
    public static string Leavers(Core.Leavers.LeaverFilter? filter = null, int from = 0) => "/leavers" + Query(filter, from);

    /// <summary>The same choice as a file.</summary>
    public static string LeaversFile(Core.Leavers.LeaverFilter filter) => "/leavers.csv" + Query(filter, 0);

    /// <summary>What access that nobody needs costs, and what was recovered.</summary>
    public static string Costs() => "/costs";

    /// <summary>Evidence packs, with one campaign's marked.</summary>
    public static string Evidence(int? campaign = null) => campaign is { } number ? $"/evidence?campaign={number}" : "/evidence";

    /// <summary>The audit log.</summary>
    public static string Audit(AuditFilter? filter = null, long? before = null, long? open = null) => "/audit" + QueryString(
        ("type", filter?.Type), ("by", filter?.Actor), ("campaign", filter?.CampaignNumber), ("from", filter?.From), ("to", filter?.To), ("taken", filter?.OnlyTaken == true ? "true" : null), ("before", before), ("open", open));

    /// <summary>What can be purged, by two persons.</summary>
    public static string Retention() => "/retention";

    /// <summary>Roles and policy.</summary>
    public static string Settings() => "/settings";

    /// <summary>Mail: when it is sent, what it says, and how it goes.</summary>
    public static string Mail(string? kind = null) => "/settings/mail" + QueryString(("kind", kind));

    /// <summary>Who signs in as whom: what waits, what is bound, who is here.</summary>
    public static string SignIns(string? search = null) => "/settings/sign-ins" + QueryString(("search", string.IsNullOrEmpty(search) ? null : search));

    private static string Query(RemovalFilter? filter, int? open, int page) => QueryString(
        ("show", filter is null or { Show: RemovalShow.All } ? null : filter.Show), ("application", filter?.ApplicationId), ("campaign", filter?.CampaignNumber), ("person", filter?.PersonId), ("seats", filter?.Seats == true ? "true" : null), ("age", filter?.Age),
        ("open", open), ("page", page > 1 ? page : null));

    private static string Query(Core.Leavers.LeaverFilter? filter, int from) => QueryString(
        ("application", filter?.ApplicationId), ("open", filter?.Open switch { true => "true", false => "false", null => null }), ("length", filter?.Length?.ToString().ToLowerInvariant()),
        ("used", filter?.Used == true ? "true" : null), ("from", from > 0 ? from : null));

    private static string QueryString(params (string Name, object? Value)[] values)
    {
        var given = values.Where(v => v.Value is not null).Select(v => v.Name + "=" + Uri.EscapeDataString(v.Value switch
        {
            DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            var text => text!.ToString()!,
        }));
        var query = string.Join('&', given);
        return query.Length == 0 ? "" : "?" + query;
    }
}
