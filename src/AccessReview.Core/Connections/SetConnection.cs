using System.Security.Cryptography;
using System.Text;
using AccessReview.Connectors.Google;
using AccessReview.Core.Applications;
using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Connections;

/// <summary>A connection as an administrator enters it.</summary>
/// <param name="ApplicationId">The application it leads into, or null.</param>
/// <param name="DirectoryId">The directory, or null.</param>
/// <param name="System">What it talks to.</param>
/// <param name="Address">The base address.</param>
/// <param name="Secret">The secret; empty: the one already kept.</param>
/// <param name="Use">What the product may do through it.</param>
/// <param name="Settings">Everything else.</param>
public sealed record EnteredConnection(
    long? ApplicationId, long? DirectoryId, ConnectionSystem System, string Address, string Secret, ConnectionUse Use, ConnectionSettings Settings)
{
    /// <summary>The most characters of a secret: a service account's key is the longest.</summary>
    public const int MaxSecret = 16_000;

    /// <summary>The <see cref="ConnectionPage.Connected.Version"/> of the connection that it was made from, which is a conflict when it is another by now;
    /// null: there was none.</summary>
    public string? Edited { get; init; }

    /// <summary>The secret does not belong in a log.</summary>
    public override string ToString() => $"{System} at {Address}";
}

/// <summary>Connects an application or a directory, or changes how; to another system, server or tenant in the place of the one before. The secret is
/// written and never shown again.</summary>
public sealed class SetConnection(Change change, ConnectorFactory connectors)
{
    /// <summary>Sets it; gives its key.</summary>
    public Task<Outcome<long>> RunAsync(Guid commandId, Actor actor, EnteredConnection entered, CancellationToken cancel) =>
        change.RunAsync<long>(commandId, actor, nameof(SetConnection), async (scope, token) =>
        {
            if (!scope.Has(Role.Administrator))
            {
                return Problem.Denied("Only an administrator connects other systems.");
            }

            var existing = await scope.Db.Connections.AsTracking().SingleOrDefaultAsync(c => c.ApplicationId == entered.ApplicationId && c.DirectoryId == entered.DirectoryId && c.Active, token);
            if (entered.Edited != (existing is null ? null : existing.Version(await ConnectionSecret.OfAsync(scope.Db, existing.Id, token))))
            {
                return Problem.Conflict("Somebody set or ended this connection while you had it open. Close this without saving, and make your change to how it stands now.");
            }

            if (await WrongAsync(scope.Db, entered, existing, token) is { } wrong)
            {
                return wrong;
            }

            var connection = existing is { } same && IsThere(same, entered) ? same : Anew(scope, existing, entered);
            var found = ConnectionSettings.Parse(connection.Settings);
            if (connection.Address != entered.Address.Trim() || entered.Secret.Length > 0)
            {
                (connection.TestedAt, connection.Test, connection.MoreAcceptedBy) = (null, null, null);
            }

            (connection.Address, connection.Use) = (entered.Address.Trim(), entered.Use);
            connection.Settings = (entered.Settings with { Cursor = found.Cursor, ETags = found.ETags }).Write();

            if (entered.Secret.Length > 0)
            {
                await KeepAsync(scope.Db, connection.Id, entered.Secret.Trim(), token);
            }

            scope.Record(new ConnectionSet(
                connection.Id, entered.ApplicationId, entered.DirectoryId, entered.System, entered.Use, entered.Secret.Length > 0,
                new Sha256(SHA256.HashData(Encoding.UTF8.GetBytes($"{connection.Address}\n{connection.Settings}")))));
            return connection.Id;
        }, cancel);

    // Another system, server or tenant has ids, groups and manners of its own: what was read and found through the connection before says nothing of it.
    private static Connection Anew(ChangeScope scope, Connection? before, EnteredConnection entered)
    {
        if (before is not null)
        {
            before.Active = false;
            scope.AfterEvent(after => scope.Db.ConnectionSecrets.Where(s => s.ConnectionId == before.Id).ExecuteDeleteAsync(after));
        }

        return scope.Add(new Connection
        {
            Id = scope.NewId(), ApplicationId = entered.ApplicationId, DirectoryId = entered.DirectoryId, System = entered.System, Address = entered.Address.Trim(),
            Settings = new ConnectionSettings().Write(), Use = entered.Use, Active = true,
        });
    }

    private static bool IsThere(Connection connection, EnteredConnection entered) =>
        connection.System == entered.System && Place(connection.System, connection.Address) == Place(entered.System, entered.Address.Trim()) && TenantOf(ConnectionSettings.Parse(connection.Settings)) == TenantOf(entered.Settings);

    // A SCIM server may hold each customer under a path of their own, as that of 8x8 does (connectors.md, A4).
    private static string Place(ConnectionSystem system, string address) =>
        Host(address) + (system == ConnectionSystem.Scim && Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri.AbsolutePath.TrimEnd('/') : "");

