using AccessReview.Web.Background;

namespace AccessReview.Web.Setup;

/// <summary>Whom the product writes to, and through which server.</summary>
internal static class MailSetup
{
    public static void AddMail(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(MailOptionsReader.Read(builder.Configuration));
        builder.Services.AddSingleton(Configured.Read<SiteOptions>(builder.Configuration, "Site"));
        builder.Services.AddHostedService<MailWorker>();
    }
}
