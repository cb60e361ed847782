using AccessReview.Web.Components.Layout;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace AccessReview.Web.Tests.Parts;

/// <summary>A dialog that goes wrong ends alone: the page below it stays.</summary>
public sealed class ProvidersTests : BunitContext
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30); // Of a machine with other things to do.

    [Fact]
    public async Task What_goes_wrong_in_a_dialog_is_said_in_its_place_and_the_next_dialog_opens()
    {
        Services.AddMudServices();
        JSInterop.Mode = JSRuntimeMode.Loose;
        var providers = Render<Providers>();

        await BreakAsync(providers);
        await providers.Find(".fallen button").ClickAsync(new MouseEventArgs());
        Assert.Empty(providers.FindAll(".fallen"));

        // Whoever goes on to another page instead leaves it behind as well.
        await BreakAsync(providers);
        await providers.InvokeAsync(() => Services.GetRequiredService<NavigationManager>().NavigateTo("people"));
        await providers.WaitForAssertionAsync(() => Assert.Empty(providers.FindAll(".fallen")), Patience);
    }

    private async Task BreakAsync(IRenderedComponent<Providers> providers)
    {
        var asked = providers.InvokeAsync<Providers, DialogResult?>(AskAsync);
        await (await providers.WaitForElementAsync(".mud-dialog button", Patience)).ClickAsync(new MouseEventArgs());
        Assert.Empty(providers.FindAll(".mud-dialog"));
        Assert.Equal("This dialog went wrong", providers.Find(".fallen h2").TextContent);

        // Whoever asked goes on as after Cancel.
        Assert.True((await asked.WaitAsync(Patience))!.Canceled);
    }

    private async Task<DialogResult?> AskAsync()
    {
        var shown = await Services.GetRequiredService<IDialogService>().ShowAsync<Broken>("Broken");
        return await shown.Result;
    }

    private sealed class Broken : ComponentBase
    {
        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenElement(0, "button");
            builder.AddAttribute(1, "onclick", EventCallback.Factory.Create(this, (Action)Break));
            builder.CloseElement();
        }

        private static void Break() => throw new InvalidOperationException("Broken on purpose.");
    }
}
