using MudBlazor;

namespace AccessReview.Web.Components.Layout;

/// <summary>What MudBlazor must know in numbers. Its colours come from css/mud.css, which maps them to our own, so that a theme is
/// one class on the document.</summary>
internal static class OurTheme
{
    private static readonly string[] Font = ["Inter Variable", "Inter", "system-ui", "sans-serif"];

    public static MudTheme Mud { get; } = new()
    {
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Font, FontSize = "13.5px", LineHeight = "1.45", LetterSpacing = "0" },
            Body1 = new Body1Typography { FontFamily = Font, FontSize = "13.5px", LineHeight = "1.45", LetterSpacing = "0" },
            Body2 = new Body2Typography { FontFamily = Font, FontSize = "13.5px", LineHeight = "1.45", LetterSpacing = "0" },
            Button = new ButtonTypography { FontFamily = Font, FontSize = "13.5px", FontWeight = "550", LineHeight = "1.45", LetterSpacing = "0", TextTransform = "none" },
            Caption = new CaptionTypography { FontFamily = Font, FontSize = "12.5px", LineHeight = "1.4", LetterSpacing = "0" },
            Subtitle1 = new Subtitle1Typography { FontFamily = Font, FontSize = "13.5px", FontWeight = "600", LetterSpacing = "0" },
            Subtitle2 = new Subtitle2Typography { FontFamily = Font, FontSize = "13px", FontWeight = "600", LetterSpacing = "0" },
            H6 = new H6Typography { FontFamily = Font, FontSize = "15px", FontWeight = "650", LetterSpacing = "0" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "7px" },
        Shadows = new Shadow { Elevation = [.. Enumerable.Repeat("none", 26)] },
    };
}
