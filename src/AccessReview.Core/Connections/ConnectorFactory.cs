using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using AccessReview.Connectors;
using AccessReview.Connectors.Entra;
using AccessReview.Connectors.Google;
using AccessReview.Connectors.Http;
using AccessReview.Connectors.Okta;
using AccessReview.Connectors.OneLogin;
using AccessReview.Connectors.Scim;
using AccessReview.Core.Applications;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Connections;

/// <summary>A connection ready to be used.</summary>
/// <param name="Connection">It, as it stood when its secret was read.</param>
/// <param name="Source">Reads it.</param>
/// <param name="Remover">Carries removals out; null where it may not.</param>
/// <param name="Name">The system as sentences name it, with its host.</param>
/// <param name="Way">The way in as evidence prints it.</param>
public sealed record ReadyConnection(Connection Connection, ISource Source, IRemovesAccess? Remover, string Name, string Way)
{
    /// <summary>Another one whenever it may lead to something else or asks in another way: pages of two of them do not make one reading.</summary>
    public string Mark { get; init; } = "";

    /// <summary>Whom it shows where it need not be everybody, as the filter of its readings; null: everybody.</summary>
    public string? ShowsOnly { get; init; }
}

/// <summary>Makes connectors of connections.</summary>
public sealed class ConnectorFactory(ConnectorHttp http, OutboundRules rules, ISecretVault vault, TimeProvider time)
{
    private readonly ConcurrentDictionary<long, RequestPace> paces = new();

    /// <summary>What is wrong with an address, in a sentence.</summary>
    public string? Problem(string address) =>
        !Uri.TryCreate(address, UriKind.Absolute, out var uri) ? "Enter the whole address, beginning with https://." : rules.Problem(uri);

    /// <summary>Seals a secret.</summary>
    public byte[] Seal(long connectionId, string secret) => vault.Seal(connectionId, secret);

    /// <summary>The connection, ready; or why it cannot be used. Address and secret come from one statement: read one after the other, a secret
    /// entered in between would be sent to the address before it.</summary>
    public async Task<Outcome<ReadyConnection>> ReadyAsync(ReviewDb db, long connectionId, CancellationToken cancel)
    {
        var kept = await db.Connections.AsNoTracking().Where(c => c.Id == connectionId)
            .Select(c => new { Connection = c, Sealed = db.ConnectionSecrets.Where(s => s.ConnectionId == c.Id).Select(s => s.Sealed).FirstOrDefault() }).SingleAsync(cancel);
        var connection = kept.Connection;
        if (!connection.Active)
        {
            return new Problem("connection.ended", "The connection was ended.");
        }

        if (kept.Sealed is null || vault.Open(connection.Id, kept.Sealed) is not { } secret)
        {
            return new Problem("connection.secret", "The key that sealed this connection's secret is gone. Enter the secret again.");
        }

        var kind = connection.ApplicationId is { } id ? await db.Applications.Where(a => a.Id == id).Select(a => a.Kind).SingleAsync(cancel) : ApplicationKind.Other;
        return Make(connection, secret, kind) with { Mark = MarkOf(connection, kept.Sealed, kind) };
    }

    /// <summary>How a SCIM connection is asked.</summary>
    private ScimSettings Scim(Connection connection, string secret, ApplicationKind kind)
    {
        var (settings, profile) = (ConnectionSettings.Parse(connection.Settings), ProfileOf(kind));
        return new ScimSettings(new Uri(connection.Address), secret, profile)
        {
            Pace = profile.PerMinute > 0 ? paces.GetOrAdd(connection.Id, _ => new RequestPace(time, profile.PerMinute)) : null,
            Cursor = settings.Cursor, ETags = settings.ETags, RoleAttribute = settings.RoleAttribute, LastUseAttribute = settings.LastUseAttribute,
        };
    }

