using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Core.Absences;

internal static class AbsencesSetup
{
    public static IServiceCollection AddAbsences(this IServiceCollection services) => services
        .AddSingleton<StateAbsence>()
        .AddSingleton<ApproveAbsence>()
        .AddSingleton<EndAbsence>()
        .AddSingleton<AbsenceList>()
        .AddSingleton<IFollowUp, CarryOutAbsences>();
}