    // Google is asked in the name of an administrator, by whose domain alone one of its tenants is told from another.
    private static (string Tenant, string Domain) TenantOf(ConnectionSettings settings) => (TextKey.Of(settings.Tenant), TextKey.Of(settings.Admin?.Split('@')[^1]));

    private async Task<Problem?> WrongAsync(ReviewDb db, EnteredConnection entered, Connection? existing, CancellationToken cancel)
    {
        var known = entered switch
        {
            { ApplicationId: { } application, DirectoryId: null } => await db.Applications.AnyAsync(a => a.Id == application, cancel),
            { ApplicationId: null, DirectoryId: { } directory } => await db.Directories.AnyAsync(d => d.Id == directory, cancel),
            _ => false,
        };
        var linked = entered.Settings.Apps.Select(a => a.ApplicationId).Distinct().ToList();
        return !known ? Problem.NotFound(entered.ApplicationId is null ? "The directory" : "The application")
            : entered.ApplicationId is not null && entered.System != ConnectionSystem.Scim ? new Problem("connection.system", "An application is connected by SCIM; Okta and the like are directories.")
            : entered.Address.Length > Connection.MaxAddress ? new Problem("connection.address", $"An address has at most {Connection.MaxAddress} characters.")
            : connectors.Problem(entered.Address.Trim()) is { } unsafeAddress ? new Problem("connection.address", unsafeAddress)
            : entered.Settings.Login is { Length: > 0 } login && connectors.Problem(login) is { } unsafeLogin ? new Problem("connection.login", unsafeLogin)
            : Lacking(entered) is { } lacking ? new Problem("connection.lacking", lacking)
            : entered.Secret.Length > EnteredConnection.MaxSecret ? new Problem("connection.secret", $"A secret has at most {EnteredConnection.MaxSecret} characters.")
            // A secret is for the host it was entered for: with another address it has to be entered again, or an address could be set that steals it.
            : entered.Secret.Length == 0 && (existing is null || !IsThere(existing, entered) || Host(ConnectionSettings.Parse(existing.Settings).Login ?? "") != Host(entered.Settings.Login ?? ""))
                ? new Problem("connection.secret", "Enter the secret. One that is kept is never sent to another address.")
            : entered.Settings.EveryHours is < 0 or > 24 * 31 ? new Problem("connection.schedule", "Readings are made every 1 to 744 hours, or only when asked for.")
            : entered.Settings.Write().Length > Connection.MaxSettings - 100 ? new Problem("connection.settings", "That is more than can be kept for one connection.")
            : await db.Applications.CountAsync(a => linked.Contains(a.Id), cancel) != linked.Count ? Problem.NotFound("The linked application")
            : null;
    }

    private static string? Lacking(EnteredConnection entered) => entered.System switch
    {
        ConnectionSystem.EntraId when string.IsNullOrWhiteSpace(entered.Settings.Tenant) || string.IsNullOrWhiteSpace(entered.Settings.Identity) => "Enter the tenant and the client id.",
        ConnectionSystem.GoogleWorkspace when string.IsNullOrWhiteSpace(entered.Settings.Identity) || string.IsNullOrWhiteSpace(entered.Settings.Admin) =>
            "Enter the service account and the administrator in whose name is asked.",
        ConnectionSystem.GoogleWorkspace when entered.Settings.Apps.Any(a => a.SignInName is { } name && (string.IsNullOrWhiteSpace(name) || name.Length > LinkedApp.MaxSignInName || !GoogleSettings.CanAskFor(name))) =>
            $"The name of a SAML application has at most {LinkedApp.MaxSignInName} characters, and none of , < > =: Google's log cannot be asked for those. Leave it empty, and last sign-ins stay not known.",
        ConnectionSystem.OneLogin when string.IsNullOrWhiteSpace(entered.Settings.Identity) => "Enter the client id.",
        _ => null,
    };

    private async Task KeepAsync(ReviewDb db, long connectionId, string secret, CancellationToken cancel)
    {
        var kept = await db.ConnectionSecrets.AsTracking().SingleOrDefaultAsync(s => s.ConnectionId == connectionId, cancel);
        if (kept is null)
        {
            db.Add(new ConnectionSecret { ConnectionId = connectionId, Sealed = connectors.Seal(connectionId, secret) });
        }
        else
        {
            kept.Sealed = connectors.Seal(connectionId, secret);
        }
    }

    private static string Host(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri.GetLeftPart(UriPartial.Authority) : "";
}

/// <summary>A connection was set.</summary>
/// <param name="ConnectionId">Which.</param>
/// <param name="ApplicationId">The application, or nothing.</param>
/// <param name="DirectoryId">The directory, or nothing.</param>
/// <param name="System">What it talks to.</param>
/// <param name="Use">What the product may do through it.</param>
/// <param name="NewSecret">Whether a new secret was entered.</param>
/// <param name="Settings">SHA-256 over address and settings.</param>
public sealed record ConnectionSet(
    long ConnectionId, long? ApplicationId, long? DirectoryId, ConnectionSystem System, ConnectionUse Use, bool NewSecret, Sha256 Settings) : EventBody;
