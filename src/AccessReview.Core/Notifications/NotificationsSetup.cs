using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AccessReview.Core.Notifications;

/// <summary>Registers this feature's use cases.</summary>
internal static class NotificationsSetup
{
    public static IServiceCollection AddNotifications(this IServiceCollection services)
    {
        services.TryAddSingleton(Mailing.Off);
        return services
            .AddSingleton<MailBell>()
            .AddSingleton<SendMails>()
            .AddSingleton<PlanNotifications>()
            .AddSingleton<RemindReviewers>()
            .AddSingleton<NoteTold>()
            .AddSingleton<MailSettings>()
            .AddSingleton<PreviewMail>()
            .AddSingleton<SendTestMail>()
            .AddSingleton<IFollowUp>(s => s.GetRequiredService<PlanNotifications>());
    }
}
