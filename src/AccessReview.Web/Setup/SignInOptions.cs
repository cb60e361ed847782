namespace AccessReview.Web.Setup;

/// <summary>How people prove who they are.</summary>
public enum SignInMode
{
    /// <summary>They do not: everybody chooses a person of the staff list. For trying the product out.</summary>
    Demo,
}

/// <summary>The configuration section <c>SignIn</c>.</summary>
public sealed class SignInOptions
{
    /// <summary><c>SignIn:Mode</c>; demo by default in development, and never in production.</summary>
    public SignInMode Mode { get; init; }

    /// <summary>Reads the section, or refuses the start.</summary>
    internal static SignInOptions Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var asked = configuration["SignIn:Mode"];
        if (asked is not null && !Enum.TryParse<SignInMode>(asked, ignoreCase: true, out _))
        {
            throw new StartRefusedException($"SignIn:Mode is \"{asked}\"; it can be {string.Join(", ", Enum.GetNames<SignInMode>())}.");
        }

        return environment.IsProduction()
            ? throw new StartRefusedException(
                "SignIn:Mode Demo lets everybody be anybody, so it is refused in production. Set ASPNETCORE_ENVIRONMENT to Development to try the product out.")
            : new SignInOptions { Mode = SignInMode.Demo };
    }
}
