using System.Net;
using System.Text.RegularExpressions;
using AccessReview.Core;
using AccessReview.Core.Applications;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Evidence;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests;
using AccessReview.Core.Tests.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Web.Tests.Http;

/// <summary>Every address by GET against every kind of reader: what is not for them is not found, page and all.</summary>
public sealed class PagesByRoleTests : IDisposable
{
    /// <summary>The columns: administrator, campaign owner, application owner, the owner of another application in another campaign, reviewer with items, whoever carries out a removal, auditor, a plain person.</summary>
    private static readonly string[] Readers = ["Ada", "Owen", "Apo", "Oto", "Mia", "Rem", "Aud", "Pat"];

    /// <summary><c>yes</c>: the page or the file. <c>-</c>: nothing at this address.</summary>
    private const string Table =
        """
        address                             | admin | owner | app o | oth o | rev'r | rem'r | audit | plain
        ------------------------------------+-------+-------+-------+-------+-------+-------+-------+------
        /                                   | yes   | yes   | yes   | yes   | yes   | yes   | yes   | yes
        /my-reviews                         | yes   | yes   | yes   | yes   | yes   | yes   | yes   | yes
        /proved                             | yes   | yes   | yes   | yes   | yes   | yes   | yes   | yes
        /absences                           | yes   | yes   | yes   | yes   | yes   | yes   | yes   | yes
        /questions                          | yes   | yes   | yes   | yes   | yes   | yes   | yes   | yes
        /follow-ups                         | yes   | yes   | yes   | yes   | yes   | yes   | yes   | yes
        /receipts                           | yes   | yes   | yes   | yes   | yes   | yes   | yes   | yes
        /campaigns                          | -     | yes   | -     | -     | -     | -     | yes   | -
        /campaigns/register                 | -     | yes   | -     | -     | -     | -     | yes   | -
        /campaigns/register.xlsx            | -     | yes   | -     | -     | -     | -     | yes   | -
        /campaigns/new                      | -     | yes   | -     | -     | -     | -     | -     | -
        /campaigns/1                        | -     | yes   | -     | -     | -     | -     | yes   | -
        /campaigns/9                        | -     | -     | -     | -     | -     | -     | -     | -
        /campaigns/1/plan                   | -     | yes   | -     | -     | -     | -     | -     | -
        /campaigns/1/invitations            | -     | yes   | -     | -     | -     | -     | -     | -
        /campaigns/1/next                   | -     | yes   | -     | -     | -     | -     | -     | -
        /campaigns/1/close                  | -     | yes   | -     | -     | -     | -     | -     | -
        /campaigns/1/scope/{app}            | -     | yes   | yes   | -     | -     | -     | yes   | -
        /campaigns/1/applications/{app}/sign| -     | -     | yes   | -     | -     | -     | -     | -
        /campaigns/1/review                 | -     | -     | -     | -     | yes   | -     | -     | -
        /campaigns/1/evidence.zip           | -     | yes   | -     | -     | -     | -     | yes   | -
        /campaigns/1/evidence.xlsx          | -     | yes   | -     | -     | -     | -     | yes   | -
        /applications                       | yes   | yes   | -     | -     | -     | -     | -     | -
        /applications/{app}                 | yes   | yes   | -     | -     | -     | -     | -     | -
        /applications/{app}/import          | yes   | yes   | -     | -     | -     | -     | -     | -
        /applications/9                     | -     | -     | -     | -     | -     | -     | -     | -
        /directories                        | yes   | yes   | -     | -     | -     | -     | -     | -
        /directories/{dir}                  | yes   | yes   | -     | -     | -     | -     | -     | -
        /directories/{dir}/import           | yes   | yes   | -     | -     | -     | -     | -     | -
        /people                             | yes   | yes   | -     | -     | -     | -     | yes   | -
        /people/{person}                    | yes   | yes   | -     | -     | -     | -     | yes   | -
        /accounts/{account}                 | yes   | yes   | -     | -     | -     | -     | yes   | -
        /costs                              | yes   | yes   | -     | -     | -     | -     | yes   | -
        /leavers                            | yes   | yes   | -     | -     | -     | -     | yes   | -
        /leavers.csv                        | yes   | yes   | -     | -     | -     | -     | yes   | -
        /findings                           | yes   | yes   | -     | -     | -     | -     | yes   | -
        /removals                           | -     | yes   | yes   | yes   | -     | yes   | -     | -
        /removals.csv                       | -     | yes   | yes   | yes   | -     | yes   | -     | -
        /removals/proofs/{proof}            | -     | yes   | yes   | -     | -     | yes   | yes   | -
        /removals/proofs/{other}            | -     | yes   | -     | yes   | -     | -     | yes   | -
        /removals/proofs/9                  | -     | -     | -     | -     | -     | -     | -     | -
        /auditor                            | -     | yes   | -     | -     | -     | -     | yes   | -
        /evidence                           | -     | yes   | -     | -     | -     | -     | yes   | -
        /audit                              | yes   | yes   | -     | -     | -     | -     | yes   | -
        /retention                          | yes   | yes   | -     | -     | -     | -     | -     | -
        /settings                           | yes   | -     | -     | -     | -     | -     | -     | -
        /settings/mail                      | yes   | -     | -     | -     | -     | -     | -     | -
        /settings/sign-ins                  | yes   | -     | -     | -     | -     | -     | -     | -
        /nowhere                            | -     | -     | -     | -     | -     | -     | -     | -
        """;

