using AccessReview.Core;
using AccessReview.Core.Connections;
using AccessReview.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AccessReview.Web.Components.Connections;

/// <summary>Connects an application or a directory, or changes how. The secret goes in and never comes out.</summary>
public sealed partial class ConnectDialog
{
    private readonly NextCommand next = new();
    private ConnectionSystem system;
    private string address = "";
    private string secret = "";
    private string? tenant;
    private string? identity;
    private string? admin;
    private string? role;
    private string? lastUse;
    private bool showsAll;
    private int hours = 24;
    private ConnectionUse use = ConnectionUse.ReadOnly;
    private List<Link> apps = [];

    /// <summary>Who asks.</summary>
    [Parameter, EditorRequired] public Actor Actor { get; set; } = null!;

    /// <summary>What is connected.</summary>
    [Parameter, EditorRequired] public ConnectionPage.Facts Facts { get; set; } = null!;

    [Inject]
    private SetConnection Set { get; set; } = null!;

    /// <summary>Asks; whether it was set.</summary>
    public static async Task<bool> AskAsync(IDialogService dialogs, Actor actor, ConnectionPage.Facts facts)
    {
        var parameters = new DialogParameters<ConnectDialog> { { d => d.Actor, actor }, { d => d.Facts, facts } };
        var shown = await dialogs.ShowAsync<ConnectDialog>(null, parameters, new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true });
        return await shown.Result is { Canceled: false };
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        system = ConnectionWords.System(Facts.Directory);
        address = ConnectionWords.UsualAddress(system, Facts.Kind);
        if (Facts.Connection is { } connection)
        {
            var settings = connection.Settings;
            (address, use, hours) = (connection.Address, connection.Use, settings.EveryHours);
            (tenant, identity, admin, role, lastUse) = (settings.Tenant, settings.Identity, settings.Admin, settings.RoleAttribute, settings.LastUseAttribute);
            showsAll = settings.ShowsAll;
            apps = [.. settings.Apps.Select(a => new Link { AppId = a.AppId, ApplicationId = a.ApplicationId, SignInName = a.SignInName })];
        }
    }

    private async Task SaveAsync()
    {
        var settings = (Facts.Connection?.Settings ?? new ConnectionSettings()) with
        {
            Tenant = Given(tenant), Identity = Given(identity), Admin = Given(admin), RoleAttribute = Given(role), LastUseAttribute = Given(lastUse), ShowsAll = showsAll, EveryHours = hours,
            Apps = [.. apps.Where(a => !string.IsNullOrWhiteSpace(a.AppId)).Select(a => new LinkedApp(a.AppId.Trim(), a.ApplicationId, system == ConnectionSystem.GoogleWorkspace ? Given(a.SignInName) : null))],
        };
        var entered = new EnteredConnection(Facts.ApplicationId, Facts.DirectoryId, system, address, secret, use, settings) { Edited = Facts.Connection?.Version };
        await CarryOutAsync(async () =>
        {
            var set = await next.SendAsync(id => Set.RunAsync(id, Actor, entered, CancellationToken.None), system, address, secret, use, settings.Write());
            secret = set.IsOk ? "" : secret;
            return set;
        });
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private sealed class Link
    {
        public string AppId { get; set; } = "";

        public long ApplicationId { get; set; }

        public string? SignInName { get; set; }
    }
}
