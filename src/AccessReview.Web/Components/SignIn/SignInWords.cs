using AccessReview.Core.SignIn;
using AccessReview.Web.Setup;

namespace AccessReview.Web.Components.SignIn;

/// <summary>What is said about sign-ins, in words for whoever sees it.</summary>
internal static class SignInWords
{
    /// <summary>Why a sign-in is bound to nobody, to its owner.</summary>
    public static string Of(WhyNotBound why) => why switch
    {
        WhyNotBound.NoAddress => "Your sign-in came without an e-mail address, so nobody could be found by it.",
        WhyNotBound.NotVerified => "Your sign-in came with an address that its provider does not vouch for. Such an address binds nobody.",
        WhyNotBound.NobodyKnown => "Nobody on the staff list has the address you signed in with.",
        WhyNotBound.SeveralPeople => "Several people on the staff list have the address you signed in with.",
        WhyNotBound.AnotherSignIn => "The person with your address already has another sign-in.",
        WhyNotBound.HasLeft => "The person with your address does not work here any more.",
        WhyNotBound.Unbound => "An administrator took this sign-in from the person it was bound to.",
        _ => throw new ArgumentOutOfRangeException(nameof(why), why, "There is no such reason."),
    };

    /// <summary>The same in a few words, for the administrator's list.</summary>
    public static string Short(WhyNotBound why) => why switch
    {
        WhyNotBound.NoAddress => "no address",
        WhyNotBound.NotVerified => "address not vouched for",
        WhyNotBound.NobodyKnown => "nobody has the address",
        WhyNotBound.SeveralPeople => "several have the address",
        WhyNotBound.AnotherSignIn => "the person has another sign-in",
        WhyNotBound.HasLeft => "the person has left",
        WhyNotBound.Unbound => "was unbound",
        _ => throw new ArgumentOutOfRangeException(nameof(why), why, "There is no such reason."),
    };

    /// <summary>What an administrator of the provider switches on, so that it says when people proved who they are.</summary>
    public static string ToldBy(SignInMode mode) => mode == SignInMode.EntraId
        ? "An administrator of Microsoft Entra ID adds the optional claim auth_time to the ID token: App registrations, AccessReview, Token configuration."
        : "An administrator of the provider lets it put the claim auth_time into the ID token, as OpenID Connect asks of it where a sign-in is to be a new one (max_age).";

    /// <summary>Why a sign-in was refused, and what to try.</summary>
    public static (string Happened, string Try) Of(WhyRefused why) => why switch
    {
        WhyRefused.NotOurs => ("The answer of the sign-in was used before, or does not belong to a sign-in begun in this browser.", "Begin again from here, in one window, and not with the Back button or an old link."),
        WhyRefused.BrokenOff => ("The sign-in was broken off before it was done.", "Begin again, and finish it at the provider."),
        WhyRefused.NotProven => ("What came back does not prove who you are: it was made for another product, by another provider, or was changed on the way.", "Begin again once. If it happens again, do not go on trying."),
        WhyRefused.TooOld => ("What came back is too old or from the future.", "Begin again. If it happens again, the clock of this server or of the provider is wrong."),
        WhyRefused.NoAnswer => ("The provider that signs people in does not answer.", "Wait a few minutes and begin again."),
        WhyRefused.NotRegistered => ("The provider does not accept AccessReview: its registration there is missing, wrong or has run out.", "You cannot mend this yourself."),
        WhyRefused.NoSubject => ("What came back does not say who you are in the way AccessReview needs it.", "Sign in with your work account. If you did, you cannot mend this yourself."),
        WhyRefused.HasLeft => ("You are not on the staff list any more, or your last day has passed, so you cannot sign in.", "If that is wrong, the staff list must be put right first."),
        _ => throw new ArgumentOutOfRangeException(nameof(why), why, "There is no such reason."),
    };
}