    /// <summary><c>yes</c>: the file is in. <c>no</c>: denied. <c>-</c>: there is no such thing for them.</summary>
    private const string Posts =
        """
        address                             | admin | owner | app o | oth o | rev'r | rem'r | audit | plain
        ------------------------------------+-------+-------+-------+-------+-------+-------+-------+------
        /imports/{draft}/files/Users        | yes   | -     | no    | no    | no    | no    | no    | no
        /imports/{draft}/pictures/Users     | yes   | -     | no    | no    | no    | no    | no    | no
        /removals/proofs?removal={removal}  | no    | yes   | no    | no    | no    | yes   | no    | no
        """;

    /// <summary>Addresses behind the sign-in that are no page to open: the circuit's.</summary>
    private static readonly string[] Others = ["/_blazor", "/_framework/opaque-redirect", "/_blazor/disconnect", "/_blazor/initializers", "/_blazor/negotiate"];

    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private readonly TestApp app = new();

    public void Dispose() => app.Dispose();

    [Fact]
    public async Task Each_reader_opens_what_the_table_of_roles_gives_and_finds_nothing_elsewhere()
    {
        await FillAsync();
        await EachAsync(Table, async (http, address) =>
        {
            using var answer = await http.GetAsync(address);
            return answer.StatusCode == HttpStatusCode.NotFound && (await answer.Content.ReadAsStringAsync()).Contains("There is nothing at this address", StringComparison.Ordinal) ? "-"
                : answer.StatusCode == HttpStatusCode.OK ? "yes" : answer.StatusCode.ToString();
        });
    }

    [Fact]
    public async Task What_is_posted_is_taken_from_those_alone_whom_the_rules_name()
    {
        await FillAsync();
        await EachAsync(Posts, async (http, address) =>
        {
            var file = address.Contains("/files/", StringComparison.Ordinal) ? (Bytes: "Email\nsami@example.test\n"u8.ToArray(), Name: "users.csv") : (Bytes: Png, Name: "seen.png");
            using var form = new MultipartFormDataContent { { new ByteArrayContent(file.Bytes), "file", file.Name } };
            using var answer = await http.PostAsync(address, form);
            return answer.StatusCode switch
            {
                HttpStatusCode.OK => "yes",
                HttpStatusCode.Forbidden => "no",
                HttpStatusCode.UnprocessableEntity when (await answer.Content.ReadAsStringAsync()).Contains("not-found", StringComparison.Ordinal) => "-",
                var other => $"{other} {await answer.Content.ReadAsStringAsync()}",
            };
        });
    }

    [Fact]
    public void Every_address_behind_the_sign_in_has_a_line()
    {
        var lines = Rows(Table).Concat(Rows(Posts)).Select(line => line[0].Split('?')[0]).ToList();
        var behind = app.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/')).Distinct().Except(Others).ToList();

        Assert.NotEmpty(behind);
        Assert.All(behind, route => Assert.Contains(lines, line => Fits(route, line)));
    }

    private static IEnumerable<string[]> Rows(string table) => table.Split('\n').Skip(2).Select(line => line.Split('|', StringSplitOptions.TrimEntries));

