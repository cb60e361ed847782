using AccessReview.Core.Tests.Journeys;
using AccessReview.Web.Tests.SignIn;
using Microsoft.AspNetCore.Components;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>Every dialog keeps nobody out, in light and in dark, has the focus where one can go on, is left by Escape, and gives the focus back to a page that works. The
/// list of dialogs is the assembly's own, so that a new one is opened here too; the one that needs a provider is opened so in <see cref="OpenIdConnectJourney"/>.</summary>
public sealed class EveryDialogJourney(TheBrowser browser) : Journey(browser)
{
    private readonly List<string> barriers = [];
    private readonly HashSet<string> opened = [OpenIdConnectJourney.Dialog];

    [Fact]
    public async Task Every_dialog_keeps_nobody_out_and_is_left_by_escape()
    {
        var heap = await App.LaunchSampleAsync();
        var owner = await SignInAsync("Dmitri", Links.Campaign(1));
        await DialogAsync(owner, "ReassignDialog", owner.GetByRole(AriaRole.Button, new() { NameString = "Reassign the items of" }).First, choose: "Uma Nwosu");
        await DialogAsync(owner, "ExtendDialog", owner.GetByRole(AriaRole.Button, new() { Name = "Extend" }));
        await DialogAsync(owner, "ConfirmDialog", owner.GetByRole(AriaRole.Button, new() { Name = "Give up" }));

        await OpenAsync(owner, Links.Absences());
        await DialogAsync(owner, "StateAbsenceDialog", owner.GetByRole(AriaRole.Button, new() { Name = "State an absence" }), choose: "Uma Nwosu");
        var draft = await App.DraftAsync("Heap, once more");
        await OpenAsync(owner, Links.Plan(draft));
        await DialogAsync(owner, "ShiftDialog", owner.GetByRole(AriaRole.Button, new() { NameString = "Spread the work of" }).First, choose: "Uma Nwosu");

        await App.GiveUpAsync(draft);
        await OpenAsync(owner, Links.Retention());
        await DialogAsync(owner, "KeepLongerDialog", owner.GetByRole(AriaRole.Button, new() { NameString = "Keep longer: C" }).First);

        var admin = await SignInAsync("Kaito Ivanov", Links.Directories());
        await DialogAsync(admin, "RegisterDirectoryDialog", admin.GetByRole(AriaRole.Button, new() { NameString = "Register" }).First);
        await OpenAsync(admin, Links.Applications());
        await DialogAsync(admin, "ApplicationDialog", admin.GetByRole(AriaRole.Button, new() { Name = "Register an application" }));
        await OpenAsync(admin, Links.Application(heap) + "?show=exceptions");
        await DialogAsync(admin, "ConnectDialog", admin.GetByRole(AriaRole.Button, new() { Name = "Connect Heap" }));
        await DialogAsync(admin, "WhoseDialog", admin.GetByRole(AriaRole.Button, new() { Name = "Say whose it is" }).First);

        var reviewers = new Reviewers(App.Services, 1);
        await reviewers.DecideAllAsync(new HashSet<string>(["jun.ivanov@harbourlight.example", "rsolano@oldbrand.example"], StringComparer.Ordinal));
        var reviewer = await SignInAsync("Mei M", Links.Review(1) + "?show=decided");
        await reviewer.Locator(".ws-list .item[tabindex='0']").WaitForAsync();
        await DialogAsync(reviewer, "HandOverDialog", reviewer.GetByRole(AriaRole.Button, new() { Name = "Hand over" }), choose: "Uma Nwosu");
        await DialogAsync(reviewer, "SignOffDialog", reviewer.GetByRole(AriaRole.Button, new() { NameString = "Sign off" }));
        await reviewers.SignAllAsync();

        await OpenAsync(owner, Links.Removals());
        await DialogAsync(owner, "NoteDoneDialog", owner.GetByRole(AriaRole.Button, new() { NameString = "Note" }).First);
        await OpenAsync(owner, Links.Removals(open: 1));
        await DialogAsync(owner, "AssignRemovalDialog", owner.GetByRole(AriaRole.Button, new() { Name = "Give it to somebody else" }), choose: "Uma Nwosu");
        await DialogAsync(owner, "WaiverDialog", owner.GetByRole(AriaRole.Button, new() { Name = "Ask that it stays for a time" }));

        Assert.Equal([], typeof(Program).Assembly.GetTypes().Where(t => typeof(IComponent).IsAssignableFrom(t) && t.Name.EndsWith("Dialog", StringComparison.Ordinal)).Select(t => t.Name).Except(opened));
        Assert.True(barriers.Count == 0, string.Join('\n', barriers));
    }

    private async Task DialogAsync(IPage page, string dialog, ILocator opens, string? choose = null)
    {
        await opens.ClickAsync();
        await page.Locator(".mud-dialog h2").WaitForAsync();
        await Assertions.Expect(page.Locator(".mud-dialog :is(a, button, input, select, textarea):focus")).ToHaveCountAsync(1);
        opened.Add(dialog);

        if (choose is not null)
        {
            // A picker that has the focus shows its list; what is looked at is the dialog with somebody chosen.
            await page.ChooseAsync(page.Locator(".mud-dialog input").First, choose);
        }

        try
        {
            await AccessibleAsync(page);
        }
        catch (Xunit.Sdk.XunitException found)
        {
            barriers.Add($"{dialog}: {found.Message}");
        }

        await PictureAsync(page, "dialog-" + dialog);
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".mud-dialog")).ToHaveCountAsync(0);
    }
}
