using AccessReview.Core.Roles;
using AccessReview.Core.SignIn;

namespace AccessReview.Web.Setup;

/// <summary>Says at start what becomes of <c>SignIn:FirstAdministrator</c>; never whose address it is.</summary>
internal static partial class FirstAdministratorSaid
{
    public static async Task SayWhoIsFirstAsync(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<SignInOptions>();
        if (options.Provider is null)
        {
            return;
        }

        var nobody = await app.Services.GetRequiredService<NeedsFirstAdministrator>().RunAsync(app.Lifetime.ApplicationStopping);
        if (options.FirstAdministrator is null)
        {
            if (nobody && !options.RolesByValue.Values.Any(role => (role & Role.Administrator) != Role.None))
            {
                app.Logger.NobodyCan();
            }
        }
        else if (await app.Services.GetRequiredService<FirstAdministrator>().CountsAsync(app.Lifetime.ApplicationStopping))
        {
            app.Logger.Awaited();
        }
        else
        {
            app.Logger.Ignored();
        }
    }

    [LoggerMessage(20, LogLevel.Warning, "Nobody is an administrator, so nobody can set this product up. Name the first one by their e-mail address in SignIn:FirstAdministrator.")]
    private static partial void NobodyCan(this ILogger logger);

    [LoggerMessage(21, LogLevel.Information, "Nobody is an administrator yet. Whoever signs in with the address of SignIn:FirstAdministrator will be.")]
    private static partial void Awaited(this ILogger logger);

    [LoggerMessage(22, LogLevel.Information, "SignIn:FirstAdministrator is ignored: it was used, or somebody is an administrator. The key can be taken out.")]
    private static partial void Ignored(this ILogger logger);
}
