using AccessReview.Core.Directories;
using AccessReview.Core.Reviewing;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>What the workspace asks of Core, in one place.</summary>
public sealed record ReviewUseCases(
    ReadReviewHead Head, ReviewQueue Queue, ListPreferences Likes, ItemStory Story, OwnReasons Reasons, LowerRoles Lower, AskHolder AskHolder, DecideItem DecideItem, DecideMany DecideMany,
    UndoDecision Undo, HandOverItem HandOver, SignOffPreview Preview, SecondLook SecondLook, SignOffReview SignOff, WithdrawSignOff Withdraw, MyReceipts Receipts, FindPeople People);
