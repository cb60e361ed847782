using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AccessReview.Web.Tests.SignIn;

/// <summary>How the provider misbehaves.</summary>
public enum Mischief
{
    None, WrongIssuer, WrongAudience, WrongNonce, Expired, WrongSignature, Unsigned, CodeUsedTwice, TokenOfBefore, OtherVerifier, Denies, OtherSubjectAtUserInfo, NoSubject, Silent, OldProof, NoTime,
}

/// <summary>A provider of sign-ins in this process: discovery, keys, authorize with form_post, token with PKCE, userinfo, logout.
/// As Entra ID under the tenant's path, as any other under <c>/oidc</c>. It signs in whoever <see cref="Claims"/> says.</summary>
public sealed class TestProvider : IAsyncDisposable
{
    public const string Tenant = "7c1de5d1-6a3c-4f0e-9f5b-2f6f0c1b7a11";
    private const string Client = "access-review";
    private const string Secret = "a secret of this test";
    private const string Described = "mia@example.test may not use this application";
    private readonly RSA key = RSA.Create(2048);
    private readonly RSA otherKey = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, (IQueryCollection Asked, bool Used)> codes = new();
    private readonly WebApplication app;
    private string? tokenBefore;

    public TestProvider()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        app = builder.Build();
        app.Use((context, next) => Mischief == Mischief.Silent ? Gone(context) : next(context));
        foreach (var path in (string[])["/oidc", $"/{Tenant}/v2.0"])
        {
            app.MapGet(path + "/.well-known/openid-configuration", () => Results.Json(Discovery(Address + path)));
            app.MapGet(path + "/keys", () => Results.Json(new { keys = new[] { Jwk() } }));
            app.MapGet(path + "/authorize", Authorize);
            app.MapPost(path + "/token", (HttpRequest request) => TokenAsync(request, Address + path));
            app.MapGet(path + "/userinfo", () => Results.Json(Mischief == Mischief.OtherSubjectAtUserInfo ? new Dictionary<string, object>(Claims) { ["sub"] = "somebody-else" } : Claims));
            app.MapGet(path + "/logout", (HttpRequest request) =>
            {
                SignedOutWith = request.Query["id_token_hint"];
                return Results.Redirect(request.Query["post_logout_redirect_uri"]!);
            });
        }

