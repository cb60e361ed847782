using System.Net;
using System.Text.RegularExpressions;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Web.Tests.Http;

/// <summary>Every address by GET against every kind of reader: what is not for them is not found, page and all.</summary>
public sealed class PagesByRoleTests : IDisposable
{
    /// <summary>The columns: administrator, campaign owner, application owner, reviewer with items, auditor, a plain person.</summary>
    private static readonly string[] Readers = ["Ada", "Owen", "Apo", "Mia", "Aud", "Pat"];

    /// <summary><c>yes</c>: the page or the file. <c>-</c>: nothing at this address.</summary>
    private const string Table =
        """
        address                             | admin | owner | app o | rev'r | audit | plain
        ------------------------------------+-------+-------+-------+-------+-------+------
        /                                   | yes   | yes   | yes   | yes   | yes   | yes
        /my-reviews                         | yes   | yes   | yes   | yes   | yes   | yes
        /proved                             | yes   | yes   | yes   | yes   | yes   | yes
        /absences                           | yes   | yes   | yes   | yes   | yes   | yes
        /questions                          | yes   | yes   | yes   | yes   | yes   | yes
        /receipts                           | yes   | yes   | yes   | yes   | yes   | yes
        /campaigns                          | -     | yes   | -     | -     | yes   | -
        /campaigns/register                 | -     | yes   | -     | -     | yes   | -
        /campaigns/register.xlsx            | -     | yes   | -     | -     | yes   | -
        /campaigns/new                      | -     | yes   | -     | -     | -     | -
        /campaigns/1                        | -     | yes   | -     | -     | yes   | -
        /campaigns/9                        | -     | -     | -     | -     | -     | -
        /campaigns/1/plan                   | -     | yes   | -     | -     | -     | -
        /campaigns/1/invitations            | -     | yes   | -     | -     | -     | -
        /campaigns/1/next                   | -     | yes   | -     | -     | -     | -
        /campaigns/1/close                  | -     | yes   | -     | -     | -     | -
        /campaigns/1/scope/{app}            | -     | yes   | yes   | -     | yes   | -
        /campaigns/1/applications/{app}/sign| -     | -     | yes   | -     | -     | -
        /campaigns/1/review                 | -     | -     | -     | yes   | -     | -
        /campaigns/1/evidence.zip           | -     | yes   | -     | -     | yes   | -
        /campaigns/1/evidence.xlsx          | -     | yes   | -     | -     | yes   | -
        /applications                       | yes   | yes   | -     | -     | -     | -
        /applications/{app}                 | yes   | yes   | -     | -     | -     | -
        /applications/{app}/import          | yes   | yes   | -     | -     | -     | -
        /applications/9                     | -     | -     | -     | -     | -     | -
        /directories                        | yes   | yes   | -     | -     | -     | -
        /directories/{dir}                  | yes   | yes   | -     | -     | -     | -
        /directories/{dir}/import           | yes   | yes   | -     | -     | -     | -
        /people                             | yes   | yes   | -     | -     | yes   | -
        /people/{person}                    | yes   | yes   | -     | -     | yes   | -
        /accounts/{account}                 | yes   | yes   | -     | -     | yes   | -
        /costs                              | yes   | yes   | -     | -     | yes   | -
        /leavers                            | yes   | yes   | -     | -     | yes   | -
        /leavers.csv                        | yes   | yes   | -     | -     | yes   | -
        /findings                           | yes   | yes   | -     | -     | yes   | -
        /removals                           | -     | yes   | -     | -     | -     | -
        /removals.csv                       | -     | yes   | -     | -     | -     | -
        /removals/proofs/9                  | -     | -     | -     | -     | -     | -
        /auditor                            | -     | yes   | -     | -     | yes   | -
        /evidence                           | -     | yes   | -     | -     | yes   | -
        /audit                              | yes   | yes   | -     | -     | yes   | -
        /retention                          | yes   | yes   | -     | -     | -     | -
        /settings                           | yes   | -     | -     | -     | -     | -
        /settings/mail                      | yes   | -     | -     | -     | -     | -
        /settings/sign-ins                  | yes   | -     | -     | -     | -     | -
        /nowhere                            | -     | -     | -     | -     | -     | -
        """;