    /// <summary>Tries every line as every reader.</summary>
    private async Task EachAsync(string table, Func<HttpClient, string, Task<string>> tried)
    {
        await using var db = app.Get<Databases>().CreateDbContext();
        var removal = Removal(db);
        var keys = new Dictionary<string, long>
        {
            ["{app}"] = app.World.ApplicationId, ["{dir}"] = app.World.DirectoryId, ["{person}"] = app.World["Sami"], ["{account}"] = db.Accounts.First().Id,
            ["{draft}"] = db.ImportDrafts.Single().Id, ["{removal}"] = removal, ["{proof}"] = db.HandProofs.First(p => p.RemovalId == removal).Id, ["{other}"] = db.HandProofs.First(p => p.RemovalId != removal).Id,
        };
        var wrong = new List<string>();
        foreach (var (reader, column) in Readers.Select((name, i) => (name, i + 1)))
        {
            using var http = await SignedInAsync(reader);
            foreach (var line in Rows(table))
            {
                var got = await tried(http, keys.Aggregate(line[0], (address, key) => address.Replace(key.Key, $"{key.Value}", StringComparison.Ordinal)));
                if (got != line[column])
                {
                    wrong.Add($"{reader} {line[0]}: {got}, not {line[column]}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static bool Fits(string route, string line)
    {
        var pattern = "^" + Regex.Replace(Regex.Escape(route), @"\\\{[^}]+}", "[^/]+", RegexOptions.None, TimeSpan.FromSeconds(1)) + "$";
        return Regex.IsMatch(line, pattern, RegexOptions.None, TimeSpan.FromSeconds(1));
    }

    private async Task FillAsync()
    {
        await app.World.PeopleAsync(["Apo", "Oto", "Rem", "Rex", "Aud", "Pat", "Sami", "Vera"], left: ["Vera"]);
        await app.World.GrantAsync("Aud", Role.Auditor);
        var elsewhere = await Elsewhere.CreateAsync(app.World, app.Services);
        await app.World.HeapAsync(new TestAccount("Sami"), new TestAccount("Vera", Findings: Finding.Left));
        (await app.Get<ChangeApplication>().RunAsync(
            Guid.NewGuid(), app.World.As("Ada"), app.World.ApplicationId,
            new Core.Applications.ApplicationFacts { Name = "Heap", Kind = ApplicationKind.Heap, OwnerId = app.World["Apo"], RemoverId = app.World["Rem"], PrivilegedRoles = ["Admin"] }, null, default)).Require();
        await app.World.LaunchAsync("Mia", (account, _) => account.Findings == Finding.Left ? "Rex" : "Mia");
        await DecideAsync("Mia", DecisionKind.Certify);
        await DecideAsync("Rex", DecisionKind.Revoke);
        await using var db = app.Get<Databases>().CreateDbContext();
        var campaign = db.Campaigns.Single(c => c.Number == 1).Id;
        var text = (await app.Get<SignOffPreview>().RunAsync(app.World.As("Rex"), campaign, default)).Require().Text;
        (await app.Get<SignOffReview>().RunAsync(Guid.NewGuid(), app.World.As("Rex"), campaign, text, default)).Require();
        await ProveAsync("Rem", Removal(db));
        await ProveAsync("Oto", elsewhere.Removal);
        var draft = (await app.Get<StartImport>().RunAsync(app.World.As("Ada"), app.World.ApplicationId, null, default)).Require();
        (await app.Get<AddImportFile>().RunAsync(app.World.As("Ada"), draft, ExtractFileKind.Users, "users.csv", new MemoryStream("Email\nsami@example.test\n"u8.ToArray()), null, default)).Require();

        // Made before anybody asks, so that no answer depends on how fast it is made.
        (await app.Get<MakeEdition>().RunAsync(campaign, Core.Actor.Product.Key, null, default)).Require();
    }

    private long Removal(ReviewDb db) => db.Removals.Single(r => r.ApplicationId == app.World.ApplicationId).Id;

    private async Task ProveAsync(string remover, long removal)
    {
        (await app.Get<NoteDone>().RunAsync(Guid.NewGuid(), app.World.As(remover), new HandWork([removal], app.World[remover], new DateOnly(2026, 11, 23), "T-1"), default)).Require();
        (await app.Get<AttachProof>().RunAsync(Guid.NewGuid(), app.World.As(remover), [removal], new MemoryStream(Png), default)).Require();
    }

    private async Task DecideAsync(string reviewer, DecisionKind kind)
    {
        await using var db = app.Get<Databases>().CreateDbContext();
        var person = app.World[reviewer];
        var turn = db.ReviewTurns.Single(t => t.ReviewerId == person);
        (await app.Get<DecideItem>().RunAsync(Guid.NewGuid(), app.World.As(reviewer), new ItemChoice(turn.Id, turn.EventSeq, kind), default)).Require();
    }

    private async Task<HttpClient> SignedInAsync(string name)
    {
        var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = true, CookieContainer = new CookieContainer() }) { BaseAddress = app.Address };
        var form = await http.GetStringAsync("/sign-in");
        using var signedIn = await http.PostAsync("/sign-in/demo", new FormUrlEncodedContent([new("person", $"{app.World[name]}"), new("__RequestVerificationToken", Token(form))]));
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        http.DefaultRequestHeaders.Add("RequestVerificationToken", Token(await http.GetStringAsync(Links.MyReviews())));
        return http;
    }

    private static string Token(string html) => Regex.Match(html, "name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.None, TimeSpan.FromSeconds(5)).Groups["token"].Value;
}
