using System.Security.Claims;
using AccessReview.Core;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.SignIn;
using AccessReview.Web.Components;
using AccessReview.Web.Components.SignIn;
using AccessReview.Web.Setup;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AccessReview.Web.Tests.SignIn;

/// <summary>What becomes of a page that is open when its reader loses a role.</summary>
public sealed class LostRoleTests : BunitContext
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly FakeTimeProvider clock = new();
    private readonly TestApp app = new();
    private readonly CheckedSignIn signIn;

    public LostRoleTests()
    {
        signIn = new CheckedSignIn(app.Get<SessionCheck>(), SessionLimits.Default, clock, NullLogger<CheckedSignIn>.Instance);
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton(app.Get<MayOpen>());
        Services.AddSingleton<AuthenticationStateProvider>(signIn);
        Services.AddAuthorizationCore();
        Services.AddCascadingAuthenticationState();
    }

    [Fact]
    public async Task A_page_that_the_role_opened_is_gone_within_two_minutes_and_its_reader_stays_signed_in()
    {
        var gate = await OpenAsync(typeof(ForAuditors), Role.Auditor);

        await EndAsync(Role.Auditor);

        await gate.WaitForAssertionAsync(() => Assert.Contains("There is nothing at this address", gate.Markup, StringComparison.Ordinal), Patience);
        Assert.DoesNotContain(ForAuditors.Words, gate.Markup, StringComparison.Ordinal);
        Assert.True((await signIn.GetAuthenticationStateAsync()).User.Identity?.IsAuthenticated);
    }

    [Fact]
    public async Task A_page_that_opens_without_the_role_too_is_read_anew()
    {
        var gate = await OpenAsync(typeof(ForEverybody), Role.Auditor | Role.CampaignOwner);
        var before = gate.FindComponent<ForEverybody>().Instance;

        await EndAsync(Role.Auditor);

        await gate.WaitForAssertionAsync(() => Assert.NotSame(before, gate.FindComponent<ForEverybody>().Instance), Patience);
        Assert.Contains("reads as CampaignOwner", gate.Markup, StringComparison.Ordinal);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            signIn.Dispose();
            app.Dispose();
        }
    }

    private async Task<IRenderedComponent<Gate>> OpenAsync(Type page, Role roles)
    {
        await app.World.PeopleAsync(["Priya"]);
        foreach (var role in Enum.GetValues<Role>().Where(r => r != Role.None && roles.HasFlag(r)))
        {
            await app.World.GrantAsync("Priya", role);
        }

        var user = SignInClaims.OfPerson(app.World["Priya"], DatabaseName.Own, AuthenticationMethod.Demo);
        await app.Get<Sessions>().StartAsync(user.FindFirstValue(SignInClaims.Session)!, app.World["Priya"], AuthenticationMethod.Demo, signOutHint: null, CancellationToken.None);
        signIn.SetAuthenticationState(Task.FromResult(new AuthenticationState(user)));
        var gate = Render<Gate>(p => p.Add(g => g.Route, new Microsoft.AspNetCore.Components.RouteData(page, new Dictionary<string, object?>())));
        await gate.WaitForAssertionAsync(() => Assert.Contains("reads as", gate.Markup, StringComparison.Ordinal), Patience);
        return gate;
    }

    private async Task EndAsync(Role role)
    {
        (await app.Get<EndRole>().RunAsync(Guid.NewGuid(), app.World.As("Ada"), app.World["Priya"], role, CancellationToken.None)).Require();
        Assert.True(CheckedSignIn.Every <= TimeSpan.FromMinutes(2));
        clock.Advance(CheckedSignIn.Every);
    }

    /// <summary>A page that says under which roles it is read.</summary>
    private abstract class Reading : ComponentBase
    {
        [CascadingParameter]
        public Role Reader { get; set; }

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, $"{GetType().Name} reads as {Reader}");
    }

    [Opens(Place.Audit)]
    [Layout(typeof(Bare))]
    private sealed class ForAuditors : Reading
    {
        public const string Words = nameof(ForAuditors) + " reads";
    }

    [Opens(Place.Own)]
    [Layout(typeof(Bare))]
    private sealed class ForEverybody : Reading;

    private sealed class Bare : LayoutComponentBase
    {
        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, Body);
    }
}