    /// <summary>What is known of a product's SCIM server.</summary>
    public static ScimProfile ProfileOf(ApplicationKind kind) => kind switch
    {
        ApplicationKind.Heap => ScimProfiles.Heap,
        ApplicationKind.Amplitude => ScimProfiles.Amplitude,
        ApplicationKind.Mixpanel => ScimProfiles.Mixpanel,
        ApplicationKind.EightByEight => ScimProfiles.EightByEight,
        ApplicationKind.Other => ScimProfiles.Generic,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>Whom a SCIM connection of an application shows where it need not be everybody; null: everybody.</summary>
    public static string? ShowsOnly(ApplicationKind kind, ConnectionSettings settings) => ProfileOf(kind) is { ShowsAllWhen: not null } && settings.ShowsAll ? null : ProfileOf(kind).ShowsOnly;

    // A key may choose the organisation by itself, so that a new one counts like a new address. Sealed it is another one each time it is entered.
    private static string MarkOf(Connection connection, byte[] sealedSecret, ApplicationKind kind) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes($"{kind}\n{connection.System}\n{connection.Address}\n{connection.Settings}\n{Convert.ToBase64String(sealedSecret)}")));

    private ReadyConnection Make(Connection connection, string secret, ApplicationKind kind)
    {
        var settings = ConnectionSettings.Parse(connection.Settings);
        var (may, address) = (connection.Use == ConnectionUse.ReadAndRemove, new Uri(connection.Address));
        var login = settings.Login is { Length: > 0 } given ? new Uri(given) : null;
        List<string> apps = [.. settings.Apps.Select(a => a.AppId).Distinct(StringComparer.Ordinal)];
        switch (connection.System)
        {
            case ConnectionSystem.Scim:
                var scim = Scim(connection, secret, kind) with { Users = connection.ApplicationId is null ? UsersAre.People : UsersAre.Accounts };
                return new(connection, new ScimSource(http, scim), may ? new ScimRemover(http, scim) : null, Named(scim.Profile.Name, address), scim.Cursor ? "SCIM 2.0, by cursor" : "SCIM 2.0")
                {
                    ShowsOnly = ShowsOnly(kind, settings),
                };
            case ConnectionSystem.Okta:
                var okta = new OktaSettings(address, secret, apps);
                return new(connection, new OktaSource(http, okta, time), may ? new OktaRemover(http, okta) : null, Named("Okta", address), "Okta API v1");
            case ConnectionSystem.EntraId:
                var entra = new EntraSettings(settings.Tenant ?? "", settings.Identity ?? "", secret, apps) { Graph = address };
                entra = login is null ? entra : entra with { Login = login };
                return new(connection, new EntraSource(http, entra, time), may ? new EntraRemover(http, entra, time) : null, Named("Microsoft Entra ID", address), "Microsoft Graph v1.0");
            case ConnectionSystem.GoogleWorkspace:
                var google = new GoogleSettings(settings.Identity ?? "", secret, settings.Admin ?? "", [.. apps.Select(a => new AppGroup(a, a))])
                {
                    Directory = address, SignInNames = [.. settings.Apps.Select(a => a.SignInName).OfType<string>().Distinct(StringComparer.Ordinal)],
                };
                google = login is null ? google : google with { Login = login };
                return new(connection, new GoogleSource(http, google, time), may ? new GoogleRemover(http, google, time) : null, Named("Google Workspace", address), google.SignInNames.Count > 0 ? "Admin SDK Directory API v1 and Reports API v1" : "Admin SDK Directory API v1");
            case ConnectionSystem.OneLogin:
                var oneLogin = new OneLoginSettings(address, settings.Identity ?? "", secret, apps);
                oneLogin = login is null ? oneLogin : oneLogin with { Login = login };
                return new(connection, new OneLoginSource(http, oneLogin, time), may ? new OneLoginRemover(http, oneLogin, time) : null, Named("OneLogin", address), "OneLogin API v2, its events v1");
            default:
                throw new InvalidOperationException($"Unknown system {connection.System}.");
        }
    }

    private static string Named(string name, Uri address) => $"{name} at {address.Host}";
}