        app.MapGet("/favicon.ico", () => Results.NoContent());
        app.Start();
    }

    /// <summary>What it says of whoever signs in.</summary>
    public Dictionary<string, object> Claims { get; private set; } = [];

    /// <summary>How it misbehaves.</summary>
    public Mischief Mischief { get; set; }

    /// <summary>Whether it lets people sign out there.</summary>
    public bool HasSignOut { get; set; } = true;

    /// <summary>Whether it says in its token when people proved who they are; asked for no older proof it does too, unless it never does, and asks them.</summary>
    public DateTimeOffset? ProvedAt { get; set; }

    /// <summary>The issuer it calls itself; null: its address.</summary>
    public string? Issuer { get; init; }

    /// <summary>The prompts it takes; any other is an error there, as at Google. Null: it takes every one.</summary>
    public string[]? Prompts { get; init; }

    /// <summary>Whether its discovery document names the prompts it takes.</summary>
    public bool NamesPrompts { get; init; }

    /// <summary>How often it was told to ask people again.</summary>
    public int AskedAgain { get; private set; }

    /// <summary>The token the last sign-out named.</summary>
    public string? SignedOutWith { get; private set; }

    // Another host than the product's, so that it is another site to a browser, as every real one is.
    private string Address => app.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    /// <summary>The product's settings for it as any OpenID Connect provider.</summary>
    public Dictionary<string, string> AsOpenIdConnect() => new()
    {
        ["SignIn:Mode"] = "OpenIdConnect", ["SignIn:OpenIdConnect:Name"] = "Testland", ["SignIn:OpenIdConnect:Authority"] = Address + "/oidc",
        ["SignIn:OpenIdConnect:ClientId"] = Client, ["SignIn:OpenIdConnect:ClientSecret"] = Secret, ["SignIn:Contact"] = "the service desk",
        ["SignIn:Roles:Auditor:0"] = "auditors", ["SignIn:Roles:Administrator:0"] = "admins",
    };

    /// <summary>The product's settings for it as Entra ID.</summary>
    public Dictionary<string, string> AsEntraId() => new()
    {
        ["SignIn:Mode"] = "EntraId", ["SignIn:EntraId:Instance"] = Address, ["SignIn:EntraId:TenantId"] = Tenant, ["SignIn:EntraId:ClientId"] = Client, ["SignIn:EntraId:ClientSecret"] = Secret,
    };

    /// <summary>From now on it signs in this person of the test organisation, verified, with the given further claims.</summary>
    public void SignsIn(string name, params (string Claim, object Value)[] more) => Claims = more.Aggregate(
        new Dictionary<string, object> { ["sub"] = "sub-" + name, ["name"] = name, ["email"] = name.ToLowerInvariant() + "@example.test", ["email_verified"] = true },
        (claims, one) => new(claims) { [one.Claim] = one.Value });

    /// <summary>From now on it signs in this member of the tenant.</summary>
    public void SignsInMember(string name, params (string Claim, object Value)[] more) => Claims = more.Aggregate(
        new Dictionary<string, object> { ["sub"] = "pairwise-" + name, ["oid"] = "oid-" + name, ["tid"] = Tenant, ["name"] = name, ["preferred_username"] = name.ToLowerInvariant() + "@example.test" },
        (claims, one) => new(claims) { [one.Claim] = one.Value });

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        key.Dispose();
        otherKey.Dispose();
    }

    private static Task Gone(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private Dictionary<string, object> Discovery(string issuer)
    {
        var document = new Dictionary<string, object>
        {
            ["issuer"] = Issuer ?? issuer, ["authorization_endpoint"] = issuer + "/authorize", ["token_endpoint"] = issuer + "/token", ["jwks_uri"] = issuer + "/keys", ["userinfo_endpoint"] = issuer + "/userinfo",
        };
        if (HasSignOut)
        {
            document["end_session_endpoint"] = issuer + "/logout";
        }

        if (NamesPrompts)
        {
            document["prompt_values_supported"] = Prompts!;
        }

        return document;
    }

    private object Jwk()
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return new { kty = "RSA", use = "sig", alg = "RS256", kid = "one", n = Base64Url(parameters.Modulus!), e = Base64Url(parameters.Exponent!) };
    }

    private IResult Authorize(HttpRequest request)
    {
        var asked = request.Query;
        Assert.Equal("code form_post S256 " + Client, $"{asked["response_type"]} {asked["response_mode"]} {asked["code_challenge_method"]} {asked["client_id"]}");
        if (Prompts is not null && asked["prompt"] is [{ } prompt] && !Prompts.Contains(prompt))
        {
            return Results.Text("Error 400: invalid_request", statusCode: StatusCodes.Status400BadRequest);
        }

        if (asked["prompt"] == "select_account" && !asked.ContainsKey("max_age"))
        {
            AskedAgain++;
        }
        else if ((string?)asked["prompt"] is "login" or "select_account" && asked["max_age"] == "0")
        {
            (AskedAgain, ProvedAt) = (AskedAgain + 1, Mischief switch
            {
                Mischief.NoTime => null,
                Mischief.OldProof => DateTimeOffset.UtcNow.AddHours(-1),
                _ => DateTimeOffset.UtcNow,
            });
        }

        var code = Guid.NewGuid().ToString("N");
        codes[code] = (asked, Used: Mischief == Mischief.CodeUsedTwice);
        var answer = Mischief == Mischief.Denies ? $"<input name=\"error\" value=\"access_denied\"><input name=\"error_description\" value=\"{Described}\">" : $"<input name=\"code\" value=\"{code}\">";
        return Results.Content(
            $"<!doctype html><html lang=\"en\"><title>Testland</title><form method=\"post\" action=\"{WebUtility.HtmlEncode(asked["redirect_uri"])}\">{answer}<input name=\"state\" value=\"{WebUtility.HtmlEncode(asked["state"])}\"><button>Go on as {Claims.GetValueOrDefault("name")}</button></form></html>",
            "text/html");
    }

    private async Task<IResult> TokenAsync(HttpRequest request, string issuer)
    {
        var form = await request.ReadFormAsync();
        var (asked, used) = codes[form["code"]!];
        codes[form["code"]!] = (asked, Used: true);
        var challenge = Base64Url(SHA256.HashData(Encoding.ASCII.GetBytes(Mischief == Mischief.OtherVerifier ? "another" : form["code_verifier"]!)));
        if (used || form["client_secret"] != Secret || form["redirect_uri"] != asked["redirect_uri"] || challenge != asked["code_challenge"])
        {
            return Results.Json(new { error = form["client_secret"] != Secret ? "invalid_client" : "invalid_grant", error_description = Described }, statusCode: 400);
        }

        var token = Mischief == Mischief.TokenOfBefore ? tokenBefore! : IdToken(issuer, asked["nonce"]!);
        tokenBefore = Mischief == Mischief.None ? token : tokenBefore;
        return Results.Json(new { id_token = token, access_token = "for userinfo", token_type = "Bearer", expires_in = 300 });
    }

    private string IdToken(string issuer, string nonce)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var thin = issuer.EndsWith("/oidc", StringComparison.Ordinal) ? Claims.Where(c => c.Key == "sub").ToDictionary() : Claims;
        var claims = new Dictionary<string, object>(thin)
        {
            ["iss"] = Mischief == Mischief.WrongIssuer ? "https://elsewhere.example" : Issuer ?? issuer,
            ["aud"] = Mischief == Mischief.WrongAudience ? "another-product" : Client,
            ["nonce"] = Mischief == Mischief.WrongNonce ? "another" : nonce,
            ["iat"] = now - 7200,
            ["exp"] = Mischief == Mischief.Expired ? now - 3600 : now + 300,
        };
        if (ProvedAt is { } proved)
        {
            claims["auth_time"] = proved.ToUnixTimeSeconds();
        }

        if (Mischief == Mischief.NoSubject)
        {
            claims.Remove(claims.ContainsKey("oid") ? "oid" : "sub");
        }

        var unsigned = Part(new { alg = Mischief == Mischief.Unsigned ? "none" : "RS256", kid = "one", typ = "JWT" }) + "." + Part(claims);
        var signer = Mischief == Mischief.WrongSignature ? otherKey : key;
        return unsigned + "." + (Mischief == Mischief.Unsigned ? "" : Base64Url(signer.SignData(Encoding.ASCII.GetBytes(unsigned), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));
    }

    private static string Part(object json) => Base64Url(JsonSerializer.SerializeToUtf8Bytes(json));

    private static string Base64Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
