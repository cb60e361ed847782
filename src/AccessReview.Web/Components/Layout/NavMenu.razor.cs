using AccessReview.Core;
using AccessReview.Core.Roles;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace AccessReview.Web.Components.Layout;

/// <summary>The navigation a person's roles give; its counts are read anew whenever another page is opened, and when a page says that
/// something else waits now.</summary>
public sealed partial class NavMenu : IDisposable
{
    private readonly Lifetime gone = new();
    private DescribeActor.Facts? facts;
    private string page = "";
    private IReadOnlyList<NavGroup> groups = [];
    private bool open;
    private bool demo;

    [Inject]
    private DescribeActor Describe { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private WhatWaits Waits { get; set; } = null!;

    /// <inheritdoc/>
    public void Dispose()
    {
        Navigation.LocationChanged -= Moved;
        Waits.Leave(ReadAnew);
        gone.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Navigation.LocationChanged += Moved;
        Waits.Hear(ReadAnew);
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        var actor = await Current.GetAsync();
        demo = actor.Method == AuthenticationMethod.Demo;
        var here = new Uri(Navigation.Uri).AbsolutePath;
        facts = facts is not null && here == page ? await Describe.RunAsync(actor, facts, gone.Token) : await Describe.RunAsync(actor, gone.Token);
        page = here;
        groups = NavEntries.For(facts);
    }

    private void Moved(object? sender, LocationChangedEventArgs e)
    {
        open = false;
        ReadAnew(everything: false);
    }

    private void ReadAnew(bool everything) => _ = InvokeAsync(async () =>
    {
        facts = everything ? null : facts;
        try
        {
            await ReadAsync();
        }
        catch (OperationCanceledException)
        {
            return;
        }

        StateHasChanged();
    });
}
