using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Core.Seats;

/// <summary>Registers what is done about unused seats.</summary>
internal static class SeatsSetup
{
    public static IServiceCollection AddSeats(this IServiceCollection services) => services.AddSingleton<DraftSeatReview>();
}
