namespace AccessReview.Core.Evidence.Checks;

/// <summary>What each completeness check is for, in words; its lines say what was counted.</summary>
internal static class CheckMeanings
{
    /// <summary>By code, in order. There is no C7.</summary>
    internal static IReadOnlyDictionary<string, string> ByCode { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["C1"] = "As many rows were received as the source itself shows; not tested where nobody saw a total there.",
        ["C2"] = "Every line received is stored, or set aside by name.",
        ["C3"] = "Every account stored is under review, or left out by name.",
        ["C4"] = "Every file or page of a reading was read to its end.",
        ["C5"] = "No application is forgotten: at launch, of the applications in the campaign those with a fresh, complete reading; in an edition, of all that are registered and in scope, with those out of scope by name.",
        ["C6"] = "Every account stored was held against the staff list: it is matched, declared, or nobody known has it; where several people could be meant it counts as nobody known.",
        ["C8"] = "Every group that an account under review holds is under review.",
        ["C9"] = "Of the accounts that have gone since the last closed campaign, how many went for a known reason.",
        ["C10"] = "No account appeared, or came back from what was left out, between the reading under review and the campaign's end; not tested where there is no later reading.",
        ["C11"] = "Every item has a reviewer who may decide it.",
        ["C12"] = "Every item has one outcome, and every revoke or change is put to work: at close and in an edition by the items that have a removal, their own or their account's; in an edition by the removals, too, which are fewer where assignments go with their account.",
    };
}
