using AccessReview.Core;
using AccessReview.Core.Reviewing;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>Own signed statements.</summary>
public sealed partial class ReceiptsPage : IDisposable
{
    private readonly Lifetime gone = new();
    private IReadOnlyList<Receipt>? receipts;
    private Actor? actor;
    private Problem? problem;

    [Inject]
    private MyReceipts Mine { get; set; } = null!;

    [Inject]
    private WithdrawSignOff Withdraw { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        actor = await Current.GetAsync();
        receipts = await Mine.RunAsync(actor, null, gone.Token);
    }

    private async Task WithdrawAsync(Receipt receipt)
    {
        if (await ConfirmDialog.AskAsync(
            Dialogs, "Withdraw the sign-off?", ReceiptWords.Withdrawing, "Withdraw", "Reason") is { } reason)
        {
            problem = (await Withdraw.RunAsync(Guid.NewGuid(), actor!, receipt.SignOffId, reason, CancellationToken.None)).Problem;
            receipts = await Mine.RunAsync(actor!, null, gone.Token);
        }
    }
}
