using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using AccessReview.Connectors.Files;
using AccessReview.Core.Applications;
using AccessReview.Core.Extracts;
using AccessReview.Web.Endpoints;

namespace AccessReview.Web.Tests.Http;

public sealed class UploadTests : IDisposable
{
    private static readonly byte[] Users = "Email\nbea@example.test\n"u8.ToArray();
    private readonly TestApp app = new();

    public void Dispose() => app.Dispose();

    [Fact]
    public async Task An_upload_without_a_sign_in_reaches_nothing()
    {
        using var http = app.Http();
        using var answer = await http.PostAsync(Links.ImportFile(1, ExtractFileKind.Users, windows1252: false), Form(Users));

        Assert.Equal((HttpStatusCode.Redirect, Links.SignIn()), (answer.StatusCode, answer.Headers.Location!.AbsolutePath));
    }

    [Fact]
    public async Task An_upload_without_the_token_of_our_own_page_is_refused()
    {
        var draft = await DraftAsync();
        using var http = await SignedInAsync("Ada");
        http.DefaultRequestHeaders.Remove("RequestVerificationToken");
        using var answer = await http.PostAsync(Links.ImportFile(draft, ExtractFileKind.Users, windows1252: false), Form(Users));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_file_above_the_limit_is_refused_before_it_is_read()
    {
        var draft = await DraftAsync();
        using var http = await SignedInAsync("Ada");
        HttpStatusCode? status = null;
        try
        {
            using var answer = await http.PostAsync(Links.ImportFile(draft, ExtractFileKind.Users, windows1252: false), Form(new byte[TableLimits.FileBytes + (128 * 1024)]));
            status = answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            // The server hung up while the file was still being sent: refused all the same.
        }

        Assert.True(status is null or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.BadRequest, status.ToString());
        Assert.Empty((await app.Get<ReadImport>().RunAsync(app.World.As("Ada"), draft, CancellationToken.None)).Require().Files);
    }

    [Fact]
    public async Task Whoever_may_not_import_is_told_so_and_nothing_is_kept()
    {
        var draft = await DraftAsync();
        using var http = await SignedInAsync("Bea");
        using var answer = await http.PostAsync(Links.ImportFile(draft, ExtractFileKind.Users, windows1252: false), Form(Users));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty((await app.Get<ReadImport>().RunAsync(app.World.As("Ada"), draft, CancellationToken.None)).Require().Files);
    }

    [Theory]
    [InlineData(ExtractFileKind.Grants)] // read from directories only, and never from a file
    [InlineData(ExtractFileKind.People)] // of a directory's import
    [InlineData((ExtractFileKind)99)]
    public async Task A_kind_of_file_that_the_import_has_not_is_refused_and_the_import_goes_on(ExtractFileKind kind)
    {
        var draft = await DraftAsync();
        using var http = await SignedInAsync("Ada");
        using var answer = await http.PostAsync(Links.ImportFile(draft, kind, windows1252: false), Form(Users));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("import.kind", (await answer.Content.ReadFromJsonAsync<UploadAnswer>())!.Code);
        Assert.Empty((await app.Get<ReadImport>().RunAsync(app.World.As("Ada"), draft, CancellationToken.None)).Require().Files);
    }

    [Fact]
    public async Task A_picture_must_be_one_whatever_its_name_says()
    {
        var draft = await DraftAsync();
        using var http = await SignedInAsync("Ada");
        using var file = await http.PostAsync(Links.ImportFile(draft, ExtractFileKind.Users, windows1252: false), Form(Users));
        using var script = await http.PostAsync(Links.ImportPicture(draft, ExtractFileKind.Users), Form("<svg onload=alert(1)>"u8.ToArray(), "screen.png"));
        using var picture = await http.PostAsync(Links.ImportPicture(draft, ExtractFileKind.Users), Form([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A], "screen.png"));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK], new[] { file, script, picture }.Select(a => a.StatusCode));
        Assert.Equal("import.picture", (await script.Content.ReadFromJsonAsync<UploadAnswer>())!.Code);
        var said = (await app.Get<ReadImport>().RunAsync(app.World.As("Ada"), draft, CancellationToken.None)).Require().File(ExtractFileKind.Users)!.State.Provenance;
        Assert.NotNull(said.PictureFileId);
    }

    [Fact]
    public async Task A_file_read_another_way_keeps_its_bytes_and_forgets_what_was_agreed()
    {
        var draft = await DraftAsync();
        using var http = await SignedInAsync("Ada");
        (await http.PostAsync(Links.ImportFile(draft, ExtractFileKind.Users, windows1252: false), Form("Heap users\nEmail;Name\nbea@example.test;Bea\n"u8.ToArray()))).Dispose();
        var ada = app.World.As("Ada");

        var refused = await app.Get<RereadImportFile>().RunAsync(ada, draft, ExtractFileKind.Users, new TableReadOptions(HeaderLine: 9), CancellationToken.None);
        (await app.Get<RereadImportFile>().RunAsync(ada, draft, ExtractFileKind.Users, new TableReadOptions(Delimiter: ';', HeaderLine: 2), CancellationToken.None)).Require();

        Assert.Equal("import.file.NoHeading", refused.Problem?.Code);
        var file = (await app.Get<ReadImport>().RunAsync(ada, draft, CancellationToken.None)).Require().File(ExtractFileKind.Users)!;
        Assert.Equal(["Email", "Name"], file.Table.Columns);
        Assert.Equal([1, 3], file.Table.Lines.Select(l => l.Number));
    }

    private static MultipartFormDataContent Form(byte[] content, string name = "users.csv") => new() { { new ByteArrayContent(content), "file", name } };

    private async Task<long> DraftAsync()
    {
        await app.World.PeopleAsync(["Bea"]);
        var ada = app.World.As("Ada");
        var heap = (await app.Get<RegisterApplication>().RunAsync(Guid.NewGuid(), ada, new ApplicationFacts { Name = "Heap", Kind = ApplicationKind.Heap }, CancellationToken.None)).Require();
        return (await app.Get<StartImport>().RunAsync(ada, heap, null, CancellationToken.None)).Require();
    }

    /// <summary>A client signed in through the form, with the token a page of ours would send.</summary>
    private async Task<HttpClient> SignedInAsync(string name)
    {
        var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = true, CookieContainer = new CookieContainer() }) { BaseAddress = app.Address };
        var form = await http.GetStringAsync("/sign-in");
        using var signedIn = await http.PostAsync("/sign-in/demo", new FormUrlEncodedContent([new("person", $"{app.World[name]}"), new("__RequestVerificationToken", Token(form))]));
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        http.DefaultRequestHeaders.Add("RequestVerificationToken", Token(await http.GetStringAsync(Links.Overview())));
        return http;
    }

    private static string Token(string html) => Regex.Match(html, "name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.None, TimeSpan.FromSeconds(5)).Groups["token"].Value;
}
