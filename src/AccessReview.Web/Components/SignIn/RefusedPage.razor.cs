using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.SignIn;

/// <summary>Says that a sign-in was refused: what happened, what to try, whom to ask. Shows nothing of its address but closed codes.</summary>
public partial class RefusedPage
{
    private const int ReferenceLength = 8;

    [SupplyParameterFromQuery]
    private string? Why { get; set; }

    [SupplyParameterFromQuery]
    private string? Reference { get; set; }

    [Inject]
    private SignInOptions Options { get; set; } = null!;

    private (string Happened, string Try) Words => SignInWords.Of(Enum.GetNames<WhyRefused>().Contains(Why, StringComparer.Ordinal) ? Enum.Parse<WhyRefused>(Why!) : WhyRefused.NotProven);

    private string? Known => Reference is { Length: ReferenceLength } reference && reference.All(char.IsAsciiHexDigitLower) ? reference : null;
}
