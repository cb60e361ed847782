using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using AccessReview.Core.Persistence;
using AccessReview.Web.Setup;
using AccessReview.Web.Setup.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Web.Tests.Http;

public sealed class KeysTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("accessreview-keys-").FullName;

    private string KeyFilePath => Path.Combine(folder, "accessreview.key");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_copy_of_the_database_shows_no_key_and_a_lost_key_file_costs_a_new_sign_in_and_no_more()
    {
        string cookie;
        using (var app = Start())
        {
            cookie = await SignInAsync(app);
            Assert.Equal(HttpStatusCode.OK, await OverviewAsync(app, cookie));
            await using var db = app.Get<Databases>().Create(DatabaseName.Own);
            var keys = await db.DataProtectionKeys.Select(k => k.Xml!).ToListAsync();
            Assert.NotEmpty(keys);
            Assert.All(keys, xml => Assert.DoesNotContain("<masterKey", xml, StringComparison.Ordinal));
        }

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFilePath));
        }

        using (var again = Start())
        {
            Assert.Equal(HttpStatusCode.OK, await OverviewAsync(again, cookie));
        }

        File.Delete(KeyFilePath);
        using var lost = Start();
        Assert.Equal(HttpStatusCode.Redirect, await OverviewAsync(lost, cookie));
        Assert.Equal(HttpStatusCode.OK, await OverviewAsync(lost, await SignInAsync(lost, cookie)));
    }

    [Fact]
    public void A_file_that_is_no_key_file_is_not_written_over()
    {
        File.WriteAllText(KeyFilePath, "something else");
        Assert.Contains("is not a key file", Assert.Throws<StartRefusedException>(() => KeyFile.OpenOrMake(KeyFilePath)).Message);
        Assert.Equal("something else", File.ReadAllText(KeyFilePath));
    }

    [Fact]
    public void A_folder_in_the_place_of_the_key_file_is_called_one() =>
        Assert.Equal($"The key file {folder} is a folder. Name another place in Keys:File.", Assert.Throws<StartRefusedException>(() => KeyFile.OpenOrMake(folder)).Message);

    [Fact]
    public void A_key_file_that_cannot_get_its_name_leaves_nothing()
    {
        // A name that only a folder can have: what is written beside it cannot be moved there.
        Assert.Throws<StartRefusedException>(() => KeyFile.OpenOrMake(Path.Combine(folder, "keys") + Path.DirectorySeparatorChar));
        Assert.Empty(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_data_folder_that_cannot_be_made_is_named_and_not_only_the_file_in_it()
    {
        File.WriteAllText(Path.Combine(folder, "a-file"), "");
        string[] below = ["--Data:Folder", Path.Combine(folder, "a-file", "data")];
        Assert.Contains("Name another place in Data:Folder", Assert.Throws<StartRefusedException>(() => WebApplication.CreateBuilder(below).AddKeys()).Message);
        Assert.Contains("Name another place in Keys:File", Assert.Throws<StartRefusedException>(() => WebApplication.CreateBuilder([.. below, "--Keys:File", Path.Combine(folder, "a-file", "key")]).AddKeys()).Message);
    }

    [Fact]
    public void Production_on_SQL_Server_names_what_protects_the_keys_on_every_node()
    {
        string[] server = ["--environment", "Production", "--Database:Provider", "SqlServer", "--Database:ConnectionString", "Server=nowhere", "--Data:Folder", folder];
        var refusal = Assert.Throws<StartRefusedException>(() => WebApplication.CreateBuilder(server).AddKeys());
        Assert.All([KeysSetup.CertificateFileKey, KeysSetup.CertificateThumbprintKey, KeysSetup.FileKey], key => Assert.Contains(key, refusal.Message));

        WebApplication.CreateBuilder([.. server, "--Keys:File", Path.Combine(folder, "shared.key")]).AddKeys();
        WebApplication.CreateBuilder([.. server, "--Keys:CertificateFile", Certificate("secret"), "--Keys:CertificatePassword", "secret"]).AddKeys();
    }

    [Fact]
    public void Production_on_SQL_Server_names_one_folder_of_anchors_and_one_key_for_every_node()
    {
        string[] server = ["--environment", "Production", "--Database:Provider", "SqlServer", "--Database:ConnectionString", "Server=nowhere", "--Data:Folder", folder];
        string[] anchors = ["--Evidence:AnchorFolder", Path.Combine(folder, "anchors")];
        foreach (var lacking in new[] { server, [.. server, .. anchors] })
        {
            var refusal = Assert.Throws<StartRefusedException>(() => WebApplication.CreateBuilder(lacking).AddDatabase());
            Assert.All(["Evidence:AnchorFolder", "Evidence:AnchorKeyFile"], key => Assert.Contains(key, refusal.Message));
        }

        WebApplication.CreateBuilder([.. server, .. anchors, "--Evidence:AnchorKeyFile", Path.Combine(folder, "shared.pem")]).AddDatabase();
    }

    [Fact]
    public void Production_on_SQL_Server_starts_with_no_folder_of_anchors_that_those_of_before_were_not_brought_to()
    {
        var (usual, shared) = (Path.Combine(folder, "anchors"), Path.Combine(folder, "share"));
        string[] server = ["--environment", "Production", "--Database:Provider", "SqlServer", "--Database:ConnectionString", "Server=nowhere", "--Data:Folder", folder];
        string[] named = [.. server, "--Evidence:AnchorFolder", shared, "--Evidence:AnchorKeyFile", Path.Combine(folder, "shared.pem")];
        Directory.CreateDirectory(usual);
        File.WriteAllText(Path.Combine(usual, "one.anchor"), "");
        foreach (var start in new[] { server, named })
        {
            var refusal = Assert.Throws<StartRefusedException>(() => WebApplication.CreateBuilder(start).AddDatabase());
            Assert.All([usual, Path.Combine(folder, "keys", "anchor-key.pem")], brought => Assert.Contains(brought, refusal.Message));
        }

        Directory.CreateDirectory(shared);
        File.Copy(Path.Combine(usual, "one.anchor"), Path.Combine(shared, "one.anchor"));
        WebApplication.CreateBuilder(named).AddDatabase();
        WebApplication.CreateBuilder([.. server, "--Evidence:AnchorFolder", usual, "--Evidence:AnchorKeyFile", Path.Combine(folder, "shared.pem")]).AddDatabase();
    }

    [Theory]
    [InlineData("--Keys:CertificateFile", "nowhere.pfx", "Could not find file")]
    [InlineData("--Keys:CertificateThumbprint", "00", "there is no certificate 00")]
    public void A_certificate_that_is_not_there_is_said_at_the_start(string key, string value, string said) =>
        Assert.Contains(said, Assert.Throws<StartRefusedException>(() => WebApplication.CreateBuilder([key, value, "--Data:Folder", folder]).AddKeys()).Message);

    [Fact]
    public async Task A_certificate_protects_the_keys_and_its_successor_still_reads_them()
    {
        var (first, second) = (Certificate("one"), Certificate("two"));
        string cookie;
        using (var app = Start(("Keys:CertificateFile", first), ("Keys:CertificatePassword", "one")))
        {
            cookie = await SignInAsync(app);
        }

        using var renewed = Start(
            ("Keys:CertificateFile", second), ("Keys:CertificatePassword", "two"), ("Keys:PreviousCertificateFile", first), ("Keys:PreviousCertificatePassword", "one"));
        Assert.Equal(HttpStatusCode.OK, await OverviewAsync(renewed, cookie));
        Assert.False(File.Exists(KeyFilePath));
    }

    [Fact]
    public async Task A_certificate_in_the_place_of_the_key_file_leaves_what_the_file_protected_readable()
    {
        string cookie;
        using (var app = Start())
        {
            cookie = await SignInAsync(app);
        }

        using var changed = Start(("Keys:CertificateFile", Certificate("one")), ("Keys:CertificatePassword", "one"));
        Assert.Equal(HttpStatusCode.OK, await OverviewAsync(changed, cookie));
    }

    [Fact]
    public async Task A_key_file_in_the_place_of_a_certificate_leaves_what_the_certificate_protected_readable()
    {
        var certificate = Certificate("one");
        string cookie;
        using (var app = Start(("Keys:CertificateFile", certificate), ("Keys:CertificatePassword", "one")))
        {
            cookie = await SignInAsync(app);
        }

        using var changed = Start(("Keys:PreviousCertificateFile", certificate), ("Keys:PreviousCertificatePassword", "one"));
        Assert.Equal(HttpStatusCode.OK, await OverviewAsync(changed, cookie));
        Assert.True(File.Exists(KeyFilePath));
    }

    private TestApp Start(params (string Key, string Value)[] settings) => new(settings.Append(("Data:Folder", folder)).ToDictionary(s => s.Item1, s => s.Item2));

    private string Certificate(string password)
    {
        using var key = RSA.Create(2048);
        using var made = new CertificateRequest("CN=AccessReview", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(1));
        var path = Path.Combine(folder, password + ".pfx");
        File.WriteAllBytes(path, made.Export(X509ContentType.Pfx, password));
        return path;
    }

    private static async Task<HttpStatusCode> OverviewAsync(TestApp app, string cookie)
    {
        using var http = app.Http();
        http.DefaultRequestHeaders.Add("Cookie", cookie);
        using var answer = await http.GetAsync(Links.Overview());
        return answer.StatusCode;
    }

    /// <summary>Starts with own files as the first administrator, with the form of the welcome page.</summary>
    private static async Task<string> SignInAsync(TestApp app, string stale = "")
    {
        using var http = app.Http();
        using var get = new HttpRequestMessage(HttpMethod.Get, Links.Welcome());
        get.Headers.TryAddWithoutValidation("Cookie", stale);
        using var page = await http.SendAsync(get);
        var html = await page.Content.ReadAsStringAsync();
        var token = Regex.Match(html, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        using var post = new HttpRequestMessage(HttpMethod.Post, Links.StartWithOwnFiles()) { Content = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]) };
        post.Headers.Add("Cookie", CookiesOf(page));
        using var answer = await http.SendAsync(post);
        return CookiesOf(answer);
    }

    private static string CookiesOf(HttpResponseMessage answer) =>
        string.Join("; ", answer.Headers.TryGetValues("Set-Cookie", out var set) ? set.Select(c => c.Split(';')[0]) : []);
}
