using AccessReview.Core.Reviewing;
using AccessReview.Web.Components.Reviewing;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace AccessReview.Web.Tests.Parts;

/// <summary>Whoever signs reads every number of what they sign beside the words.</summary>
public sealed class SignOffDialogTests : BunitContext
{
    [Theory]
    [InlineData(2, 0, "44 items|40 certified|2 revoked|2 changed")]
    [InlineData(0, 0, "44 items|40 certified|2 revoked")]
    [InlineData(0, 30, "44 items|40 certified|2 revoked|30 of the certified carried forward")]
    public async Task The_counts_name_what_was_kept_at_a_lower_role_and_what_of_the_certified_was_carried_forward(int changed, int carried, string counts)
    {
        Services.AddMudServices();
        JSInterop.Mode = JSRuntimeMode.Loose;
        var shown = Render<MudDialogProvider>();
        var toSign = new ToBeSigned("I, Mia, have reviewed them.", new SignOffCounts(44, 40, 2, changed, carried), 0, Further: false);
        _ = shown.InvokeAsync(() => SignOffDialog.AskAsync(Services.GetRequiredService<IDialogService>(), "Heap, Q4 2026", toSign, null));
        var line = await shown.WaitForElementsAsync(".row.wrap > span");
        Assert.Equal(counts, string.Join('|', line.Select(s => s.TextContent.Trim())));
    }

    [Theory]
    [InlineData(2, 0, "What you revoke is carried out after you sign: by the product where it may, else by a person, with a due date. You can withdraw this until the campaign closes or anything of it is carried out.")]
    [InlineData(0, 1, "What you revoke or change is carried out after you sign: by the product where it may, else by a person, with a due date. You can withdraw this until the campaign closes or anything of it is carried out.")]
    [InlineData(0, 0, "You can withdraw this until the campaign closes.")]
    public async Task What_comes_of_the_signature_is_said_as_it_is_also_where_the_product_removes_by_itself(int revoked, int changed, string words)
    {
        Services.AddMudServices();
        JSInterop.Mode = JSRuntimeMode.Loose;
        var shown = Render<MudDialogProvider>();
        var toSign = new ToBeSigned("I, Mia, have reviewed them.", new SignOffCounts(44, 40, revoked, changed), 0, Further: false);
        _ = shown.InvokeAsync(() => SignOffDialog.AskAsync(Services.GetRequiredService<IDialogService>(), "Heap, Q4 2026", toSign, null));
        Assert.Equal(words, (await shown.WaitForElementAsync("p.sub")).TextContent);
    }
}
