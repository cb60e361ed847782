using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Core.Reviewing;

/// <summary>Registers this feature's use cases.</summary>
internal static class ReviewingSetup
{
    public static IServiceCollection AddReviewing(this IServiceCollection services)
    {
        services.AddSingleton<DecideItem>();
        services.AddSingleton<DecideMany>();
        services.AddSingleton<UndoDecision>();
        services.AddSingleton<ReassignItems>();
        services.AddSingleton<HandOverItem>();
        services.AddSingleton<SignOffReview>();
        services.AddSingleton<SignOffPreview>();
        services.AddSingleton<WithdrawSignOff>();
        services.AddSingleton<MyReviews>();
        services.AddSingleton<MyEndedReviews>();
        services.AddSingleton<MyReceipts>();
        services.AddSingleton<ReadReviewHead>();
        services.AddSingleton<ReviewQueue>();
        services.AddSingleton<ListPreferences>();
        services.AddSingleton<SecondLook>();
        services.AddSingleton<ReviewQuality>();
        services.AddSingleton<PeerCounts>();
        services.AddSingleton<ItemStory>();
        services.AddSingleton<OwnReasons>();
        services.AddSingleton<LowerRoles>();
        services.AddSingleton<AskHolder>().AddSingleton<AnswerQuestion>().AddSingleton<MyQuestions>();
        services.AddSingleton<IFollowUp, RerouteOwnAccess>();
        return services;
    }
}