    /// <summary>Addresses behind the sign-in that are no page to open: the circuit, and what is posted.</summary>
    private static readonly string[] Others =
        ["/_blazor", "/_framework/opaque-redirect", "/_blazor/disconnect", "/_blazor/initializers", "/_blazor/negotiate", "/imports/{draftId:long}/files/{kind}", "/imports/{draftId:long}/pictures/{kind}",
         "/removals/proofs"];

    private readonly TestApp app = new();

    public void Dispose() => app.Dispose();

    [Fact]
    public async Task Each_reader_opens_what_the_table_of_roles_gives_and_finds_nothing_elsewhere()
    {
        await FillAsync();
        await using var db = app.Get<Core.Persistence.Databases>().CreateDbContext();
        var keys = new Dictionary<string, long>
        {
            ["{app}"] = app.World.ApplicationId, ["{dir}"] = app.World.DirectoryId, ["{person}"] = app.World["Sami"], ["{account}"] = db.Accounts.First().Id,
        };
        var wrong = new List<string>();
        var lines = Table.Split('\n').Skip(2).Select(line => line.Split('|', StringSplitOptions.TrimEntries)).ToList();
        foreach (var (reader, column) in Readers.Select((name, i) => (name, i + 1)))
        {
            using var http = await SignedInAsync(reader);
            foreach (var line in lines)
            {
                using var answer = await http.GetAsync(keys.Aggregate(line[0], (address, key) => address.Replace(key.Key, $"{key.Value}", StringComparison.Ordinal)));
                var got = answer.StatusCode switch { HttpStatusCode.OK => "yes", HttpStatusCode.NotFound => "-", var other => other.ToString() };
                if (got != line[column] || (got == "-" && !(await answer.Content.ReadAsStringAsync()).Contains("There is nothing at this address", StringComparison.Ordinal)))
                {
                    wrong.Add($"{reader} {line[0]}: {got}, not {line[column]}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Every_address_behind_the_sign_in_has_a_line()
    {
        var lines = Table.Split('\n').Skip(2).Select(line => line.Split('|')[0].Trim()).ToList();
        var behind = app.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/')).Distinct().Except(Others).ToList();

        Assert.NotEmpty(behind);
        Assert.All(behind, route => Assert.Contains(lines, line => Fits(route, line)));
    }

    private static bool Fits(string route, string line)
    {
        var pattern = "^" + Regex.Replace(Regex.Escape(route), @"\\\{[^}]+}", "[^/]+", RegexOptions.None, TimeSpan.FromSeconds(1)) + "$";
        return Regex.IsMatch(line, pattern, RegexOptions.None, TimeSpan.FromSeconds(1));
    }

    private async Task FillAsync()
    {
        await app.World.PeopleAsync(["Apo", "Aud", "Pat", "Sami"]);
        await app.World.GrantAsync("Aud", Role.Auditor);
        await app.World.HeapAsync(new TestAccount("Sami"));
        (await app.Get<Core.Applications.ChangeApplication>().RunAsync(
            Guid.NewGuid(), app.World.As("Ada"), app.World.ApplicationId,
            new Core.Applications.ApplicationFacts { Name = "Heap", Kind = Core.Applications.ApplicationKind.Heap, OwnerId = app.World["Apo"], PrivilegedRoles = ["Admin"] }, default)).Require();
        await app.World.LaunchAsync("Mia");
        await using var db = app.Get<Core.Persistence.Databases>().CreateDbContext();
        var turn = db.ReviewTurns.First();
        (await app.Get<Core.Reviewing.DecideItem>().RunAsync(
            Guid.NewGuid(), app.World.As("Mia"), new Core.Reviewing.ItemChoice(turn.Id, turn.EventSeq, Core.Campaigns.DecisionKind.Certify), default)).Require();

        // Made before anybody asks, so that no answer depends on how fast it is made.
        (await app.Get<Core.Evidence.MakeEdition>().RunAsync(turn.CampaignId, Core.Actor.Product.Key, null, default)).Require();
    }

    private async Task<HttpClient> SignedInAsync(string name)
    {
        var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = true, CookieContainer = new CookieContainer() }) { BaseAddress = app.Address };
        var token = Regex.Match(await http.GetStringAsync("/sign-in"), "name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.None, TimeSpan.FromSeconds(5)).Groups["token"].Value;
        using var signedIn = await http.PostAsync("/sign-in/demo", new FormUrlEncodedContent([new("person", $"{app.World[name]}"), new("__RequestVerificationToken", token)]));
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        return http;
    }
}
