using AccessReview.Core.Absences;
using AccessReview.Core.Applications;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Connections;
using AccessReview.Core.Costs;
using AccessReview.Core.Directories;
using AccessReview.Core.Evidence;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Leavers;
using AccessReview.Core.Matching;
using AccessReview.Core.Notifications;
using AccessReview.Core.Operation;
using AccessReview.Core.Overview;
using AccessReview.Core.Persistence;
using AccessReview.Core.Purging;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Roles;
using AccessReview.Core.Sample;
using AccessReview.Core.Scoping;
using AccessReview.Core.Seats;
using AccessReview.Core.Settings;
using AccessReview.Core.SignIn;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AccessReview.Core;

/// <summary>Registers what the product does. Every use case is a class of one verb with one <c>RunAsync</c>.</summary>
public static class CoreSetup
{
    /// <summary>Adds the core.</summary>
    public static IServiceCollection AddAccessReviewCore(this IServiceCollection services, DatabaseOptions database)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(database);
        services.TryAddSingleton(Audit.AnchorOptions.In(database));
        services.AddSingleton<Databases>();
        services.AddSingleton<Microsoft.EntityFrameworkCore.IDbContextFactory<ReviewDb>>(s => s.GetRequiredService<Databases>());
        services.AddSingleton<Upgrade>();
        services.AddSingleton<StartUp>();
        services.TryAddSingleton(Pace.None);
        services.AddSingleton<Change>();
        services.AddSingleton<OperationalWrites>();
        services.AddSingleton<AskedWrites>();
        services.AddSingleton<WorkQueue>();
        services.AddSingleton<FollowUpFailures>().AddSingleton<FollowUps>();
        services.AddSingleton<NodeTurns>();
        return services
            .AddApplications()
            .AddDirectories()
            .AddConnections()
            .AddExtracts()
            .AddMatching()
            .AddFindings()
            .AddCampaigns()
            .AddReviewing()
            .AddAbsences()
            .AddNotifications()
            .AddPurging()
            .AddRemovals()
            .AddEvidence()
            .AddAudit()
            .AddOperation()
            .AddLeavers()
            .AddSeats()
            .AddScoping()
            .AddOverview()
            .AddCosts()
            .AddRoles()
            .AddSettings()
            .AddSignIn()
            .AddSample();
    }
}
