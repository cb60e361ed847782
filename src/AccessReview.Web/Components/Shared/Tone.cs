namespace AccessReview.Web.Components.Shared;

/// <summary>What a colour means; words beside it always say the same.</summary>
public enum Tone
{
    /// <summary>A fact.</summary>
    Plain,

    /// <summary>Certified, verified, complete.</summary>
    Ok,

    /// <summary>Revoked, left, failed.</summary>
    No,

    /// <summary>Look again, late.</summary>
    Warn,

    /// <summary>Where you are.</summary>
    Accent,
}

/// <summary>Tones as classes of the style sheets.</summary>
public static class ToneClass
{
    /// <summary>The class; empty for a plain fact.</summary>
    public static string Css(this Tone tone) => tone switch
    {
        Tone.Plain => "",
        Tone.Ok => "ok",
        Tone.No => "no",
        Tone.Warn => "warn",
        Tone.Accent => "acc",
        _ => throw new ArgumentOutOfRangeException(nameof(tone), tone, "There is no such tone."),
    };
}
